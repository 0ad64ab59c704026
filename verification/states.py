"""The states of checks, assignments, webhooks and deliveries, and the tables of their legal moves. Pure."""

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
    MATCHED = "matched"


class AssignmentStatus(StrEnum):
    OPEN = "open"
    SUBMITTED = "submitted"
    RELEASED = "released"
    EXPIRED = "expired"
    RECALLED = "recalled"


class WebhookStatus(StrEnum):
    ACTIVE = "active"
    PAUSED = "paused"


class DeliveryStatus(StrEnum):
    PENDING = "pending"
    DELIVERED = "delivered"
    FAILED = "failed"


_C = CheckStatus
CHECK_MOVES: Moves = {
    _C.TRIAGE: frozenset({_C.QUEUED, _C.DROPPED, _C.MATCHED}),
    _C.DROPPED: frozenset({_C.QUEUED}),
    # Dropped after triage where somebody finds that there is no claim, or that it is another one or several.
    _C.QUEUED: frozenset({_C.IN_REVIEW, _C.MATCHED, _C.DROPPED}),
    _C.IN_REVIEW: frozenset({_C.QUEUED, _C.AGREED, _C.DISPUTED, _C.MATCHED, _C.DROPPED}),
    _C.DISPUTED: frozenset({_C.AGREED}),
    _C.AGREED: frozenset({_C.IN_REVIEW, _C.PUBLISHED}),
    _C.PUBLISHED: frozenset({_C.PUBLISHED, _C.IN_REVIEW, _C.WITHDRAWN}),
    _C.WITHDRAWN: frozenset(),
    # It has the result of an earlier check, until the match or that check is taken back: then it must be reviewed.
    _C.MATCHED: frozenset({_C.QUEUED}),
}

_A = AssignmentStatus
ASSIGNMENT_MOVES: Moves = {
    _A.OPEN: frozenset({_A.SUBMITTED, _A.RELEASED, _A.EXPIRED, _A.RECALLED}),
    # Taken back within seconds by its author, before it has settled anything.
    _A.SUBMITTED: frozenset({_A.OPEN}),
    _A.RELEASED: frozenset(),
    _A.EXPIRED: frozenset(),
    _A.RECALLED: frozenset(),
}

WEBHOOK_MOVES: Moves = {
    WebhookStatus.ACTIVE: frozenset({WebhookStatus.PAUSED}),
    WebhookStatus.PAUSED: frozenset({WebhookStatus.ACTIVE}),
}

_D = DeliveryStatus
DELIVERY_MOVES: Moves = {
    _D.PENDING: frozenset({_D.DELIVERED, _D.FAILED}),
    _D.DELIVERED: frozenset(),
    # An editor has it tried again.
    _D.FAILED: frozenset({_D.PENDING}),
}

# An assignment that holds its slot: nobody else may have it.
HOLDING = frozenset({AssignmentStatus.OPEN, AssignmentStatus.SUBMITTED})
# Checks whose deadline runs: the rating is still to be found.
UNSETTLED = frozenset({CheckStatus.QUEUED, CheckStatus.IN_REVIEW, CheckStatus.DISPUTED})
# Checks in which a slot may be free.
REVIEWABLE = frozenset({CheckStatus.QUEUED, CheckStatus.IN_REVIEW})
# Checks in which nobody sees the verdicts of others: review goes on, or would go on if the match were taken back.
BLIND = REVIEWABLE | {CheckStatus.MATCHED}
# Where a check can stand that is ended by a match: its verdicts are not in yet.
MATCHABLE = frozenset({CheckStatus.TRIAGE, CheckStatus.QUEUED, CheckStatus.IN_REVIEW})
# An earlier check that has a result, or will have one. One in triage may never be reviewed.
FOLLOWABLE = frozenset(
    {
        CheckStatus.QUEUED,
        CheckStatus.IN_REVIEW,
        CheckStatus.DISPUTED,
        CheckStatus.AGREED,
        CheckStatus.PUBLISHED,
        CheckStatus.MATCHED,
    }
)
