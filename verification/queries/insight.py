"""Questions of those who watch over the desk: how much waits, since when, and whether the sweeps run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Max, Min, OuterRef, Q, QuerySet, Subquery, TextField
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce

from claims import queries as claim_queries
from claims.models import Event, Sweep
from claims.states import Queue
from verification.models import Assignment, Check
from verification.queries.deadlines import now
from verification.queries.outbox import deliveries_due, deliveries_waiting
from verification.queries.reviewing import checks_to_route, checks_with_free_slot
from verification.states import AssignmentStatus, CheckStatus

# Where a check still has a way to go.
UNFINISHED = (
    CheckStatus.TRIAGE,
    CheckStatus.QUEUED,
    CheckStatus.IN_REVIEW,
    CheckStatus.DISPUTED,
    CheckStatus.AGREED,
)


@dataclass(frozen=True, slots=True)
class Depth:
    """How many checks of a desk stand in a status, and how old the oldest is."""

    desk: str
    status: str
    count: int
    oldest: timedelta


def oldest_due() -> dict[Queue, timedelta | None]:
    """How long the row that is due longest has been so, in each queue; None where nothing is due."""
    at = now()
    due_since = {
        Queue.EXTRACTION: _first(claim_queries.articles_due_for_extraction()),
        Queue.COMPARING: claim_queries.embeddings_due().order_by().aggregate(at=Min("next_attempt_at"))["at"],
        Queue.ROUTING: _first(checks_to_route()),
        Queue.OUTBOX: _first(deliveries_due()),
    }
    return {queue: max(at - since, timedelta(0)) if since else None for queue, since in due_since.items()}


def _first(rows: QuerySet[Any, Any]) -> datetime | None:
    found: datetime | None = rows.values_list("next_attempt_at", flat=True).first()
    return found


def sweeps() -> dict[Queue, Sweep]:
    """What the sweeps wrote down, by queue; a queue over which none has ever gone is missing."""
    return {Queue(sweep.queue): sweep for sweep in Sweep.objects.all()}


def since_last_sweep() -> dict[Queue, timedelta | None]:
    """How long ago the last sweep over each queue finished; None where there was none."""
    at, found = now(), sweeps()
    return {queue: at - found[queue].finished_at if queue in found else None for queue in Queue}


def rows_waiting() -> dict[Queue, int]:
    """How many rows wait in each queue, due or not."""
    return {
        Queue.EXTRACTION: claim_queries.articles_waiting_for_extraction().count(),
        Queue.COMPARING: claim_queries.embeddings_waiting().count(),
        Queue.ROUTING: checks_with_free_slot().order_by().count(),
        Queue.OUTBOX: deliveries_waiting().count(),
    }


def depths_by_desk() -> list[Depth]:
    """The unfinished checks by desk and status."""
    at = now()
    rows = Check.objects.filter(status__in=UNFINISHED).values_list("desk__name", "status")
    counted = rows.annotate(count=Count("pk"), since=Min("created_at")).order_by("desk__name", "status")
    return [Depth(desk, status, count, at - since) for desk, status, count, since in counted]


def lease_expiries() -> int:
    """How many leases have run out since the first; rows stay, so it never goes down."""
    return Assignment.objects.filter(status=AssignmentStatus.EXPIRED).count()


def routing_times(*, latest: int = 1000) -> Sequence[float]:
    """How long the ``latest`` lent slots had been free before, in seconds.

    A slot is free since it was last given back; one that nobody had before, since its check was queued, its round
    begun, or the slot itself opened.
    """
    newest = Assignment.objects.filter(kind=Assignment.Kind.REVIEW).order_by("-pk")[:latest]
    rows = Assignment.objects.filter(pk__in=newest.values("pk")).annotate(
        free_since=Coalesce(_given_back(), _opened(), F("check_row__created_at"))
    )
    return [max(0.0, (lent - free).total_seconds()) for lent, free in rows.values_list("created_at", "free_since")]


def _given_back() -> Subquery:
    earlier = Assignment.objects.filter(
        check_row=OuterRef("check_row"),
        round=OuterRef("round"),
        slot=OuterRef("slot"),
        kind=Assignment.Kind.REVIEW,
        pk__lt=OuterRef("pk"),
    )
    return Subquery(earlier.order_by().values("check_row").annotate(at=Max("ended_at")).values("at"))


def _opened() -> Subquery:
    """When the check was queued from elsewhere, or a round began; for a slot added later, when it was."""
    queued = Q(to_status=CheckStatus.QUEUED) & ~Q(from_status=CheckStatus.IN_REVIEW)
    begun = Q(to_status=CheckStatus.IN_REVIEW, from_status__in=[CheckStatus.AGREED, CheckStatus.PUBLISHED])
    slot = Cast(OuterRef("slot"), TextField())
    added = Q(to_status=CheckStatus.IN_REVIEW, from_status=CheckStatus.IN_REVIEW, slots=slot)
    mine = Event.objects.filter(subject_type="check", subject_id=OuterRef("check_row"), at__lte=OuterRef("created_at"))
    mine = mine.annotate(slots=KT("data__slots")).filter(queued | begun | added)
    return Subquery(mine.order_by("-pk").values("at")[:1])
