"""One command runs everything, and ends everything."""

from __future__ import annotations

import os
import signal
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest
import requests

from config import embedded
from tests.live import make_database
from tests.polling import until
from tests.processes import Running, clean_environment, ended, family, manage

pytestmark = [pytest.mark.timeout(240), pytest.mark.long]
START_SECONDS = 120.0


@pytest.fixture(scope="module")
def var() -> Iterator[Path]:
    """A path too long for a Unix socket, under a folder that nobody else may enter."""
    with tempfile.TemporaryDirectory(prefix="claimdesk-") as folder:
        yield Path(folder) / ("long " * 30).strip() / "var"


def env_of(var: Path, **more: str) -> dict[str, str]:
    return clean_environment(CLAIMDESK_VAR=str(var), **more)


def wait_for(text: str, run: Running) -> str:
    """What it told so far, once ``text`` is in it or it has ended."""
    until(lambda: text in run.told() or run.process.poll() is not None, seconds=START_SECONDS, what=text)
    assert text in run.told(), run.told()
    return run.told()


def stop(run: Running, number: signal.Signals) -> None:
    everyone = family(run.process.pid)
    assert len(everyone) > 8, everyone
    run.process.send_signal(number)
    assert run.process.wait(60) == 0, run.told()
    # The kernel takes a moment to carry out the last SIGKILL.
    until(lambda: all(ended(process) for process in everyone), seconds=10, what="the end of everything")


def test_whatever_ends_it_leaves_nothing_behind_and_the_next_run_goes_on(var: Path) -> None:
    port = str(embedded.free_port())
    with manage("quickstart", "--port", port, env=env_of(var)) as run:
        first = wait_for("Ctrl-C stops everything", run)
        assert "160 kilotons" in first
        assert all(f"http://127.0.0.1:{port}{path}" in first for path in ("/", "/admin/", "/api/docs/"))
        secrets = (var / "demo-credentials.txt").read_text()
        assert secrets in first
        assert [line.split()[-2] for line in secrets.splitlines()] == ["editor", "ines", "jonas", "mei", "wire"]
        assert (var / "demo-credentials.txt").stat().st_mode & 0o777 == 0o600
        assert is_ready(port)
        a_second_copy_is_refused(var)
        stop(run, signal.SIGTERM)
    with manage("quickstart", "--port", port, "--no-sample", env=env_of(var)) as run:
        wait_for("Ctrl-C stops everything", run)
        killed_children_come_back(var, port)
        everyone = family(run.process.pid)
        run.process.kill()
        run.process.wait()
        until(lambda: all(ended(process) for process in everyone), seconds=60, what="the end of everything")
    with manage("quickstart", "--port", port, env=env_of(var)) as run:
        again = wait_for("Ctrl-C stops everything", run)
        assert secrets in again
        assert "160 kilotons" in again
        assert count(var, "claims_article") == 1
        stop(run, signal.SIGINT)


def a_second_copy_is_refused(var: Path) -> None:
    with manage("quickstart", "--port", str(embedded.free_port()), env=env_of(var)) as second:
        assert second.process.wait(60) == 1
        assert "already runs" in second.told()
        assert "Traceback" not in second.told()


def killed_children_come_back(var: Path, port: str) -> None:
    before, swept = children(var), sum_of_sweeps(var)
    assert len(before) == 3
    for pid in before:
        os.kill(pid, signal.SIGKILL)
    until(lambda: is_ready(port), seconds=60, what="web and worker")
    until(lambda: len(children(var)) == 3 and not children(var) & before, what="three new children")
    # Only beat asks for sweeps, and only a worker does them.
    until(lambda: sum_of_sweeps(var) > swept, seconds=60, what="the next sweep")


def children(var: Path) -> set[int]:
    return {int(line.split()[0]) for line in (var / "log" / "children").read_text().splitlines()}


def sum_of_sweeps(var: Path) -> int:
    return ask(var, "SELECT coalesce(sum(runs), 0) FROM claims_sweep")


def is_ready(port: str) -> bool:
    try:
        parts = requests.get(f"http://127.0.0.1:{port}/health/ready", timeout=10).json()["parts"]
        return set(parts.values()) == {"ok"}
    except requests.RequestException:
        return False


def count(var: Path, table: str) -> int:
    return ask(var, f"SELECT count(*) FROM {table}")


def ask(var: Path, question: str) -> int:
    lines = (var / "embedded.env").read_text().splitlines()
    url = dict(line.split("=", 1) for line in lines)["DATABASE_URL"]
    with psycopg.connect(url) as connection:
        row = connection.execute(question).fetchone()
    assert row
    return int(row[0])


def test_a_busy_port_is_named_with_the_way_out(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with manage("quickstart", "--port", str(port), env=env_of(tmp_path / "var")) as run:
            assert run.process.wait(60) == 1
            assert f"Port {port} cannot be used" in run.told()
            assert "--port" in run.told()
            assert "Traceback" not in run.told()


def test_a_child_that_keeps_dying_ends_it_with_status_1(tmp_path: Path) -> None:
    env = env_of(tmp_path / "var")
    # Gunicorn reads this variable: an option it does not know ends it.
    env["GUNICORN_CMD_ARGS"] = "--no-such-option"
    with manage("quickstart", "--port", str(embedded.free_port()), "--no-sample", env=env) as run:
        assert run.process.wait(120) == 1, run.told()
        assert "web ended 5 times" in run.told()
        assert "no-such-option" in run.told()
    assert not [process for process in psutil.process_iter() if str(tmp_path) in arguments(process)]


def arguments(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return ""


def test_a_given_database_is_used_and_not_started(tmp_path: Path, servers: embedded.Addresses) -> None:
    var, database_url = tmp_path / "var", make_database(servers, "given")
    env = env_of(var, DATABASE_URL=database_url)
    with manage("quickstart", "--port", str(embedded.free_port()), "--no-sample", env=env) as run:
        wait_for("Ctrl-C stops everything", run)
        assert not (var / "postgres").exists()
        assert (var / "valkey").exists()
        with psycopg.connect(database_url) as connection:
            assert connection.execute("SELECT name FROM verification_desk").fetchall() == [("World",)]
        run.process.send_signal(signal.SIGTERM)
        assert run.process.wait(60) == 0


@pytest.mark.parametrize("given", [["REDIS_URL"], ["DATABASE_URL", "REDIS_URL"]])
def test_what_is_given_is_not_started(tmp_path: Path, given: list[str]) -> None:
    var, nowhere = (
        tmp_path / "var",
        {"DATABASE_URL": "postgresql://127.0.0.1:1/none", "REDIS_URL": "redis://127.0.0.1:1"},
    )
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        with manage("quickstart", "--port", port, env=env_of(var, **{name: nowhere[name] for name in given})) as run:
            assert run.process.wait(60) == 1
            assert "cannot be used" in run.told()
    assert not (var / "valkey").exists()
    assert (var / "postgres").exists() == ("DATABASE_URL" not in given)
