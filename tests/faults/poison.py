"""Texts that end who reads them, for a worker that includes this module."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Callable
from typing import Any

from claims import tasks
from claims.extraction import pipeline
from claims.extraction.statements import Statement


def end_process() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def end_worker() -> None:
    os.kill(os.getppid(), signal.SIGKILL)
    end_process()


def loop() -> None:
    """As code does that catches too much: the soft time limit is an exception."""
    while True:
        with contextlib.suppress(Exception):
            while True:
                pass


def eat() -> None:
    eaten = []
    while True:
        eaten.append(bytearray(16 * 1024 * 1024))


POISONS: dict[str, Callable[[], None]] = {
    "Poison that ends its process.": end_process,
    "Poison that ends the worker.": end_worker,
    "Poison that loops.": loop,
    "Poison that eats memory.": eat,
}
_extract = pipeline.extract


def extract(text: str, **facts: Any) -> tuple[Statement, ...]:
    for poison, act in POISONS.items():
        if text.startswith(poison):
            act()
    return _extract(text, **facts)


# Under the name by which the task knows it.
vars(tasks)["extract"] = extract
