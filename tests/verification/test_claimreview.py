"""The markup of a fact-check says what its page says, in the members that schema.org names."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verification.claimreview import Published, Scale, claim_review

PUBLISHED = Published(
    url="https://desk.example/fact-checks/harbour/",
    claim_text="The harbour was closed for nine days.",
    claimant="Ana Reis",
    claimant_role="Minister",
    said_on=date(2026, 5, 20),
    appearance_url="https://paper.example/harbour",
    rating_name="Half true",
    scale=Scale(worst=1, best=5, value=3),
    headline="It was five",
    summary="The log of the port shows five days.",
    published_at=datetime(2026, 6, 1, 9, tzinfo=UTC),
    revised_at=None,
    publisher="Claimdesk",
    publisher_url="https://desk.example",
    source_urls=("https://port.example/log",),
)


def members(value: Any) -> list[Any]:
    """Each value in the object, at any depth."""
    if isinstance(value, dict):
        return [inner for member in value.values() for inner in members(member)]
    if isinstance(value, list):
        return [inner for member in value for inner in members(member)]
    return [value]


def test_every_member_that_google_requires_is_there() -> None:
    found = claim_review(PUBLISHED)
    assert found["@context"] == "https://schema.org"
    assert found["@type"] == "ClaimReview"
    assert found["claimReviewed"] == PUBLISHED.claim_text
    assert found["url"] == PUBLISHED.url
    assert found["reviewRating"] == {
        "@type": "Rating",
        "alternateName": "Half true",
        "ratingValue": 3,
        "worstRating": 1,
        "bestRating": 5,
    }


def test_the_claim_names_who_said_it_when_and_where() -> None:
    assert claim_review(PUBLISHED)["itemReviewed"] == {
        "@type": "Claim",
        "text": "The harbour was closed for nine days.",
        "author": {"@type": "Person", "name": "Ana Reis", "jobTitle": "Minister"},
        "datePublished": "2026-05-20",
        "appearance": {"@type": "CreativeWork", "url": "https://paper.example/harbour"},
    }


def test_a_rating_off_the_truth_scale_has_a_name_and_no_number() -> None:
    unproven = replace(PUBLISHED, rating_name="Unproven", scale=Scale(worst=1, best=5, value=None))
    assert claim_review(unproven)["reviewRating"] == {"@type": "Rating", "alternateName": "Unproven"}


def test_a_rating_of_zero_is_a_number() -> None:
    worst = replace(PUBLISHED, scale=Scale(worst=0, best=5, value=0))
    assert claim_review(worst)["reviewRating"]["ratingValue"] == 0
    assert claim_review(worst)["reviewRating"]["worstRating"] == 0


def test_only_a_corrected_fact_check_tells_when_it_was_modified() -> None:
    corrected = replace(PUBLISHED, revised_at=datetime(2026, 6, 2, tzinfo=UTC))
    assert "dateModified" not in claim_review(PUBLISHED)
    assert claim_review(corrected)["dateModified"] == "2026-06-02T00:00:00+00:00"


@pytest.mark.parametrize(
    ("facts", "member"),
    [({"claimant": ""}, "author"), ({"said_on": None}, "datePublished"), ({"appearance_url": ""}, "appearance")],
)
def test_what_is_not_known_of_a_claim_is_left_out(facts: dict[str, Any], member: str) -> None:
    assert member not in claim_review(replace(PUBLISHED, **facts))["itemReviewed"]


MAY_BE_UNKNOWN = ("claimant", "claimant_role", "appearance_url")
TEXTS = {
    field.name: st.text(max_size=20) if field.name in MAY_BE_UNKNOWN else st.text(min_size=1, max_size=20)
    for field in fields(Published)
    if field.type == "str"
}


@given(st.fixed_dictionaries(TEXTS))
def test_whatever_is_published_is_json_without_an_empty_member(texts: dict[str, str]) -> None:
    found = claim_review(replace(PUBLISHED, **texts))  # type: ignore[arg-type]
    assert json.loads(json.dumps(found)) == found
    assert not [member for member in members(found) if member in (None, "")]
