"""What routing is told, and what a reviewer may take."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now

from claims.models import Claim
from verification.models import (
    Assignment,
    Check,
    Desk,
    Reviewer,
)
from verification.queries.people import working_reviewers
from verification.queries.reviewing import checks_with_free_slot
from verification.routing import Candidate, ClaimFacts, DeskFacts
from verification.states import AssignmentStatus

ONE_DAY = timedelta(days=1)


def claim_facts(claim: Claim) -> ClaimFacts:
    return ClaimFacts(
        topics=tuple(claim.topics),
        language=claim.language,
        speaker=claim.speaker.name if claim.speaker else "",
        outlet=claim.article.outlet if claim.article else "",
    )


def desk_facts(desks: Iterable[Desk]) -> list[DeskFacts]:
    return [DeskFacts(desk.pk, tuple(desk.topics), desk.is_default) for desk in desks]


def candidates(check: Check) -> list[Candidate]:
    """The active reviewers of the desk of ``check`` as routing sees them."""
    before = Assignment.objects.filter(reviewer=OuterRef("pk"), check_row=check)
    had = before.filter(round=check.round).exclude(status=AssignmentStatus.EXPIRED)
    reviewers = (
        working_reviewers()
        .filter(desks=check.desk_id)
        .annotate(
            open_load=Count("assignments", filter=Q(assignments__status=AssignmentStatus.OPEN), distinct=True),
            recent=Count("assignments", filter=Q(assignments__created_at__gte=Now() - ONE_DAY), distinct=True),
            had=Exists(had),
            earlier=Exists(before.filter(round__lt=check.round)),
            is_away=Q(away_until__gt=Now()),
        )
        .order_by("pk")
    )
    return [candidate(reviewer) for reviewer in reviewers]


def candidate(reviewer: Reviewer) -> Candidate:
    """One annotated reviewer as routing sees them; what is not annotated counts as nothing."""
    return Candidate(
        reviewer_id=reviewer.pk,
        topics=tuple(reviewer.topics),
        languages=tuple(reviewer.languages),
        capacity=reviewer.capacity,
        open_load=getattr(reviewer, "open_load", 0),
        recent=getattr(reviewer, "recent", 0),
        is_away=bool(getattr(reviewer, "is_away", False)),
        had=getattr(reviewer, "had", False),
        earlier=getattr(reviewer, "earlier", False),
        conflicts=tuple(reviewer.conflicts),
    )


def checks_to_take(reviewer: Reviewer) -> QuerySet[Check]:
    """Checks of the reviewer's desks with a free slot that they have not had this round, most urgent first."""
    mine = Assignment.objects.filter(reviewer=reviewer, check_row=OuterRef("pk"), round=OuterRef("round"))
    had = mine.exclude(status=AssignmentStatus.EXPIRED)
    return checks_with_free_slot().filter(desk__in=reviewer.desks.all()).exclude(Exists(had))
