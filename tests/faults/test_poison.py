"""Articles that end whatever reads them are tried three times and put aside where editors see them."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator

import pytest
import requests

from config import embedded
from config.management.commands.quickstart import children
from config.supervisor import Command
from tests.faults.counts import Counts
from tests.faults.judging import judge
from tests.faults.load import new_claim
from tests.faults.newsroom import PASSWORD
from tests.faults.poison import POISONS
from tests.faults.report import Report
from tests.faults.stack import FaultStack, fault_stack, slowness

pytestmark = [pytest.mark.faults, pytest.mark.timeout(1800)]
# Seconds that a task may take, on a machine of one's own: long enough to load the models.
SOFT, HARD = 4, 6


def poisoned(port: int) -> list[Command]:
    web, worker, beat = children(port)
    return [web, Command(worker.name, [*worker.words, "--include", "tests.faults.poison"]), beat]


@pytest.fixture
def stack(servers: embedded.Addresses, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FaultStack]:
    soft, hard = (str(round(seconds * slowness())) for seconds in (SOFT, HARD))
    limits = {"TASK_SOFT_TIME_LIMIT": soft, "TASK_TIME_LIMIT": hard, "WORKER_MEMORY_MB": "1536"}
    with fault_stack(servers, tmp_path_factory.mktemp("poison"), commands=poisoned, **limits) as running:
        yield running


def test_poison_is_tried_three_times_and_put_aside_and_the_others_are_read(
    stack: FaultStack, report: Report, counts: Counts
) -> None:
    chance = random.Random(5)
    texts = [new_claim(chance) for _ in range(counts.times("articles around the poison"))]
    poisons = list(POISONS)[: counts.times("poisons")]
    for poison in poisons:
        texts.insert(chance.randrange(len(texts)), f"{poison} {new_claim(chance)}")
    hand_in(stack, texts)
    with stack.live.connect() as connection:
        of_poison = "SELECT title, attempts FROM claims_article WHERE quarantined_at IS NOT NULL ORDER BY title"
        # A thousand articles take minutes to be read, whether there is poison among them or not.
        unread = "SELECT count(*) FROM claims_article WHERE status = 'received' AND quarantined_at IS NULL"
        stack.tend_until(
            lambda: connection.execute(unread).fetchone() == (0,), seconds=1200, what="the end of what is to be read"
        )
        assert connection.execute(of_poison).fetchall() == [(poison, 3) for poison in sorted(poisons)]
        judge(stack, report, "poison article", len(poisons), put_aside=len(poisons))
        others = "SELECT status, count(*) FROM claims_article WHERE quarantined_at IS NULL GROUP BY status"
        assert connection.execute(others).fetchall() == [("extracted", len(texts) - len(poisons))]
    page = seen_by_an_editor(stack)
    assert [poison for poison in poisons if poison not in page] == []


def hand_in(stack: FaultStack, texts: list[str]) -> None:
    lines = [json.dumps({"text": text, "title": title_of(text), "published_at": "2025-06-18"}) for text in texts]
    answer = stack.live.post(
        "/api/v1/articles/batch/",
        data="\n".join(lines).encode(),
        headers={"Authorization": f"Bearer {stack.newsroom.program}", "Content-Type": "application/x-ndjson"},
    )
    assert answer.status_code == 202, answer.text
    assert answer.json()["received"] == len(texts)
    stack.told.articles += [line["article"]["id"] for line in answer.json()["lines"]]


def title_of(text: str) -> str:
    return next((poison for poison in POISONS if text.startswith(poison)), "Local news")


def seen_by_an_editor(stack: FaultStack) -> str:
    """The articles that were put aside, on the page that editors have for them."""
    with requests.Session() as browser:
        login = f"{stack.live.url}/login/"
        browser.get(login, timeout=30)
        told = {"username": stack.newsroom.editor, "password": PASSWORD}
        told["csrfmiddlewaretoken"] = browser.cookies["csrftoken"]
        assert browser.post(login, data=told, headers={"Referer": login}, timeout=30).status_code == 200
        page = browser.get(f"{stack.live.url}/admin/claims/article/?quarantined=yes", timeout=30)
    assert page.status_code == 200
    return page.text
