"""Questions about how far reviewers agree."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import BooleanField, Count, ExpressionWrapper, F, Q, QuerySet
from django.db.models.functions import Now

from verification.agreement import (
    FEW_UNITS,
    Interval,
    Judged,
    Upheld,
    by_topic,
    nominal_alpha,
    nominal_interval,
    ordinal_alpha,
    ordinal_interval,
)
from verification.models import Assignment, Check, Desk, Reviewer, Verdict
from verification.states import BLIND, CheckStatus

# How far back agreement is counted.
OF_LATE = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far the reviewers of a desk agree. ``checks``: rounds with more than one verdict; the two alphas are None
    where chance cannot be told, and each lies within its interval with a chance of 95 in 100; ``disputed``: claims that
    are disputed now, whose verdicts are neither upheld nor not; ``reviewers``: each with topic -> how often upheld, ""
    for all together.
    """

    checks: int
    nominal: float | None
    nominal_interval: Interval | None
    ordinal: float | None
    ordinal_interval: Interval | None
    disputed: int
    reviewers: list[tuple[Reviewer, dict[str, Upheld]]]

    @property
    def is_of_few(self) -> bool:
        """Whether there are too few for the alphas to mean something."""
        return self.checks < FEW_UNITS


def settled_verdicts() -> QuerySet[Verdict]:
    """Independent verdicts of late that stand in the round in which their check was settled."""
    return Verdict.objects.filter(
        assignment__kind=Assignment.Kind.REVIEW,
        assignment__round=F("assignment__check_row__round"),
        assignment__check_row__rating__isnull=False,
        created_at__gte=Now() - OF_LATE,
    )


def judged_of(desk: Desk) -> list[Judged]:
    """The verdicts of late on settled checks of the desk and whether they were upheld, those that are alike as one."""
    upheld = ExpressionWrapper(Q(rating=F("assignment__check_row__rating")), output_field=BooleanField())
    rows = settled_verdicts().filter(assignment__check_row__desk=desk).annotate(upheld=upheld)
    alike = rows.values_list("assignment__reviewer_id", "assignment__check_row__claim__topics", "upheld")
    counted = alike.annotate(times=Count("*")).order_by()
    return [Judged(who, tuple(topics), was_upheld, times) for who, topics, was_upheld, times in counted]


def ratings_by_round(desk: Desk) -> list[list[tuple[str, int | None]]]:
    """For each round of each check on the desk's present scale, the key and number of every independent verdict, in
    whatever order.
    """
    rows = Verdict.objects.filter(
        assignment__kind=Assignment.Kind.REVIEW,
        assignment__check_row__desk=desk,
        rating__scale=desk.scale_id,
        created_at__gte=Now() - OF_LATE,
    )
    # What is still being judged blindly is nobody's to read, not even in a figure.
    decided = rows.exclude(assignment__check_row__status__in=BLIND)
    rounds = decided.order_by().values("assignment__check_row", "assignment__round")
    scale = {rating.pk: (rating.key, rating.value) for rating in desk.scale.ratings.all()}
    given = rounds.annotate(given=ArrayAgg("rating", order_by="rating")).values_list("given", flat=True)
    return [[scale[rating] for rating in ratings] for ratings in given]


def agreement_of(desk: Desk) -> Agreement:
    rounds = ratings_by_round(desk)
    keys = [[key for key, _ in verdicts] for verdicts in rounds]
    on_scale = [[value for _, value in verdicts if value is not None] for verdicts in rounds]
    return Agreement(
        checks=sum(len(verdicts) > 1 for verdicts in rounds),
        nominal=nominal_alpha(keys),
        nominal_interval=nominal_interval(keys),
        ordinal=ordinal_alpha(on_scale),
        ordinal_interval=ordinal_interval(on_scale),
        disputed=Check.objects.filter(desk=desk, status=CheckStatus.DISPUTED).count(),
        reviewers=_named(by_topic(judged_of(desk))),
    )


def _named(found: dict[int, dict[str, Upheld]]) -> list[tuple[Reviewer, dict[str, Upheld]]]:
    people = Reviewer.objects.filter(pk__in=found).select_related("user").order_by("user__username")
    return [(reviewer, found[reviewer.pk]) for reviewer in people]
