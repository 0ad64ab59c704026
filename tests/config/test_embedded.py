"""The embedded servers: private, one copy at a time, back after any death, wherever the checkout stands."""

from __future__ import annotations

import os
import pwd
import signal
import stat
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import psutil
import psycopg
import pytest
import redis

from config import embedded
from config.embedded import owners
from config.embedded.servers import works_in
from tests.polling import until
from tests.processes import ROOT, clean_environment, ended

HOLD = """
import signal, sys
from functools import partial
from pathlib import Path
from config import embedded
with embedded.running(Path(sys.argv[1])) as addresses:
    print(addresses.database_url, addresses.redis_url, flush=True)
    signal.pause()
"""


@pytest.fixture
def var() -> Iterator[Path]:
    """A folder whose path is too long for a Unix socket, under one that nobody else may enter."""
    with tempfile.TemporaryDirectory(prefix="claimdesk-") as folder:
        assert stat.S_IMODE(Path(folder).stat().st_mode) == 0o700
        yield Path(folder) / ("a newsroom's long path " * 7) / "var"


def hold(var: Path, python: str = sys.executable, **someone: Any) -> tuple[subprocess.Popen[str], list[str]]:
    """Servers held by a process of their own: that process, and the two addresses it tells."""
    process = subprocess.Popen(
        [python, "-c", HOLD, str(var)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
        **someone,
    )
    assert process.stdout
    return process, process.stdout.readline().split()


def end(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.wait(30)
    assert process.stdout
    process.stdout.close()


def servers_of(var: Path) -> list[psutil.Process]:
    return [
        process
        for process in psutil.process_iter()
        if works_in(process, var / "postgres", "postgres") or works_in(process, var / "valkey", "valkey-server")
    ]


def test_data_outlives_the_servers_and_nothing_else_does(var: Path) -> None:
    assert len(str(var)) > 150
    with embedded.running(var) as first:
        assert first.database_url
        assert first.redis_url
        with psycopg.connect(first.database_url) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 'yes' AS word")
        with redis.Redis.from_url(first.redis_url) as client:
            client.set("kept", "yes")
    assert not servers_of(var)
    with embedded.running(var) as second:
        assert second.secret_key == first.secret_key
        assert second.database_url
        assert second.redis_url
        with psycopg.connect(second.database_url) as connection:
            assert connection.execute("SELECT word FROM kept").fetchone() == ("yes",)
        with redis.Redis.from_url(second.redis_url) as client:
            assert client.get("kept") == b"yes"


def test_extensions_are_there_and_strangers_are_not_let_in(var: Path) -> None:
    with embedded.running(var) as addresses:
        assert addresses.database_url
        assert addresses.redis_url
        with psycopg.connect(addresses.database_url) as connection:
            names = {name for (name,) in connection.execute("SELECT extname FROM pg_extension")}
        assert names >= set(embedded.EXTENSIONS)
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(addresses.database_url, password="guess")
        port = addresses.redis_url.rsplit(":", 1)[1].split("/")[0]
        with redis.Redis(port=int(port)) as stranger, pytest.raises(redis.AuthenticationError):
            stranger.ping()


def test_what_opens_the_servers_is_readable_by_their_owner_alone(var: Path) -> None:
    above = var.parent
    above.mkdir(parents=True)
    modes = [folder.stat().st_mode for folder in above.parents]
    with embedded.running(var, durable=False):
        kept = ["embedded.env", "valkey.conf"]
        assert {stat.S_IMODE((var / name).stat().st_mode) for name in kept} == {0o600}
        assert stat.S_IMODE((var / "postgres").stat().st_mode) == 0o700
    assert not (var / "postgres.password").exists()
    assert [folder.stat().st_mode for folder in above.parents] == modes


def test_a_second_copy_is_told_who_has_the_data(var: Path) -> None:
    with (
        embedded.running(var, postgres=False, durable=False),
        pytest.raises(embedded.AlreadyRunning, match=f"process {os.getpid()}"),
        embedded.running(var, postgres=False, durable=False),
    ):
        pass


def test_the_lock_of_a_dead_process_is_no_obstacle(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    lock.write_text("1")
    with embedded.locked(lock):
        assert lock.read_text() == str(os.getpid())


def test_servers_end_with_the_process_that_started_them_and_start_again(var: Path) -> None:
    process, _ = hold(var)
    assert servers_of(var)
    end(process)
    until(lambda: not servers_of(var), what="the end of both servers")
    with embedded.running(var) as addresses:
        assert addresses.database_url


def test_servers_that_outlived_a_killed_run_are_ended_first(var: Path) -> None:
    process, (database_url, _) = hold(var)
    try:
        with psycopg.connect(database_url) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 'yes' AS word")
        # Stopped, they cannot hear that their starter died, as on a machine where nobody tells them.
        left = servers_of(var)
        for server in left:
            server.suspend()
    finally:
        end(process)
    for server in left:
        server.resume()
    with embedded.running(var) as addresses:
        assert addresses.database_url
        with psycopg.connect(addresses.database_url) as connection:
            assert connection.execute("SELECT word FROM kept").fetchone() == ("yes",)
    assert all(ended(server) for server in left)


def test_killed_servers_leave_nothing_in_the_way(var: Path) -> None:
    process, _ = hold(var)
    for server in servers_of(var):
        server.kill()
    end(process)
    with embedded.running(var) as addresses:
        assert addresses.database_url


def test_a_process_number_taken_over_by_a_stranger_does_not_stop_postgresql(var: Path) -> None:
    process, _ = hold(var)
    pid_file = var / "postgres" / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    for server in servers_of(var):
        server.kill()
    end(process)
    pid_file.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
    with embedded.running(var, valkey=False) as addresses:
        assert addresses.database_url


def test_a_folder_half_made_is_made_again(var: Path) -> None:
    (var / "postgres.new").mkdir(parents=True)
    (var / "postgres.new" / "PG_VERSION").write_text("18")
    with embedded.running(var, valkey=False, durable=False) as addresses:
        assert addresses.database_url


def test_a_server_that_ends_by_itself_is_noticed(var: Path) -> None:
    with embedded.running(var, postgres=False, durable=False) as addresses:
        addresses.tend_servers()
        addresses.servers[0].process.terminate()
        addresses.servers[0].process.wait()
        with pytest.raises(embedded.EmbeddedError, match="Valkey ended"):
            addresses.tend_servers()


def test_servers_that_are_killed_come_back_where_they_were_with_what_they_had(var: Path) -> None:
    with embedded.running(var) as addresses:
        assert addresses.database_url
        with psycopg.connect(addresses.database_url, autocommit=True) as connection:
            connection.execute("CREATE TABLE kept (n int)")
            for server in addresses.servers:
                server.process.kill()
                server.process.wait()
            addresses.tend_servers()
        assert [server.answers() for server in addresses.servers] == [True, True]
        with psycopg.connect(addresses.database_url) as connection:
            assert connection.execute("SELECT count(*) FROM kept").fetchone() == (0,)
    assert not servers_of(var)


def test_only_what_is_asked_for_starts(var: Path) -> None:
    with embedded.running(var, postgres=False, durable=False) as addresses:
        assert addresses.database_url is None
        assert not (var / "postgres").exists()
        assert "DATABASE_URL" not in (var / "embedded.env").read_text()


def test_a_server_that_cannot_start_says_why(var: Path) -> None:
    with embedded.running(var, valkey=False):
        pass
    (var / "postgres" / "postgresql.conf").write_text("nonsense = here\n")
    with pytest.raises(embedded.EmbeddedError, match="nonsense"), embedded.running(var, valkey=False):
        pass


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be somebody else")
def test_where_namespaces_are_forbidden_a_system_user_takes_over(monkeypatch: pytest.MonkeyPatch) -> None:
    with tempfile.TemporaryDirectory(prefix="claimdesk-") as folder:
        Path(folder).chmod(0o755)
        var = Path(folder) / "var"
        with embedded.running(var, valkey=False, durable=False):
            assert (var / "postgres").stat().st_uid == 0
        with monkeypatch.context() as patched:
            patched.setattr(owners, "_enter_namespace", forbidden)
            with embedded.running(var, valkey=False, durable=False):
                assert (var / "postgres").owner() == embedded.SYSTEM_USER
        with embedded.running(var, valkey=False, durable=False) as addresses:
            assert addresses.database_url
            assert (var / "postgres").stat().st_uid == 0


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be somebody else")
def test_where_the_system_user_may_not_go_the_way_out_is_named(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(owners, "_enter_namespace", forbidden)
    with pytest.raises(embedded.EmbeddedError, match="Move the checkout"), embedded.running(var):
        pass
    assert stat.S_IMODE(var.parents[1].stat().st_mode) == 0o700


def forbidden() -> None:
    raise OSError("no user namespace")


def test_a_child_gets_the_signal_when_its_parent_is_killed() -> None:
    script = (
        "import signal, subprocess, sys\n"
        "from config import embedded\n"
        "tie = embedded.end_with_parent(signal.SIGTERM) if sys.argv[1] == 'tied' else None\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import signal; signal.pause()'], preexec_fn=tie)\n"
        "print(child.pid, flush=True); signal.pause()\n"
    )
    found = {}
    for how in ("tied", "loose"):
        with subprocess.Popen([sys.executable, "-c", script, how], cwd=ROOT, stdout=subprocess.PIPE) as parent:
            assert parent.stdout
            child = psutil.Process(int(parent.stdout.readline()))
            parent.kill()
        if how == "tied":
            until(partial(ended, child), what="the end of the tied child")
        found[how] = ended(child)
        if not ended(child):
            child.send_signal(signal.SIGTERM)
    # The control: without the tie the child stays.
    assert found == {"tied": True, "loose": False}


@pytest.mark.skipif(os.geteuid() != 0, reason="an ordinary user tries it in every other test")
def test_an_ordinary_user_can_start_the_servers() -> None:
    account = pwd.getpwnam("nobody")
    paths = os.pathsep.join([str(ROOT), sysconfig.get_path("purelib")])
    someone: dict[str, Any] = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    someone["env"] = clean_environment(PYTHONPATH=paths)
    # The interpreter of this run may be in root's home.
    pythons = [python for python in (sys.executable, "/usr/bin/python3") if can_run(python, someone)]
    if not pythons:
        pytest.skip("this checkout, or every Python of this version, is where no ordinary user may go")
    with tempfile.TemporaryDirectory(prefix="claimdesk-") as folder:
        os.chown(folder, account.pw_uid, account.pw_gid)
        var = Path(folder) / "var"
        process, addresses = hold(var, python=pythons[0], **someone)
        try:
            assert len(addresses) == 2
            assert {server.username() for server in servers_of(var)} == {"nobody"}
        finally:
            end(process)
        until(lambda: not servers_of(var), what="the end of both servers")


def can_run(python: str, someone: dict[str, Any]) -> bool:
    try:
        command = [python, "-c", "import config.embedded"]
        return subprocess.run(command, cwd="/", capture_output=True, **someone).returncode == 0
    except OSError:
        return False
