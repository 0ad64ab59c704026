"""Whether independent verdicts agree. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from enum import StrEnum


class Outcome(StrEnum):
    WAITING = "waiting"
    AGREED = "agreed"
    DISPUTED = "disputed"


def outcome(ratings: Sequence[str], *, needed: int, by_majority: bool = False) -> Outcome:
    """``ratings``: the rating of each verdict of this round.

    They agree when all are the same one, or ``by_majority`` (where one more was asked for because they were not) when
    more than half are.
    """
    if len(ratings) < needed:
        return Outcome.WAITING
    enough = len(ratings) // 2 + 1 if by_majority else len(ratings)
    return Outcome.AGREED if Counter(ratings)[prevailing(ratings)] >= enough else Outcome.DISPUTED


def prevailing(ratings: Sequence[str]) -> str:
    """The rating that most verdicts have; of equals, the one that came first."""
    return Counter(ratings).most_common(1)[0][0]
