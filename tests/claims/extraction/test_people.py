"""Who somebody is, measured on articles of our own."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from functools import cache

from claims.extraction.pipeline import extract
from claims.extraction.statements import Statement
from tests.claims.extraction.speakers import CASES, Case

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
    wrong = [(case.kind, case.words, case.speaker, speaker(case)) for case in CASES if speaker(case) != case.speaker]
    print(f"{len(CASES) - len(wrong)} of {len(CASES)}", Counter(kind for kind, *_ in wrong), wrong)  # noqa: T201
    assert 1 - len(wrong) / len(CASES) >= MIN_ACCURACY, wrong
