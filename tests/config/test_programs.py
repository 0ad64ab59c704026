"""A program with a key passes by what is for people: sessions, languages, forms."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from claims.access import Role
from tests import clients, makers
from verification import queries
from verification.models import Desk, Reviewer
from verification.queries.people import BESIDE_KEYS

pytestmark = pytest.mark.django_db
GERMAN = {"Accept-Language": "de"}


@pytest.fixture
def desk() -> Desk:
    return makers.make_desk()


def key_of(reviewer: Reviewer) -> str:
    return f"Bearer {makers.make_key(reviewer.user, 'reviews:read', 'reviews:write')}"


def test_it_reads_english_whatever_was_answered_before() -> None:
    program = clients.with_key()
    assert "Anmelden" in Client(headers=GERMAN).get("/login/").content.decode()
    refused = program.post("/api/v1/articles/", {}, format="json", headers=GERMAN)
    assert refused.status_code == 422
    assert "Dieses Feld" not in refused.content.decode()
    assert "Content-Language" not in refused.headers


def test_no_cookie_and_no_policy_of_pages_comes_with_its_answer() -> None:
    answer = clients.with_key().get("/api/v1/claims/")
    assert answer.status_code == 200
    assert not answer.cookies
    assert "Content-Security-Policy" not in answer.headers
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_session_is_of_no_use_beside_a_key_that_opens_nothing() -> None:
    client = Client()
    client.force_login(makers.make_editor())
    assert client.get("/api/v1/checks/").status_code == 200
    assert client.get("/api/v1/checks/", HTTP_AUTHORIZATION="Bearer nothing").status_code == 401


def test_a_key_on_a_page_opens_nothing() -> None:
    reviewer = makers.make_reviewer(makers.make_desk())
    answer = Client().get("/desk/", HTTP_AUTHORIZATION=key_of(reviewer))
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("login"))


def test_who_somebody_is_comes_with_their_key(desk: Desk) -> None:
    reviewer, check = makers.make_reviewer(desk), makers.make_check(desk)
    client = Client(headers={"Authorization": key_of(reviewer)})
    with CaptureQueriesContext(connection) as asked:
        taken = client.post("/api/v1/assignments/next/")
    assert taken.status_code == 201
    assert reviewer.assignments.get().check_row == check
    of_people = [query["sql"] for query in asked if "claims_user" in query["sql"]]
    assert len(of_people) == 1
    assert "verification_reviewer" in of_people[0]


@pytest.mark.parametrize("change", [{"role": Role.READER}, {"is_active": False}])
def test_who_may_not_review_any_more_is_nobody_by_key_either(desk: Desk, change: dict[str, object]) -> None:
    reviewer = makers.make_reviewer(desk)
    makers.make_check(desk)
    client = Client(headers={"Authorization": key_of(reviewer)})
    type(reviewer.user).objects.filter(pk=reviewer.user_id).update(**change)
    assert client.post("/api/v1/assignments/next/").status_code in (401, 403)


def test_brought_along_and_asked_for_are_the_same(desk: Desk) -> None:
    reviewer = makers.make_reviewer(desk)
    asked = queries.reviewer_of(reviewer.user)
    assert asked == reviewer
    setattr(reviewer.user, BESIDE_KEYS.name, None)
    assert queries.reviewer_of(reviewer.user) is None
