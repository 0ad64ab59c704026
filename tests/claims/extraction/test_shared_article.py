"""Scores the extraction on the hand-marked article, where it lies beside the checkout."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from claims.extraction.pipeline import extract
from claims.extraction.statements import Statement

ARTICLE = Path(__file__).parents[4] / "shared" / "articles" / "north-korea-2017-09-06.txt"
pytestmark = pytest.mark.skipif(not ARTICLE.exists(), reason="the hand-marked article is not beside this checkout")


@pytest.fixture(scope="module")
def truth() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(ARTICLE.with_suffix(".expected.json").read_text())
    return found


@pytest.fixture(scope="module")
def statements(truth: dict[str, Any]) -> tuple[Statement, ...]:
    day = datetime.fromisoformat(truth["published"]).replace(hour=12, tzinfo=ZoneInfo(truth["timezone"]))
    return extract(ARTICLE.read_text(), published=day)


def speaker(statement: Statement) -> str | None:
    return statement.speaker.name if statement.speaker else None


def is_right(statement: Statement, wanted: dict[str, Any]) -> bool:
    quantities = {(q.low, q.high, q.unit) for q in statement.quantities}
    dates = {(str(d.first), str(d.last)) for d in statement.dates}
    return (
        quantities == {(q["low"], q["high"], q["unit"]) for q in wanted["quantities"]}
        and dates >= {(d["from"], d["to"]) for d in wanted["dates"]}
        and (not wanted.get("speaker") or speaker(statement) in wanted["speaker"])
        and (wanted.get("speaker", "") is not None or speaker(statement) is None)
    )


def test_the_claims_to_find_are_found_with_figures_days_and_speakers(
    truth: dict[str, Any], statements: tuple[Statement, ...]
) -> None:
    right = {
        wanted["id"]
        for wanted in truth["must_find"]
        for statement in statements
        if statement.is_claim and wanted["anchor"] in statement.quote and is_right(statement, wanted)
    }
    missed = {wanted["id"] for wanted in truth["must_find"]} - right
    print(f"must_find: {len(right)} of {len(truth['must_find'])}; missed: {sorted(missed)}")  # noqa: T201
    assert len(right) >= 13, missed


def test_what_was_said_is_given_to_who_said_it(truth: dict[str, Any], statements: tuple[Statement, ...]) -> None:
    wrong = [
        (wanted["anchor"], [speaker(s) for s in statements if wanted["anchor"] in s.quote])
        for wanted in truth["must_attribute"]
        if not any(wanted["anchor"] in s.quote and speaker(s) in wanted["speaker"] for s in statements)
    ]
    assert len(wrong) <= 1, wrong


def test_headings_credits_and_rhetoric_are_no_claims(truth: dict[str, Any], statements: tuple[Statement, ...]) -> None:
    claims = [statement.quote for statement in statements if statement.is_claim]
    assert not [words for words in truth["must_not_be_claims"] if any(words in claim for claim in claims)]


def test_claims_with_figures_rank_in_the_upper_half(truth: dict[str, Any], statements: tuple[Statement, ...]) -> None:
    scores = sorted(statement.worthiness for statement in statements)
    median = scores[len(scores) // 2]
    anchors = [wanted["anchor"] for wanted in truth["must_find"] if wanted["quantities"]]
    low = [s.quote for s in statements if any(a in s.quote for a in anchors) and s.worthiness < median]
    assert not low
