"""Who somebody is at the review desk."""

from __future__ import annotations

from typing import Any

from claims.models import User
from verification import queries
from verification.errors import NotAReviewer
from verification.models import Reviewer


def require_reviewer(user: Any) -> Reviewer:
    """The reviewer that ``user`` is. Raises NotAReviewer."""
    reviewer = queries.reviewer_of(user) if isinstance(user, User) else None
    if reviewer is None:
        raise NotAReviewer
    return reviewer
