"""Matches in the API: of one claim, of any text, and deciding them."""

from __future__ import annotations

from typing import Any

import pytest

from claims import queries as claim_queries
from claims import tasks as claim_tasks
from claims.models import Claim
from tests import clients, makers
from tests.seen import if_match
from verification.models import Check, Desk

pytestmark = pytest.mark.django_db
SHIPS = "The port of Aldburgh handled 90 ships in May 2024."


@pytest.fixture
def desk() -> Desk:
    return makers.make_desk()


def compare_all() -> None:
    while claim_queries.embeddings_due().exists():
        claim_tasks.compare()


def get(path: str, **params: str) -> Any:
    answer = clients.with_key("claims:read").get(path, params)
    return answer.json()


def test_the_matches_of_a_claim_tell_what_has_become_of_the_earlier_one(desk: Desk) -> None:
    earlier = makers.make_published_check(desk)
    claim = makers.make_claim()
    match = makers.make_match(claim, earlier.claim)
    makers.make_match(claim, makers.make_imported_fact_check(rating="Mostly false"), score=0.6)
    ours, theirs = get(f"/api/v1/claims/{claim.pk}/matches/")
    assert (ours["id"], ours["relation"], ours["score"], ours["status"]) == (match.pk, "same", 0.93, "suggested")
    assert ours["earlier"]["claim"]["id"] == earlier.claim_id
    assert (ours["earlier"]["check_id"], ours["earlier"]["check_status"]) == (earlier.pk, "published")
    assert ours["earlier"]["fact_check"]["rating"]["name"] == "False"
    assert ours["imported"] is None
    assert (theirs["imported"]["rating"], theirs["earlier"]) == ("Mostly false", None)
    assert get(f"/api/v1/matches/{match.pk}/") == ours


def test_of_an_unpublished_check_no_rating_is_told(desk: Desk) -> None:
    earlier = makers.make_agreed_check(desk)
    makers.make_match(claim := makers.make_claim(), earlier.claim)
    (told,) = get(f"/api/v1/claims/{claim.pk}/matches/")
    assert (told["earlier"]["check_status"], told["earlier"]["fact_check"]) == ("agreed", None)


def test_any_text_can_be_asked_about(desk: Desk) -> None:
    check = makers.make_published_check(desk, text=SHIPS)
    makers.make_claim("The harbour board closed 12 quays.")
    makers.make_imported_fact_check(claim_text=SHIPS, url="https://checks.example/ships")
    compare_all()
    found = get("/api/v1/matches/", q="In May 2024 the port of Aldburgh handled 90 ships")
    assert {one["relation"] for one in found} == {"same"}
    (ours,) = [one for one in found if one["earlier"]]
    assert ours["earlier"]["fact_check"]["slug"] == check.fact_check.slug
    assert [one["imported"]["url"] for one in found if one["imported"]] == ["https://checks.example/ships"]
    (rival, *_) = get("/api/v1/matches/", q="In May 2024 the port of Aldburgh handled 160 ships")
    assert rival["relation"] == "rival"


def test_figures_of_what_is_asked_are_read_as_those_of_claims(desk: Desk) -> None:
    claim = makers.make_claim("The lighthouse keeper earned 31,000 pounds.")
    pounds = {"text": "31,000 pounds", "low": 31e3, "high": 31e3, "unit": "pound sterling", "kind": "money"}
    Claim.objects.filter(pk=claim.pk).update(quantities=[pounds])
    compare_all()
    (rival,) = get("/api/v1/matches/", q="The lighthouse keeper earned 37,000 pounds.")
    assert rival["why"] == ["37,000 pounds against 31,000 pounds"]


def test_what_resembles_nothing_finds_nothing(desk: Desk) -> None:
    makers.make_claim(SHIPS)
    compare_all()
    assert get("/api/v1/matches/", q="Bees can count to four.") == []


@pytest.mark.parametrize("q", ["", " ", "x" * 5_001, "a\x00b"])
def test_what_cannot_be_asked_about_is_told(q: str) -> None:
    answer = clients.with_key("claims:read").get("/api/v1/matches/", {"q": q})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "q"


def test_an_editor_accepts_and_takes_back(desk: Desk) -> None:
    earlier, later = makers.make_published_check(desk), makers.make_check(desk)
    match = makers.make_match(later.claim, earlier.claim)
    client = clients.signed_in(makers.make_editor())
    told = client.post(
        f"/api/v1/matches/{match.pk}/accept/", {"why": "The same port."}, format="json", **if_match(match)
    )
    assert (told.status_code, told.json()["status"]) == (200, "accepted")
    check = client.get(f"/api/v1/checks/{later.pk}/").json()
    assert (check["status"], check["follows"]) == ("matched", earlier.pk)
    again = client.post(f"/api/v1/matches/{match.pk}/accept/", {}, format="json", **if_match(match))
    assert (again.status_code, again.json()["code"]) == (409, "illegal_move")
    assert (
        client.post(f"/api/v1/matches/{match.pk}/reject/", {}, format="json", **if_match(match)).json()["status"]
        == "rejected"
    )
    assert Check.objects.get(pk=later.pk).status == "queued"


def test_a_reviewer_decides_about_what_they_hold_and_nothing_else(desk: Desk) -> None:
    earlier, later = makers.make_published_check(desk), makers.make_check(desk)
    match = makers.make_match(later.claim, earlier.claim)
    other = makers.make_reviewer(makers.make_desk())
    refused = clients.signed_in(other.user).post(
        f"/api/v1/matches/{match.pk}/accept/", {}, format="json", **if_match(match)
    )
    assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")
    mine = makers.make_assignments(later)[0]
    client = clients.signed_in(mine.reviewer.user)
    assert client.post(f"/api/v1/matches/{match.pk}/accept/", {}, format="json", **if_match(match)).status_code == 200


@pytest.mark.parametrize("path", ["/api/v1/matches/1/", "/api/v1/claims/1/matches/"])
def test_what_is_not_there_is_not_found(path: str) -> None:
    assert clients.with_key("claims:read").get(path).status_code == 404


def test_a_key_without_the_scope_is_refused() -> None:
    assert clients.with_key("articles:read").get("/api/v1/matches/", {"q": "x"}).status_code == 403
