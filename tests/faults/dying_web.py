"""A gunicorn configuration: every process of the web server kills itself where it would hand work to the broker.

That is after the commit. Another one is forked in a moment, from the loaded application.
"""

from __future__ import annotations

import os
import signal
from typing import Any

from celery import Celery

preload_app = True


def die(*args: Any, **facts: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def post_fork(arbiter: Any, process: Any) -> None:
    Celery.send_task = die  # type: ignore[method-assign, assignment]


def worker_exit(arbiter: Any, process: Any) -> None:
    # Libraries loaded before the fork would wait for threads of theirs that are not here.
    os._exit(0)
