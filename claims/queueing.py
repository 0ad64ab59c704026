"""How work reaches the workers. Apart from the tasks, so that those who hand work on load no language model."""

from __future__ import annotations

import logging

from celery import current_app
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)


def enqueue(task_name: str, *args: int) -> bool:
    """Hand work to the broker if it is there; the sweep finds what it does not get. Never raises for the broker."""
    try:
        current_app.send_task(task_name, args=args)
    except OperationalError as error:
        logger.warning("%s%s was not enqueued, the sweep will find it: %s", task_name, args, error)
        return False
    return True
