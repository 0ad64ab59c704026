"""How statements read alone, on sentences of our own."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.extraction.pipeline import extract
from claims.extraction.rendering import rendered
from claims.extraction.statements import Statement
from tests.claims.extraction.wordings import WORDINGS, Wording

PUBLISHED = datetime(2025, 6, 18, 9, tzinfo=UTC)


def read(wording: Wording) -> list[Statement]:
    text = f"{wording.before}\n{wording.quote}"
    start = text.index(wording.quote, len(wording.before))
    return [one for one in extract(text, published=PUBLISHED) if one.start >= start]


@pytest.mark.parametrize("wording", WORDINGS, ids=[f"{at} {one.quote[:40]}" for at, one in enumerate(WORDINGS)])
def test_it_reads_alone(wording: Wording) -> None:
    found = read(wording)
    assert tuple(one.text for one in found) == wording.alone
    assert (
        tuple(change.original for one in found for change in one.substitutions if not change.is_sure) == wording.unsure
    )
