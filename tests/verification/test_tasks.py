"""Tasks hand on what is to be done next, once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import redis
from django.db.models.functions import Now

from config.celery import app as celery_app
from tests import makers
from tests.broker import waiting
from verification import queries, services, tasks
from verification.models import Assignment, Check, Desk, Reviewer

pytestmark = pytest.mark.django_db


def test_whoever_opens_the_waiting_claims_hands_only_those_on(
    broker: str, django_capture_on_commit_callbacks: Any
) -> None:
    """Each claim handed in asks for this: were all that wait handed on each time, their number would be squared."""
    makers.make_desk()
    with redis.Redis.from_url(broker) as client:
        client.delete("celery")
        for _ in range(3):
            makers.make_claim()
            makers.make_claim()
            with django_capture_on_commit_callbacks(execute=True):
                tasks.open_checks()
        assert Check.objects.count() == 6
        assert client.llen("celery") == 6


def test_what_follows_extraction_and_a_claim_are_tasks_that_exist(settings: Any) -> None:
    celery_app.loader.import_default_modules()
    assert {*settings.TASKS_AFTER_EXTRACTION, *settings.TASKS_AFTER_CLAIM} <= set(celery_app.tasks)


# --- Routing that was in vain ---------------------------------------------------------------------------------
def refuse(desk: Desk, number: int, *, minutes: int = 1, **facts: Any) -> list[Check]:
    """Checks of a desk for which nobody was found so many minutes ago, those left longest first."""
    checks = [makers.make_check(desk, **facts) for _ in range(number)]
    for place, check in enumerate(checks):
        assert services.route_check(check_id=check.pk) == []
        Check.objects.filter(pk=check.pk).update(next_attempt_at=Now() - timedelta(minutes=minutes, seconds=-place))
    return checks


def handed_on(broker: str) -> list[int]:
    """Of which checks the sweep asks for a routing, in its order."""
    with redis.Redis.from_url(broker) as client:
        client.delete("celery")
        tasks.sweep()
        return [args[0] for _, args in waiting(client)]


def full(desk: Desk) -> Reviewer:
    """Somebody who has as much as they carry."""
    reviewer = makers.make_reviewer(desk, capacity=1)
    makers.make_check(desk)
    services.take_next(reviewer=reviewer)
    Check.objects.update(slots=1)
    return reviewer


def test_while_nobody_of_a_desk_has_room_its_refused_checks_are_left_alone(broker: str) -> None:
    desk = makers.make_desk()
    reviewer = full(desk)
    [refused] = refuse(desk, 1)
    assert handed_on(broker) == []
    services.update_reviewer(reviewer=reviewer, capacity=2)
    assert handed_on(broker) == [refused.pk]


def in_three_days() -> str:
    return str((datetime.now(UTC) + timedelta(days=3)).isoweekday())


@pytest.mark.parametrize("facts", [{"away_until": Now() + timedelta(hours=1)}, {"work_days": in_three_days()}])
def test_who_is_not_there_has_no_room(broker: str, facts: dict[str, Any]) -> None:
    desk = makers.make_desk()
    refuse(desk, 1)
    reviewer = makers.make_reviewer(desk)
    Reviewer.objects.filter(pk=reviewer.pk).update(**facts)
    assert handed_on(broker) == []


def test_where_somebody_has_room_the_most_urgent_and_those_left_longest_are_looked_at_again(broker: str) -> None:
    desk, full_desk = makers.make_desk(), makers.make_desk()
    many = tasks.LOOKED_AT_AGAIN
    left = refuse(desk, 2 * many, minutes=5, worthiness=0.2)
    urgent = refuse(desk, 2 * many, worthiness=0.8)
    refuse(full_desk, 1)
    makers.make_reviewer(desk)
    fresh = makers.make_check(full_desk)
    found = handed_on(broker)
    assert found[0] == fresh.pk
    assert set(found[1:]) == {check.pk for check in [*left[:many], *urgent[:many]]}
    assert len(found) == 1 + 2 * many


def test_a_slot_that_was_given_back_is_routed_whatever_was_found_before(broker: str) -> None:
    desk = makers.make_desk()
    check = makers.make_check(desk)
    taken = services.take_next(reviewer=makers.make_reviewer(desk))
    assert services.route_check(check_id=check.pk) == []
    assert handed_on(broker) == []
    services.release(assignment_id=taken.pk, reviewer=taken.reviewer, token=taken.token, why="Not my field.")
    assert handed_on(broker) == [check.pk]


def test_load_and_share_of_the_day_are_counted_for_each_reviewer() -> None:
    desk = makers.make_desk()
    busy, idle = makers.make_reviewer(desk), makers.make_reviewer(desk)
    check, *_ = (makers.make_check(desk) for _ in range(4))
    taken = [services.take_next(reviewer=busy) for _ in range(4)]
    for assignment in taken[:3]:
        makers.judge(assignment)
    Assignment.objects.filter(pk=taken[0].pk).update(created_at=Now() - timedelta(days=2))
    facts = {one.reviewer_id: (one.open_load, one.recent) for one in queries.candidates(check)}
    assert facts == {busy.pk: (1, 3), idle.pk: (0, 0)}
