"""Keys: who makes them, for whom, with what, and for how long."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from claims import services
from claims.access import OF_KEYS, Role, Scope
from claims.errors import ClaimdeskError, Forbidden, Invalid
from claims.models import ApiKey, Event, User
from tests import clients, makers

pytestmark = pytest.mark.django_db
URL = "/api/v1/api-keys/"


def by_service(maker: User, owner: User, scopes: list[str]) -> None:
    try:
        services.create_api_key(user=owner, name="relay", scopes=scopes, actor=maker)
    except ClaimdeskError:
        return


def by_api(maker: User, owner: User, scopes: list[str]) -> None:
    facts = {"user": owner.username, "name": "relay", "scopes": scopes}
    clients.signed_in(maker).post(URL, facts, format="json")


def by_admin(maker: User, owner: User, scopes: list[str]) -> None:
    client = Client()
    client.force_login(maker)
    client.post("/admin/claims/apikey/add/", {"user": owner.pk, "name": "relay", "scopes": scopes, "days": ""})


Door = Callable[[User, User, list[str]], None]
doors = pytest.mark.parametrize("door", [by_service, by_api, by_admin])


@doors
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CLIENT])
def test_no_key_is_made_for_another_person(door: Door, role: Role) -> None:
    door(makers.make_administrator(), makers.make_user(role), ["claims:read"])
    assert not ApiKey.objects.exists()


@doors
def test_no_key_may_write_people_not_even_that_of_who_makes_it(door: Door) -> None:
    administrator = makers.make_administrator()
    door(administrator, administrator, ["claims:read", "people:write"])
    assert not ApiKey.objects.exists()


@doors
def test_a_key_has_no_scope_that_its_owner_lacks(door: Door) -> None:
    program = makers.make_user(Role.CLIENT)
    door(makers.make_administrator(), program, ["claims:read", "fact-checks:write"])
    assert not ApiKey.objects.exists()


@doors
@pytest.mark.parametrize("role", [Role.EDITOR, Role.REVIEWER])
def test_who_is_no_administrator_makes_none(door: Door, role: Role) -> None:
    door(makers.make_user(role), makers.make_user(Role.CLIENT), ["claims:read"])
    assert not ApiKey.objects.exists()


@doors
def test_a_key_expires_by_itself_and_its_making_stands_in_the_log(door: Door, settings: Any) -> None:
    settings.API_KEY_DAYS = 40
    administrator, program = makers.make_administrator(), makers.make_user(Role.CLIENT)
    door(administrator, program, ["claims:read"])
    key = ApiKey.objects.get()
    assert timedelta(days=39) < key.expiry - timezone.now() <= timedelta(days=40)
    event = Event.objects.filter(subject_type="user", subject_id=program.pk).latest("pk")
    assert (event.actor, event.data["name"], event.data["scopes"]) == (administrator, "relay", ["claims:read"])
    assert key.digest not in str(event.data)


def test_its_end_stands_there_too() -> None:
    administrator, program = makers.make_administrator(), makers.make_user(Role.CLIENT)
    makers.make_key(program, "claims:read")
    key = ApiKey.objects.get()
    assert clients.signed_in(administrator).delete(f"{URL}{key.token_key}/").status_code == 204
    event = Event.objects.filter(subject_type="user", subject_id=program.pk).latest("pk")
    assert (event.actor, event.data["key"]) == (administrator, key.token_key)


def test_a_key_lasts_no_longer_than_a_year() -> None:
    administrator = makers.make_administrator()
    with pytest.raises(Invalid, match="366"):
        services.create_api_key(
            user=administrator, name="x", scopes=["claims:read"], actor=administrator, lasts=timedelta(days=367)
        )


def test_no_key_opens_the_keys_and_people_whatever_it_carries() -> None:
    administrator = makers.make_administrator()
    client = clients.with_key(*OF_KEYS, role=Role.ADMINISTRATOR)
    facts = {"user": administrator.username, "name": "x", "scopes": ["claims:read"]}
    assert client.get(URL).status_code == 403
    assert client.post(URL, facts, format="json").status_code == 403
    assert Scope.PEOPLE_WRITE not in client.get("/api/v1/me/").json()["scopes"]


def test_the_database_holds_no_key_that_writes_people() -> None:
    makers.make_key(makers.make_administrator(), "claims:read")
    with pytest.raises(IntegrityError, match="api_key_writes_no_people"), transaction.atomic():
        ApiKey.objects.update(scopes=["claims:read", "people:write"])


def test_a_key_does_less_when_its_owner_may_less_and_nothing_when_they_are_gone() -> None:
    administrator, owner = makers.make_administrator(), makers.make_editor()
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {makers.make_key(owner, 'claims:read', 'claims:write')}")
    services.update_user(user=owner, actor=administrator, role="reviewer")
    assert client.get("/api/v1/me/").json()["scopes"] == ["claims:read"]
    services.update_user(user=owner, actor=administrator, is_active=False)
    assert client.get("/api/v1/me/").status_code == 401


def test_nobody_gets_a_key_who_is_gone() -> None:
    administrator, program = makers.make_administrator(), makers.make_user(Role.CLIENT)
    services.update_user(user=program, actor=administrator, is_active=False)
    with pytest.raises(Invalid, match="no access"):
        services.create_api_key(user=program, name="x", scopes=[], actor=None)


def test_the_keys_of_a_program_end_when_it_becomes_a_person() -> None:
    """Else a key is made for another person after all: first they are a program, then an editor."""
    administrator, user = makers.make_administrator(), makers.make_user(Role.CLIENT)
    services.create_api_key(user=user, name="x", scopes=["articles:write"], actor=administrator)
    services.update_user(user=user, actor=administrator, role="editor")
    assert not ApiKey.objects.exists()


def test_what_somebody_may_do_changes_in_the_log() -> None:
    administrator, user = makers.make_administrator(), makers.make_user(Role.REVIEWER)
    services.update_user(user=user, actor=administrator, role="editor", first_name="Rita")
    event = Event.objects.filter(subject_type="user", subject_id=user.pk).latest("pk")
    assert (event.actor, event.data["was"]["role"], event.data["is"]["role"]) == (administrator, "reviewer", "editor")


@pytest.mark.parametrize("role", [Role.EDITOR, Role.REVIEWER, Role.CLIENT])
def test_the_service_itself_refuses_who_may_not(role: Role) -> None:
    maker = makers.make_user(role)
    with pytest.raises(Forbidden):
        services.create_api_key(user=maker, name="x", scopes=["claims:read"], actor=maker)
