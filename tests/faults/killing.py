"""How processes are killed: the product's own, by SIGKILL, in the middle of whatever they do."""

from __future__ import annotations

import contextlib
import os
import random
import signal
from collections.abc import Callable

import psutil

from tests.faults.stack import FaultStack
from tests.processes import ended

START_SECONDS = 90.0


def kill_again_and_again(
    stack: FaultStack, strike: Callable[[random.Random], bool], *, times: int, pause: float, seed: int
) -> int:
    """``strike`` until it has hit ``times``, each time after up to ``pause`` seconds; returns how often it did."""
    chance = random.Random(seed)
    for _ in range(times):
        stack.tend_for(chance.uniform(0, pause))
        stack.tend_until(lambda: strike(chance), seconds=START_SECONDS, what="somebody to kill")
    return times


def worker(stack: FaultStack) -> Callable[[random.Random], bool]:
    """The worker's main process, each time once it has received tasks."""
    log, read = stack.live.desk.folder / "worker.log", 0

    def strike(chance: random.Random) -> bool:
        nonlocal read
        with log.open("rb") as lines:
            lines.seek(read)
            works = b" received" in lines.read()
        if not works or not kill(stack.live.desk.pids().get("worker", 0)):
            return False
        read = log.stat().st_size
        return True

    return strike


def pool_child(stack: FaultStack) -> Callable[[random.Random], bool]:
    """Any process of the worker's pool."""

    def strike(chance: random.Random) -> bool:
        found = pool(stack)
        return bool(found) and kill(chance.choice(found))

    return strike


def beat(stack: FaultStack) -> Callable[[random.Random], bool]:
    """The clock, each time another one."""
    killed: set[int] = set()

    def strike(chance: random.Random) -> bool:
        pid = stack.live.desk.pids().get("beat", 0)
        if pid in killed or not kill(pid):
            return False
        killed.add(pid)
        return True

    return strike


def pool(stack: FaultStack) -> list[int]:
    """The processes of the worker's pool that live just now."""
    try:
        head = psutil.Process(stack.live.desk.pids().get("worker", -1))
        return sorted(child.pid for child in head.children() if not ended(child))
    except (psutil.NoSuchProcess, ValueError):
        return []


def kill(pid: int) -> bool:
    """Whether there was somebody to kill; 0 is nobody."""
    if not pid:
        return False
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
        return True
    return False
