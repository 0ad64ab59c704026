"""A hundred reviewers ask for the next claim at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import suppress

import pytest

from tests import makers
from tests.faults import racing
from tests.faults.counts import Counts
from tests.faults.report import Report
from tests.faults.rows import found_violations, make_queue
from verification import queries, services
from verification.errors import NothingToReview
from verification.models import Assignment, Check, Desk, Reviewer
from verification.states import AssignmentStatus

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]
REVIEWERS, SLOTS = 100, 2
# What keeps a slot from being lent twice even where a lock is missing.
CONSTRAINTS = ("slot_held_once", "reviewer_once_a_round", "token_once")


def take_until_nothing_is_left(reviewer: Reviewer) -> list[int]:
    """What one reviewer got; others may hold a lock on all that is left just now, so nothing may come for a while."""
    taken: list[int] = []
    while queries.checks_to_take(reviewer).exists():
        try:
            taken.append(services.take_next(reviewer=reviewer).pk)
        except NothingToReview:
            continue
    return taken


def take_a_few(reviewer: Reviewer) -> list[int]:
    """What one reviewer got in a few tries: where guards are off, there may be something left to take for ever."""
    taken: list[int] = []
    for _ in range(20):
        with suppress(NothingToReview):
            taken.append(services.take_next(reviewer=reviewer).pk)
    return taken


def take_at_once(desk: Desk, people: int, take: Callable[[Reviewer], list[int]]) -> list[list[int]]:
    reviewers = [makers.make_reviewer(desk, capacity=1_000) for _ in range(people)]
    found = racing.at_once(*(lambda who=who: take(who) for who in reviewers))
    for outcome in found:
        if outcome.error:
            raise outcome.error
    return [outcome.answer for outcome in found]


@pytest.mark.timeout(900)
def test_a_hundred_who_take_at_once_get_every_slot_once(report: Report, counts: Counts) -> None:
    desk = makers.make_desk(verdicts_needed=SLOTS)
    checks = counts.times("slots taken at once")
    make_queue(desk, checks)
    taken = take_at_once(desk, REVIEWERS, take_until_nothing_is_left)
    found = found_violations()
    report.add("100 reviewers take at once", injected=checks * SLOTS, found=found)
    assert not found
    assert sum(len(one) for one in taken) == checks * SLOTS
    assert Counter(Assignment.objects.values_list("check_row_id", flat=True)).most_common(1)[0][1] == SLOTS


def test_without_lock_and_constraint_the_same_slot_is_lent_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control."""
    desk = makers.make_desk(verdicts_needed=SLOTS)
    make_queue(desk, 30)
    racing.without_row_locks(monkeypatch)
    racing.without_fence(monkeypatch)
    with racing.without_constraints(Assignment, CONSTRAINTS):
        take_at_once(desk, 20, take_a_few)
        rules = {violation.rule for violation in found_violations()}
    assert "a slot is held once at any time" in rules


def test_without_the_lock_the_constraint_still_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two who were shown the same free slot: the slower one fails, and nothing of theirs is stored."""
    check = makers.make_check(makers.make_desk(verdicts_needed=1))
    people = [makers.make_reviewer(check.desk) for _ in range(2)]
    racing.without_row_locks(monkeypatch)
    for after in range(12):
        Assignment.objects.filter(status=AssignmentStatus.OPEN).update(status="released", ended_at=queries.now())
        Check.objects.update(round=after + 1, held=0)
        acts = [lambda who=who: services.take_next(reviewer=who) for who in people]
        racing.Staggered(*acts, after=after).run()
        assert Assignment.objects.filter(status=AssignmentStatus.OPEN).count() == 1
