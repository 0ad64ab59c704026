"""A POST with an Idempotency-Key is done once and answered the same again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db.models import F
from django.urls import get_resolver
from rest_framework.test import APIClient

from claims import services
from claims.access import Role
from claims.api.once import Once
from claims.models import ApiKey, Article, Claim, KeptAnswer
from tests import makers
from tests.clients import signed_in, with_key
from tests.test_every_route import ROUTES, routes

pytestmark = pytest.mark.django_db
CLAIMS, ARTICLES = "/api/v1/claims/", "/api/v1/articles/"
DAMS = {"text": "Two of the nine dams were full in May."}


@pytest.fixture
def client() -> APIClient:
    return with_key()


def post(client: APIClient, path: str, body: Any, key: str = "first") -> Any:
    return client.post(path, body, format="json", headers={"Idempotency-Key": key})


def test_the_second_answer_is_the_first_one(client: APIClient) -> None:
    first, second = post(client, CLAIMS, DAMS), post(client, CLAIMS, DAMS)
    assert (first.status_code, second.status_code) == (202, 202)
    assert first.json() == second.json()
    assert second["Content-Type"] == first["Content-Type"]
    assert ("Idempotency-Replayed" in first, second["Idempotency-Replayed"]) == (False, "true")
    assert Claim.objects.count() == 1


def test_it_leads_to_the_same_place(client: APIClient) -> None:
    body = {"text": "The ferry was late on nine days, the port authority said.", "published_at": "2025-06-18"}
    first, second = post(client, ARTICLES, body), post(client, ARTICLES, body)
    assert first.json()["created"] is second.json()["created"] is True
    assert second["Location"] == first["Location"]
    assert Article.objects.count() == 1


def test_it_names_the_same_version() -> None:
    client, check = with_key(role=Role.EDITOR), makers.make_check()
    path, sent = f"/api/v1/checks/{check.pk}/priority/", {"If-Match": f'"{check.version}"', "Idempotency-Key": "first"}
    first, second = (client.post(path, {"priority": 2}, format="json", headers=sent) for _ in range(2))
    assert (first.status_code, second["Idempotency-Replayed"]) == (200, "true")
    assert second["ETag"] == first["ETag"] != sent["If-Match"]


def test_without_a_key_each_request_is_its_own(client: APIClient) -> None:
    assert [client.post(CLAIMS, DAMS, format="json").status_code for _ in range(2)] == [202, 200]
    assert not KeptAnswer.objects.exists()


def test_something_else_under_the_same_key_is_refused(client: APIClient) -> None:
    post(client, CLAIMS, DAMS)
    refused = post(client, CLAIMS, {"text": "All nine dams were full in May."})
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == "Idempotency-Key"
    assert post(client, ARTICLES, DAMS).status_code == 422
    assert (Claim.objects.count(), Article.objects.count()) == (1, 0)


def test_keys_of_other_people_are_other_keys() -> None:
    assert post(with_key(), CLAIMS, DAMS).status_code == 202
    assert post(with_key(), CLAIMS, DAMS).status_code == 200


@pytest.mark.parametrize("key", ["", "x" * 256, "clé", "a\tb"])
def test_a_key_is_a_short_line_of_ascii(client: APIClient, key: str) -> None:
    assert post(client, CLAIMS, DAMS, key).status_code == 422
    assert not Claim.objects.exists()


def test_what_was_refused_may_be_tried_again_under_its_key() -> None:
    reviewer = makers.make_reviewer(makers.make_desk())
    client = signed_in(reviewer.user)
    assert post(client, "/api/v1/assignments/next/", None).status_code == 404
    makers.make_check()
    first, second = (post(client, "/api/v1/assignments/next/", None) for _ in range(2))
    assert (first.status_code, second.json()) == (201, first.json())


def test_who_may_not_gets_no_answer_of_before(client: APIClient) -> None:
    """The door is asked each time: a key that lost its scope reads nothing."""
    post(client, CLAIMS, DAMS)
    ApiKey.objects.update(scopes=["claims:read"])
    assert post(client, CLAIMS, DAMS).status_code == 403


def test_what_breaks_on_the_way_has_done_nothing(client: APIClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """As when the process dies between what it does and its answer."""

    def die(**anything: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr(services, "keep_answer", die)
        client.raise_request_exception = False
        assert post(client, CLAIMS, DAMS).status_code == 500
    assert not Claim.objects.exists()
    assert post(client, CLAIMS, DAMS).status_code == 202


def test_a_secret_is_not_kept() -> None:
    client = signed_in(makers.make_administrator())
    body = {"user": makers.make_user(Role.CLIENT).username, "name": "wire", "scopes": ["claims:read"]}
    first, second = (post(client, "/api/v1/api-keys/", body) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 409)
    assert first.json()["secret"]
    assert ApiKey.objects.count() == 1
    assert KeptAnswer.objects.get().content == ""


def test_answers_are_forgotten_after_a_day(client: APIClient) -> None:
    post(client, CLAIMS, DAMS)
    assert services.forget_answers() == 0
    KeptAnswer.objects.update(created_at=F("created_at") - timedelta(days=1, minutes=1))
    assert services.forget_answers() == 1
    assert post(client, CLAIMS, DAMS).status_code == 200


def test_every_post_of_the_api_heeds_the_key() -> None:
    posts = {name for name, method in ROUTES if method == "post" and name.startswith("v1:")}
    views = {f"v1:{pattern.name}": pattern.callback for pattern in patterns_of_the_api()}
    assert {name for name in posts if not issubclass(views[name].cls, Once)} == set()
    assert posts <= {name for name, _, _ in routes()}


def patterns_of_the_api() -> Any:
    found: Any = get_resolver().url_patterns
    [api] = [one for one in found if getattr(one, "namespace", None) == "v1"]
    return api.url_patterns
