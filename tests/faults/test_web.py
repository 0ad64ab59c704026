"""The web server dies between commit and enqueue: what was stored and never handed on is found by one sweep."""

from __future__ import annotations

import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator

import psycopg
import pytest
import redis

from config import embedded
from config.management.commands.quickstart import children
from config.supervisor import Command
from tests.faults.counts import Counts
from tests.faults.judging import judge
from tests.faults.load import Client, new_claim
from tests.faults.owing import owed
from tests.faults.report import Report
from tests.faults.stack import DEFAULTS, OURS, FaultStack, fault_stack
from tests.processes import ROOT

pytestmark = [pytest.mark.faults, pytest.mark.timeout(900)]


def dying_web_and_worker(port: int) -> list[Command]:
    """No beat: no sweep comes unless it is asked for."""
    web, worker, _ = children(port)
    return [Command(web.name, [*web.words, "--config", "python:tests.faults.dying_web"]), worker]


@pytest.fixture(params=[OURS, pytest.param(DEFAULTS, marks=pytest.mark.long)], ids=["ours", "defaults"])
def stack(
    request: pytest.FixtureRequest, servers: embedded.Addresses, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[FaultStack]:
    folder = tmp_path_factory.mktemp("web")
    with fault_stack(servers, folder, celery=request.param, commands=dying_web_and_worker) as running:
        yield running


def test_articles_that_were_stored_and_never_handed_on_are_extracted_within_one_sweep(
    stack: FaultStack, report: Report, counts: Counts
) -> None:
    fault = "web killed between commit and enqueue"
    times = counts.times(fault, defaults=stack.uses_defaults)
    program = Client(stack, stack.newsroom.program, Counter())
    chance = random.Random(2)
    for _ in range(times):
        assert program.post("articles/", text=new_claim(chance), published_at="2025-06-18") is None
        stack.tend()
    with stack.live.connect() as connection, redis.Redis.from_url(stack.live.redis_url) as broker:
        # The negative control: all are stored and no message tells of any, so without a sweep nothing would come.
        assert stored(connection) == times
        assert owed(connection) == {"articles to extract": times}
        assert broker.llen("celery") == 0
        sweep_once(stack)
        judge(stack, report, fault, times)
        assert stored(connection, "extracted") == times


def stored(connection: psycopg.Connection, status: str = "%") -> int:
    row = connection.execute("SELECT count(*) FROM claims_article WHERE status LIKE %s", [status]).fetchone()
    return int(row[0]) if row else 0


def sweep_once(stack: FaultStack) -> None:
    command = [sys.executable, "-m", "celery", "-A", "config", "call", "claims.sweep"]
    subprocess.run(command, env=stack.live.env, cwd=ROOT, check=True, capture_output=True, timeout=60)
