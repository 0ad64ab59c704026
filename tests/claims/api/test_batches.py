"""Many claims handed in at once."""

from __future__ import annotations

import json
from typing import Any

import pytest

from claims.access import Scope
from claims.models import Claim, Embedding, Speaker
from claims.services import batches
from tests import clients, makers

pytestmark = pytest.mark.django_db
URL = "/api/v1/claims/batch/"


def hand_in(*claims: Any) -> Any:
    response = clients.with_key().post(URL, list(claims), format="json")
    told = response.json()
    assert response.status_code == (202 if told["created"] or told["invalid"] else 200)
    return told


def test_each_claim_is_stored_as_it_would_be_alone() -> None:
    body = {
        "text": " The lake is 40 metres deep. ", "speaker_name": "Mira Falk", "speaker_role": "warden",
        "said_at": "2025-03-02T10:00:00Z", "language": "en-GB", "topics": ["science", "water"], "worthiness": 0.4,
    }  # fmt: skip
    told = hand_in({"text": "The tower is 90 metres high."}, body)
    assert (told["created"], told["duplicates"], told["invalid"]) == (2, 0, 0)
    alone = clients.with_key().post("/api/v1/claims/", body | {"text": "The lake is 41 metres deep."}, format="json")
    one, other = Claim.objects.get(pk=told["results"][1]["id"]), Claim.objects.get(pk=alone.json()["id"])
    own = {"id", "text", "fingerprint", "created_at", "created_by", "search"}
    for field in (field for field in Claim._meta.concrete_fields if field.name not in own):
        assert getattr(one, field.attname) == getattr(other, field.attname), field.name
    assert (one.text, one.created_by is not None) == ("The lake is 40 metres deep.", True)
    assert Speaker.objects.get().role == "warden"
    assert Embedding.objects.filter(claim=one, status="waiting").exists()


def test_a_bad_claim_is_told_by_its_place_and_spoils_no_other() -> None:
    told = hand_in(
        {"text": "The lake is 40 metres deep."}, {"text": ""}, {"text": "a", "topics": ["x" * 65]}, "no object",
        {"text": "A\x00b"}, {"text": "a\x02b"}, {"text": "The tower is 90 metres high."},
    )  # fmt: skip
    results = told["results"]
    assert [result["index"] for result in results] == list(range(7))
    assert [result["status"] for result in results] == ["created", *["invalid"] * 5, "created"]
    assert [list(result["problems"]) for result in results[1:6]] == [
        ["text"], ["topics.0"], ["non_field_errors"], ["text"], ["text"],
    ]  # fmt: skip
    assert Claim.objects.count() == 2


def test_what_was_handed_in_before_is_a_duplicate_that_names_the_first() -> None:
    known = makers.make_claim("The lake is 40 metres deep.")
    told = hand_in(
        {"text": "the lake is 40  metres deep"}, {"text": "The tower is 90 metres high."},
        {"text": "THE TOWER IS 90 METRES HIGH."}, {"text": "The lake is 40 metres deep.", "speaker_name": "Mira Falk"},
    )  # fmt: skip
    results = told["results"]
    assert [result["status"] for result in results] == ["duplicate", "created", "duplicate", "created"]
    assert [result["created"] for result in results] == [False, True, False, True]
    assert (results[0]["id"], results[2]["id"]) == (known.pk, results[1]["id"])
    assert Claim.objects.get(pk=results[1]["id"]).text == "The tower is 90 metres high."


def test_a_batch_sent_again_stores_nothing_more() -> None:
    claims = [{"text": f"The well is {depth} metres deep.", "speaker_name": "Mira Falk"} for depth in range(30)]
    first, again = hand_in(*claims), hand_in(*claims)
    assert (again["created"], again["duplicates"]) == (0, 30)
    assert [result["id"] for result in again["results"]] == [result["id"] for result in first["results"]]


def test_speakers_are_one_whatever_the_case_of_their_name() -> None:
    makers.make_claim("The lake is 40 metres deep.", speaker_name="Mira Falk")
    names = ["mira falk", "MIRA FALK", "Jon Aas", "jon aas"]
    hand_in(*({"text": f"Claim {number} of theirs.", "speaker_name": name} for number, name in enumerate(names)))
    assert sorted(Speaker.objects.values_list("name", flat=True)) == ["Jon Aas", "Mira Falk"]
    assert Claim.objects.filter(speaker__name="Mira Falk").count() == 3


def test_lines_of_json_are_taken_as_well() -> None:
    lines = [json.dumps({"text": "The lake is 40 metres deep."}), "not json", "", json.dumps({"text": "A well."})]
    client = clients.with_key()
    response = client.generic("POST", URL, "\n".join(lines), content_type="application/x-ndjson")
    results = response.json()["results"]
    assert [result["status"] for result in results] == ["created", "invalid", "created"]
    assert "line" in results[1]["problems"]


def test_a_batch_has_an_end() -> None:
    client = clients.with_key()
    many = [{"text": "The lake is 40 metres deep."}] * (batches.MAX_BATCH + 1)
    assert client.post(URL, many, format="json").status_code == 422
    assert client.post(URL, {"text": "The lake is 40 metres deep."}, format="json").status_code == 422
    assert client.post(URL, [], format="json").json()["results"] == []
    assert not Claim.objects.exists()


def test_only_who_may_write_claims_hands_them_in() -> None:
    response = clients.with_key(Scope.CLAIMS_READ).post(URL, [{"text": "The lake is deep."}], format="json")
    assert response.status_code == 403
