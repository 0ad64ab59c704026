"""Who decides a dispute may not sign it off: what is told before somebody decides who is the last who could."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from claims import services as claim_services
from claims.access import Role
from claims.models import User
from tests import makers
from tests.verification.admin.pages import page, signed_in
from verification import queries, services
from verification.models import Check

pytestmark = pytest.mark.django_db
NOBODY = "Nobody else could sign it off"


@pytest.fixture
def editor() -> User:
    return makers.make_editor(first_name="Ines", last_name="Varga")


@pytest.fixture
def disputed() -> Check:
    return makers.make_disputed_check()


def desk(client: Client, check: Check) -> str:
    return client.get(reverse("check", args=[check.pk])).content.decode()


def api(client: Client, check: Check) -> Any:
    return client.get(f"/api/v1/checks/{check.pk}/").json()["sign_off_by"]


def test_the_last_editor_is_told_before_she_decides(editor: User, disputed: Check) -> None:
    client = signed_in(Client(), editor)
    assert NOBODY in desk(client, disputed)
    assert api(client, disputed) == []
    # It stays hers to decide.
    assert reverse("adjudicate", args=[disputed.pk]) in desk(client, disputed)
    other = makers.make_administrator(first_name="Omar", last_name="Diallo")
    assert NOBODY not in desk(client, disputed)
    assert "Who could sign it off then:" in desk(client, disputed)
    assert "Omar Diallo" in desk(client, disputed)
    assert api(client, disputed) == ["Omar Diallo"]
    claim_services.update_user(user=other, actor=makers.make_administrator(username="root"), is_active=False)
    assert "Omar Diallo" not in desk(client, disputed)


def test_who_judged_or_has_it_to_judge_signs_nothing_off(editor: User) -> None:
    desk = makers.make_desk(verdicts_needed=2)
    judge, holder = makers.make_editor(), makers.make_editor()
    for user in (judge, holder):
        makers.make_reviewer(desk, user=user)
    check = makers.make_check(desk)
    slots = services.route_check(check_id=check.pk)
    assert {slot.reviewer.user for slot in slots} == {judge, holder}
    makers.judge(next(slot for slot in slots if slot.reviewer.user == judge))
    for role in (Role.READER, Role.CLIENT, Role.REVIEWER):
        makers.make_user(role)
    assert list(queries.may_sign_off(check)) == [editor]
    assert list(queries.may_sign_off(check, besides=editor)) == []


def test_a_lead_is_told_the_same(disputed: Check) -> None:
    lead = makers.make_reviewer(disputed.desk, lead=True)
    client = signed_in(Client(), lead.user)
    assert NOBODY in desk(client, disputed)
    makers.make_editor()
    assert NOBODY not in desk(client, disputed)


def test_an_editor_who_takes_a_slot_is_told_that_she_was_the_last(editor: User) -> None:
    check = makers.make_check()
    makers.make_reviewer(check.desk, user=editor)
    told = "If you judge this claim, nobody could sign it off"
    client = signed_in(Client(), editor)
    assert told in desk(client, check)
    makers.make_editor()
    assert told not in desk(client, check)


def test_the_admin_says_who_could_sign_it_off(editor: User, disputed: Check) -> None:
    client = signed_in(Client(), editor)
    shown = client.get(page(Check, "change", disputed.pk)).content.decode()
    assert "Could be signed off by" in shown
    assert "Ines Varga" in shown
