"""Desks, reviewers and scales in the admin."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from claims.access import Role
from tests import makers
from tests.verification.admin.pages import page
from verification import services
from verification.models import Desk, RatingScale, Reviewer

pytestmark = pytest.mark.django_db
SEATS = {"memberships-TOTAL_FORMS": "0", "memberships-INITIAL_FORMS": "0"}
WORKS = {"time_zone": "UTC", "work_days": "12345", "works_from": "09:00", "works_until": "17:00"}


def desk_facts(scale: RatingScale, **facts: str) -> dict[str, Any]:
    return (
        {
            "name": "World",
            "topics": "war\n\n  peace ",
            "scale": scale.pk,
            "verdicts_needed": "2",
            "worthiness_threshold": "0.5",
            "lease_minutes": "60",
            "due_hours": "24",
            "due_hours_urgent": "4",
            "verdicts_if_risky": "3",
            "due_hours_low": "72",
        }
        | WORKS
        | facts
    )


def test_a_desk_is_made_and_changed(desk_of_editor: Client) -> None:
    facts = desk_facts(makers.make_scale())
    desk_of_editor.post(page(Desk, "add"), facts)
    desk = Desk.objects.get(name="World")
    assert desk.topics == ["war", "peace"]
    desk_of_editor.post(page(Desk, "change", desk.pk), facts | SEATS | {"due_hours": "48"})
    desk.refresh_from_db()
    assert desk.due_hours == 48


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"name": "Taken"}, "already exists"),
        ({"worthiness_threshold": "1.5"}, "desk_threshold_0_to_1"),
        ({"verdicts_needed": "0"}, "desk_needs_a_verdict"),
        ({"is_default": "on"}, "desk_one_default"),
    ],
)
def test_a_desk_that_cannot_be_is_refused_with_the_reason(
    desk_of_editor: Client, facts: dict[str, str], told: str
) -> None:
    scale = makers.make_scale()
    makers.make_desk(name="Taken", scale=scale, is_default=True)
    answer = desk_of_editor.post(page(Desk, "add"), desk_facts(scale, **facts))
    assert answer.status_code == 200
    assert told in answer.content.decode()
    assert Desk.objects.count() == 1


def test_a_change_over_somebody_elses_change_is_refused(desk_of_editor: Client) -> None:
    desk = makers.make_desk(name="World")
    opened = desk_of_editor.get(page(Desk, "change", desk.pk))
    seen = opened.context["adminform"].form.initial["seen"]
    assert f'value="{seen}"' in opened.content.decode()
    services.update_desk(desk=desk, due_hours=12)
    facts = desk_facts(desk.scale, seen=seen, due_hours="48")
    answer = desk_of_editor.post(page(Desk, "change", desk.pk), facts | SEATS)
    assert answer.status_code == 200
    assert "This has changed since you read it" in answer.content.decode()
    assert "Somebody has changed this. It is now: 12" in answer.content.decode()
    desk.refresh_from_db()
    assert desk.due_hours == 12


def test_a_reviewer_gets_seats_and_a_lead(desk_of_editor: Client) -> None:
    world, sport = makers.make_desk(), makers.make_desk()
    user = makers.make_user(Role.REVIEWER)
    facts = {
        "user": user.pk,
        "sits": [world.pk],
        "leads": [sport.pk],
        "capacity": "5",
        "conflicts": "Smith, J.\nThe Paper",
        **WORKS,
    }
    desk_of_editor.post(page(Reviewer, "add"), facts)
    reviewer = Reviewer.objects.get(user=user)
    assert {(seat.desk, seat.is_lead) for seat in reviewer.memberships.all()} == {(world, False), (sport, True)}
    assert reviewer.conflicts == ["Smith, J.", "The Paper"]
    assert str(reviewer.hours) == "Mon, Tue, Wed, Thu, Fri 09:00–17:00 (UTC)"
    desk_of_editor.post(page(Reviewer, "change", reviewer.pk), WORKS | {"sits": [sport.pk], "capacity": "5"})
    assert [(seat.desk, seat.is_lead) for seat in reviewer.memberships.all()] == [(sport, False)]


def scale_facts(*rows: tuple[str, str, str, str], name: str = "Truth") -> dict[str, str]:
    facts = {"name": name, "ratings-TOTAL_FORMS": str(len(rows)), "ratings-INITIAL_FORMS": "0"}
    for number, row in enumerate(rows):
        for field, value in zip(("key", "name", "definition", "value"), row, strict=True):
            facts[f"ratings-{number}-{field}"] = value
    return facts


TRUE, FALSE = ("true", "True", "It is right.", "1"), ("false", "False", "It is wrong.", "0")


def test_a_scale_is_made_with_its_ratings_and_changed_as_the_next_version(desk_of_editor: Client) -> None:
    unproven = ("unproven", "Unproven", "Nobody knows.", "")
    desk_of_editor.post(page(RatingScale, "add"), scale_facts(TRUE, FALSE, unproven, ("", "", "", "")))
    scale = RatingScale.objects.get()
    assert [(rating.key, rating.value) for rating in scale.ratings.all()] == [
        ("true", 1),
        ("false", 0),
        ("unproven", None),
    ]
    prefilled = desk_of_editor.get(page(RatingScale, "add"), {"from": scale.pk}).content.decode()
    assert "Nobody knows." in prefilled
    desk_of_editor.post(page(RatingScale, "add"), scale_facts(TRUE, FALSE))
    assert [scale.version for scale in RatingScale.objects.all()] == [2, 1]


@pytest.mark.parametrize("rows", [[TRUE], [TRUE, TRUE], [TRUE, ("no key", "x", "y", "1")], []])
def test_a_scale_that_is_none_is_refused_and_nothing_is_stored(desk_of_editor: Client, rows: list[Any]) -> None:
    answer = desk_of_editor.post(page(RatingScale, "add"), scale_facts(*rows))
    assert answer.status_code == 200
    assert not RatingScale.objects.exists()


def test_a_scale_in_use_stays_as_it_is(desk_of_editor: Client) -> None:
    scale = makers.make_scale()
    assert desk_of_editor.post(page(RatingScale, "change", scale.pk), {"name": "Lies"}).status_code == 403
