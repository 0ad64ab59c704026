"""PostgreSQL on its data: the cluster made once, the server, the database in it."""

from __future__ import annotations

import contextlib
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
from psycopg import sql

from config.embedded.addresses import Secrets, write_private
from config.embedded.owners import Owner, hand_over, owner_of, programs, run_program
from config.embedded.servers import Server, end_leftovers, free_port, running_server, start_server, works_in

POSTGRES_USER = DATABASE = "claimdesk"
EXTENSIONS = ("vector", "pg_trgm", "unaccent")


@contextlib.contextmanager
def postgres_running(var: Path, kept: Secrets, *, durable: bool) -> Iterator[Server]:
    data, log = var / "postgres", var / "postgres.log"
    owner = owner_of(var)
    end_leftovers(data, "postgres")
    _make_cluster(data, owner, kept.postgres_password)
    hand_over(data, owner)
    port = free_port()
    # No Unix socket: its path may be too long, and a password guards loopback as well.
    options = ["-D", str(data), "-h", "127.0.0.1", "-p", str(port), "-k", "", "-c", "max_connections=200"]
    if not durable:
        options += ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]
    command = [str(programs() / "postgres"), *options]
    url = f"postgresql://{POSTGRES_USER}:{kept.postgres_password}@127.0.0.1:{port}"

    def start() -> subprocess.Popen[bytes]:
        # What served connections may outlive what was killed for a moment, and holds the shared memory.
        end_leftovers(data, "postgres")
        _forget_stranger(data)
        return start_server(command, log, cwd=data, become=owner.become, stop=signal.SIGINT)

    server = Server("PostgreSQL", url, log, start, lambda: _postgres_answers(f"{url}/postgres"), start())
    with running_server(server, stop=signal.SIGINT):
        _make_database(url)
        yield server


def _make_cluster(data: Path, owner: Owner, password: str) -> None:
    """Make the data folder once: beside its place first, so that one cut short is never taken for a whole one."""
    if (data / "PG_VERSION").exists():
        return
    new, password_file = data.with_name("postgres.new"), data.with_name("postgres.password")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(mode=0o700)
    write_private(password_file, password)
    for path in (new, password_file):
        hand_over(path, owner)
    options = ["-U", POSTGRES_USER, "--auth=scram-sha-256", f"--pwfile={password_file}", "--encoding=utf8"]
    try:
        run_program(["initdb", "-D", str(new), *options, "--locale=C.UTF-8", "--no-sync"], owner)
    finally:
        password_file.unlink(missing_ok=True)
    new.replace(data)


def _forget_stranger(data: Path) -> None:
    """Remove a lock file whose number is by now some other program's, or a zombie's: PostgreSQL would believe it."""
    pid_file = data / "postmaster.pid"
    with contextlib.suppress(OSError, IndexError, ValueError, psutil.NoSuchProcess):
        pid = int(pid_file.read_text().split()[0])
        if not works_in(psutil.Process(pid), data, "postgres"):
            pid_file.unlink()


def _postgres_answers(url: str) -> bool:
    try:
        psycopg.connect(url, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def _make_database(url: str) -> None:
    with psycopg.connect(f"{url}/postgres", autocommit=True) as connection:
        exists = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
        if not exists:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))
    # In the template too, so that the databases of tests have them.
    for name in (DATABASE, "template1"):
        with psycopg.connect(f"{url}/{name}", autocommit=True) as connection:
            for extension in EXTENSIONS:
                connection.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension)))
