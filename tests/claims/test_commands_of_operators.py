"""What operators do on the command line: people and keys."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from knox.auth import TokenAuthentication

from claims.access import Role
from claims.models import ApiKey, Event, User
from tests import makers

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command(*arguments, stdout=out, stderr=io.StringIO())
    return out.getvalue()


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Any:
    def pipe(text: str) -> None:
        monkeypatch.setattr("sys.stdin", io.StringIO(text))

    return pipe


def test_the_first_administrator_is_made(typed: Any) -> None:
    typed(f"{makers.PASSWORD}\n")
    run("create_user", "ada", "--role", "administrator", "--first-name", "Ada", "--time-zone", "Europe/Lisbon")
    user = User.objects.get(username="ada")
    assert (user.role, user.is_staff, user.first_name, user.time_zone) == (
        "administrator",
        True,
        "Ada",
        "Europe/Lisbon",
    )
    assert user.check_password(makers.PASSWORD)


@pytest.mark.parametrize(
    ("password", "arguments", "told"),
    [
        ("12345\n", (), "too short"),
        ("", (), "too short"),
        (makers.PASSWORD, ("--time-zone", "Mars/Olympus"), "time_zone"),
    ],
)
def test_a_user_that_cannot_be_is_refused_with_the_reason(
    typed: Any, password: str, arguments: tuple[str, ...], told: str
) -> None:
    typed(password)
    with pytest.raises(CommandError, match=told):
        run("create_user", "ada", "--role", "editor", *arguments)
    assert not User.objects.exists()


def test_a_name_that_is_taken_is_refused(typed: Any) -> None:
    makers.make_user(username="ada")
    typed(makers.PASSWORD)
    with pytest.raises(CommandError, match="username"):
        run("create_user", "ada", "--role", "editor")


def test_a_program_is_made_without_a_password_and_gets_a_key_that_opens_the_api(rf: Any) -> None:
    run("create_user", "cms", "--role", "client", "--no-password")
    secret = run("create_api_key", "--user", "cms", "--scopes", "articles:read", "articles:write").strip()
    found = TokenAuthentication().authenticate(rf.get("/", headers={"Authorization": f"Bearer {secret}"}))
    assert found is not None
    assert found[0] == User.objects.get(username="cms")
    assert not found[0].has_usable_password()
    assert ApiKey.objects.get().expiry is not None


def test_a_key_of_the_command_line_stands_in_the_log_as_nobodys() -> None:
    user = makers.make_user(Role.CLIENT, username="cms")
    run("create_api_key", "--user", "cms", "--scopes", "articles:read")
    made = Event.objects.filter(subject_type="user", subject_id=user.pk).latest("pk")
    assert (made.actor, made.data["scopes"]) == (None, ["articles:read"])


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--user", "nobody", "--scopes", "articles:read"), "no user"),
        (("--user", "cms", "--scopes", "everything"), "everything"),
        (("--user", "cms", "--scopes", "checks:write"), "does not cover checks:write"),
        (("--user", "root", "--scopes", "people:write"), "No key may have people:write"),
        (("--user", "cms", "--scopes", "articles:read", "--days", "0"), "days"),
        (("--user", "cms", "--scopes", "articles:read", "--days", "367"), "days"),
    ],
)
def test_a_key_that_cannot_be_is_refused_with_the_reason(arguments: tuple[str, ...], told: str) -> None:
    makers.make_user(Role.CLIENT, username="cms")
    makers.make_administrator(username="root")
    with pytest.raises(CommandError, match=told):
        run("create_api_key", *arguments)
    assert not ApiKey.objects.exists()
