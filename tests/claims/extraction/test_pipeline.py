"""The way from a text to its statements, on texts of our own."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.extraction.pipeline import extract, read_figures
from claims.extraction.sentences import paragraphs, quotations
from claims.extraction.statements import DateRange, Kind, Quantity, Statement

# A Wednesday.
PUBLISHED = datetime(2025, 6, 18, 9, tzinfo=UTC)


def read(text: str) -> tuple[Statement, ...]:
    return extract(text, published=PUBLISHED)


def said(text: str, words: str) -> Statement:
    return next(statement for statement in read(text) if words in statement.quote)


def speaker(text: str, words: str) -> str | None:
    found = said(text, words).speaker
    return found.name if found else None


def quantity(text: str) -> list[tuple[float | None, float | None, str]]:
    return [(q.low, q.high, q.unit) for statement in read(text) for q in statement.quantities]


def days(text: str) -> list[tuple[str, date | None, date | None]]:
    return [(d.text, d.first, d.last) for statement in read(text) for d in statement.dates]


def test_a_surname_is_the_person_named_in_full_before() -> None:
    text = (
        "Harbour minister Anna Lindqvist visited the docks.\nLindqvist said the port had lost four cranes in the storm."
    )
    assert speaker(text, "four cranes") == "Anna Lindqvist"


def test_he_is_who_spoke_last() -> None:
    text = (
        "Tomas Berg, a professor of hydrology, says the river carries more sand than in 1990.\n"
        "“The dams hold back less of it every year, and the delta is growing again,” he said."
    )
    assert speaker(text, "The dams hold back") == "Tomas Berg"
    assert said(text, "The dams").kind is Kind.DIRECT


def test_a_country_and_a_ministry_speak_too() -> None:
    text = (
        "Norway says its ferries burned 12 percent less fuel in 2024.\n"
        "The Finnish Transport Ministry said Monday it had ordered three icebreakers."
    )
    assert speaker(text, "ferries") == "Norway"
    assert speaker(text, "icebreakers") == "Finnish Transport Ministry"


def test_a_cue_may_close_the_sentence() -> None:
    text = "Those trams, tested twice in March, have the range to reach the coast, Denmark says."
    assert speaker(text, "Those trams") == "Denmark"


def test_according_to_names_the_source() -> None:
    assert speaker("Rents rose by 9 percent in Oslo, according to Statistics Norway.", "Rents") == "Statistics Norway"


def test_was_quoted_as_saying_names_the_speaker() -> None:
    text = "“The bridge will stand for another hundred years at least,” Mira Falk was quoted as saying."
    assert speaker(text, "The bridge") == "Mira Falk"


def test_a_quotation_that_goes_on_keeps_its_speaker() -> None:
    text = (
        "“The mine closed in April and nobody told the town,” mayor Jonas Ek said.\n"
        "“Two hundred people lost their work that week. The company has not answered one letter.”"
    )
    assert speaker(text, "Two hundred people") == "Jonas Ek"
    assert speaker(text, "not answered one letter") == "Jonas Ek"


def test_a_sentence_nobody_says_is_the_narrators() -> None:
    statement = said("The council bought 40 buses in May 2024.", "buses")
    assert statement.speaker is None
    assert statement.kind is Kind.NARRATOR


@pytest.mark.parametrize(
    "line",
    ["Storm over the harbour", "‘No way back’", "By Karin Holm", "Nils Aas and Eva Dahl contributed to this report."],
)
def test_headings_bylines_and_credits_are_no_claims(line: str) -> None:
    assert not any(statement.is_claim for statement in read(line))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The blast had a yield of up to 160 kilotons.", [(None, 160.0, "kiloton")]),
        ("Estimates ranged from 50 kilotons to 120 kilotons.", [(50.0, 120.0, "kiloton")]),
        ("They installed four remaining launchers.", [(4.0, 4.0, "launcher")]),
        ("The rocket was tested twice.", [(2.0, 2.0, "times")]),
        ("At least 1,200 people left.", [(1200.0, None, "people")]),
        ("The budget grew by 3.5 percent.", [(3.5, 3.5, "percent")]),
        ("It cost $2.5 million.", [(2.5e6, 2.5e6, "US dollar")]),
        ("No fewer than 30 boats sank.", [(30.0, None, "boat")]),
        ("The six-mile road cost £5m.", [(6.0, 6.0, "mile"), (5e6, 5e6, "pound sterling")]),
        ("It holds one thousand two hundred people.", [(1200.0, 1200.0, "people")]),
        ("The farm has 660 square meters.", [(660.0, 660.0, "square meter")]),
        ("The wind blew at 90 miles an hour.", [(90.0, 90.0, "mile per hour")]),
        ("She is five years old.", [(5.0, 5.0, "year")]),
        ("The law was passed in 2019.", []),
        ("No one would do that.", []),
    ],
)
def test_quantities_have_bounds_and_units(text: str, wanted: list[object]) -> None:
    assert quantity(text) == wanted


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("The tunnel flooded on Sunday.", "2025-06-15", "2025-06-15"),
        ("The tunnel flooded Wednesday.", "2025-06-18", "2025-06-18"),
        ("The tunnel will open on Friday.", "2025-06-20", "2025-06-20"),
        ("The tunnel flooded in April.", "2025-04-01", "2025-04-30"),
        ("The tunnel flooded in August.", "2024-08-01", "2024-08-31"),
        ("The tunnel flooded on March 3, 2021.", "2021-03-03", "2021-03-03"),
        ("The tunnel flooded last week.", "2025-06-09", "2025-06-15"),
        ("The tunnel flooded three days ago.", "2025-06-15", "2025-06-15"),
        ("The tunnel flooded in the second quarter of 2024.", "2024-04-01", "2024-06-30"),
        ("The tunnel flooded on 3/4/2021.", "2021-03-04", "2021-03-04"),
        ("The tunnel flooded on 23 May, 2021.", "2021-05-23", "2021-05-23"),
        ("The tunnel was closed from 2014 to 2018.", "2014-01-01", "2018-12-31"),
        ("The tunnel has been closed since 2018.", "2018-01-01", "None"),
        ("The tunnel was safe before 2018.", "None", "2017-12-31"),
        ("The tunnel will open in two months.", "2025-08-18", "2025-08-18"),
        ("The tunnel will be closed for the next three days.", "2025-06-19", "2025-06-21"),
    ],
)
def test_days_are_resolved_against_publication(text: str, first: str, last: str) -> None:
    assert [(str(a), str(b)) for _, a, b in days(text)] == [(first, last)]


def test_the_day_is_the_one_of_the_place_of_publication() -> None:
    late = datetime.fromisoformat("2025-06-18T23:30:00+00:00")
    tokyo = datetime.fromisoformat("2025-06-19T08:30:00+09:00")
    text = "The tunnel flooded yesterday."
    assert late == tokyo
    assert [extract(text, published=at)[0].dates[0].first for at in (late, tokyo)] == [
        date(2025, 6, 17),
        date(2025, 6, 18),
    ]


def test_an_opinion_is_no_claim_but_its_speaker_is_known() -> None:
    text = "“I think it is a beautiful plan and we should all be proud,” Jonas Ek said."
    statement = said(text, "beautiful plan")
    assert not statement.is_claim
    assert statement.speaker
    assert statement.speaker.name == "Jonas Ek"


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=300))
@settings(max_examples=40, deadline=None)
def test_offsets_point_at_the_quote_whatever_the_text(text: str) -> None:
    for statement in read(text):
        assert text[statement.start : statement.end] == statement.quote
        parts: list[Quantity | DateRange] = [*statement.quantities, *statement.dates]
        for part in parts:
            assert text[part.start : part.end] == part.text


@given(st.text(alphabet='ab “”"„.\n', max_size=200))
def test_quotations_never_overlap_whatever_the_marks(text: str) -> None:
    for paragraph in paragraphs(text):
        found = quotations(paragraph.text)
        assert all(first.end <= second.start for first, second in pairwise(found))


def test_a_hundred_thousand_quotation_marks_are_read() -> None:
    assert not any(statement.is_claim for statement in read('"' * 100_000))


def test_emoji_and_marks_of_direction_do_not_shift_offsets() -> None:
    text = "\u202b🚢🚢 The port handled 90 ships in May 2024.\u202c"
    found = said(text, "90 ships")
    assert text[found.quantities[0].start : found.quantities[0].end] == found.quantities[0].text
    assert found.quantities[0].low == 90


# --- Figures alone --------------------------------------------------------------------------------------------
WITH_FIGURES = (
    "The port of Aldburgh handled 90 ships in May 2024.",
    "Last year",
    "Anna Lindqvist said on Monday that the yard, which had built 40 barges by 1990, sold 12 and rented 3 of them.",
    "The mayor said: “We paid 1.5 million euros in July,” and the museum, closed since 2019, asked for 200,000 more.",
    "Ferries burned 12 percent less fuel.\n\nThe yard lost 300 of 4,000 workers, and in 2020 it hired 25 again.",
    "No figure and no day at all",
    "",
)


def test_figures_read_alone_are_those_that_extraction_finds() -> None:
    alone = read_figures([(text, PUBLISHED) for text in WITH_FIGURES])
    whole = [read(text) for text in WITH_FIGURES]
    assert [one.quantities for one in alone] == [tuple(q for each in found for q in each.quantities) for found in whole]
    assert [one.dates for one in alone] == [tuple(day for each in found for day in each.dates) for found in whole]
    assert sum(len(one.quantities) + len(one.dates) for one in alone) > 14


def test_the_days_of_each_text_are_reckoned_from_its_own_moment() -> None:
    first, second = read_figures([("Last year", PUBLISHED), ("Last year", PUBLISHED.replace(year=2020))])
    assert [(one.dates[0].first, one.dates[0].last) for one in (first, second)] == [
        (date(2024, 1, 1), date(2024, 12, 31)),
        (date(2019, 1, 1), date(2019, 12, 31)),
    ]
