"""Whose words a sentence is, in every form in which English news says so, on texts of our own."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.extraction.attribution import attributions_of
from claims.extraction.pipeline import extract
from claims.extraction.statements import Kind, Span, Statement

PUBLISHED = datetime(2025, 6, 18, 9, tzinfo=UTC)


def said(text: str, words: str) -> Statement:
    return next(one for one in extract(text, published=PUBLISHED) if words in one.quote)


def whose(text: str, words: str) -> tuple[str, Kind]:
    found = said(text, words)
    return (found.speaker.name if found.speaker else "", found.kind)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("“The quay is cracked in eleven places and must be closed,” Ada Holm said.", "cracked"),
        ("“The quay is cracked in eleven places and must be closed,” said Ada Holm.", "cracked"),
        ("Ada Holm said: “The quay is cracked in eleven places and must be closed.”", "cracked"),
        ("“The quay is cracked in eleven places,” Ada Holm said, “and it must be closed.”", "cracked"),
        ("“The quay is cracked in eleven places and must be closed,” Ada Holm told the council.", "cracked"),
        ('"The quay is cracked in eleven places and must be closed," Ada Holm said on Friday.', "cracked"),
        ("“The quay is cracked in eleven places and must be closed,” Ada Holm was quoted as saying.", "cracked"),
    ],
)
def test_direct_speech(text: str, words: str) -> None:
    assert whose(text, words) == ("Ada Holm", Kind.DIRECT)


@pytest.mark.parametrize(
    "text",
    [
        "Ada Holm said the quay was cracked in eleven places.",
        "Ada Holm said on Friday that the quay was cracked in eleven places.",
        "The quay was cracked in eleven places, Ada Holm said.",
        "The quay, Ada Holm said, was cracked in eleven places.",
        "According to Ada Holm, the quay was cracked in eleven places.",
        "The quay was cracked in eleven places, according to Ada Holm.",
        "Ada Holm, who has run the port since 2011, warned that the quay was cracked in eleven places.",
        "Ada Holm told reporters that the quay was cracked in eleven places.",
    ],
)
def test_indirect_speech(text: str) -> None:
    assert whose(text, "eleven places") == ("Ada Holm", Kind.INDIRECT)


def test_speech_that_is_partly_quoted_is_mixed() -> None:
    text = "Ada Holm said the quay was cracked in eleven places and “could slide into the water any day now.”"
    assert whose(text, "eleven places") == ("Ada Holm", Kind.MIXED)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Estonia says its ferries carried 90,000 people in May.", "Estonia"),
        ("The Port Authority said its cranes moved 90,000 boxes in May.", "Port Authority"),
        ("Experts say the harbour loses 90,000 tonnes of sand a year.", "Experts"),
    ],
)
def test_countries_bodies_and_groups_speak_too(text: str, name: str) -> None:
    assert whose(text, "90,000") == (name, Kind.INDIRECT)


def test_a_quotation_goes_on_over_paragraphs_that_name_nobody() -> None:
    text = (
        "“The mine closed in April and nobody told the town,” mayor Jonas Ek said.\n"
        "“Two hundred people lost their work that week.\n"
        "“The company has not answered one letter since.”"
    )
    assert whose(text, "Two hundred people") == ("Jonas Ek", Kind.DIRECT)
    assert whose(text, "one letter") == ("Jonas Ek", Kind.DIRECT)


def test_a_paragraph_may_announce_the_quotation_in_the_next() -> None:
    text = "Jonas Ek visited the mine on Monday. Ek continued:\n“Two hundred people lost their work that week.”"
    assert whose(text, "Two hundred people") == ("Jonas Ek", Kind.DIRECT)


def test_what_is_passed_on_keeps_both_sources() -> None:
    found = said("The Courier reported that Ada Holm said the quay was cracked in eleven places.", "eleven")
    assert found.speaker
    assert found.speaker.name == "Ada Holm"
    assert [one.name for one in found.via] == ["Courier"]


def test_according_to_inside_reported_speech_keeps_both_sources() -> None:
    found = said("Ada Holm said that, according to the divers, the quay was cracked in eleven places.", "eleven")
    assert found.speaker
    assert found.speaker.name == "divers"
    assert [one.name for one in found.via] == ["Ada Holm"]


@pytest.mark.parametrize(
    "text",
    [
        "The council bought 40 buses in May 2024.",
        "Both towns have criticised the plan for a new quay.",
        "The crane driver opposed the plan of the port.",
        "Ada Holm met the divers at the quay on Friday.",
    ],
)
def test_what_nobody_states_is_the_narrators(text: str) -> None:
    assert [(one.speaker, one.kind, one.via) for one in extract(text, published=PUBLISHED)] == [
        (None, Kind.NARRATOR, ())
    ]


HARD = [
    "",
    "“”" * 500,
    '"' * 5_001,
    "“ “ “ Ada Holm said ” « the quay »» is “cracked”",
    "Ada Holm said: \u202bהרציף סדוק בשנים עשר מקומות\u202c, “Кран упал” — 🚢🚢 “倒れた”.",
    "🚢" * 3_000,
    "said " * 2_000,
    "a" * 1_000_000,
]


def parts_of(text: str) -> list[Span]:
    found = attributions_of(text)
    return [span for one in found for span in (*one.source, one.cue, *one.content)]


@pytest.mark.parametrize("text", HARD, ids=lambda text: repr(text[:12]))
def test_hard_texts_are_read_and_every_span_is_in_them(text: str) -> None:
    assert all(0 <= span.start < span.end <= len(text) for span in parts_of(text))


PIECES = [
    "Ada",
    "Holm",
    "said",
    "that",
    "ferry",
    "is",
    "late",
    " ",
    ".",
    ",",
    ":",
    "“",
    "”",
    '"',
    "«",
    "\n",
    "🚢",
    "ש",
    "\u202b",
]


@given(st.lists(st.sampled_from(PIECES), max_size=80))
@settings(max_examples=25, deadline=None)
def test_spans_are_in_order_whatever_the_text(pieces: list[str]) -> None:
    text = "".join(pieces)
    for one in attributions_of(text):
        for spans in (one.source, (one.cue,), one.content):
            assert all(0 <= span.start < span.end <= len(text) for span in spans)
            assert list(spans) == sorted(spans, key=lambda span: span.start)
