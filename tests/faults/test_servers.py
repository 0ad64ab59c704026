"""The broker loses everything, or is not there; the database stops in the middle of everything."""

from __future__ import annotations

import contextlib
import shutil
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
import requests

from config import embedded
from tests.faults.counts import Counts
from tests.faults.judging import judge
from tests.faults.load import Load, hand_in_many
from tests.faults.report import Report
from tests.faults.stack import DEFAULTS, OURS, FaultStack, fault_stack, own_servers, slowness

pytestmark = [pytest.mark.faults, pytest.mark.timeout(1800)]
P99_SECONDS = 2.0
BACK_SECONDS = 5.0


@pytest.fixture(scope="module")
def breakable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[embedded.Addresses]:
    """Servers of one's own, which keep what they have acknowledged."""
    with own_servers(durable=True) as addresses:
        yield addresses


@pytest.fixture(scope="module", params=[OURS, pytest.param(DEFAULTS, marks=pytest.mark.long)], ids=["ours", "defaults"])
def stack(
    request: pytest.FixtureRequest,
    breakable: embedded.Addresses,
    counts: Counts,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[FaultStack]:
    with fault_stack(breakable, tmp_path_factory.mktemp("servers"), celery=request.param) as running:
        hand_in_many(running, counts.times("claims to begin with"))
        yield running


@pytest.fixture
def postgres(breakable: embedded.Addresses) -> embedded.Server:
    return breakable.servers[0]


@pytest.fixture
def broker(breakable: embedded.Addresses) -> embedded.Server:
    return breakable.servers[1]


def test_a_broker_that_forgets_everything_loses_nothing(
    stack: FaultStack, broker: embedded.Server, report: Report, counts: Counts
) -> None:
    fault = "FLUSHALL"
    times, pause = counts.times(fault, defaults=stack.uses_defaults), counts.pause(fault)
    with Load(stack, seed=31, pace=pace(counts)), redis.Redis.from_url(broker.url) as client:
        for _ in range(times):
            stack.tend_for(pause)
            client.flushall()
    judge(stack, report, fault, times)


@pytest.mark.long
def test_a_broker_killed_without_persistence_loses_nothing(
    stack: FaultStack, broker: embedded.Server, report: Report, counts: Counts
) -> None:
    fault = "broker killed without persistence"
    times, pause = counts.times(fault, defaults=stack.uses_defaults), counts.pause(fault)
    with Load(stack, seed=32, pace=pace(counts)):
        for _ in range(times):
            stack.tend_for(pause)
            kill_broker(broker)
            stack.tend_for(0.3)
            broker.restart()
    judge(stack, report, fault, times)


@pytest.mark.parametrize("how", ["away", pytest.param("frozen", marks=pytest.mark.long)])
def test_while_the_broker_is_not_there_people_work_on_and_wait_for_nothing(
    stack: FaultStack, broker: embedded.Server, report: Report, counts: Counts, how: str
) -> None:
    seconds = counts.times("seconds without a broker", defaults=stack.uses_defaults)
    # Meanwhile no check is opened: people work on what is there by then.
    hand_in_many(stack, 2 * seconds)
    with without(broker, how), Load(stack, seed=33, pace=pace(counts)) as load:
        stack.tend_for(seconds)
    judge(stack, report, f"broker {how} for {seconds} s", 1)
    assert load.answers["POST 202"] > 0
    assert load.answers["POST 201"] > 0
    assert [answer for answer in load.answers if answer.startswith("POST 5")] == []
    assert load.p99() < P99_SECONDS * slowness()


@contextlib.contextmanager
def without(broker: embedded.Server, how: str) -> Iterator[None]:
    """No broker inside: killed with all that it knew, or connected to as ever and silent."""
    if how == "away":
        kill_broker(broker)
        yield
        broker.restart()
        return
    broker.process.send_signal(signal.SIGSTOP)
    yield
    broker.process.send_signal(signal.SIGCONT)


def test_a_database_that_stops_at_once_loses_nothing_acknowledged(
    stack: FaultStack, postgres: embedded.Server, report: Report, counts: Counts
) -> None:
    fault, took = "PostgreSQL stopped at once", []
    times, pause = counts.times(fault, defaults=stack.uses_defaults), counts.pause(fault)
    with Load(stack, seed=4, pace=pace(counts)):
        for _ in range(times):
            stack.tend_for(pause)
            began = time.monotonic()
            # Immediate shutdown: no checkpoint, every session is cut off, and the next start recovers from the log.
            postgres.process.send_signal(signal.SIGQUIT)
            postgres.process.wait(30)
            postgres.restart()
            stack.tend_until(lambda: answers(stack), what="the web server")
            took.append(time.monotonic() - began)
    judge(stack, report, fault, times)
    assert max(took) < BACK_SECONDS * slowness()


def pace(counts: Counts) -> int:
    return counts.times("claims handed in a second")


def kill_broker(broker: embedded.Server) -> None:
    """With all that it has written down."""
    broker.process.kill()
    broker.process.wait()
    shutil.rmtree(Path(broker.log).parent / "valkey" / "appendonlydir", ignore_errors=True)


def answers(stack: FaultStack) -> bool:
    """Whether a page that asks the database is served."""
    try:
        return requests.get(f"{stack.live.url}/fact-checks/", timeout=5).status_code == 200
    except requests.RequestException:
        return False
