"""Claims and keys in the API."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from claims.access import Role, Scope
from claims.models import ApiKey, Claim
from tests import clients, makers

pytestmark = pytest.mark.django_db
URL = "/api/v1/claims/"


def texts(client: APIClient, query: str) -> list[str]:
    return [claim["text"] for claim in client.get(f"{URL}?{query}").json()["results"]]


def test_a_bare_claim_is_taken_in_with_its_speaker() -> None:
    body = {"text": "The lake is 40 metres deep.", "speaker_name": "The lake board", "topics": ["science"]}
    response = clients.with_key().post(URL, body, format="json")
    assert response.status_code == 202
    assert (response.json()["speaker"]["name"], response.json()["worthiness"]) == ("The lake board", 1.0)


def test_a_claim_handed_in_twice_is_answered_as_the_first() -> None:
    client = clients.with_key()
    first = client.post(URL, {"text": "The lake is 40 metres deep."}, format="json").json()
    again = client.post(URL, {"text": "the lake is  40 metres deep"}, format="json")
    assert (again.status_code, again.json()["created"]) == (200, False)
    assert (first["created"], again.json()["id"], again.json()["text"]) == (True, first["id"], first["text"])
    other = client.post(URL, {"text": "The lake is 40 metres deep.", "speaker_name": "Mira Falk"}, format="json")
    assert other.status_code == 202
    assert Claim.objects.count() == 2


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "text"),
        ({"text": "x" * 5_001}, "text"),
        ({"text": "a", "worthiness": 2}, "worthiness"),
        ({"text": "a", "topics": "science"}, "topics"),
        ({"text": "a", "said_at": "soon"}, "said_at"),
    ],
)
def test_a_claim_that_cannot_be_used_is_refused_by_field(body: dict[str, object], field: str) -> None:
    response = clients.with_key().post(URL, body, format="json")
    assert (response.status_code, response.json()["errors"][0]["field"]) == (422, field)


def test_claims_are_found_by_words_topic_speaker_and_worthiness() -> None:
    makers.make_claim("The lake is 40 metres deep.", topics=["science"], speaker_name="Mira Falk", worthiness=0.9)
    makers.make_claim("The tower is 90 metres high.", topics=["politics"], worthiness=0.2)
    client = clients.with_key()
    lake = ["The lake is 40 metres deep."]
    assert texts(client, "q=lakes") == lake
    assert texts(client, "topic=Science") == lake
    assert texts(client, "speaker=mira falk") == lake
    assert texts(client, "min_worthiness=0.5") == lake
    assert len(texts(client, "q=metres")) == 2


def test_pages_follow_each_other_without_gap_or_repetition() -> None:
    for _ in range(5):
        makers.make_claim()
    client, seen = clients.with_key(), []
    url = f"{URL}?page_size=2"
    while url:
        page = client.get(url).json()
        seen += [claim["id"] for claim in page["results"]]
        url = page["next"]
    assert seen == sorted(seen, reverse=True)
    assert len(seen) == 5


def test_an_expired_key_opens_nothing() -> None:
    client = clients.with_key()
    ApiKey.objects.update(expiry=timezone.now() - timedelta(seconds=1))
    assert client.get(URL).status_code == 401


def test_a_secret_is_shown_once_and_kept_as_a_hash_only() -> None:
    administrator, program = makers.make_administrator(), makers.make_user(Role.CLIENT)
    client = clients.signed_in(administrator)
    body = {"user": program.username, "name": "wire", "scopes": [Scope.CLAIMS_READ], "days": 1}
    made = client.post("/api/v1/api-keys/", body, format="json").json()
    assert made["secret"] not in str(ApiKey.objects.values().get())
    assert "secret" not in client.get("/api/v1/api-keys/").json()[0]
    holder = APIClient()
    holder.credentials(HTTP_AUTHORIZATION=f"Bearer {made['secret']}")
    assert holder.get("/api/v1/me/").json()["scopes"] == ["claims:read"]
    assert client.delete(f"/api/v1/api-keys/{made['id']}/").status_code == 204
    assert holder.get("/api/v1/me/").status_code == 401


def test_an_editor_makes_a_reviewer() -> None:
    desk, user = makers.make_desk(), makers.make_user()
    body = {"user": user.username, "desks": [desk.pk], "leads": [desk.pk], "topics": ["science"]}
    client = clients.signed_in(makers.make_editor())
    made = client.post("/api/v1/reviewers/", body, format="json")
    assert made.status_code == 201
    assert made.json()["memberships"] == [{"desk": desk.pk, "is_lead": True}]
    assert client.post("/api/v1/reviewers/", body, format="json").status_code == 422
