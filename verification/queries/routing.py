"""What routing is told, and what a reviewer may take."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now

from claims.models import Claim, Match, Mention
from claims.states import MatchStatus
from verification.hours import is_open
from verification.models import (
    Assignment,
    Check,
    Desk,
    Membership,
    Reviewer,
)
from verification.queries.deadlines import now
from verification.queries.people import working_reviewers
from verification.queries.reviewing import checks_with_free_slot
from verification.routing import Candidate, ClaimFacts, DeskFacts
from verification.states import AssignmentStatus

ONE_DAY = timedelta(days=1)


def claim_facts(claim: Claim, *, reach: int = 1) -> ClaimFacts:
    speaker = claim.speaker
    return ClaimFacts(
        topics=tuple(claim.topics),
        language=claim.language,
        speaker=speaker.name if speaker else "",
        outlet=claim.article.outlet if claim.article else "",
        text=claim.text,
        aliases=tuple(speaker.aliases) if speaker else (),
        role=speaker.role if speaker else "",
        worthiness=claim.worthiness,
        reach=reach,
    )


def reach(claim: Claim) -> int:
    """In how many articles the claim stands, those included that say the same by a person's word; one at least.

    Claims that are the same as a common earlier one are the same as each other.
    """
    accepted = Match.objects.filter(status=MatchStatus.ACCEPTED, earlier__isnull=False)
    roots = {claim.pk, *accepted.filter(claim=claim).values_list("earlier", flat=True)}
    same = roots | set(accepted.filter(earlier__in=roots).values_list("claim", flat=True))
    articles = Mention.objects.filter(claim__in=same).order_by().values("revision__article").distinct()
    return max(1, articles.count())


def desk_facts(desks: Iterable[Desk]) -> list[DeskFacts]:
    return [DeskFacts(desk.pk, tuple(desk.topics), desk.is_default) for desk in desks]


def candidates(check: Check) -> list[Candidate]:
    """The active reviewers of the desk of ``check`` as routing sees them."""
    before = Assignment.objects.filter(reviewer=OuterRef("pk"), check_row=check)
    had = before.filter(round=check.round).exclude(status=AssignmentStatus.EXPIRED)
    leading = Membership.objects.filter(desk=check.desk_id, is_lead=True)
    reviewers = (
        working_reviewers()
        .filter(desks=check.desk_id)
        .annotate(
            open_load=Count("assignments", filter=Q(assignments__status=AssignmentStatus.OPEN), distinct=True),
            recent=Count("assignments", filter=Q(assignments__created_at__gte=Now() - ONE_DAY), distinct=True),
            had=Exists(had),
            earlier=Exists(before.filter(round__lt=check.round)),
            is_away=Q(away_until__gt=Now()),
            leads=Exists(leading.filter(reviewer=OuterRef("pk"))),
        )
        .order_by("pk")
    )
    at = now()
    return [candidate(reviewer, at=at) for reviewer in reviewers]


def candidate(reviewer: Reviewer, *, at: datetime | None = None) -> Candidate:
    """One annotated reviewer as routing sees them at a moment; what is not annotated counts as nothing."""
    hours = reviewer.hours
    return Candidate(
        reviewer_id=reviewer.pk,
        topics=tuple(reviewer.topics),
        languages=tuple(reviewer.languages),
        capacity=reviewer.capacity,
        open_load=getattr(reviewer, "open_load", 0),
        recent=getattr(reviewer, "recent", 0),
        agreed=reviewer.upheld,
        judged=reviewer.judged,
        is_away=bool(getattr(reviewer, "is_away", False)),
        off_shift="" if at is None or is_open(hours, at) else str(hours),
        leads=getattr(reviewer, "leads", False),
        had=getattr(reviewer, "had", False),
        earlier=getattr(reviewer, "earlier", False),
        conflicts=tuple(reviewer.conflicts),
    )


def checks_to_take(reviewer: Reviewer) -> QuerySet[Check]:
    """Checks of the reviewer's desks with a free slot that they have not had this round, most urgent first."""
    mine = Assignment.objects.filter(reviewer=reviewer, check_row=OuterRef("pk"), round=OuterRef("round"))
    had = mine.exclude(status=AssignmentStatus.EXPIRED)
    return checks_with_free_slot().filter(desk__in=reviewer.desks.all()).exclude(Exists(had))
