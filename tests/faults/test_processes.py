"""Whichever process is killed, and however often: nothing is lost, nothing is done twice, and all is done in the end.

Each scenario twice: with this project's Celery settings, and with Celery's own.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from config import embedded
from config.management.commands.quickstart import children
from config.supervisor import Command
from tests.faults import killing
from tests.faults.counts import Counts
from tests.faults.judging import judge
from tests.faults.load import Client, Load, hand_in_many, new_claim
from tests.faults.owing import owed
from tests.faults.report import Report
from tests.faults.stack import DEFAULTS, OURS, FaultStack, fault_stack
from tests.live import is_ready

pytestmark = [pytest.mark.faults, pytest.mark.timeout(1800)]
Aim = Callable[[FaultStack], killing.Find]


@pytest.fixture(scope="module", params=[OURS, pytest.param(DEFAULTS, marks=pytest.mark.long)], ids=["ours", "defaults"])
def stack(
    request: pytest.FixtureRequest,
    servers: embedded.Addresses,
    counts: Counts,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[FaultStack]:
    with fault_stack(servers, tmp_path_factory.mktemp("killed"), celery=request.param) as running:
        hand_in_many(running, counts.times("claims to begin with"))
        yield running


@pytest.mark.parametrize(
    ("fault", "aim"),
    [
        ("worker killed", killing.worker),
        pytest.param("pool process killed", killing.pool_child, marks=pytest.mark.long),
        pytest.param("beat killed", killing.beat, marks=pytest.mark.long),
    ],
)
def test_what_is_killed_loses_nothing(stack: FaultStack, report: Report, counts: Counts, fault: str, aim: Aim) -> None:
    times, pause = counts.times(fault, defaults=stack.uses_defaults), counts.pause(fault)
    with Load(stack, seed=1, pace=counts.times("claims handed in a second")) as load:
        injected = killing.kill_again_and_again(stack, aim(stack), times=times, pause=pause, seed=1)
    judge(stack, report, fault, injected)
    assert load.answers["POST 202"] > 0
    assert load.answers["POST 201"] > 0


@pytest.mark.long
def test_without_the_sweep_a_killed_worker_leaves_work_undone(servers: embedded.Addresses, tmp_path: Path) -> None:
    """The negative control of what is above: the same kill, and nobody who looks for what it left."""
    with (
        fault_stack(servers, tmp_path, celery=DEFAULTS, commands=web_and_worker) as stack,
        stack.live.connect() as connection,
        redis.Redis.from_url(stack.live.redis_url) as broker,
    ):
        program, chance = Client(stack, stack.newsroom.program, Counter()), random.Random(9)
        for _ in range(20):
            program.post("claims/", text=new_claim(chance), worthiness=0.9)
        stack.tend_until(lambda: begun(connection), what="a comparison under way")
        assert killing.kill(stack.live.desk.pids()["worker"])
        stack.tend_until(lambda: is_ready(stack.live) and not broker.llen("celery"), what="a worker without work")
        assert "claims to compare" in owed(connection)


def web_and_worker(port: int) -> list[Command]:
    return children(port)[:2]


def begun(connection: psycopg.Connection) -> bool:
    under_way = "SELECT FROM claims_embedding WHERE status = 'waiting' AND attempts > 0"
    return connection.execute(under_way).fetchone() is not None
