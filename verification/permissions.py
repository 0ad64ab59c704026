"""Who somebody is at the review desk."""

from __future__ import annotations

from typing import Any

from claims.access import Scope
from claims.models import User
from verification import queries
from verification.errors import NotAReviewer
from verification.models import Check, Reviewer
from verification.states import CheckStatus


def require_reviewer(user: Any) -> Reviewer:
    """The reviewer that ``user`` is. Raises NotAReviewer."""
    reviewer = queries.reviewer_of(user) if isinstance(user, User) else None
    if reviewer is None:
        raise NotAReviewer
    return reviewer


def possible_actions(check: Check, user: User) -> list[str]:
    """What ``user`` may do with ``check`` as it stands, in the order in which it is offered."""
    editing = user.may(Scope.CHECKS_WRITE)
    judged = queries.has_judged(check, user)
    deciding = (editing or queries.leads_desk(user, check.desk)) and not judged
    found = _OF_EDITORS.get(check.status, []) if editing else []
    if check.status == CheckStatus.DISPUTED and deciding:
        found = ["adjudicate", *found]
    if judged:
        found = [action for action in found if action not in _FOUR_EYES]
    return found


_OF_EDITORS: dict[str, list[str]] = {
    CheckStatus.TRIAGE: ["queue", "drop"],
    CheckStatus.DROPPED: ["queue"],
    CheckStatus.QUEUED: ["route", "priority"],
    CheckStatus.IN_REVIEW: ["route", "priority"],
    CheckStatus.AGREED: ["publish", "send_back"],
    CheckStatus.PUBLISHED: ["correct", "reopen", "withdraw"],
}
_FOUR_EYES = frozenset({"publish", "correct", "withdraw"})
