"""How far a claim has come, in the six words that an article shows. Pure."""

from __future__ import annotations

from enum import StrEnum

from verification.states import CheckStatus


class Standing(StrEnum):
    """The value is also the class by which the style sheet marks it."""

    UNCHECKED = "unchecked"
    IN_PROGRESS = "in-progress"
    AGREED = "agreed"
    DISPUTED = "disputed"
    PUBLISHED = "published"
    DROPPED = "dropped"


_OF: dict[str, Standing] = {
    CheckStatus.TRIAGE: Standing.UNCHECKED,
    CheckStatus.QUEUED: Standing.UNCHECKED,
    CheckStatus.IN_REVIEW: Standing.IN_PROGRESS,
    CheckStatus.DISPUTED: Standing.DISPUTED,
    CheckStatus.AGREED: Standing.AGREED,
    # It has the result of an earlier check, which is agreed or published.
    CheckStatus.MATCHED: Standing.AGREED,
    CheckStatus.PUBLISHED: Standing.PUBLISHED,
    CheckStatus.WITHDRAWN: Standing.DROPPED,
    CheckStatus.DROPPED: Standing.DROPPED,
}


def standing_of(status: str | None) -> Standing:
    """The standing of a check in ``status``; of a claim that has none yet with None."""
    return Standing.UNCHECKED if status is None else _OF[status]
