"""The one table of what can be done to a check: desk, admin and API offer the same under the same names."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from drf_spectacular.generators import SchemaGenerator

from claims.access import Role
from claims.errors import ClaimdeskError
from tests import makers
from tests.verification.admin.pages import page, signed_in
from verification import services
from verification.checks.actions import ASSIGNMENT_ACTIONS, CHECK_ACTIONS, possible_actions
from verification.models import Assignment, Check
from verification.states import CheckStatus

pytestmark = pytest.mark.django_db


def in_triage() -> Check:
    check = makers.make_check()
    Check.objects.filter(pk=check.pk).update(status=CheckStatus.TRIAGE)
    return Check.objects.get(pk=check.pk)


def dropped() -> Check:
    check = in_triage()
    services.drop(check=check, actor=makers.make_editor(), why="An opinion.")
    return check


def in_review() -> Check:
    check = makers.make_check()
    makers.make_assignments(check)
    return check


MADE: dict[CheckStatus, Callable[[], Check]] = {
    CheckStatus.TRIAGE: in_triage,
    CheckStatus.DROPPED: dropped,
    CheckStatus.QUEUED: makers.make_check,
    CheckStatus.IN_REVIEW: in_review,
    CheckStatus.DISPUTED: makers.make_disputed_check,
    CheckStatus.AGREED: makers.make_agreed_check,
    CheckStatus.PUBLISHED: makers.make_published_check,
}

WORDS = {"headline": "No", "summary": "It was not."}
VALUES: dict[str, dict[str, Any]] = {
    "priority": {"priority": 5},
    "adjudicate": {"rating": "false", "reasoning": "The table says so."},
    "publish": WORDS,
    "correct": WORDS | {"note": "A word was missing."},
}


@pytest.mark.parametrize("status", MADE)
def test_desk_and_admin_offer_the_same_in_every_state(client: Client, status: CheckStatus) -> None:
    check, editor = MADE[status](), makers.make_editor()
    expected = {str(action.label) for action in CHECK_ACTIONS if status in action.states}
    others = {str(action.label) for action in CHECK_ACTIONS} - expected
    signed_in(client, editor)
    shown = {
        "desk": client.get(reverse("check", args=[check.pk])).content.decode(),
        "admin": client.get(page(Check, "change", check.pk)).content.decode(),
    }
    for place, text in shown.items():
        buttons = {label for label in expected | others if f">{label}<" in _flat(text)}
        assert buttons == expected, place


@pytest.mark.parametrize("status", MADE)
def test_what_is_offered_is_what_the_service_takes(status: CheckStatus) -> None:
    """The states of the table against the services: only where it says so does a service do it."""
    for action in CHECK_ACTIONS:
        check, editor = MADE[status](), makers.make_editor()
        check.refresh_from_db()
        values = VALUES.get(action.code) or ({"why": "A reason."} if "why" in action.form.base_fields else {})
        offered = action in possible_actions(check, editor)
        assert offered == (status in action.states)
        with nullcontext() if offered else pytest.raises(ClaimdeskError):
            action.service(check, editor, values)


def test_the_api_describes_each_action_by_its_label() -> None:
    schema: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    for kind, actions in (("checks", CHECK_ACTIONS), ("assignments", ASSIGNMENT_ACTIONS)):
        for action in actions:
            told = schema["paths"][f"/api/v1/{kind}/{{id}}/{action.code.replace('_', '-')}/"]["post"]
            assert (told["summary"], told["description"]) == (action.label, action.explanation)


def test_a_slot_is_given_on_or_taken_back_under_one_name_at_desk_and_admin(client: Client) -> None:
    check = in_review()
    slot = check.assignments.order_by("pk")[0]
    signed_in(client, makers.make_editor())
    desk = client.get(reverse("check", args=[check.pk])).content.decode()
    admin = client.get(page(Assignment, "change", slot.pk)).content.decode()
    for action in ASSIGNMENT_ACTIONS:
        assert f">{action.label}<" in _flat(desk)
        assert f">{action.label}<" in _flat(admin)


def test_the_admin_leads_to_the_desk_where_a_form_is_too_large_for_it(client: Client) -> None:
    check = makers.make_disputed_check()
    answer = signed_in(client, makers.make_editor()).get(page(Check, "adjudicate", check.pk))
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("check", args=[check.pk]))


def test_a_lead_who_is_no_editor_is_offered_the_dispute_alone() -> None:
    check = makers.make_disputed_check()
    lead = makers.make_reviewer(check.desk, lead=True)
    assert [action.code for action in possible_actions(check, lead.user)] == ["adjudicate"]
    assert possible_actions(check, makers.make_reviewer(check.desk).user) == []
    assert possible_actions(check, makers.make_user(Role.READER)) == []


def _flat(text: str) -> str:
    return unescape(" ".join(text.split())).replace("> ", ">").replace(" <", "<")
