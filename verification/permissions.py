"""Who somebody is at the review desk."""

from __future__ import annotations

from typing import Any

from claims.access import Scope
from claims.errors import Forbidden
from claims.matching import Relation
from claims.models import Match, User
from claims.states import MatchStatus
from verification import queries
from verification.errors import NotAReviewer
from verification.models import Desk, Reviewer


def require_reviewer(user: Any) -> Reviewer:
    """The reviewer that ``user`` is. Raises NotAReviewer."""
    reviewer = queries.reviewer_of(user) if isinstance(user, User) else None
    if reviewer is None:
        raise NotAReviewer
    return reviewer


def require_watcher(user: User) -> list[Desk]:
    """The desks that ``user`` leads; an editor needs none. Raises Forbidden for who only reviews."""
    led = queries.desks_led_by(queries.reviewer_of(user))
    if not (user.is_editor or led):
        raise Forbidden("This is for editors, and for the leads of desks.")
    return led


def may_decide(match: Match, user: User, to: MatchStatus) -> bool:
    """Whether ``user`` may accept or reject ``match`` as it stands.

    An editor always may. A reviewer may as long as the claim is theirs and nobody has decided; that other figures are
    the same claim after all is for an editor to say.
    """
    if user.may(Scope.CHECKS_WRITE):
        return match.status != to
    if match.status != MatchStatus.SUGGESTED or (to == MatchStatus.ACCEPTED and match.relation == Relation.RIVAL):
        return False
    return user.may(Scope.REVIEWS_WRITE) and queries.assignment_of(user, match.claim_id) is not None


def require_may_decide(match: Match, user: User, to: MatchStatus) -> None:
    """Raise Forbidden unless ``user`` may say this of ``match``."""
    if user.may(Scope.CHECKS_WRITE) or may_decide(match, user, to):
        return
    if match.status != MatchStatus.SUGGESTED:
        raise Forbidden("This has been decided; only an editor changes it.")
    if to == MatchStatus.ACCEPTED and match.relation == Relation.RIVAL:
        raise Forbidden("These are other figures; only an editor says that it is the same claim after all.")
    raise Forbidden("Only an editor, or a reviewer who has the claim just now, decides this.")
