"""The broker loses everything, or is not there; the database stops in the middle of everything."""

from __future__ import annotations

import shutil
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
import requests

from config import embedded
from tests.faults.invariants import quarantined, violations
from tests.faults.load import Load
from tests.faults.report import Report
from tests.faults.stack import DEFAULTS, OURS, FaultStack, fault_stack, label, own_servers, slowness

pytestmark = [pytest.mark.faults, pytest.mark.timeout(1800)]
PACE = 5.0
P99_SECONDS = 2.0
BACK_SECONDS = 5.0


@pytest.fixture(scope="module")
def breakable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[embedded.Addresses]:
    """Servers of one's own, which keep what they have acknowledged."""
    with own_servers(durable=True) as addresses:
        yield addresses


@pytest.fixture(scope="module", params=[OURS, DEFAULTS], ids=["ours", "defaults"])
def stack(
    request: pytest.FixtureRequest, breakable: embedded.Addresses, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[FaultStack]:
    with fault_stack(breakable, tmp_path_factory.mktemp("servers"), celery=request.param) as running:
        yield running


@pytest.fixture
def postgres(breakable: embedded.Addresses) -> embedded.Server:
    return breakable.servers[0]


@pytest.fixture
def broker(breakable: embedded.Addresses) -> embedded.Server:
    return breakable.servers[1]


def judge(stack: FaultStack, report: Report, fault: str, injected: int) -> None:
    """Wait until all is done, note the scenario, and require that nothing is amiss."""
    drained = stack.drain()
    with stack.live.connect() as connection:
        found = violations(connection, stack.told)
        put_aside = quarantined(connection)
    report.add(f"{fault}{label(stack)}", injected=injected, found=found, drain=drained)
    assert found == []
    assert put_aside == 0


def test_a_broker_that_forgets_everything_loses_nothing(
    stack: FaultStack, broker: embedded.Server, report: Report, full: bool
) -> None:
    times, pause = (12, 5.0) if full else (12, 1.0)
    with Load(stack, seed=31, pace=PACE), redis.Redis.from_url(broker.url) as client:
        for _ in range(times):
            stack.tend_for(pause)
            client.flushall()
    judge(stack, report, "FLUSHALL", times)


def test_a_broker_killed_without_persistence_loses_nothing(
    stack: FaultStack, broker: embedded.Server, report: Report, full: bool
) -> None:
    times = 10 if full or not label(stack) else 3
    with Load(stack, seed=32, pace=PACE):
        for _ in range(times):
            stack.tend_for(1.5)
            kill_broker(broker)
            stack.tend_for(0.3)
            broker.restart()
    judge(stack, report, "broker killed without persistence", times)


def test_while_the_broker_is_away_people_work_on_and_wait_for_nothing(
    stack: FaultStack, broker: embedded.Server, report: Report, full: bool
) -> None:
    away = 60.0 if full else 15.0
    kill_broker(broker)
    with Load(stack, seed=33, pace=PACE) as load:
        stack.tend_for(away)
    broker.restart()
    judge(stack, report, f"broker away for {away:g} s", 1)
    assert load.answers["POST 202"] > 0
    assert load.answers["POST 201"] > 0
    assert [answer for answer in load.answers if answer.startswith("POST 5")] == []
    if not label(stack):
        # Celery's own settings try a broker that is away again and again; only what is stored is promised then.
        assert load.p99() < P99_SECONDS * slowness()


def test_a_database_that_stops_at_once_loses_nothing_acknowledged(
    stack: FaultStack, postgres: embedded.Server, report: Report, full: bool
) -> None:
    times = 10 if full or not label(stack) else 3
    took = []
    with Load(stack, seed=4, pace=PACE):
        for _ in range(times):
            stack.tend_for(2.0)
            began = time.monotonic()
            # Immediate shutdown: no checkpoint, every session is cut off, and the next start recovers from the log.
            postgres.process.send_signal(signal.SIGQUIT)
            postgres.process.wait(30)
            postgres.restart()
            stack.tend_until(lambda: answers(stack), what="the web server")
            took.append(time.monotonic() - began)
    judge(stack, report, "PostgreSQL stopped at once", times)
    assert max(took) < BACK_SECONDS * slowness()


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
