"""What stands between two claims, said in plain words, for any text."""

from __future__ import annotations

import numpy as np
import pytest

from claims.matching import Subject
from claims.matching.conflicts import compare

NOWHERE = np.zeros(384, dtype=np.float32)


def said(text: str) -> Subject:
    return Subject(text[:20], text, "", NOWHERE)


@pytest.mark.parametrize(
    ("one", "other", "conflict"),
    [
        ("Exports rose in spring.", "Exports plunged in spring.", "“rose” against “plunged”"),
        ("The party supports the dam.", "The party opposes the dam.", "“supports” against “opposes”"),
        ("Falk has paid the fine.", "Falk has not paid the fine.", "one of them is negated"),
        ("The quake killed 40 people.", "The quake killed 400 people.", "40 people against 400 people"),
    ],
)
def test_what_stands_against_each_other_is_named(one: str, other: str, conflict: str) -> None:
    assert compare(said(one), said(other)).conflicts == (conflict,)
    assert compare(said(other), said(one)).conflicts


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Exports rose in spring.", "In spring exports were growing."),
        ("He did not deny it.", "He admitted it."),
        ("The quake killed 40 people.", "The quake hit 12 villages."),
        ("Rents rose and wages fell.", "Wages fell while rents rose."),
    ],
)
def test_what_can_stand_together_is_no_conflict(one: str, other: str) -> None:
    assert compare(said(one), said(other)).conflicts == ()


@pytest.mark.parametrize(
    "text", ["1" * 1_000_000, "1 " * 500_000, "not " * 250_000, "$1," * 333_000, "rose " * 200_000]
)
def test_any_million_characters_are_compared(text: str) -> None:
    assert compare(said(text), said(text)).conflicts == ()
