"""Who gets a claim, and why: a policy of numbers and sentences, without rows or a clock."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verification.routing import Candidate, ClaimFacts, DeskFacts, Ranking, choose_desk, exclusion, rank
from verification.routing.ranking import FAIR_SHARE, stakes

CLAIM = ClaimFacts(
    topics=("Water", "law"),
    language="en-GB",
    speaker="Ana Reis",
    outlet="The Paper",
    text="The licence of Dam Works ended in May.",
    aliases=("A. Reis",),
    role="leader of the Green Party",
)
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
        ({"conflicts": ("Nobody", "green party")}, "conflict of interest: green party"),
        ({"conflicts": ("A. Reis",)}, "conflict of interest: A. Reis"),
        ({"conflicts": ("Dam Works",)}, "conflict of interest: Dam Works"),
        ({"is_away": True}, "is away"),
        ({"off_shift": "09:00–17:00 (Europe/Berlin)"}, "is off shift: works 09:00–17:00 (Europe/Berlin)"),
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


@pytest.mark.parametrize("conflict", ["", " ", "·", "Dam", "Works ended", "am Works", "Greens"])
def test_a_conflict_is_about_whole_words(conflict: str) -> None:
    told = exclusion(CLAIM, replace(ABLE, conflicts=(conflict,)))
    assert (told is None) == (conflict not in {"Dam", "Works ended"})


def test_a_dialect_on_record_does_not_cover_the_language() -> None:
    assert exclusion(replace(CLAIM, language="en"), replace(ABLE, languages=("en-GB",))) is not None


@pytest.mark.parametrize("facts", [{"is_away": True}, {"open_load": 10}, {"off_shift": "09:00–17:00 (Asia/Tokyo)"}])
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


def test_knowledge_does_not_outweigh_a_fair_share_of_the_day() -> None:
    expert = replace(ABLE, reviewer_id=1, topics=("water", "law"), recent=12)
    others = [replace(ABLE, reviewer_id=number, recent=8) for number in (2, 3, 4)]
    assert order(expert, *others) == [2, 3, 4, 1]
    assert order(replace(expert, recent=9), *others) == [1, 2, 3, 4]
    told = rank(CLAIM, [expert, *others]).ranked[-1].reasons
    assert "12 claims in the last day, more than their share" in [reason.text for reason in told]


def test_of_an_overdue_claim_the_leads_are_asked_first_and_told_why() -> None:
    expert = replace(ABLE, reviewer_id=1, topics=("water", "law"))
    lead = replace(ABLE, reviewer_id=2, leads=True, earlier=True, recent=40)
    assert order(expert, lead) == [1, 2]
    overdue = rank(CLAIM, [expert, lead], is_overdue=True).ranked
    assert [found.reviewer_id for found in overdue] == [2, 1]
    assert overdue[0].reasons[0].text == "leads the desk, and the claim is overdue"
    away = rank(CLAIM, [expert, replace(lead, is_away=True)], is_overdue=True).ranked
    assert [found.reviewer_id for found in away] == [1]


def test_one_claim_is_told_as_one() -> None:
    told = [reason.text for reason in rank(CLAIM, [replace(ABLE, recent=1)]).ranked[0].reasons]
    assert "1 claim in the last day" in told


def test_where_much_is_at_stake_who_was_upheld_comes_first() -> None:
    upheld, new = replace(ABLE, reviewer_id=2, agreed=19, judged=20), replace(ABLE, reviewer_id=1)
    assert order(new, upheld, claim=replace(CLAIM, worthiness=0.9)) == [2, 1]
    assert order(new, upheld, claim=replace(CLAIM, reach=100)) == [2, 1]
    assert order(new, upheld, claim=replace(CLAIM, worthiness=0.0)) == [1, 2]


def test_one_settled_verdict_proves_less_than_many() -> None:
    once, often = replace(ABLE, reviewer_id=1, agreed=1, judged=1), replace(ABLE, reviewer_id=2, agreed=38, judged=40)
    assert order(once, often, claim=replace(CLAIM, worthiness=1.0)) == [2, 1]


@pytest.mark.parametrize(
    ("worthiness", "articles", "expected"),
    [(0.0, 1, 0.0), (0.7, 1, 0.7), (0.2, 11, 0.5), (0.9, 11, 0.9), (2.0, 0, 1.0)],
)
def test_stakes_are_the_worthiness_or_the_reach(worthiness: float, articles: int, expected: float) -> None:
    assert stakes(replace(CLAIM, worthiness=worthiness, reach=articles)) == pytest.approx(expected)


def test_a_reason_is_short_however_much_somebody_knows() -> None:
    topics = tuple(f"{number:02}{'x' * 62}" for number in range(30))
    reasons = rank(replace(CLAIM, topics=topics), [replace(ABLE, topics=topics)]).ranked[0].reasons
    assert reasons[0].text.endswith("and 26 more")
    assert all(len(str(reason)) <= 300 for reason in reasons)


def test_the_same_facts_give_the_same_order() -> None:
    assert order(replace(ABLE, reviewer_id=2), replace(ABLE, reviewer_id=1)) == [1, 2]


def test_reasons_are_sentences_for_people() -> None:
    found = rank(CLAIM, [replace(ABLE, topics=("law", "water"), open_load=2, recent=3)]).ranked[0]
    assert [str(reason) for reason in found.reasons] == [
        "knows law, water (+40)",
        "2 of 10 claims open (+20)",
        "3 claims in the last day",
        "no settled verdict yet (+8)",
    ]


candidates = st.builds(
    Candidate,
    reviewer_id=st.integers(1, 1000),
    topics=st.lists(st.sampled_from(["water", "LAW", "sport"]), max_size=3).map(tuple),
    languages=st.lists(st.sampled_from(["en", "pt", "en-GB"]), max_size=2).map(tuple),
    capacity=st.integers(0, 12),
    open_load=st.integers(0, 12),
    recent=st.integers(0, 50),
    agreed=st.integers(0, 20),
    judged=st.integers(20, 40),
    off_shift=st.sampled_from(["", "09:00–17:00 (Europe/Berlin)"]),
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
    worthiness=st.floats(0, 1),
    reach=st.integers(1, 100),
)


def place(ranking: Ranking, reviewer_id: int) -> int:
    """How many come before the reviewer; one who is excluded comes after everybody."""
    order = [found.reviewer_id for found in ranking.ranked]
    return order.index(reviewer_id) if reviewer_id in order else len(order)


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
    assert rank(claim, found) == rank(claim, shuffled)


@given(claims, many)
def test_nobody_with_a_conflict_is_ever_ranked(claim: ClaimFacts, found: list[Candidate]) -> None:
    named = {name.casefold() for name in (claim.speaker, claim.outlet) if name}
    partial = {one.reviewer_id for one in found if named & {name.casefold() for name in one.conflicts}}
    assert not partial & {one.reviewer_id for one in rank(claim, found).ranked}


@given(claims, many)
def test_nobody_is_ranked_whom_the_rules_exclude(claim: ClaimFacts, found: list[Candidate]) -> None:
    allowed = {one.reviewer_id for one in found if exclusion(claim, one) is None}
    assert {one.reviewer_id for one in rank(claim, found).ranked} == allowed


@given(claims, many)
def test_nobody_without_room_away_or_off_shift_is_ranked(claim: ClaimFacts, found: list[Candidate]) -> None:
    busy = {one.reviewer_id for one in found if one.open_load >= one.capacity or one.is_away or one.off_shift}
    assert not busy & {one.reviewer_id for one in rank(claim, found).ranked}


@given(claims, many, st.sampled_from(["open_load", "recent"]), st.integers(1, 20), st.data())
def test_more_load_raises_neither_score_nor_place(
    claim: ClaimFacts, found: list[Candidate], what: str, more: int, data: st.DataObject
) -> None:
    before = rank(claim, found)
    if not before.ranked:
        return
    chosen = data.draw(st.sampled_from(before.ranked)).reviewer_id
    loaded = [replace(one, **{what: getattr(one, what) + more}) if one.reviewer_id == chosen else one for one in found]
    after = rank(claim, loaded)
    score = {one.reviewer_id: one.score for one in before.ranked}
    assert all(one.score <= score[chosen] + 1e-9 for one in after.ranked if one.reviewer_id == chosen)
    if what == "recent":
        assert place(after, chosen) >= place(before, chosen)


@given(claims, many)
def test_nobody_with_more_than_their_share_comes_before_somebody_with_less(
    claim: ClaimFacts, found: list[Candidate]
) -> None:
    fresh = [replace(one, earlier=False) for one in found]
    recent = {one.reviewer_id: one.recent for one in fresh}
    got = [recent[one.reviewer_id] for one in rank(claim, fresh).ranked]
    share = max(FAIR_SHARE * sum(got) / len(got), sum(got) / len(got) + 1) if got else 0
    over = [count > share for count in got]
    assert over == sorted(over)


@given(claims, many)
def test_the_points_of_the_reasons_add_up_to_the_score(claim: ClaimFacts, found: list[Candidate]) -> None:
    for one in rank(claim, found).ranked:
        assert abs(sum(reason.points for reason in one.reasons) - 100 * one.score) <= 2
