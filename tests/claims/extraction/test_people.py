"""Who somebody is, measured on articles of our own."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from functools import cache

import pytest

from claims.extraction.language_model import english
from claims.extraction.people import People
from claims.extraction.people.acronyms import acronyms
from claims.extraction.pipeline import extract
from claims.extraction.statements import Statement
from tests.claims.extraction.speakers import CASES, SECOND, Case

PUBLISHED = datetime(2025, 6, 18, 9, tzinfo=UTC)
# What the rules reach on the cases; a change that loses one fails here.
MIN_ACCURACY = 0.94


@cache
def read(text: str) -> tuple[Statement, ...]:
    return extract(text, published=PUBLISHED)


def speaker(case: Case) -> str | None:
    found = next(statement.speaker for statement in read(case.text) if case.words in statement.quote)
    return found.name if found else None


def test_speakers_of_our_own_articles_are_told_apart() -> None:
    cases = [*CASES, *SECOND]
    wrong = [(case.kind, case.words, case.speaker, speaker(case)) for case in cases if speaker(case) != case.speaker]
    print(f"{len(cases) - len(wrong)} of {len(cases)}", Counter(kind for kind, *_ in wrong), wrong)  # noqa: T201
    assert 1 - len(wrong) / len(cases) >= MIN_ACCURACY, wrong


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("The Government Accountability Office (GAO) said so.", {"GAO": "Government Accountability Office"}),
        (
            "It is THAAD (Terminal High Altitude Area Defense).",
            {"THAAD": "Terminal High Altitude Area Defense"},
        ),
        ("The bank (BIS) said so.", {}),
        ("Jo Doe (R) of the United Nations (NATO) said so.", {}),
    ],
)
def test_an_acronym_is_what_its_letters_stand_for(text: str, known: dict[str, str]) -> None:
    assert dict(acronyms(text)) == known


def met(*texts: str) -> People:
    people = People()
    for text in texts:
        people.meet(english()(text))
    return people


def test_two_who_share_a_surname_are_both_possible() -> None:
    people = met("Bill Vance and Ruth Vance own the mine.")
    assert people.fuller("Vance") == ["Bill Vance", "Ruth Vance"]
    assert people.full("Ruth Vance") == "Ruth Vance"


def test_a_short_form_of_a_first_name_is_the_same_person() -> None:
    people = met("Senator Joseph Palmer spoke.", "Joe Palmer left.")
    assert people.full("Joe Palmer") == "Joseph Palmer"


def test_a_first_name_alone_does_not_say_he_or_she() -> None:
    people = met("Anna Lindqvist met Mr. Jonas Ek and spokeswoman Eva Dahl.")
    assert people.may_be("Anna Lindqvist", "he")
    assert not people.may_be("Jonas Ek", "she")
    assert not people.may_be("Eva Dahl", "he")
