"""Articles in the API: what is stored, what is refused, and how that is told."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from rest_framework.test import APIClient

from claims.models import Article, Revision
from tests import clients, makers

pytestmark = pytest.mark.django_db
TEXT = "The ferry carried 90 passengers on Sunday, the harbour master said."
URL = "/api/v1/articles/"


@pytest.fixture
def client() -> APIClient:
    return clients.with_key()


def post(client: APIClient, **values: object) -> tuple[int, dict[str, object]]:
    response = client.post(URL, {"text": TEXT} | values, format="json")
    return response.status_code, response.json()


def test_an_article_is_stored_and_the_answer_says_where_to_look(client: APIClient) -> None:
    response = client.post(URL, {"text": TEXT, "outlet": "The Ferry Post"}, format="json")
    assert response.status_code == 202
    told = response.json()
    assert told["created"]
    assert response["Location"] == told["url"]
    article = client.get(told["url"]).json()
    assert (article["text"], article["outlet"], article["status"]) == (TEXT, "The Ferry Post", "received")


def test_the_same_text_twice_is_the_same_article(client: APIClient) -> None:
    first, second = post(client), post(client, title="Another title")
    assert (first[0], second[0]) == (202, 200)
    assert (first[1]["id"], second[1]["created"]) == (second[1]["id"], False)
    assert Article.objects.count() == 1


def test_a_changed_text_at_the_same_url_is_a_new_revision(client: APIClient) -> None:
    _, first = post(client, url="https://ferry.example/1")
    _, second = post(client, url="https://ferry.example/1", text=TEXT + " It sank.")
    assert (second["id"], second["revised"]) == (first["id"], True)
    assert (first["revision"], second["revision"]) == (1, 2)
    assert list(Revision.objects.values_list("number", flat=True)) == [1, 2]


def test_a_text_that_comes_back_is_a_revision_again(client: APIClient) -> None:
    for text in (TEXT, TEXT + " It sank.", TEXT):
        post(client, url="https://ferry.example/1", text=text)
    assert Revision.objects.count() == 3
    assert Article.objects.get().text_sha256 == Revision.objects.get(number=3).sha256


def test_a_day_is_midnight_of_the_sites_time_zone(client: APIClient) -> None:
    post(client, published_at="2025-06-18")
    assert Article.objects.get().published_at == datetime(2025, 6, 18, tzinfo=UTC)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": " \n\t"}, "text"),
        ({"text": "a\x00b"}, "text"),
        ({"text": "a\x07b"}, "text"),
        ({"text": None}, "text"),
        ({"text": 7.5e300, "published_at": "yesterday-ish"}, "published_at"),
        ({"text": "x" * 2_000_001}, "text"),
        ({"published_at": "2025-02-30"}, "published_at"),
        ({"published_at": "soon"}, "published_at"),
        ({"url": "not an address"}, "url"),
        ({"language": "klingon!"}, "language"),
        ({"title": "a\x00"}, "title"),
        ({"title": "x" * 501}, "title"),
        ({"headline": "there is no such field"}, "headline"),
    ],
)
def test_what_cannot_be_used_is_refused_by_field_and_not_stored(
    client: APIClient, values: dict[str, object], field: str
) -> None:
    response = client.post(URL, {"text": TEXT} | values, format="json")
    assert response.status_code == 422
    assert response["Content-Type"] == "application/problem+json"
    assert field in [error["field"] for error in response.json()["errors"]]
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"", "application/json", 422),
        (b"{", "application/json", 400),
        (b'{"text": "\xff\xfe"}', "application/json", 400),
        (b'{"text": "a \\ud800 b"}', "application/json", 422),
        (b"[1, 2]", "application/json", 422),
        (b"[" * 5_000, "application/json", 400),
        (b"text=hello", "application/x-www-form-urlencoded", 415),
    ],
)
def test_a_body_that_is_no_article_is_refused(client: APIClient, body: bytes, content_type: str, status: int) -> None:
    response = client.generic("POST", URL, body, content_type=content_type)  # type: ignore[arg-type]
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
    assert not Article.objects.exists()


def test_a_body_over_the_limit_is_refused_before_it_is_read(client: APIClient) -> None:
    response = client.generic("POST", URL, "x" * (10 * 1024 * 1024 + 1), content_type="application/json")
    assert response.status_code == 413
    assert response.json()["code"] == "too_large"


def test_the_good_lines_of_a_batch_survive_a_bad_one(client: APIClient) -> None:
    lines = [json.dumps({"text": f"{TEXT} {n}"}) for n in range(3)]
    lines[1:1] = ["{not json", json.dumps({"text": TEXT, "published_at": "soon"}), "[]"]
    response = client.generic("POST", f"{URL}batch/", "\n".join(lines), content_type="application/x-ndjson")
    told = response.json()
    assert (response.status_code, told["received"], told["failed"]) == (202, 3, 3)
    failed = {line["line"]: list(line["problems"]) for line in told["lines"] if line["problems"]}
    assert failed == {2: ["line"], 3: ["published_at"], 4: ["line"]}
    assert Article.objects.count() == 3


def test_without_a_broker_the_article_is_stored_all_the_same(client: APIClient) -> None:
    # Nobody listens at the address of the broker in tests that do not start one.
    assert post(client)[0] == 202
    assert Article.objects.get().attempts == 0


def test_only_a_quarantined_or_unreadable_article_is_tried_again() -> None:
    article = makers.make_article()
    editor = clients.signed_in(makers.make_editor())
    Article.objects.filter(pk=article.pk).update(status="extracted")
    assert editor.post(f"{URL}{article.pk}/retry/").status_code == 409
    Article.objects.filter(pk=article.pk).update(status="unreadable")
    assert editor.post(f"{URL}{article.pk}/retry/").status_code == 202
    article.refresh_from_db()
    assert article.status == "received"


def test_a_key_without_the_scope_may_not_write() -> None:
    reader = clients.with_key("articles:read")
    assert reader.get(URL).status_code == 200
    assert post(reader)[0] == 403


def test_without_a_key_nothing_is_told() -> None:
    response = APIClient().get(URL)
    assert (response.status_code, response["WWW-Authenticate"]) == (401, "Bearer")


@pytest.mark.parametrize(
    "path",
    [
        "articles/99999999999999999999/",
        "articles/0/",
        "checks/999999999999999999/",
        "claims/?q=%00",
        "claims/?article=99999999999999999999999",
        "claims/?cursor=nonsense",
        "claims/?min_worthiness=high",
        "articles/?status=lost",
        "checks/?page_size=nonsense",
        "fact-checks/?q=%22unclosed",
        "fact-checks/nothing-here/",
        "nowhere/",
    ],
)
def test_no_address_breaks_the_server(path: str) -> None:
    editor = clients.signed_in(makers.make_editor())
    response = editor.get(f"/api/v1/{path}")
    assert response.status_code in (200, 404, 422)
    if response.status_code != 200:
        assert response["Content-Type"] == "application/problem+json"
