"""How statements read alone, on sentences of our own."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.extraction.pipeline import extract
from claims.extraction.standalone.rendering import rendered
from claims.extraction.statements import Statement, Substitution
from tests.claims.extraction.wordings import SECOND, WORDINGS, Wording

PUBLISHED = datetime(2025, 6, 18, 9, tzinfo=UTC)


def read(wording: Wording) -> list[Statement]:
    text = f"{wording.before}\n{wording.quote}"
    start = text.index(wording.quote, len(wording.before))
    return [one for one in extract(text, published=PUBLISHED) if one.start >= start]


ALL = [*WORDINGS, *SECOND]


@pytest.mark.parametrize("wording", ALL, ids=[f"{at} {one.quote[:40]}" for at, one in enumerate(ALL)])
def test_it_reads_alone(wording: Wording) -> None:
    found = read(wording)
    assert tuple(one.text for one in found) == wording.alone
    assert (
        tuple(change.original for one in found for change in one.substitutions if not change.is_sure) == wording.unsure
    )


def is_in_place(text: str, statement: Statement) -> bool:
    """Whether the statement and all that was changed in it stand where they say."""
    changes = statement.substitutions
    apart = all(first.end <= second.start for first, second in pairwise(changes))
    inside = all(statement.start <= one.start <= one.end <= statement.end for one in changes)
    same = all(text[one.start : one.end] == one.original for one in changes)
    return text[statement.start : statement.end] == statement.quote and apart and inside and same


# Words that the rules look for, so that sentences at random come near them.
WORDS = (
    "He she it they his its their We here these those the company the minister the country missiles missile Anna Lind "
    "Berg Norway Volvo WFP (WFP) said says claims that which who , ; . and but if was were bought sold built tested 40 "
    'twice Sunday yesterday July’s in on “ ” " according to Mr. president Oslo North Korea’s \n – : However'
).split(" ")


@given(st.lists(st.sampled_from(WORDS), max_size=60))
@settings(max_examples=60, deadline=None)
def test_whatever_the_words_every_change_is_where_it_says(words: list[str]) -> None:
    text = " ".join(words)
    for statement in extract(text, published=PUBLISHED):
        assert is_in_place(text, statement)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
@settings(max_examples=30, deadline=None)
def test_whatever_the_text_every_change_is_where_it_says(text: str) -> None:
    for statement in extract(text, published=PUBLISHED):
        assert is_in_place(text, statement)


@pytest.mark.parametrize("wording", ALL, ids=range(len(ALL)))
def test_the_changes_are_marked_in_the_finished_line(wording: Wording) -> None:
    for one in read(wording):
        line = rendered(one.quote, start=one.start, substitutions=one.substitutions)
        assert line.text == one.text
        for change in line.changes:
            assert line.text[change.start : change.end] == (change.replacement if change.is_sure else change.original)


SUBSTITUTIONS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30), st.text(max_size=5), st.booleans()))


@given(st.text(min_size=30, max_size=30), SUBSTITUTIONS, st.booleans())
def test_any_changes_are_found_again_in_any_line(
    quote: str, wanted: list[tuple[int, int, str, bool]], is_prose: bool
) -> None:
    changes: list[Substitution] = []
    for start, end, replacement, is_sure in sorted(wanted):
        if start <= end and (not changes or changes[-1].end <= start):
            changes.append(Substitution(start, end, quote[start:end], replacement, is_sure))
    line = rendered(quote, start=0, substitutions=changes, is_prose=is_prose)
    assert len(line.changes) == len(changes)
    for change in line.changes:
        assert line.text[change.start : change.end] == (change.replacement if change.is_sure else change.original)


def test_headings_are_left_as_they_are() -> None:
    (heading,) = extract("Why he left in May", published=PUBLISHED)
    assert heading.text == "Why he left in May"
    assert heading.substitutions == ()


@pytest.mark.long
@pytest.mark.parametrize(
    "text",
    [
        "he " * 2_000,
        "the company, which " * 500,
        "Anna Lind and " * 500,
        "(GAO) " * 1_000,
        "A B C D E (ABCDE) " * 300,
        "“he” " * 1_000,
        "bought and sold; " * 500,
    ],
)
def test_long_rows_of_what_the_rules_look_for_are_read(text: str) -> None:
    assert all(is_in_place(text, statement) for statement in extract(text, published=PUBLISHED))
