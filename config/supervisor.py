"""Child processes kept alive together, and ended together with all that they started.

Kept libraries were looked at first: honcho ends everything when one child ends, circus brings ZeroMQ and a server,
and supervisor goes on quietly when a child keeps dying; none ends its children when it is killed itself.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from config.embedded import end_with_parent

WINDOW_SECONDS = 60.0
MAX_DEATHS = 5
FIRST_WAIT_SECONDS = 0.5
GRACE_SECONDS = 15.0
LOG_TAIL_LINES = 15


class KeepsDying(Exception):
    """A child ended too often in too short a time."""


@dataclass(frozen=True, slots=True)
class Command:
    """What to keep running, under which name."""

    name: str
    words: Sequence[str]


@dataclass(slots=True)
class _Child:
    command: Command
    log: Path
    process: subprocess.Popen[bytes] | None = None
    deaths: list[float] = field(default_factory=list)
    start_at: float = 0.0


def wait_after(deaths: Sequence[float], *, now: float) -> float | None:
    """Seconds to wait before the next start: 0.5, 1, 2, 4 for each death of the last minute; None at the fifth."""
    recent = sum(1 for death in deaths if now - death < WINDOW_SECONDS)
    if recent >= MAX_DEATHS:
        return None
    return FIRST_WAIT_SECONDS * 2 ** (recent - 1) if recent else 0.0


class Supervisor:
    """Starts ``commands``, each in a process group of its own with its output in ``folder``/NAME.log.

    ``tend`` is called again and again by whoever waits; nothing happens between the calls.
    """

    def __init__(
        self,
        commands: Iterable[Command],
        *,
        folder: Path,
        env: Mapping[str, str],
        cwd: Path,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._children = [_Child(command, folder / f"{command.name}.log") for command in commands]
        self._record = folder / "children"
        self.folder, self.env = folder, dict(env)
        self._cwd, self._clock = cwd, clock

    def __enter__(self) -> Supervisor:
        end_recorded(self._record)
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.stop()

    def tend(self) -> None:
        """Start what does not run and whose time has come; what was killed comes back however often.

        Raises KeepsDying with the end of the log of a child that ends by itself again and again.
        """
        for child in self._children:
            if child.process and child.process.poll() is not None:
                self._bury(child, child.process)
            if child.process is None and self._clock() >= child.start_at:
                self._start(child)

    def stop(self) -> None:
        """End every child gently, after ``GRACE_SECONDS`` by force, and with them all that they left behind."""
        running = [child.process for child in self._children if child.process]
        for process in running:
            process.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + GRACE_SECONDS
        for process in running:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(max(0.0, deadline - time.monotonic()))
            _end_group(process)
        for child in self._children:
            child.process = None
        self._record.unlink(missing_ok=True)

    def pids(self) -> dict[str, int]:
        """The process ids of the children that run now, by name."""
        return {child.command.name: child.process.pid for child in self._children if child.process}

    def _start(self, child: _Child) -> None:
        with child.log.open("ab") as output:
            child.process = subprocess.Popen(  # noqa: S603
                child.command.words,
                env=self.env,
                cwd=self._cwd,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                # A group of its own: Ctrl-C reaches this process alone, which then stops things in order.
                start_new_session=True,
                preexec_fn=end_with_parent(signal.SIGTERM),
            )
        record(self._record, self.pids().values())

    def _bury(self, child: _Child, dead: subprocess.Popen[bytes]) -> None:
        _end_group(dead)
        child.process = None
        if dead.returncode == -signal.SIGKILL:
            # Somebody else's doing, such as the kernel's when memory is short: it says nothing about the child.
            child.start_at = self._clock() + FIRST_WAIT_SECONDS
            return
        child.deaths.append(self._clock())
        wait = wait_after(child.deaths, now=self._clock())
        if wait is None:
            told = f"{child.command.name} ended {MAX_DEATHS} times within a minute (status {dead.returncode})."
            raise KeepsDying(f"{told} The end of {child.log}:\n{log_tail(child.log)}")
        child.start_at = self._clock() + wait


def log_tail(log: Path) -> str:
    lines = log.read_text(errors="replace").splitlines() if log.exists() else []
    return "\n".join(lines[-LOG_TAIL_LINES:])


def record(path: Path, pids: Iterable[int]) -> None:
    """Write down which processes run, with their start, since numbers are used again."""
    lines = [f"{pid} {psutil.Process(pid).create_time()}\n" for pid in pids if psutil.pid_exists(pid)]
    path.write_text("".join(lines))


def end_recorded(path: Path) -> None:
    """End what a killed run left behind, each with all that it started."""
    lines = path.read_text().splitlines() if path.exists() else []
    for line in lines:
        with contextlib.suppress(psutil.NoSuchProcess, ValueError):
            pid, started = line.split()
            process = psutil.Process(int(pid))
            if process.create_time() == float(started):
                _end_tree(process)
    path.unlink(missing_ok=True)


def _end_tree(process: psutil.Process) -> None:
    everyone = [*process.children(recursive=True), process]
    for one in everyone:
        with contextlib.suppress(psutil.NoSuchProcess):
            one.kill()
    psutil.wait_procs(everyone, timeout=GRACE_SECONDS)


def _end_group(process: subprocess.Popen[bytes]) -> None:
    # The leader may be gone while its own children are not; the group keeps its number as long as one is left.
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
