"""Whether independent verdicts agree. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum


class Outcome(StrEnum):
    WAITING = "waiting"
    AGREED = "agreed"
    DISPUTED = "disputed"


def outcome(ratings: Sequence[str], *, needed: int) -> Outcome:
    """``ratings``: the rating of each verdict of this round. They agree when all are the same one."""
    if len(ratings) < needed:
        return Outcome.WAITING
    return Outcome.AGREED if len(set(ratings)) == 1 else Outcome.DISPUTED
