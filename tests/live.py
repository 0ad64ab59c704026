"""The product as it really runs: gunicorn, a Celery worker and beat as processes, on a database of their own."""

from __future__ import annotations

import contextlib
import itertools
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import requests
from psycopg import sql

from config import embedded
from config.management.commands.quickstart import children
from config.supervisor import Command, Supervisor
from tests.polling import until
from tests.processes import ROOT, clean_environment

MIGRATED = "migrated"
_numbers = itertools.count(1)


@dataclass(slots=True)
class LiveStack:
    """``env`` is what a process needs to work beside it; logs are in ``desk.folder``."""

    url: str
    database_url: str
    redis_url: str
    env: dict[str, str]
    desk: Supervisor

    def get(self, path: str, **options: Any) -> requests.Response:
        return requests.get(f"{self.url}{path}", timeout=30, **options)

    def post(self, path: str, **options: Any) -> requests.Response:
        return requests.post(f"{self.url}{path}", timeout=30, **options)

    def manage(self, *words: str) -> str:
        """What `manage.py` with ``words`` prints. Raises CalledProcessError."""
        command = [sys.executable, str(ROOT / "manage.py"), *words]
        done = subprocess.run(command, env=self.env, check=True, capture_output=True, text=True, timeout=120)
        return done.stdout

    def connect(self) -> psycopg.Connection:
        """A connection to its database, to be closed by the caller."""
        return psycopg.connect(self.database_url, autocommit=True)


@contextlib.contextmanager
def running_stack(
    servers: embedded.Addresses,
    folder: Path,
    *,
    commands: Callable[[int], Sequence[Command]] = children,
    **settings: str,
) -> Iterator[LiveStack]:
    """Web, worker and beat on loopback, on a new database and on a number of the broker's own.

    ``commands``: what runs, given the port; ``settings``: more of the environment, such as SWEEP_SECONDS="1". Logs go
    to ``folder``.
    """
    number, port = next(_numbers), embedded.free_port()
    database_url = make_database(servers, f"live_{number}", like=migrated_database(servers))
    redis_url = f"{str(servers.redis_url).rsplit('/', 1)[0]}/{number}"
    env = environment(servers, folder, port, DATABASE_URL=database_url, REDIS_URL=redis_url, **settings)
    with Supervisor(commands(port), folder=folder, env=env, cwd=ROOT) as desk:
        stack = LiveStack(f"http://127.0.0.1:{port}", database_url, redis_url, env, desk)
        until(lambda: is_ready(stack), seconds=90, what="the live stack")
        yield stack


def environment(servers: embedded.Addresses, folder: Path, port: int, **settings: str) -> dict[str, str]:
    """What a process needs that serves, or works beside who serves, on ``port``, with its files in ``folder``."""
    return clean_environment(
        SECRET_KEY=servers.secret_key,
        SITE_URL=f"http://127.0.0.1:{port}",
        CLAIMDESK_EMBEDDED="1",
        CLAIMDESK_VAR=str(folder),
        **settings,
    )


def migrated_database(servers: embedded.Addresses) -> str:
    """The name of a database with all tables and no rows, made once for each server: to copy it takes no time."""
    assert servers.database_url
    with psycopg.connect(servers.database_url, autocommit=True) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [MIGRATED]).fetchone()
    if not found:
        env = clean_environment(DATABASE_URL=make_database(servers, MIGRATED), CLAIMDESK_EMBEDDED="1")
        command = [sys.executable, str(ROOT / "manage.py"), "migrate", "--no-input"]
        subprocess.run(command, env=env, check=True, capture_output=True, timeout=120)
    return MIGRATED


def make_database(servers: embedded.Addresses, name: str, *, like: str = "template1") -> str:
    """The address of a new database, empty or as another is."""
    assert servers.database_url
    made = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(like))
    with psycopg.connect(servers.database_url, autocommit=True) as connection:
        connection.execute(made)
    return f"{servers.database_url.rsplit('/', 1)[0]}/{name}"


def is_ready(stack: LiveStack) -> bool:
    stack.desk.tend()
    try:
        return set(stack.get("/health/ready").json()["parts"].values()) == {"ok"}
    except (requests.ConnectionError, requests.exceptions.JSONDecodeError):
        return False
