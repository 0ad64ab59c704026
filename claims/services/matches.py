"""What a person says of a match."""

from __future__ import annotations

from django.db import transaction
from django.db.models.functions import Now

from claims.models import Match, User
from claims.services.events import move
from claims.states import MATCH_MOVES, MatchStatus


@transaction.atomic
def decide_match(*, match: Match, to: MatchStatus, actor: User, why: str = "") -> None:
    """Accept or reject ``match``. Who may is asked before; what follows for a check is for whoever calls.

    Raises IllegalMove, and Conflict where somebody decided since it was read.
    """
    move(row=match, moves=MATCH_MOVES, to=to, actor=actor, why=why, decided_by=actor, decided_at=Now())
