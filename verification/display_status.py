"""What people are told of a claim in an article, and of a published fact-check. Pure.

Every page, copy, card, feed, markup, message and the API read these values, so that none says what another denies.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from verification.states import CheckStatus


class ClaimStatus(StrEnum):
    """How a claim of an article stands; the value is also the class by which the style sheets mark it.

    In the order of what has to be looked at first.
    """

    NOT_TRUE = "not-true"
    UNPROVEN = "unproven"
    WITHDRAWN = "withdrawn"
    DISPUTED = "disputed"
    UNCHECKED = "unchecked"
    IN_PROGRESS = "in-progress"
    TRUE = "true"
    DROPPED = "dropped"

    @property
    def sign(self) -> str:
        """Beside its colour: on paper, and for who sees no colours."""
        return _SIGNS[self]

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to do: it is true, or nobody has to find out."""
        return self in (ClaimStatus.TRUE, ClaimStatus.DROPPED)

    @property
    def alarms(self) -> bool:
        """Whether it was found to be anything but true, or what was found does not stand any more."""
        return self in (ClaimStatus.NOT_TRUE, ClaimStatus.UNPROVEN, ClaimStatus.WITHDRAWN, ClaimStatus.DISPUTED)


_SIGNS = {
    ClaimStatus.NOT_TRUE: "✗",
    ClaimStatus.UNPROVEN: "!",
    ClaimStatus.WITHDRAWN: "↺",
    ClaimStatus.DISPUTED: "≠",
    ClaimStatus.UNCHECKED: "?",
    ClaimStatus.IN_PROGRESS: "?",
    ClaimStatus.TRUE: "✓",
    ClaimStatus.DROPPED: "–",
}
_UNRATED = {
    CheckStatus.TRIAGE: ClaimStatus.UNCHECKED,
    CheckStatus.QUEUED: ClaimStatus.UNCHECKED,
    CheckStatus.IN_REVIEW: ClaimStatus.IN_PROGRESS,
    CheckStatus.DISPUTED: ClaimStatus.DISPUTED,
    # What it follows is not known.
    CheckStatus.MATCHED: ClaimStatus.IN_PROGRESS,
    CheckStatus.WITHDRAWN: ClaimStatus.WITHDRAWN,
    CheckStatus.DROPPED: ClaimStatus.DROPPED,
}


def claim_status(
    check_status: str | None, *, value: int | None, best: int | None, follows: bool = False
) -> ClaimStatus:
    """How a claim stands whose check (None: it has none yet) is rated ``value`` on a scale that ends at ``best``; None
    is a rating off the scale, or a scale without numbers. Only the best rating of a scale is true.

    ``follows``: the check is that of an earlier claim, whose result this one has.
    """
    if check_status is None:
        return ClaimStatus.UNCHECKED
    status = CheckStatus(check_status)
    if status in _UNRATED:
        # Where the earlier claim was none, somebody has to look at this one.
        return ClaimStatus.UNCHECKED if follows and status is CheckStatus.DROPPED else _UNRATED[status]
    if value is None or best is None:
        return ClaimStatus.UNPROVEN
    return ClaimStatus.TRUE if value >= best else ClaimStatus.NOT_TRUE


class PublicStatus(StrEnum):
    PUBLISHED = "published"
    CORRECTED = "corrected"
    UNDER_REVIEW = "under_review"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class DisplayStatus:
    """How a fact-check stands ``since`` then. ``note``: what readers are told of this very step, empty where there is
    nothing to tell; ``rating``: the name of the rating that it states, empty for a withdrawn one, which states none.
    """

    status: PublicStatus
    since: datetime
    note: str
    rating: str

    @property
    def is_withdrawn(self) -> bool:
        return self.status is PublicStatus.WITHDRAWN

    @property
    def is_under_review(self) -> bool:
        return self.status is PublicStatus.UNDER_REVIEW


def display_status(
    check_status: str, *, since: datetime, revision: int, revision_note: str, rating: str, withdrawal_reason: str
) -> DisplayStatus:
    """From the state of its check and its newest ``revision`` (counted from 1) with that revision's note and rating."""
    if check_status == CheckStatus.WITHDRAWN:
        return DisplayStatus(PublicStatus.WITHDRAWN, since, withdrawal_reason, "")
    if check_status != CheckStatus.PUBLISHED:
        # The note of the newest revision tells of a step before this one.
        return DisplayStatus(PublicStatus.UNDER_REVIEW, since, "", rating)
    status = PublicStatus.CORRECTED if revision > 1 else PublicStatus.PUBLISHED
    return DisplayStatus(status, since, revision_note, rating)
