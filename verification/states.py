"""The states of a Check and of an Assignment, and the tables of their legal moves. Pure."""

from __future__ import annotations

from enum import StrEnum

from claims.states import Moves


class CheckStatus(StrEnum):
    TRIAGE = "triage"
    QUEUED = "queued"
    IN_REVIEW = "in_review"
    DISPUTED = "disputed"
    AGREED = "agreed"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    DROPPED = "dropped"


class AssignmentStatus(StrEnum):
    OPEN = "open"
    SUBMITTED = "submitted"
    RELEASED = "released"
    EXPIRED = "expired"
    RECALLED = "recalled"


_C = CheckStatus
CHECK_MOVES: Moves = {
    _C.TRIAGE: frozenset({_C.QUEUED, _C.DROPPED}),
    _C.DROPPED: frozenset({_C.QUEUED}),
    _C.QUEUED: frozenset({_C.IN_REVIEW}),
    _C.IN_REVIEW: frozenset({_C.QUEUED, _C.AGREED, _C.DISPUTED}),
    _C.DISPUTED: frozenset({_C.AGREED}),
    _C.AGREED: frozenset({_C.IN_REVIEW, _C.PUBLISHED}),
    _C.PUBLISHED: frozenset({_C.PUBLISHED, _C.IN_REVIEW, _C.WITHDRAWN}),
    _C.WITHDRAWN: frozenset(),
}

_A = AssignmentStatus
ASSIGNMENT_MOVES: Moves = {
    _A.OPEN: frozenset({_A.SUBMITTED, _A.RELEASED, _A.EXPIRED, _A.RECALLED}),
    _A.SUBMITTED: frozenset(),
    _A.RELEASED: frozenset(),
    _A.EXPIRED: frozenset(),
    _A.RECALLED: frozenset(),
}

# An assignment that holds its slot: nobody else may have it.
HOLDING = frozenset({AssignmentStatus.OPEN, AssignmentStatus.SUBMITTED})
# Checks whose deadline runs: the rating is still to be found.
UNSETTLED = frozenset({CheckStatus.QUEUED, CheckStatus.IN_REVIEW, CheckStatus.DISPUTED})
# Checks in which a slot may be free.
REVIEWABLE = frozenset({CheckStatus.QUEUED, CheckStatus.IN_REVIEW})
