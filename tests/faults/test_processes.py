"""Whichever process is killed, and however often: nothing is lost, nothing is done twice, and all is done in the end.

Each scenario twice: with this project's Celery settings, and with Celery's own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random

import pytest

from config import embedded
from tests.faults import killing
from tests.faults.invariants import quarantined, violations
from tests.faults.load import Load
from tests.faults.report import Report
from tests.faults.stack import DEFAULTS, OURS, FaultStack, fault_stack, label

pytestmark = [pytest.mark.faults, pytest.mark.timeout(1800)]
Strike = Callable[[FaultStack], Callable[[Random], bool]]
PACE = 5.0


@pytest.fixture(scope="module", params=[OURS, DEFAULTS], ids=["ours", "defaults"])
def stack(
    request: pytest.FixtureRequest, servers: embedded.Addresses, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[FaultStack]:
    with fault_stack(servers, tmp_path_factory.mktemp("killed"), celery=request.param) as running:
        yield running


@pytest.mark.parametrize(
    ("fault", "strike", "short", "asked", "pause"),
    [
        ("worker killed", killing.worker, 10, 50, 2.0),
        ("pool process killed", killing.pool_child, 100, 200, 0.4),
        ("beat killed", killing.beat, 10, 30, 3.0),
    ],
)
def test_what_is_killed_loses_nothing(
    stack: FaultStack,
    report: Report,
    full: bool,
    fault: str,
    strike: Strike,
    short: int,
    asked: int,
    pause: float,
) -> None:
    with Load(stack, seed=asked, pace=PACE) as load:
        times = asked if full else short
        injected = killing.kill_again_and_again(stack, strike(stack), times=times, pause=pause, seed=asked)
    drained = stack.drain()
    with stack.live.connect() as connection:
        found = violations(connection, stack.told)
        put_aside = quarantined(connection)
    report.add(f"{fault}{label(stack)}", injected=injected, found=found, drain=drained)
    assert found == []
    assert put_aside == 0
    assert load.answers["POST 202"] > 0
    assert load.answers["POST 201"] > 0
