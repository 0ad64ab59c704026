"""What the API does not know it names, wherever it stands; nothing that was sent is passed over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from drf_spectacular.generators import SchemaGenerator
from rest_framework.test import APIClient

from claims.access import Role
from claims.models import Claim
from tests import clients, makers
from tests.test_every_route import ADDRESSES, ROUTES

pytestmark = pytest.mark.django_db
VERBS = ("get", "post", "patch", "delete")


@pytest.fixture
def client() -> APIClient:
    """Somebody who may ask everything."""
    makers.make_claim()
    user = makers.make_administrator()
    makers.make_reviewer(makers.make_desk(), user=user)
    return clients.signed_in(user)


def problems(answer: Any) -> dict[str, list[str]]:
    return {error["field"]: error["messages"] for error in answer.json().get("errors", [])}


API = sorted((name, method) for name, method in ROUTES if name.startswith("v1:"))


@pytest.mark.parametrize(("name", "method"), API)
def test_every_address_names_a_parameter_that_it_does_not_know(client: APIClient, name: str, method: str) -> None:
    path = ADDRESSES[name][0]
    answer = client.generic(method.upper(), f"{path}?colour=red")
    assert answer.status_code == 422
    assert problems(answer) == {"colour": ["There is no such parameter."]}


SCHEMA: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
OPERATIONS = [(path, verb) for path, item in SCHEMA["paths"].items() for verb in item if verb in VERBS]


@pytest.mark.parametrize(("path", "verb"), OPERATIONS)
def test_the_parameters_of_the_schema_and_no_others_are_known(client: APIClient, path: str, verb: str) -> None:
    described = SCHEMA["paths"][path][verb].get("parameters", [])
    names = [one["name"] for one in described if one["in"] == "query"]
    query = "&".join(f"{name}=%20" for name in [*names, "colour"])
    answer = client.generic(verb.upper(), f"{path.replace('{id}', '999').replace('{slug}', 'x')}?{query}")
    assert list(problems(answer)) == ["colour"]


def test_a_near_name_is_offered(client: APIClient) -> None:
    assert problems(client.get("/api/v1/claims/?articel=12")) == {
        "articel": ["There is no such parameter. Did you mean article?"]
    }
    sent = {"text": "The lock was closed.", "speaker": "Ada Kern"}
    assert problems(client.post("/api/v1/claims/", sent, format="json")) == {
        "speaker": ["There is no such field. Did you mean speaker_name or speaker_role?"]
    }
    assert Claim.objects.count() == 1


def test_a_parameter_is_given_once(client: APIClient) -> None:
    answer = client.get("/api/v1/claims/?language=en&language=de")
    assert (answer.status_code, problems(answer)) == (422, {"language": ["Give this once."]})


@pytest.mark.parametrize("path", ["queue", "route"])
def test_what_takes_no_fields_names_those_that_were_sent(path: str) -> None:
    check = makers.make_check()
    client = clients.with_key(role=Role.EDITOR)
    for sent, kind in (({"comment": "now"}, "json"), ({"comment": "now"}, "multipart")):
        if kind == "multipart":
            client.force_login(makers.make_editor())
            client.credentials()
        answer = client.post(f"/api/v1/checks/{check.pk}/{path}/", sent, format=kind)
        assert (answer.status_code, list(problems(answer))) == (422, ["comment"])


def test_a_bad_field_and_an_unknown_one_are_told_together(client: APIClient) -> None:
    answer = client.post("/api/v1/claims/", {"text": "", "topic": "ports", "worthiness": 7}, format="json")
    assert sorted(problems(answer)) == ["text", "topic", "worthiness"]


def test_unknown_fields_are_named_where_they_stand() -> None:
    assignment = makers.make_assignments(makers.make_check())[0]
    sent = {
        "token": assignment.token,
        "rating": "false",
        "reasoning": "The register says otherwise.",
        "sources": [{"url": "https://register.example/"}, {"url": "https://register.example/2", "titel": "Two"}],
    }
    client = APIClient()
    client.force_login(assignment.reviewer.user)
    answer = client.post(f"/api/v1/assignments/{assignment.pk}/verdict/", sent, format="json")
    assert problems(answer) == {"sources.1.titel": ["There is no such field. Did you mean title?"]}


def test_a_line_of_a_batch_names_its_own(client: APIClient) -> None:
    sent = [{"text": "The weir was raised."}, {"text": "The weir was lowered.", "role": "mayor"}]
    told = client.post("/api/v1/claims/batch/", sent, format="json").json()
    assert [one["status"] for one in told["results"]] == ["created", "invalid"]
    assert list(told["results"][1]["problems"]) == ["role"]


def test_what_is_told_and_not_set_is_named_too() -> None:
    client = clients.signed_in(makers.make_editor())
    webhook, desk, reviewer = makers.make_webhook(), makers.make_desk(), makers.make_reviewer()
    for path, field in (
        (f"/api/v1/webhooks/{webhook.pk}/", "status"),
        (f"/api/v1/desks/{desk.pk}/", "id"),
        (f"/api/v1/reviewers/{reviewer.pk}/", "memberships"),
    ):
        seen = client.get(path).headers["ETag"]
        answer = client.patch(path, {field: 1}, format="json", headers={"If-Match": seen})
        assert (answer.status_code, list(problems(answer))) == (422, [field])


@pytest.mark.parametrize("body", ["[]", '"text"', "null", "7", "[{}]"])
def test_a_body_that_is_no_object_is_told(client: APIClient, body: str) -> None:
    for path in ("/api/v1/claims/", "/api/v1/articles/", "/api/v1/webhooks/", "/api/v1/checks/999/queue/"):
        answer = client.post(path, body, content_type="application/json")
        assert answer.status_code in (404, 422), (path, answer.content)


def request_schemas() -> Iterator[tuple[str, dict[str, Any]]]:
    parts = SCHEMA["components"]["schemas"]
    waiting = [
        content["schema"]
        for item in SCHEMA["paths"].values()
        for verb, operation in item.items()
        if verb in VERBS
        for content in operation.get("requestBody", {}).get("content", {}).values()
    ]
    seen = set()
    while waiting:
        schema = waiting.pop()
        if "$ref" in schema:
            name = schema["$ref"].rpartition("/")[2]
            if name not in seen:
                seen.add(name)
                yield name, parts[name]
                waiting.append(parts[name])
            continue
        waiting += [*schema.get("properties", {}).values(), *schema.get("allOf", []), *schema.get("oneOf", [])]
        if "items" in schema:
            waiting.append(schema["items"])


def test_the_schema_says_so_of_every_body() -> None:
    objects = {name: schema for name, schema in request_schemas() if schema.get("type") == "object"}
    assert {"ClaimInRequest", "SourceInRequest", "PatchedDeskOutRequest"} <= set(objects)
    assert [name for name, schema in objects.items() if schema.get("additionalProperties") is not False] == []
