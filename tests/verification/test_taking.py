"""What `next` gives, and that the number which its index goes by is the number of slots that are held."""

from __future__ import annotations

import random

import pytest

from claims.errors import Conflict
from claims.models import Event, User
from tests import makers
from verification import queries, services
from verification.errors import NothingToReview
from verification.models import Assignment, Check, Reviewer
from verification.states import AssignmentStatus, CheckStatus

pytestmark = pytest.mark.django_db


def counts() -> dict[int, tuple[int, int]]:
    """For each check what it says is held, and what is."""
    return {check.pk: (check.held, queries.held_slots(check).count()) for check in Check.objects.all()}


def test_the_most_urgent_of_all_desks_comes_first_and_every_slot_once() -> None:
    first, second, foreign = (makers.make_desk(verdicts_needed=1) for _ in range(3))
    checks = [makers.make_check(desk) for desk in (first, second, first, foreign)]
    for check, priority in zip(checks, (1, 3, 2, 9), strict=True):
        services.set_priority(check=check, priority=priority, actor=makers.make_editor())
    reviewer = makers.make_reviewer(first, second)
    taken = [services.take_next(reviewer=reviewer).check_row_id for _ in range(3)]
    assert taken == [checks[1].pk, checks[2].pk, checks[0].pk]
    with pytest.raises(NothingToReview):
        services.take_next(reviewer=reviewer)


def test_what_somebody_must_not_judge_is_passed_over() -> None:
    desk = makers.make_desk(verdicts_needed=1)
    makers.make_check(desk, speaker_name="Mira Falk", worthiness=1.0)
    other = makers.make_check(desk, worthiness=0.5)
    reviewer = makers.make_reviewer(desk, conflicts=["mira falk"])
    assert services.take_next(reviewer=reviewer).check_row_id == other.pk


def test_a_claim_given_back_is_not_offered_again_but_one_that_expired_is() -> None:
    desk = makers.make_desk(verdicts_needed=1)
    makers.make_check(desk)
    reviewer = makers.make_reviewer(desk)
    held = services.take_next(reviewer=reviewer)
    Assignment.objects.filter(pk=held.pk).update(lease_until=held.created_at)
    assert services.expire_leases() == 1
    again = services.take_next(reviewer=reviewer)
    services.release(assignment_id=again.pk, reviewer=reviewer, token=again.token, why="Not for me.")
    with pytest.raises(NothingToReview):
        services.take_next(reviewer=reviewer)


def test_checks_know_how_many_of_their_slots_are_held_whatever_happens() -> None:
    chance = random.Random(11)
    desk = makers.make_desk(verdicts_needed=2, third_on_disagreement=True)
    people = [makers.make_reviewer(desk) for _ in range(5)]
    editor = makers.make_editor()
    for _ in range(6):
        makers.make_check(desk)
    for _ in range(120):
        step(chance, chance.choice(people), editor_id=editor.pk)
        assert all(said == found for said, found in counts().values()), counts()
    reached = set(Event.objects.filter(subject_type="check").values_list("to_status", flat=True))
    assert reached >= {CheckStatus.QUEUED, CheckStatus.IN_REVIEW, CheckStatus.AGREED}


def step(chance: random.Random, reviewer: Reviewer, *, editor_id: int) -> None:
    """Something that a reviewer, an editor or the sweep does; what is not possible just now is left."""
    mine = list(reviewer.assignments.filter(status=AssignmentStatus.OPEN))
    agreed = list(Check.objects.filter(status=CheckStatus.AGREED))
    what = chance.choice(["take", "take", "judge", "judge", "release", "expire", "route", "recall", "send back"])
    editor = User.objects.get(pk=editor_id)
    try:
        if what == "take":
            services.take_next(reviewer=reviewer)
        if what == "judge" and mine:
            makers.judge(chance.choice(mine), chance.choice(["true", "false", "false"]))
        if what == "release" and mine:
            services.release(assignment_id=mine[0].pk, reviewer=reviewer, token=mine[0].token, why="Too much.")
        if what == "recall" and mine:
            services.recall(assignment_id=mine[0].pk, actor=editor, why="Needed elsewhere.")
        if what == "expire" and mine:
            Assignment.objects.filter(pk=mine[0].pk).update(lease_until=mine[0].created_at)
            services.expire_leases()
        if what == "route":
            services.route_check(check_id=chance.choice(list(Check.objects.all())).pk)
        if what == "send back" and agreed:
            services.send_back(check_id=agreed[0].pk, actor=editor, why="Look again.")
    except (NothingToReview, Conflict):
        return


def test_a_page_of_checks_costs_the_same_whatever_stands_on_it(django_assert_max_num_queries: object) -> None:
    desk = makers.make_desk()
    for number in range(4):
        makers.make_check(desk, speaker_name=f"Speaker {number}")
    with django_assert_max_num_queries(4):  # type: ignore[operator]
        assert len([(str(check.desk), str(check.claim.speaker)) for check in queries.checks_to_list()]) == 4
