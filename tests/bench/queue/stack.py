"""What is measured: PostgreSQL and Valkey of the run's own, and the web server as `quickstart` starts it.

There is no worker: what is measured is what a request costs, and a worker would take its share of the same cores.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import django
import psutil

from config import embedded
from config.management.commands.quickstart import children
from config.supervisor import Supervisor
from tests.processes import ROOT, clean_environment

READY_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Stack:
    port: int
    database_url: str
    servers: tuple[psutil.Process, ...]

    def processor_seconds(self) -> float:
        """Of the processor's time, what the servers and all that they ever started have used."""
        alive = [one for server in self.servers for one in (server, *server.children(recursive=True))]
        return sum(_used(one) for one in alive)


def _used(process: psutil.Process) -> float:
    """A process's own time and that of its children which have ended."""
    try:
        return float(sum(process.cpu_times()[:4]))
    except psutil.NoSuchProcess:
        return 0.0


@contextlib.contextmanager
def running() -> Iterator[Stack]:
    """Servers with a migrated, empty database, which this process's Django uses too; all of it ends with the block."""
    with tempfile.TemporaryDirectory(prefix="claimdesk-bench-") as folder:
        # Where PostgreSQL runs as a system user, it must be able to go there.
        Path(folder).chmod(0o755)
        with embedded.running(Path(folder) / "var") as addresses:
            yield from _serving(addresses, Path(folder) / "log")


def _serving(addresses: embedded.Addresses, folder: Path) -> Iterator[Stack]:
    port = embedded.free_port()
    env = clean_environment(
        DATABASE_URL=str(addresses.database_url),
        REDIS_URL=str(addresses.redis_url),
        SECRET_KEY=addresses.secret_key,
        SITE_URL=f"http://127.0.0.1:{port}",
        CLAIMDESK_EMBEDDED="1",
        DJANGO_SETTINGS_MODULE="config.settings",
    )
    os.environ.update(env)
    django.setup()
    web = next(child for child in children(port) if child.name == "web")
    with Supervisor([web], folder=folder, env=env, cwd=ROOT) as desk:
        _wait(port, desk)
        yield Stack(port, str(addresses.database_url), tuple(psutil.Process().children()))


def _wait(port: int, desk: Supervisor) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while not _answers(port):
        desk.tend()
        if time.monotonic() > deadline:
            raise RuntimeError(f"The web server did not answer; see {desk.folder}.")
        time.sleep(0.2)


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/live", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False
