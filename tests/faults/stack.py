"""The product as it really runs, with a newsroom in it, while something breaks it."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from config import embedded
from config.management.commands.quickstart import children
from config.supervisor import Command
from tests.faults.invariants import Acknowledged
from tests.faults.newsroom import Newsroom
from tests.faults.owing import owed
from tests.live import LiveStack, running_stack
from tests.polling import until
from tests.processes import ROOT

DRAIN_SECONDS = 60.0
LOOK_AGAIN_SECONDS = 0.2
OURS, DEFAULTS = "config.settings", "tests.faults.celery_defaults"


@dataclass(frozen=True, slots=True)
class FaultStack:
    """``told`` is what clients of this stack were told so far; ``live`` is the stack itself."""

    live: LiveStack
    newsroom: Newsroom
    told: Acknowledged

    @property
    def uses_defaults(self) -> bool:
        """Whether Celery has its own settings here, not this project's."""
        return self.live.env["DJANGO_SETTINGS_MODULE"] == DEFAULTS

    def tend(self) -> None:
        """Start again what has ended, as the supervisor of quickstart does five times a second."""
        self.live.desk.tend()

    def tend_until(self, look: Callable[[], object], *, seconds: float = 60.0, what: str = "") -> None:
        def tend_and_look() -> object:
            self.tend()
            return look()

        until(tend_and_look, seconds=seconds, what=what)

    def tend_for(self, seconds: float) -> None:
        """Let everything go on for a while."""
        end = time.monotonic() + seconds
        self.tend_until(lambda: time.monotonic() >= end, seconds=seconds + 60)

    def drain(self, patience: float = DRAIN_SECONDS) -> float:
        """Seconds until nothing is owed any more, with nobody doing anything about it. Fails after ``patience``."""
        began, patience = time.monotonic(), patience * slowness()
        with self.live.connect() as connection:
            while left := owed(connection):
                assert time.monotonic() - began < patience, f"still owed after {patience:g} s: {left}"
                self.tend_for(LOOK_AGAIN_SECONDS)
        return time.monotonic() - began


def slowness() -> float:
    """By how much longer everything takes where others want the processors as well; 1 on a machine of one's own.

    Of the load average, three are taken for these tests themselves: the clients, the web server, the worker.
    """
    others = os.getloadavg()[0] - 3
    return max(1.0, 1.0 + others / (os.cpu_count() or 1))


@contextlib.contextmanager
def fault_stack(
    servers: embedded.Addresses,
    folder: Path,
    *,
    celery: str = OURS,
    commands: Callable[[int], Sequence[Command]] = children,
    **settings: str,
) -> Iterator[FaultStack]:
    """Web, worker and beat with the settings module ``celery``, and a newsroom of a hundred reviewers."""
    settings = {"SWEEP_SECONDS": "2", "ALLOW_PRIVATE_ADDRESSES": "1"} | settings | {"DJANGO_SETTINGS_MODULE": celery}
    with running_stack(servers, folder, commands=commands, **settings) as live:
        command = [sys.executable, "-m", "tests.faults.newsroom"]
        made = subprocess.run(command, env=live.env, cwd=ROOT, check=True, capture_output=True, text=True, timeout=120)
        yield FaultStack(live, Newsroom(**json.loads(made.stdout)), Acknowledged())


@contextlib.contextmanager
def own_servers(*, durable: bool) -> Iterator[embedded.Addresses]:
    """PostgreSQL and Valkey that a scenario may break; ``durable``: what they have told as stored outlives them."""
    with tempfile.TemporaryDirectory(prefix="claimdesk-faults-") as folder:
        # Where PostgreSQL runs as a system user, it must be able to go there.
        Path(folder).chmod(0o755)
        with embedded.running(Path(folder) / "var", durable=durable) as addresses:
            yield addresses
