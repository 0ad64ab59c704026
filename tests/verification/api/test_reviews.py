"""Reviews in the API: taking, judging, deciding, publishing."""

from __future__ import annotations

from typing import Any

import pytest
from rest_framework.test import APIClient

from tests import clients, makers
from tests.seen import if_match
from verification.models import Assignment, Check, Verdict

pytestmark = pytest.mark.django_db
SOURCES = [
    {"url": "https://register.example/1", "title": "The register", "stance": "refutes", "kind": "primary"},
    {"url": "https://archive.example/2"},
]


def judge(client: APIClient, assignment: Assignment, **values: Any) -> Any:
    body = {"token": assignment.token, "rating": "false", "reasoning": "It is wrong.", "sources": SOURCES} | values
    return client.post(f"/api/v1/assignments/{assignment.pk}/verdict/", body, format="json")


def as_reviewer(assignment: Assignment) -> APIClient:
    return clients.signed_in(assignment.reviewer.user)


def act(client: APIClient, check_id: int, action: str, **values: object) -> Any:
    """Do something with a check as it is just now."""
    found = Check.objects.filter(pk=check_id).first()
    version = if_match(found) if found else {}
    return client.post(f"/api/v1/checks/{check_id}/{action}/", values, format="json", **version)


def test_a_reviewer_takes_the_next_claim_and_judges_it() -> None:
    desk = makers.make_desk()
    check = makers.make_check(desk)
    client = clients.signed_in(makers.make_reviewer(desk).user)
    taken = client.post("/api/v1/assignments/next/").json()
    assert (taken["check_id"], taken["status"]) == (check.pk, "open")
    assert [rating["key"] for rating in taken["ratings"]] == ["true", "half", "false", "unproven"]
    response = judge(client, Assignment.objects.get(pk=taken["id"]))
    assert response.status_code == 201
    assert [source["url"] for source in response.json()["sources"]] == [source["url"] for source in SOURCES]


def test_when_nothing_waits_next_says_so() -> None:
    client = clients.signed_in(makers.make_reviewer(makers.make_desk()).user)
    response = client.post("/api/v1/assignments/next/")
    assert (response.status_code, response.json()["code"]) == (404, "nothing_to_review")


def test_who_is_no_reviewer_takes_nothing() -> None:
    response = clients.signed_in(makers.make_editor()).post("/api/v1/assignments/next/")
    assert (response.status_code, response.json()["code"]) == (403, "not_a_reviewer")


def test_a_verdict_twice_is_a_conflict() -> None:
    assignment = makers.make_assignments(makers.make_check())[0]
    assert judge(as_reviewer(assignment), assignment).status_code == 201
    again = judge(as_reviewer(assignment), assignment)
    assert (again.status_code, again.json()["code"]) == (409, "not_yours")
    assert Verdict.objects.count() == 1


def test_somebody_elses_assignment_is_not_there() -> None:
    mine, theirs = makers.make_assignments(makers.make_check())
    assert judge(as_reviewer(mine), theirs).status_code == 404


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"rating": "maybe"}, "rating"),
        ({"reasoning": " "}, "reasoning"),
        ({"token": -1}, "token"),
        ({"sources": [SOURCES[0], {"url": "nowhere"}]}, "sources.1.url"),
        ({"sources": [{"url": "https://a.example", "published_at": "soon"}]}, "sources.0.published_at"),
    ],
)
def test_a_bad_verdict_is_refused_by_field(values: dict[str, object], field: str) -> None:
    assignment = makers.make_assignments(makers.make_check())[0]
    response = judge(as_reviewer(assignment), assignment, **values)
    assert response.status_code == 422
    assert [error["field"] for error in response.json()["errors"]] == [field]


def test_verdicts_stay_hidden_until_all_are_in() -> None:
    check = makers.make_check()
    first, second = makers.make_assignments(check)
    judge(as_reviewer(first), first)
    url = f"/api/v1/checks/{check.pk}/"
    assert len(as_reviewer(first).get(url).json()["verdicts"]) == 1
    assert as_reviewer(second).get(url).json()["verdicts"] == []
    assert clients.signed_in(makers.make_editor()).get(url).json()["verdicts"] == []
    judge(as_reviewer(second), second)
    assert len(as_reviewer(second).get(url).json()["verdicts"]) == 2


def test_a_check_is_agreed_published_corrected_and_withdrawn() -> None:
    check, editor = makers.make_agreed_check(), clients.signed_in(makers.make_editor())
    texts = {"headline": "It did not", "summary": "The register says so."}
    assert act(editor, check.pk, "publish", **texts).json()["status"] == "published"
    assert act(editor, check.pk, "publish", **texts).status_code == 409
    assert act(editor, check.pk, "correct", **texts).status_code == 422
    assert act(editor, check.pk, "correct", note="The year was wrong.", **texts).status_code == 200
    told = APIClient().get("/api/v1/fact-checks/it-did-not/").json()
    assert [revision["number"] for revision in told["revisions"]] == [2, 1]
    assert told["claim_review"]["reviewRating"]["alternateName"] == "False"
    assert act(editor, check.pk, "withdraw", why="Forged.").json()["status"] == "withdrawn"
    assert APIClient().get("/api/v1/fact-checks/").json()["results"] == []
    assert APIClient().get("/api/v1/fact-checks/it-did-not/").json()["is_withdrawn"]


def test_an_editor_decides_a_dispute_and_another_signs_off() -> None:
    check, editor = makers.make_disputed_check(), clients.signed_in(makers.make_editor())
    decided = act(editor, check.pk, "adjudicate", rating="half", reasoning="Both are right in part.")
    assert (decided.status_code, decided.json()["status"]) == (200, "agreed")
    refused = act(editor, check.pk, "publish", headline="Half", summary="Half.")
    assert (refused.status_code, refused.json()["code"]) == (403, "four_eyes")


def test_a_released_claim_needs_a_reason_and_goes_on() -> None:
    assignment = makers.make_assignments(makers.make_check())[0]
    url, client = f"/api/v1/assignments/{assignment.pk}/release/", as_reviewer(assignment)
    assert client.post(url, {"token": assignment.token}, format="json").status_code == 422
    done = client.post(url, {"token": assignment.token, "why": "Not my field."}, format="json")
    assert done.json()["status"] == "released"


def test_the_events_of_a_check_tell_its_way() -> None:
    check = makers.make_agreed_check()
    told = clients.signed_in(makers.make_editor()).get(f"/api/v1/checks/{check.pk}/events/").json()
    assert {"queued", "in_review", "agreed"} <= {event["to_status"] for event in told["results"]}
