"""Questions of an editor who wants to see at a glance what is late, disputed or stuck. Each is one query or a few,
whatever the number of rows; nothing here tells a rating that is still being judged blindly.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import (
    Aggregate,
    CharField,
    Count,
    DateField,
    DurationField,
    F,
    Func,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce, Lower, TruncDate

from claims.models import Article, Embedding
from claims.states import ArticleStatus
from verification.models import Assignment, Check, Desk, FactCheckRevision, Reviewer, Verdict
from verification.queries.agreement import settled_verdicts
from verification.queries.people import working_reviewers
from verification.states import REVIEWABLE, UNSETTLED, AssignmentStatus

TOPICS = 12


class Median(Aggregate):
    """The value in the middle; between the two in the middle where the number is even."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"


@dataclass(frozen=True, slots=True)
class Standing:
    """The checks of one desk in one state: how many, when the oldest came in, and how many of them are late (``due_at``
    has passed), due later today, put aside, or waiting for reviewers who cannot be found.
    """

    desk_id: int
    status: str
    count: int
    oldest_at: datetime
    late: int
    today: int
    put_aside: int
    waiting: int


@dataclass(slots=True)
class Day:
    """What came in and what was done on one day; ``median``: from a claim's coming in to a verdict of that day."""

    day: date
    came_in: int = 0
    verdicts: int = 0
    published: int = 0
    median: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Load:
    """What a reviewer has open (``late``: of claims whose time has passed), and how much they judged in the period."""

    reviewer: Reviewer
    open: int
    late: int
    judged: int


@dataclass(frozen=True, slots=True)
class TopicAgreement:
    """How many of ``judged`` verdicts of late on a topic said what the check was settled on."""

    topic: str
    upheld: int
    judged: int


@dataclass(frozen=True, slots=True)
class PutAside:
    """What the machine has given up on before there was a check."""

    articles: int
    comparisons: int


def late(now: datetime) -> Q:
    """Checks whose time has passed and that are still not settled."""
    return Q(status__in=UNSETTLED, due_at__lte=now)


def due_today(now: datetime, midnight: datetime) -> Q:
    """Checks that are due until the end of the day (``midnight``) and still in time."""
    return Q(status__in=UNSETTLED, due_at__gt=now, due_at__lt=midnight)


def waiting_for_reviewers() -> Q:
    return Q(status__in=REVIEWABLE, quarantined_at__isnull=True) & ~Q(waiting_why="")


def standings(desks: Collection[Desk], *, now: datetime, midnight: datetime) -> list[Standing]:
    """Every desk and state in which there is a check, in one query."""
    rows = Check.objects.filter(desk__in=desks).order_by("desk_id", "status").values("desk_id", "status")
    counted = rows.annotate(
        count=Count("pk"),
        oldest_at=Min("created_at"),
        late=Count("pk", filter=late(now)),
        today=Count("pk", filter=due_today(now, midnight)),
        put_aside=Count("pk", filter=Q(quarantined_at__isnull=False)),
        waiting=Count("pk", filter=waiting_for_reviewers()),
    )
    return [Standing(**row) for row in counted]


def days(desks: Collection[Desk], *, since: datetime, until: date) -> list[Day]:
    """Each day from ``since`` to ``until``, on the clock of the person who asks, in three queries."""
    first = since.date()
    found = {first + timedelta(days=n): Day(first + timedelta(days=n)) for n in range((until - first).days + 1)}
    came_in = _by_day(Check.objects.filter(desk__in=desks), "created_at", since)
    published = _by_day(FactCheckRevision.objects.filter(fact_check__check_row__desk__in=desks), "published_at", since)
    judged = _by_day(independent_verdicts(desks).annotate(took=_took()), "created_at", since, median=Median("took"))
    for name, rows in (("came_in", came_in), ("published", published), ("verdicts", judged)):
        for row in rows:
            if row["day"] in found:
                setattr(found[row["day"]], name, row["count"])
    for row in judged:
        if row["day"] in found:
            found[row["day"]].median = row["median"]
    return list(found.values())


def _by_day(rows: QuerySet[Any], moment: str, since: datetime, **more: Any) -> Any:
    of_late = rows.filter(**{f"{moment}__gte": since}).order_by()
    return (
        of_late.annotate(day=TruncDate(moment, output_field=DateField()))
        .values("day")
        .annotate(count=Count("pk"), **more)
    )


def median_time_to_verdict(desks: Collection[Desk], *, since: datetime) -> timedelta | None:
    """From a claim's coming in to a verdict on it, over all verdicts since then; None without any."""
    found = independent_verdicts(desks).filter(created_at__gte=since).annotate(took=_took())
    median: timedelta | None = found.aggregate(median=Median("took"))["median"]
    return median


def independent_verdicts(desks: Collection[Desk]) -> QuerySet[Verdict]:
    """What reviewers recorded in the first round: later rounds begin when somebody asks for them."""
    return Verdict.objects.filter(
        assignment__kind=Assignment.Kind.REVIEW, assignment__round=1, assignment__check_row__desk__in=desks
    )


def _took() -> Any:
    return Func(
        F("created_at"),
        F("assignment__check_row__created_at"),
        template="(%(expressions)s)",
        arg_joiner=" - ",
        output_field=DurationField(),
    )


def loads(desks: Collection[Desk], *, now: datetime, since: datetime) -> list[Load]:
    """The reviewers of the desks by name, each with what they have, in one query."""
    mine = Assignment.objects.filter(reviewer=OuterRef("pk")).order_by()
    lent = mine.filter(status=AssignmentStatus.OPEN)
    judged = mine.filter(status=AssignmentStatus.SUBMITTED, ended_at__gte=since, kind=Assignment.Kind.REVIEW)
    people = working_reviewers().filter(desks__in=desks).distinct()
    counted = people.annotate(
        open_now=_count(lent),
        late_now=_count(lent.filter(check_row__due_at__lte=now, check_row__status__in=UNSETTLED)),
        judged_of_late=_count(judged),
    )
    by_name = counted.order_by("user__first_name", "user__last_name", "user__username")
    return [Load(one, one.open_now, one.late_now, one.judged_of_late) for one in by_name]


def _count(rows: QuerySet[Any]) -> Coalesce:
    """How many of ``rows`` belong to the reviewer of the outer query."""
    counted = rows.values("reviewer").annotate(counted=Count("pk")).values("counted")
    return Coalesce(Subquery(counted), 0)


def agreement_by_topic(desks: Collection[Desk]) -> list[TopicAgreement]:
    """The topics on which most was judged of late, and how often verdicts were upheld there."""
    topics = Func(F("assignment__check_row__claim__topics"), function="unnest", output_field=CharField())
    rows = settled_verdicts().filter(assignment__check_row__desk__in=desks).order_by()
    counted = (
        rows.annotate(topic=Lower(topics))
        .values("topic")
        .annotate(
            judged=Count("pk", distinct=True),
            upheld=Count("pk", distinct=True, filter=Q(rating=F("assignment__check_row__rating"))),
        )
        .order_by("-judged", "topic")
    )
    return [TopicAgreement(**row) for row in counted[:TOPICS]]


def put_aside() -> PutAside:
    """Articles that nobody could read or that were put aside, and comparisons that were."""
    unread = Q(quarantined_at__isnull=False) | Q(status=ArticleStatus.UNREADABLE)
    return PutAside(
        articles=Article.objects.filter(unread).count(),
        comparisons=Embedding.objects.filter(quarantined_at__isnull=False).count(),
    )
