"""How many verdicts a claim needs."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verification.routing import ClaimFacts
from verification.routing.risk import Need, RiskPolicy, accused_person, verdicts_needed

CLAIM = ClaimFacts(topics=(), language="en", speaker="", outlet="", text="Rents rose by a tenth.", worthiness=0.5)
POLICY = RiskPolicy(verdicts=1, verdicts_if_risky=3, risky_from=0.8, accused=True)


@pytest.mark.parametrize(
    ("facts", "need"),
    [
        ({}, Need(1)),
        ({"worthiness": 0.79}, Need(1)),
        ({"worthiness": 0.8}, Need(3, ("worthiness 0.80",))),
        ({"reach": 41}, Need(3, ("in 41 articles",))),
        ({"text": "Joan Bakker stole the money."}, Need(3, ("may accuse Joan Bakker",))),
        ({"text": "Joan Bakker stole it.", "worthiness": 0.9}, Need(3, ("worthiness 0.90", "may accuse Joan Bakker"))),
    ],
)
def test_what_is_risky_needs_more(facts: dict[str, object], need: Need) -> None:
    assert verdicts_needed(replace(CLAIM, **facts), POLICY) == need  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "policy",
    [
        replace(POLICY, risky_from=None, accused=False),
        replace(POLICY, verdicts=3),
        replace(POLICY, verdicts=4, verdicts_if_risky=1),
    ],
)
def test_a_desk_never_asks_for_fewer_than_ordinarily(policy: RiskPolicy) -> None:
    worst = replace(CLAIM, text="Joan Bakker stole it.", worthiness=1.0)
    assert verdicts_needed(worst, policy) == Need(policy.verdicts)


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Prosecutors say that Joan Bakker embezzled four million.", "Joan Bakker"),
        ("Senator Okafor lied about the dam.", "Senator Okafor"),
        ("In May Dr. Ilves falsified the trial.", "Dr. Ilves"),
        ("The vote was rigged, and Piet J. Mulder knew.", "Piet J. Mulder"),
        ("Joan Bakker opened the bridge.", None),
        ("The City Council covered up the leak.", None),
        ("Fraud cost the United Kingdom four billion in May.", None),
        ("Fake goods were found on High Street.", None),
        ("", None),
    ],
)
def test_who_may_be_accused(text: str, who: str | None) -> None:
    assert accused_person(text) == who


@given(st.text(max_size=300))
def test_whoever_is_found_stands_in_the_text(text: str) -> None:
    assert (accused_person(text) or "") in text


@pytest.mark.parametrize("text", ["A" * 1_000_000, "Ab " * 300_000, "fraud " + "Ab A. " * 150_000, "fraud " * 160_000])
def test_long_texts_are_read_once(text: str) -> None:
    accused_person(text)
