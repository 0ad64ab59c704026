"""Questions of an editor who wants to see at a glance what is late, disputed or stuck. Each is one query or a few,
whatever the number of rows; nothing here tells a rating that is still being judged blindly.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import (
    CharField,
    Count,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    Func,
    IntegerField,
    Min,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Cast, Extract, Lower, TruncDate

from verification.models import Assignment, Check, Desk, FactCheckRevision, Membership, Reviewer
from verification.queries.people import working_reviewers
from verification.states import REVIEWABLE, UNSETTLED, AssignmentStatus, CheckStatus

TOPICS = 12
# None is the whole house: which desk a row belongs to need not be looked up then.
Desks = Collection[Desk] | None
# What is counted where only some rows are: no column of theirs has to be looked at. (Django refuses "*" there.)
ROW = Value(1)


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
    """What came in and what was done on one day; ``took``: whole seconds from a claim's coming in to each verdict."""

    day: date
    came_in: int = 0
    verdicts: int = 0
    published: int = 0
    took: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Load:
    """What a reviewer has open (``late``: of claims whose time has passed), and how much they judged in the period."""

    reviewer: Reviewer
    open: int
    late: int
    judged: int


@dataclass(frozen=True, slots=True)
class TopicAgreement:
    """How many of ``judged`` verdicts of late on a topic said what the check was settled on. Besides those, so many are
    ``undecided``: of checks that are disputed still.
    """

    topic: str
    upheld: int
    judged: int
    undecided: int

    @property
    def not_upheld(self) -> int:
        return self.judged - self.upheld

    @property
    def total(self) -> int:
        return self.judged + self.undecided


def of(desks: Desks, path: str = "desk") -> Q:
    return Q() if desks is None else Q(**{f"{path}__in": desks})


def late(now: datetime) -> Q:
    """Checks whose time has passed and that are still not settled."""
    return Q(status__in=UNSETTLED, due_at__lte=now)


def due_today(now: datetime, midnight: datetime) -> Q:
    """Checks that are due until the end of the day (``midnight``) and still in time."""
    return Q(status__in=UNSETTLED, due_at__gt=now, due_at__lt=midnight)


def waiting_for_reviewers() -> Q:
    return Q(status__in=REVIEWABLE, quarantined_at__isnull=True) & ~Q(waiting_why="")


def standings(desks: Desks, *, now: datetime, midnight: datetime) -> list[Standing]:
    """Every desk and state in which there is a check, in one query."""
    rows = Check.objects.filter(of(desks)).order_by("desk_id", "status").values("desk_id", "status")
    counted = rows.annotate(
        count=Count("*"),
        oldest_at=Min("created_at"),
        late=Count(ROW, filter=late(now)),
        today=Count(ROW, filter=due_today(now, midnight)),
        put_aside=Count(ROW, filter=Q(quarantined_at__isnull=False)),
        waiting=Count(ROW, filter=waiting_for_reviewers()),
    )
    return [Standing(**row) for row in counted]


def days(desks: Desks, *, since: datetime, until: date) -> list[Day]:
    """Each day from ``since`` to ``until``, on the clock of the person who asks, in three queries."""
    first = since.date()
    found = {first + timedelta(days=n): Day(first + timedelta(days=n)) for n in range((until - first).days + 1)}
    came_in = _by_day(Check.objects.filter(of(desks)), "created_at", since)
    revisions = FactCheckRevision.objects.filter(of(desks, "fact_check__check_row__desk"))
    published = _by_day(revisions, "published_at", since)
    judged = _by_day(_first_verdicts(desks), "ended_at", since, took=StringAgg(_seconds(), ","))
    for name, rows in (("came_in", came_in), ("published", published), ("verdicts", judged)):
        for row in rows:
            if row["day"] in found:
                setattr(found[row["day"]], name, row["count"])
    for row in judged:
        if row["day"] in found:
            # An array of thousands takes ten times as long to be read.
            found[row["day"]].took = [int(seconds) for seconds in row["took"].split(",")]
    return list(found.values())


def _by_day(rows: QuerySet[Any], moment: str, since: datetime, **more: Any) -> list[dict[str, Any]]:
    of_late = rows.filter(**{f"{moment}__gte": since}).order_by()
    by_day = of_late.annotate(day=TruncDate(moment)).values("day")
    return list(by_day.annotate(count=Count("*"), **more))


def judged_of_late(since: datetime) -> QuerySet[Assignment]:
    """The independent verdicts recorded since then, by the assignments that they ended: those are ordered by time."""
    submitted = Assignment.objects.filter(status=AssignmentStatus.SUBMITTED, kind=Assignment.Kind.REVIEW)
    return submitted.filter(ended_at__gte=since).order_by()


def _first_verdicts(desks: Desks) -> QuerySet[Assignment]:
    """Of the first round: later rounds begin when somebody asks for them."""
    submitted = Assignment.objects.filter(status=AssignmentStatus.SUBMITTED, kind=Assignment.Kind.REVIEW)
    return submitted.filter(of(desks, "check_row__desk"), round=1)


def _seconds() -> Cast:
    """Whole seconds, written out."""
    took = ExpressionWrapper(F("ended_at") - F("check_row__created_at"), output_field=DurationField())
    return Cast(Cast(Extract(took, "epoch"), IntegerField()), TextField())


def loads(desks: Desks, *, now: datetime, since: datetime) -> list[Load]:
    """The reviewers of the desks by name, each with what they have on any desk, in three queries."""
    lent = Assignment.objects.filter(status=AssignmentStatus.OPEN).order_by().values("reviewer")
    # Of all checks few are late: to look for those once costs less than to join each.
    is_late = Q(check_row__in=Check.objects.filter(late(now)).values("pk"))
    open_now = {row["reviewer"]: row for row in lent.annotate(open=Count("*"), late=Count(ROW, filter=is_late))}
    judged = dict(judged_of_late(since).values_list("reviewer").annotate(count=Count("*")))
    nothing = {"open": 0, "late": 0}
    return [
        Load(one, found["open"], found["late"], judged.get(one.pk, 0))
        for one in people_on(desks)
        if (found := open_now.get(one.pk, nothing))
    ]


def people_on(desks: Desks) -> QuerySet[Reviewer]:
    seats = Membership.objects.filter(of(desks), reviewer=OuterRef("pk"))
    people = working_reviewers().filter(Exists(seats))
    return people.order_by("user__first_name", "user__last_name", "user__username")


def agreement_by_topic(desks: Desks, *, since: datetime) -> list[TopicAgreement]:
    """The topics on which most was judged since then and is settled or disputed, and how often verdicts were upheld."""
    mine = judged_of_late(since).filter(of(desks, "check_row__desk"))
    settled, disputed = Q(check_row__rating__isnull=False), Q(check_row__status=CheckStatus.DISPUTED)
    decided = mine.filter(settled | disputed, round=F("check_row__round"))
    topic = Lower(Func(F("check_row__claim__topics"), function="unnest", output_field=CharField()))
    upheld = Count(ROW, filter=Q(verdict__rating=F("check_row__rating")))
    counted = decided.annotate(topic=topic).values("topic")
    counted = counted.annotate(
        judged=Count(ROW, filter=settled), undecided=Count(ROW, filter=disputed & ~settled), upheld=upheld
    )
    most = counted.order_by(-(F("judged") + F("undecided")), "topic")[:TOPICS]
    return [TopicAgreement(**row) for row in most]
