"""How processes are killed: the product's own, by SIGKILL, in the middle of whatever they do."""

from __future__ import annotations

import random
from collections.abc import Callable

import psutil

from tests.faults.stack import FaultStack
from tests.polling import until
from tests.processes import ended

START_SECONDS = 90.0
# Whom to kill next, by process id; 0 as long as there is nobody worth it.
Find = Callable[[random.Random], int]


def kill_again_and_again(stack: FaultStack, find: Find, *, times: int, pause: float, seed: int) -> int:
    """Kill whom ``find`` names, up to ``pause`` seconds after it does so; returns how often somebody was killed."""
    chance, killed = random.Random(seed), 0
    while killed < times:
        stack.tend_until(lambda: find(chance), seconds=START_SECONDS, what="somebody to kill")
        stack.tend_for(chance.uniform(0, pause))
        killed += kill(find(chance))
    return killed


def worker(stack: FaultStack) -> Find:
    """The worker's main process, each time once it has received tasks."""
    log, read, last = stack.live.desk.folder / "worker.log", 0, 0

    def find(chance: random.Random) -> int:
        nonlocal read, last
        pid = stack.live.desk.pids().get("worker", 0)
        if pid != last:
            read, last = log.stat().st_size, pid
        with log.open("rb") as lines:
            lines.seek(read)
            return pid if b" received" in lines.read() else 0

    return find


def pool_child(stack: FaultStack) -> Find:
    """Any process of the worker's pool."""

    def find(chance: random.Random) -> int:
        found = pool(stack)
        return chance.choice(found) if found else 0

    return find


def beat(stack: FaultStack) -> Find:
    """The clock."""

    def find(chance: random.Random) -> int:
        return stack.live.desk.pids().get("beat", 0)

    return find


def pool(stack: FaultStack) -> list[int]:
    """The processes of the worker's pool that live just now."""
    try:
        head = psutil.Process(stack.live.desk.pids()["worker"])
        return sorted(child.pid for child in head.children() if not ended(child))
    except (psutil.NoSuchProcess, KeyError):
        return []


def kill(pid: int) -> bool:
    """Whether there was somebody to kill; 0 is nobody."""
    if not pid:
        return False
    try:
        victim = psutil.Process(pid)
        victim.kill()
    except psutil.NoSuchProcess:
        return False
    until(lambda: ended(victim), what="its death")
    return True
