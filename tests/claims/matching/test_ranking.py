"""Repeats, rivals and what is only near: the order and the words that a reviewer gets."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.embedding import embed
from claims.extraction.pipeline import read_figures
from claims.extraction.statements import DateRange, Quantity
from claims.matching import SUGGEST_FROM, Ranked, Relation, Subject, rank


def subject(text: str, *quantities: tuple[str, float | None, float | None, str], day: date | None = None) -> Subject:
    return Subject(
        key=text,
        text=text,
        title="",
        vector=embed([text])[0],
        quantities=tuple(Quantity(words, 0, len(words), low, high, unit) for words, low, high, unit in quantities),
        dates=(DateRange("that day", 0, 8, day, day),) if day else (),
    )


def read(text: str) -> Subject:
    """As the pipeline reads it."""
    [figures] = read_figures([(text, datetime(2025, 6, 18, tzinfo=UTC))])
    return replace(subject(text), quantities=figures.quantities)


def only(query: Subject, candidate: Subject) -> Ranked:
    (found,) = rank(query, [candidate])
    return found


FIFTY = subject("The test had a yield of 50 kilotons.", ("50 kilotons", 50, 50, "kiloton"))


def test_another_figure_of_the_same_thing_is_a_rival_and_shown_so() -> None:
    other = subject("The test had a yield of 160 kilotons.", ("160 kilotons", 160, 160, "kiloton"))
    found = only(FIFTY, other)
    assert found.relation is Relation.RIVAL
    assert "50 kilotons against 160 kilotons" in found.why
    assert found.score >= SUGGEST_FROM


def test_a_repeat_stands_before_a_rival() -> None:
    repeat = subject("The yield of the test was 50 kilotons.", ("50 kilotons", 50, 50, "kiloton"))
    rival = subject("The test had a yield of 160 kilotons.", ("160 kilotons", 160, 160, "kiloton"))
    first, second = rank(FIFTY, [rival, repeat])
    assert (first.key, first.relation) == (repeat.key, Relation.SAME)
    assert second.score < first.score


def test_estimates_that_end_elsewhere_are_rivals() -> None:
    one = subject("The yield was up to 160 kilotons.", ("up to 160 kilotons", None, 160, "kiloton"))
    other = subject("The yield was between 50 and 120 kilotons.", ("50 and 120 kilotons", 50, 120, "kiloton"))
    assert only(one, other).relation is Relation.RIVAL


def test_figures_are_read_from_the_words_where_none_were_extracted() -> None:
    one, other = subject("The dam holds 40 million litres."), subject("The dam holds 90 million litres.")
    assert only(one, other).relation is Relation.RIVAL


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Two thirds of beekeepers lost a hive.", "Three quarters of beekeepers lost a hive."),
        ("Half of the schools lack a nurse.", "80 percent of the schools lack a nurse."),
        ("The fine was raised twice.", "The fine was raised three times."),
        ("The keeper earned 31,000 pounds.", "The keeper earned 37,000 pounds."),
    ],
)
def test_another_part_or_number_of_times_makes_a_rival(one: str, other: str) -> None:
    assert only(read(one), read(other)).relation is Relation.RIVAL


def test_a_part_is_the_same_in_words_and_in_percent() -> None:
    one, other = read("Nine out of ten teachers are women."), read("90 percent of teachers are women.")
    assert only(one, other).relation is Relation.SAME


def test_a_scale_may_stand_at_its_figure() -> None:
    extracted = read("The council approved 1.2 billion euros for submarines.")
    assert only(subject("The council approved €1.2bn for submarines."), extracted).relation is Relation.SAME


def test_a_rounded_figure_agrees_with_what_it_was_rounded_from() -> None:
    one = subject("Nearly 8 million people watched the final.", ("8 million people", 8e6, 8e6, "people"))
    other = subject("The final was watched by 7.9 million people.", ("7.9 million people", 7.9e6, 7.9e6, "people"))
    assert only(one, other).relation is Relation.SAME


def test_a_negation_makes_a_rival() -> None:
    one, other = subject("The minister signed the treaty."), subject("The minister did not sign the treaty.")
    assert only(one, other).relation is Relation.RIVAL


def test_the_opposite_direction_makes_a_rival() -> None:
    one, other = subject("Rents in the capital rose sharply."), subject("Rents in the capital fell sharply.")
    found = only(one, other)
    assert found.relation is Relation.RIVAL
    assert found.why == ("“rose” against “fell”",)


def test_another_day_makes_a_rival() -> None:
    text = "The bridge over the Varn collapsed."
    one, other = subject(text, day=date(2021, 3, 4)), subject(text, day=date(2022, 5, 6))
    found = only(one, other)
    assert found.relation is Relation.RIVAL
    assert "2021-03-04 against 2022-05-06" in found.why


def test_what_is_about_something_else_is_not_suggested() -> None:
    found = only(FIFTY, subject("Train drivers walked out over the new rota."))
    assert found.relation is Relation.RELATED
    assert found.score < SUGGEST_FROM


def test_nothing_is_ranked_of_nothing() -> None:
    assert rank(FIFTY, []) == []


@pytest.mark.parametrize("text", ["", " ", "😀" * 50, "1" * 1_000_000, "1 " * 500_000, "not " * 250_000])
def test_odd_texts_are_ranked_too(text: str) -> None:
    odd = Subject("odd", text, text, np.zeros(384, dtype=np.float32))
    assert 0 <= only(FIFTY, odd).score <= 1
    assert 0 <= only(odd, FIFTY).score <= 1


def test_order_and_scores_do_not_hang_on_the_order_of_candidates() -> None:
    candidates = [
        subject(text) for text in ("The yield was 50 kilotons.", "Rents fell.", "The yield was 160 kilotons.")
    ]
    assert rank(FIFTY, candidates) == rank(FIFTY, candidates[::-1])


@pytest.mark.parametrize("text", ["The Varn bridge cost 48 million euros.", "Rents in the capital fell sharply."])
def test_the_same_words_are_the_same_claim(text: str) -> None:
    found = only(subject(text), subject(text))
    assert found.relation is Relation.SAME
    assert "same figures, names and directions" in found.why


WORDS = st.text(max_size=300) | st.lists(
    st.sampled_from("Falk bridge 48 million not rose fell “quoted words here” # @ € 2019 the".split(" "))
).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(ours=WORDS, theirs=WORDS, title=WORDS, speaker=WORDS)
def test_any_texts_are_scored_between_nothing_and_one(ours: str, theirs: str, title: str, speaker: str) -> None:
    vector = np.full(384, 384**-0.5, dtype=np.float32)
    query = Subject("q", ours, "", vector, speaker=speaker)
    candidates = [Subject("a", theirs, title, vector), Subject("b", theirs, "", -vector)]
    found = rank(query, candidates)
    assert {each.key for each in found} == {"a", "b"}
    assert all(0 <= each.score <= 1 and each.why for each in found)
    assert found == rank(query, candidates)
