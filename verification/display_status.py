"""What everybody is told of a fact-check: how it stands, since when, why, and which rating it states. Pure.

Pages, cards, feeds, markup, the API and webhooks read this one value, so that none of them says what another denies.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from verification.states import CheckStatus


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
