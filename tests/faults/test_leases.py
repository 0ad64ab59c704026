"""Verdicts that come in when the lease is over, or just then."""

from __future__ import annotations

import random
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models.functions import Now

from claims.models import Event
from tests import makers
from tests.clients import signed_in
from tests.faults import racing
from tests.faults.counts import Counts
from tests.faults.report import Report
from tests.faults.rows import found_violations, lend
from verification import services
from verification.errors import NotYours
from verification.models import Assignment, Source, Verdict
from verification.states import AssignmentStatus

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]
PAUSES = 20
AROUND_THE_END = timedelta(milliseconds=50)
SUBMITTERS, SWEEPERS = 6, 2
SEED = 7


def let_lease_end(assignment: Assignment, *, later: timedelta = timedelta(0)) -> None:
    Assignment.objects.filter(pk=assignment.pk).update(lease_until=Now() + later)


def submit_over_http(assignment: Assignment) -> int:
    body = {
        "token": assignment.token,
        "rating": "false",
        "reasoning": "The register says otherwise.",
        "sources": [{"url": "https://register.example/paused"}],
    }
    client = signed_in(assignment.reviewer.user)
    address = f"/api/v1/assignments/{assignment.pk}/verdict/"
    return client.post(address, body, format="json").status_code


def test_who_paused_past_the_lease_stores_nothing(report: Report) -> None:
    """The slot is somebody else's by then, or was and is judged."""
    desk = makers.make_desk(verdicts_needed=1)
    first, second = makers.make_reviewer(desk), makers.make_reviewer(desk)
    answers: Counter[int] = Counter()
    for number in range(PAUSES):
        makers.make_check(desk)
        paused = services.take_next(reviewer=first)
        let_lease_end(paused)
        services.expire_leases()
        handed_on = services.take_next(reviewer=second)
        assert handed_on.check_row_id == paused.check_row_id
        if number % 2:
            makers.judge(handed_on)
        answers[submit_over_http(paused)] += 1
        if not number % 2:
            makers.judge(handed_on)
    found = found_violations()
    report.add("reviewer paused past the lease", injected=PAUSES, found=found)
    assert not found
    assert answers == {409: PAUSES}
    assert not Verdict.objects.filter(assignment__reviewer=first).exists()
    assert not Source.objects.filter(url="https://register.example/paused").exists()
    assert not Event.objects.filter(actor=first.user).exists()
    assert Verdict.objects.filter(assignment__reviewer=second).count() == PAUSES


def submit_around_the_end(assignments: list[Assignment]) -> list[racing.Outcome]:
    """Each lease is set to end within 50 ms of its submit, before or after, while sweepers end what has run out."""
    chance = random.Random(SEED)
    jitter = {one.pk: AROUND_THE_END * chance.uniform(-1, 1) for one in assignments}
    over = threading.Event()

    def submit(assignment: Assignment) -> racing.Outcome:
        try:
            let_lease_end(assignment, later=jitter[assignment.pk])
            return racing.attempt(lambda: makers.judge(assignment))
        finally:
            connection.close()

    def sweep() -> None:
        while not over.is_set():
            services.expire_leases()
        connection.close()

    with ThreadPoolExecutor(SWEEPERS) as sweepers, ThreadPoolExecutor(SUBMITTERS) as people:
        swept = [sweepers.submit(sweep) for _ in range(SWEEPERS)]
        try:
            return list(people.map(submit, assignments))
        finally:
            over.set()
            for one in swept:
                one.result()


def contradictions(assignments: list[Assignment], outcomes: list[racing.Outcome]) -> list[str]:
    """Slots that are neither submitted nor expired, or whose reviewer was told something else."""
    stored = {one.pk: one for one in Assignment.objects.filter(pk__in=[one.pk for one in assignments])}
    judged = set(Verdict.objects.values_list("assignment_id", flat=True))
    expected = {True: (AssignmentStatus.SUBMITTED, True), False: (AssignmentStatus.EXPIRED, False)}
    return [
        f"{one.pk}: told {outcome}, is {stored[one.pk].status}"
        for one, outcome in zip(assignments, outcomes, strict=True)
        if (stored[one.pk].status, one.pk in judged) != expected[outcome.is_done]
    ]


@pytest.mark.timeout(900)
def test_a_submit_at_the_end_of_the_lease_has_one_outcome(report: Report, counts: Counts) -> None:
    submits = counts.times("submits at the end of a lease")
    assignments = lend(makers.make_desk(verdicts_needed=1), submits)
    outcomes = submit_around_the_end(assignments)
    services.expire_leases(limit=submits)
    found = found_violations()
    report.add("submit within 50 ms of the lease's end", injected=submits, found=found)
    assert not found
    assert not contradictions(assignments, outcomes)
    # Both happened, or nothing was raced.
    assert {type(outcome.error) for outcome in outcomes} == {type(None), NotYours}


def test_without_lock_and_guard_a_slot_is_submitted_and_expired(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: what the sweep has just ended is submitted all the same."""
    racing.without_row_locks(monkeypatch)
    racing.without_guarded_moves(monkeypatch)
    # One that settles a check would be refused by the table of its moves.
    [assignment] = lend(makers.make_desk(verdicts_needed=2), 1)
    judge_and_end(assignment, after=0)
    assert "the log replays to the present state" in {violation.rule for violation in found_violations()}


def test_with_them_it_is_one_of_the_two_wherever_the_sweep_comes_in() -> None:
    desk = makers.make_desk(verdicts_needed=1)
    for after in range(14):
        [assignment] = lend(desk, 1)
        judged, _ = judge_and_end(assignment, after=after)
        # A sweep that found the check locked leaves it to the next one.
        services.expire_leases()
        assert not contradictions([assignment], [judged])
    assert not found_violations()


def judge_and_end(assignment: Assignment, *, after: int) -> tuple[racing.Outcome, racing.Outcome]:
    """The lease runs out when the submit has sent ``after`` statements, and the sweep comes by."""

    def end() -> None:
        let_lease_end(assignment)
        services.expire_leases()

    return racing.Staggered(lambda: makers.judge(assignment), end, after=after).run()
