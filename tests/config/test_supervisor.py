"""Children are kept alive, given up on when they keep dying, and ended with all that they started."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from config import supervisor
from config.supervisor import Command, KeepsDying, Supervisor, wait_after
from tests.polling import until
from tests.processes import ended, family

SLEEP = "import signal; signal.pause()"
# A child that shrugs at SIGTERM, with a child of its own in its group.
STUBBORN = (
    "import signal, subprocess, sys; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
    f"subprocess.Popen([sys.executable, '-c', {SLEEP!r}]); print('up', flush=True); signal.pause()"
)
# A parent that dies at once and leaves a child in its group.
CARELESS = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {SLEEP!r}])"


class Clock:
    """Time that moves when it is told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def python(name: str, code: str) -> Command:
    return Command(name, [sys.executable, "-c", code])


@pytest.fixture
def clock() -> Clock:
    return Clock()


def supervise(folder: Path, clock: Clock, *commands: Command) -> Supervisor:
    return Supervisor(commands, folder=folder, env=dict(os.environ), cwd=folder, clock=clock)


@pytest.mark.parametrize(
    ("ages", "wait"),
    [([], 0.0), ([1], 0.5), ([2, 1], 1.0), ([3, 2, 1], 2.0), ([4, 3, 2, 1], 4.0), ([5, 4, 3, 2, 1], None)],
)
def test_each_death_doubles_the_wait_and_the_fifth_is_the_last(ages: list[int], wait: float | None) -> None:
    assert wait_after([100.0 - age for age in ages], now=100.0) == wait


def test_deaths_over_a_minute_ago_are_forgotten() -> None:
    assert wait_after([0.0, 1.0, 2.0, 3.0, 100.0], now=100.0) == 0.5


def test_a_child_that_dies_is_started_again_after_its_wait(tmp_path: Path, clock: Clock) -> None:
    with supervise(tmp_path, clock, python("one", SLEEP), python("two", SLEEP)) as desk:
        desk.tend()
        first = desk.pids()
        os.kill(first["one"], signal.SIGKILL)
        until(lambda: gone(desk, "one"), what="the news of its death")
        desk.tend()
        assert "one" not in desk.pids()
        clock.now += 0.5
        desk.tend()
        assert desk.pids()["one"] != first["one"]
        assert desk.pids()["two"] == first["two"]


def test_a_child_that_keeps_dying_is_reported_with_its_last_words(tmp_path: Path, clock: Clock) -> None:
    def tend() -> None:
        clock.now += 5
        desk.tend()

    with supervise(tmp_path, clock, python("bad", "print('no such table'); raise SystemExit(3)")) as desk:
        with pytest.raises(KeepsDying, match=r"bad ended 5 times .*status 3(.|\n)*no such table"):
            until(tend)
        assert (tmp_path / "bad.log").read_text().count("no such table") == 5


def test_a_child_that_is_killed_comes_back_however_often(tmp_path: Path, clock: Clock) -> None:
    with supervise(tmp_path, clock, python("one", SLEEP)) as desk:
        for _ in range(2 * supervisor.MAX_DEATHS):
            desk.tend()
            os.kill(desk.pids()["one"], signal.SIGKILL)
            until(lambda: gone(desk, "one"), what="the news of its death")
            clock.now += supervisor.FIRST_WAIT_SECONDS
        desk.tend()
        assert "one" in desk.pids()


def test_stopping_ends_the_stubborn_and_their_children(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor, "GRACE_SECONDS", 0.3)
    with supervise(tmp_path, clock, python("stubborn", STUBBORN)) as desk:
        desk.tend()
        until(lambda: "up" in (tmp_path / "stubborn.log").read_text())
        everyone = family(desk.pids()["stubborn"])
        assert len(everyone) == 2
    # The kernel takes a moment to carry out a SIGKILL.
    until(lambda: all(ended(process) for process in everyone), seconds=10)
    assert not (tmp_path / "children").exists()


def test_what_a_dead_child_left_behind_is_ended(tmp_path: Path, clock: Clock) -> None:
    with supervise(tmp_path, clock, python("careless", CARELESS)) as desk:
        desk.tend()
        pid = desk.pids()["careless"]
        until(lambda: gone(desk, "careless"))
        until(lambda: not members(pid), what="the end of its group")


def gone(desk: Supervisor, name: str) -> bool:
    desk.tend()
    return name not in desk.pids()


def members(group: int) -> list[psutil.Process]:
    return [process for process in psutil.process_iter() if in_group(process, group)]


def in_group(process: psutil.Process, group: int) -> bool:
    try:
        return os.getpgid(process.pid) == group and not ended(process)
    except ProcessLookupError:
        return False


@pytest.fixture
def left_over(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen([sys.executable, "-c", SLEEP]) as process:
        yield process
        process.kill()


def test_what_a_killed_run_left_is_ended_before_the_next(
    tmp_path: Path, clock: Clock, left_over: subprocess.Popen[bytes]
) -> None:
    supervisor.record(tmp_path / "children", [left_over.pid])
    with supervise(tmp_path, clock):
        assert not psutil.pid_exists(left_over.pid)


def test_a_stranger_with_a_recorded_number_is_left_alone(
    tmp_path: Path, clock: Clock, left_over: subprocess.Popen[bytes]
) -> None:
    (tmp_path / "children").write_text(f"{left_over.pid} 1.0\nnonsense\n")
    with supervise(tmp_path, clock):
        assert left_over.poll() is None
