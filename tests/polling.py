"""Waiting for another process, with a deadline and without guessing how long it takes."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

Answer = TypeVar("Answer")


def until(look: Callable[[], Answer], *, seconds: float = 30.0, what: str = "") -> Answer:
    """The first true answer of ``look``. Fails after ``seconds``, naming ``what`` was awaited and the last answer."""
    deadline = time.monotonic() + seconds
    while not (answer := look()):
        if time.monotonic() > deadline:
            raise AssertionError(f"{what or 'It'} did not come within {seconds:g} s; last: {answer!r}")
        time.sleep(0.05)
    return answer
