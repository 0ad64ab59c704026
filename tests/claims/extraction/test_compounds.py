"""Sentences that hold several claims, and sentences that only seem to; all written for these tests."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from claims.extraction.pipeline import extract
from claims.extraction.statements import Kind, Statement

PUBLISHED = datetime(2025, 6, 18, 9, tzinfo=UTC)


def read(text: str) -> tuple[Statement, ...]:
    return extract(text, published=PUBLISHED)


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        (
            "The mine closed in 2019; the smelter lost 40 workers.",
            ["The mine closed in 2019.", "The smelter lost 40 workers."],
        ),
        (
            "The bridge opened in 1932, and the road has carried 4,000 cars a day.",
            ["The bridge opened in 1932.", "The road has carried 4,000 cars a day."],
        ),
        (
            "Volvo opened the plant in 1964 but has since closed four lines.",
            ["Volvo opened the plant in 1964.", "Volvo has since closed four lines."],
        ),
        (
            "The ferry was built in Gdansk in 1998 and sold to Greece in 2005.",
            ["The ferry was built in Gdansk in 1998.", "The ferry was sold to Greece in 2005."],
        ),
        (
            "The ferry, which carries 900 people, was built in 1998.",
            ["The ferry was built in 1998.", "The ferry carries 900 people."],
        ),
        (
            "Anna Lind, who led the port for nine years, sold 40 cranes.",
            ["Anna Lind sold 40 cranes.", "Anna Lind led the port for nine years."],
        ),
        (
            "The bridge, built in 1932, carries 4,000 cars a day.",
            ["The bridge carries 4,000 cars a day.", "The bridge was built in 1932."],
        ),
        (
            "Volvo, the largest employer with 1,200 workers, closed the plant in 2019.",
            ["Volvo closed the plant in 2019.", "Volvo is the largest employer with 1,200 workers."],
        ),
        (
            "Norway says its ferries burned 12 percent less fuel in 2024 and that Sweden bought ten of them.",
            ["Norway’s ferries burned 12 percent less fuel in 2024.", "Sweden bought ten of them."],
        ),
        (
            "Oslo built four schools in 2019, closed two libraries in 2020 and opened a swimming pool in 2021.",
            [
                "Oslo built four schools in 2019.",
                "Oslo closed two libraries in 2020.",
                "Oslo opened a swimming pool in 2021.",
            ],
        ),
    ],
)
def test_each_claim_of_a_sentence_stands_alone(text: str, claims: list[str]) -> None:
    assert [statement.text for statement in read(text)] == claims


@pytest.mark.parametrize(
    "text",
    [
        "If the mine closes and the smelter stops, 40 workers will lose their jobs.",
        "Either the mine paid $3 million in 2019 or it paid nothing in ten years.",
        "The firm did not close the plant and sell the land to the city.",
        "The mine neither paid taxes in 2019 nor cleaned the river in 2020.",
        "The mine paid more in 2019 and in 2020 than the smelter did in ten years.",
        "In 2019, the firm closed the plant in Oslo and sold the land to the city.",
        "Russia and China have criticized the four launchers.",
        "The city bought 40 red and blue buses in 2019.",
        "The council said the plan was “too big to fail and too dear to keep” for the town.",
        "Unless the dam holds and the rain stops, 400 people will have to leave.",
        "He left early and took 40 files with him.",
        "Not all miners joined the union in 2019 and planned a strike for May 2020.",
        "Did the mine close in 2019 and lose 40 workers?",
    ],
)
def test_what_belongs_together_is_left_whole(text: str) -> None:
    assert [statement.quote for statement in read(text)] == [text]


def test_each_part_has_its_own_figures_days_and_place() -> None:
    text = "The city bought 40 buses in May 2019 and sold 12 trams in June 2021."
    first, second = read(text)
    assert [quantity.text for quantity in first.quantities] == ["40 buses"]
    assert [quantity.text for quantity in second.quantities] == ["12 trams"]
    assert [day.text for day in second.dates] == ["June 2021"]
    assert second.quote == text[second.start : second.end] == "sold 12 trams in June 2021."
    assert first.end <= second.start


def test_what_stands_inside_is_not_counted_twice() -> None:
    outer, inner = read("The ferry, which carries 900 people, sank in 1998 off Oslo.")
    assert not outer.quantities
    assert [quantity.low for quantity in inner.quantities] == [900.0]
    assert outer.start < inner.start < inner.end < outer.end


def test_all_parts_of_what_was_said_have_its_speaker() -> None:
    text = "The bridge, built in 1932, carries 4,000 cars a day and has cost $3 million, Denmark says."
    found = read(text)
    assert len(found) == 3
    assert {statement.speaker.name for statement in found if statement.speaker} == {"Denmark"}
    assert all(statement.speaker for statement in found)


def test_a_part_that_reports_speech_does_not_lend_its_speaker_to_the_others() -> None:
    text = "Jonas Ek will meet Anna Lind, who told reporters in May that the port had lost 40 cranes."
    outer, inner = read(text)
    assert (outer.speaker, outer.kind) == (None, Kind.NARRATOR)
    assert inner.speaker
    assert inner.speaker.name == "Anna Lind"
