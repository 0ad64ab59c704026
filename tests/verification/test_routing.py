"""Who gets a claim, and why: a policy of numbers and sentences, without rows or a clock."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verification.routing import Candidate, ClaimFacts, DeskFacts, choose_desk, exclusion, rank

CLAIM = ClaimFacts(topics=("Water", "law"), language="en-GB", speaker="Ana Reis", outlet="The Paper")
ABLE = Candidate(reviewer_id=1, topics=(), languages=("en",), capacity=10, open_load=0)


# --- Which desk -----------------------------------------------------------------------------------------------
def test_the_desk_that_shares_most_topics_gets_the_claim() -> None:
    one, two = DeskFacts(1, ("water",), is_default=True), DeskFacts(2, ("WATER", "Law", "sport"))
    assert choose_desk(CLAIM, [one, two]) == 2


def test_among_equals_the_default_desk_is_asked_and_then_the_first() -> None:
    first, second, default = DeskFacts(1, ("law",)), DeskFacts(2, ("law",)), DeskFacts(3, ("law",), is_default=True)
    assert choose_desk(CLAIM, [first, second, default]) == 3
    assert choose_desk(CLAIM, [second, first]) == 1


def test_a_claim_that_fits_no_desk_goes_to_the_default_one() -> None:
    assert choose_desk(CLAIM, [DeskFacts(1, ("sport",)), DeskFacts(2, (), is_default=True)]) == 2


def test_without_desks_there_is_none() -> None:
    assert choose_desk(CLAIM, []) is None


# --- Who may not ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"had": True}, "has had this claim already"),
        ({"conflicts": ("ana reis",)}, "conflict of interest: Ana Reis"),
        ({"conflicts": ("THE PAPER",)}, "conflict of interest: The Paper"),
        ({"languages": ("pt", "de")}, "does not read “en-GB”"),
        ({"is_away": True}, "is away"),
        ({"open_load": 10}, "has 10 of 10 claims open"),
        ({"open_load": 11}, "has 11 of 10 claims open"),
    ],
)
def test_who_must_not_have_a_claim_is_told_why(facts: dict[str, object], told: str) -> None:
    assert exclusion(CLAIM, replace(ABLE, **facts)) == told  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "facts",
    [{}, {"languages": ()}, {"languages": ("EN-gb",)}, {"languages": ("EN",)}, {"open_load": 9}, {"earlier": True}],
)
def test_who_may_have_a_claim(facts: dict[str, object]) -> None:
    assert exclusion(CLAIM, replace(ABLE, **facts)) is None  # type: ignore[arg-type]


def test_a_nameless_speaker_is_nobodys_conflict() -> None:
    nameless = replace(CLAIM, speaker="", outlet="")
    assert exclusion(nameless, replace(ABLE, conflicts=("",))) is None


def test_a_dialect_on_record_does_not_cover_the_language() -> None:
    assert exclusion(replace(CLAIM, language="en"), replace(ABLE, languages=("en-GB",))) is not None


@pytest.mark.parametrize("facts", [{"is_away": True}, {"open_load": 10}])
def test_who_asks_for_work_is_neither_away_nor_full(facts: dict[str, object]) -> None:
    assert exclusion(CLAIM, replace(ABLE, **facts), pulling=True) is None  # type: ignore[arg-type]


@pytest.mark.parametrize("facts", [{"had": True}, {"conflicts": ("Ana Reis",)}, {"languages": ("pt",)}])
def test_asking_for_work_opens_no_door_that_must_stay_shut(facts: dict[str, object]) -> None:
    assert exclusion(CLAIM, replace(ABLE, **facts), pulling=True) is not None  # type: ignore[arg-type]


# --- Who first ------------------------------------------------------------------------------------------------
def order(*candidates: Candidate, claim: ClaimFacts = CLAIM) -> list[int]:
    return [found.reviewer_id for found in rank(claim, candidates).ranked]


def test_who_knows_more_of_the_topics_comes_first() -> None:
    none, half = replace(ABLE, reviewer_id=1), replace(ABLE, reviewer_id=2, topics=("LAW",))
    both = replace(ABLE, reviewer_id=3, topics=("water", "law"))
    assert order(none, half, both) == [3, 2, 1]


def test_among_equals_who_has_less_open_comes_first() -> None:
    assert order(replace(ABLE, reviewer_id=1, open_load=5), replace(ABLE, reviewer_id=2, open_load=1)) == [2, 1]


def test_among_equals_who_got_less_lately_comes_first() -> None:
    assert order(replace(ABLE, reviewer_id=1, recent=5), replace(ABLE, reviewer_id=2, recent=1)) == [2, 1]


def test_fresh_eyes_come_before_knowledge() -> None:
    expert = replace(ABLE, reviewer_id=1, topics=("water", "law"), earlier=True)
    assert order(expert, replace(ABLE, reviewer_id=2, open_load=9, recent=9)) == [2, 1]


def test_the_same_facts_give_the_same_order() -> None:
    assert order(replace(ABLE, reviewer_id=2), replace(ABLE, reviewer_id=1)) == [1, 2]


def test_reasons_are_sentences_for_people() -> None:
    found = rank(CLAIM, [replace(ABLE, topics=("law", "water"), open_load=2, recent=3)]).ranked[0]
    assert found.reasons == ("knows law, water", "2 of 10 claims open", "3 claims in the last day")


candidates = st.builds(
    Candidate,
    reviewer_id=st.integers(1, 1000),
    topics=st.lists(st.sampled_from(["water", "LAW", "sport"]), max_size=3).map(tuple),
    languages=st.lists(st.sampled_from(["en", "pt", "en-GB"]), max_size=2).map(tuple),
    capacity=st.integers(0, 12),
    open_load=st.integers(0, 12),
    recent=st.integers(0, 50),
    is_away=st.booleans(),
    had=st.booleans(),
    earlier=st.booleans(),
    conflicts=st.lists(st.sampled_from(["Ana Reis", "the paper", "Nobody"]), max_size=2).map(tuple),
)
many = st.lists(candidates, max_size=12, unique_by=lambda candidate: candidate.reviewer_id)
claims = st.builds(
    ClaimFacts,
    topics=st.lists(st.sampled_from(["Water", "law", "food"]), max_size=3).map(tuple),
    language=st.sampled_from(["en", "en-GB", "pt"]),
    speaker=st.sampled_from(["", "Ana Reis"]),
    outlet=st.sampled_from(["", "The Paper"]),
)


@given(claims, many)
def test_everybody_is_ranked_or_told_why_not_and_nobody_both(claim: ClaimFacts, found: list[Candidate]) -> None:
    ranking = rank(claim, found)
    ranked, excluded = ([one.reviewer_id for one in some] for some in (ranking.ranked, ranking.excluded))
    assert sorted(ranked + excluded) == sorted(candidate.reviewer_id for candidate in found)
    assert all(one.reason for one in ranking.excluded)


@given(claims, many)
def test_a_score_is_between_nothing_and_one(claim: ClaimFacts, found: list[Candidate]) -> None:
    assert all(0 <= one.score <= 1 + 1e-9 for one in rank(claim, found).ranked)


@given(claims, many, st.randoms())
def test_the_order_in_which_people_are_asked_about_does_not_matter(
    claim: ClaimFacts, found: list[Candidate], random: object
) -> None:
    shuffled = list(found)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert rank(claim, found).ranked == rank(claim, shuffled).ranked


@given(claims, many)
def test_nobody_with_a_conflict_is_ever_ranked(claim: ClaimFacts, found: list[Candidate]) -> None:
    named = {name.casefold() for name in (claim.speaker, claim.outlet) if name}
    partial = {one.reviewer_id for one in found if named & {name.casefold() for name in one.conflicts}}
    assert not partial & {one.reviewer_id for one in rank(claim, found).ranked}
