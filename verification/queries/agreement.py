"""Questions about how far reviewers agree."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import F, QuerySet
from django.db.models.functions import Now

from verification.agreement import Judged, Upheld, by_topic, nominal_alpha, ordinal_alpha
from verification.models import Assignment, Desk, Reviewer, Verdict
from verification.states import BLIND

# How far back agreement is counted.
OF_LATE = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far the reviewers of a desk agree. ``checks``: rounds with more than one verdict; the two alphas are None
    where chance cannot be told; ``reviewers``: each with topic -> how often upheld, "" for all together.
    """

    checks: int
    nominal: float | None
    ordinal: float | None
    reviewers: list[tuple[Reviewer, dict[str, Upheld]]]


def settled_verdicts() -> QuerySet[Verdict]:
    """Independent verdicts of late that stand in the round in which their check was settled."""
    return Verdict.objects.filter(
        assignment__kind=Assignment.Kind.REVIEW,
        assignment__round=F("assignment__check_row__round"),
        assignment__check_row__rating__isnull=False,
        created_at__gte=Now() - OF_LATE,
    )


def judged_of(desk: Desk) -> list[Judged]:
    """Each verdict of late on a settled check of the desk, and whether it was upheld."""
    check = "assignment__check_row__"
    rows = settled_verdicts().filter(assignment__check_row__desk=desk).order_by("pk")
    columns = ("assignment__reviewer_id", f"{check}claim__topics", "rating_id", f"{check}rating_id")
    return [Judged(who, tuple(topics), said == found) for who, topics, said, found in rows.values_list(*columns)]


def ratings_by_round(desk: Desk) -> list[list[tuple[str, int | None]]]:
    """For each round of each check on the desk's present scale, the key and number of every independent verdict."""
    rows = Verdict.objects.filter(
        assignment__kind=Assignment.Kind.REVIEW,
        assignment__check_row__desk=desk,
        rating__scale=desk.scale_id,
        created_at__gte=Now() - OF_LATE,
    )
    # What is still being judged blindly is nobody's to read, not even in a figure.
    decided = rows.exclude(assignment__check_row__status__in=BLIND, assignment__round=F("assignment__check_row__round"))
    found: dict[tuple[int, int], list[tuple[str, int | None]]] = {}
    columns = ("assignment__check_row_id", "assignment__round", "rating__key", "rating__value")
    for check_id, number, key, value in decided.order_by("pk").values_list(*columns):
        found.setdefault((check_id, number), []).append((key, value))
    return list(found.values())


def agreement_of(desk: Desk) -> Agreement:
    rounds = ratings_by_round(desk)
    on_scale = [[value for _, value in verdicts if value is not None] for verdicts in rounds]
    return Agreement(
        checks=sum(len(verdicts) > 1 for verdicts in rounds),
        nominal=nominal_alpha([[key for key, _ in verdicts] for verdicts in rounds]),
        ordinal=ordinal_alpha(on_scale),
        reviewers=_named(by_topic(judged_of(desk))),
    )


def _named(found: dict[int, dict[str, Upheld]]) -> list[tuple[Reviewer, dict[str, Upheld]]]:
    people = Reviewer.objects.filter(pk__in=found).select_related("user").order_by("user__username")
    return [(reviewer, found[reviewer.pk]) for reviewer in people]
