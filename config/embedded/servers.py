"""A server that runs as a child of this process: started, waited for, tended and ended."""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil

START_SECONDS = 60.0
STOP_SECONDS = 20.0
_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)
Prepare = Callable[[], None]


class EmbeddedError(Exception):
    """The embedded servers could not be started."""


class AlreadyRunning(EmbeddedError):
    """Another copy of Claimdesk runs on the same data."""


@dataclass(slots=True)
class Server:
    """A server that runs, reached at ``url`` whenever ``answers`` says so; ``start`` starts it on its data."""

    name: str
    url: str
    log: Path
    start: Callable[[], subprocess.Popen[bytes]]
    answers: Callable[[], bool]
    process: subprocess.Popen[bytes]

    def tend(self) -> None:
        """Start it again where it was killed, as the kernel does when memory is short. Raises EmbeddedError where it
        ended by itself: it would again.
        """
        if self.process.poll() == -signal.SIGKILL:
            self.restart()
        self.require_alive()

    def restart(self) -> None:
        """Start it again, at the same address, once it has ended. Raises EmbeddedError where it does not answer."""
        self.process = self.start()
        _wait_until(self.answers, self)

    def require_alive(self) -> None:
        if self.process.poll() is not None:
            told = f"{self.name} ended (status {self.process.returncode}). The end of {self.log}:"
            raise EmbeddedError(f"{told}\n{_tail(self.log)}")


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock file for this process; a dead process holds none. Raises AlreadyRunning with the other's id."""
    with path.open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            told = f"Claimdesk already runs on {path.parent} (process {lock.read().strip() or 'unknown'})."
            raise AlreadyRunning(told) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def free_port() -> int:
    """A TCP port on loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def end_with_parent(signal_number: int) -> Prepare:
    """For ``preexec_fn``: the child gets the signal when its parent dies, even by SIGKILL (Linux only)."""
    parent = os.getpid()

    def ask() -> None:
        if sys.platform != "linux":
            return
        _libc.prctl(_PR_SET_PDEATHSIG, signal_number)
        # The parent may have died before it was asked for.
        if os.getppid() != parent:
            os._exit(1)

    return ask


@contextlib.contextmanager
def running_server(server: Server, *, stop: signal.Signals) -> Iterator[None]:
    """Wait until a started server answers; at the end, stop whatever process it is by then."""
    try:
        _wait_until(server.answers, server)
        yield
    finally:
        server.process.send_signal(stop)
        try:
            server.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            server.process.kill()
            server.process.wait()


def start_server(
    command: list[str], log: Path, *, cwd: Path, become: Prepare | None, stop: signal.Signals
) -> subprocess.Popen[bytes]:
    tie = end_with_parent(stop)

    def prepare() -> None:
        if become:
            become()
        # Last, because whoever changes their user loses the tie.
        tie()

    with log.open("ab") as output:
        # A session of its own: Ctrl-C in the terminal reaches the parent, who stops the servers last.
        return subprocess.Popen(  # noqa: S603
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=prepare,
            cwd=cwd,
        )


def _wait_until(ready: Callable[[], bool], server: Server) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not ready():
        server.require_alive()
        if time.monotonic() > deadline:
            raise EmbeddedError(f"{server.name} did not answer in {START_SECONDS:g} s:\n{_tail(server.log)}")
        time.sleep(0.05)


def _tail(log: Path) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-10:])


def end_leftovers(folder: Path, program: str) -> None:
    """End servers that outlived a killed run. This process holds the lock, so nobody else wants them."""
    left = [process for process in psutil.process_iter() if works_in(process, folder, program)]
    for process in left:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.send_signal(signal.SIGINT)
    _, alive = psutil.wait_procs(left, timeout=STOP_SECONDS)
    for process in alive:
        process.kill()
    psutil.wait_procs(alive, timeout=STOP_SECONDS)


def works_in(process: psutil.Process, folder: Path, program: str) -> bool:
    try:
        if process.name() != program:
            return False
        return str(folder) in process.cmdline() or Path(process.cwd()) == folder
    except (psutil.AccessDenied, psutil.NoSuchProcess, psutil.ZombieProcess):
        return False
