"""Questions about checks, their slots, their verdicts and what happened to them."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Count, DurationField, ExpressionWrapper, F, Q, QuerySet
from django.db.models.functions import Now

from claims.columns import Columns, ask, cut
from claims.models import Claim, Event, Match, Revision, Speaker, User
from claims.models.lean import Shape, lean
from claims.queries import CLAIM_COLUMNS, REVISIONS, SPEAKERS, words_asked_for
from verification.models import (
    Assignment,
    Check,
    Rating,
    Verdict,
)
from verification.models.checks import FREE
from verification.states import HOLDING, REVIEWABLE, CheckStatus

URGENT_FIRST = ("-priority", "-worthiness", "pk")
RATING = Columns(Rating, "rating")
FOUND_IN_ROUND = f"""
SELECT {RATING.sql}, verdict.final_at <= STATEMENT_TIMESTAMP()
FROM verification_assignment AS had
JOIN verification_verdict AS verdict ON verdict.assignment_id = had.id
JOIN verification_rating AS rating ON rating.id = verdict.rating_id
WHERE had.check_id = %(check)s AND had.round = %(round)s AND had.kind = 'review'
ORDER BY had.slot
"""  # noqa: S608
UNDER_WAY = (
    CheckStatus.TRIAGE,
    CheckStatus.QUEUED,
    CheckStatus.IN_REVIEW,
    CheckStatus.DISPUTED,
    CheckStatus.AGREED,
)


def claims_without_check() -> QuerySet[Claim]:
    return Claim.objects.filter(check_row__isnull=True).order_by("pk")


def checks() -> QuerySet[Check]:
    """Checks with what a list shows."""
    found = Check.objects.select_related(
        "claim__speaker", "claim__article", "claim__vanished_in", "desk", "scale", "rating"
    )
    return found.defer("claim__search", "claim__vanished_in__text")


RATINGS = Shape(["id", "key", "name", "definition", "value"])
# What is told of a check in a list.
CHECK_COLUMNS = (
    "id",
    "claim_id",
    "desk_id",
    "status",
    "priority",
    "worthiness",
    "slots",
    "round",
    "rating_id",
    "follows_id",
    "due_at",
    "escalated_at",
    "quarantined_at",
    "created_at",
)


def checks_to_list() -> QuerySet[Check]:
    """The same for long lists that are filtered and searched: one join of everything takes longer to plan than to read,
    and of ratings and speakers a page needs few.
    """
    shared = {
        "claim__speaker": lean(Speaker, SPEAKERS),
        "claim__vanished_in": lean(Revision, REVISIONS),
        "rating": lean(Rating, RATINGS),
    }
    beside = {"claim": CLAIM_COLUMNS, "desk": ("id", "name")}
    return lean(Check, Shape(CHECK_COLUMNS, beside=beside, shared=shared))


def search_checks(found: QuerySet[Check], words: str) -> QuerySet[Check]:
    return found.filter(claim__search=words_asked_for(words))


def held_slots(check: Check) -> QuerySet[Assignment]:
    """Assignments of this round that hold a slot, open or judged."""
    return check.assignments.filter(round=check.round, kind=Assignment.Kind.REVIEW, status__in=HOLDING)


def free_slots(check: Check) -> list[int]:
    """The numbers of the slots that nobody holds, lowest first."""
    taken = set(held_slots(check).values_list("slot", flat=True))
    return [slot for slot in range(1, check.slots + 1) if slot not in taken]


def checks_with_free_slot() -> QuerySet[Check]:
    """Checks in which somebody is still missing, most urgent first."""
    return Check.objects.filter(FREE).order_by(*URGENT_FIRST)


def waiting_checks() -> QuerySet[Check]:
    """Checks for which routing could not find everybody, or that were put aside."""
    found = checks().filter(status__in=REVIEWABLE)
    return found.filter(~Q(waiting_why="") | Q(quarantined_at__isnull=False)).order_by("-priority", "pk")


def checks_of_vanished_claims() -> QuerySet[Check]:
    """Checks still under way whose article no longer makes the claim: an editor decides what becomes of them."""
    found = checks().filter(status__in=UNDER_WAY, claim__vanished_in__isnull=False)
    return found.order_by(*URGENT_FIRST)


def checks_due_for_routing() -> QuerySet[Check]:
    """The longest due first."""
    return Check.objects.filter(FREE, next_attempt_at__lte=Now()).order_by("next_attempt_at")


def checks_to_route() -> QuerySet[Check]:
    """Of those, the ones for which nobody was looked for yet, or not since something changed."""
    return checks_due_for_routing().filter(waiting_why="")


def checks_refused(desk_id: int) -> QuerySet[Check]:
    """Of those, the ones of a desk for which too few people were found, some time ago."""
    return checks_due_for_routing().filter(desk=desk_id).exclude(waiting_why="")


def found_in_round(check: Check) -> list[tuple[Rating, bool]]:
    """The rating of each independent verdict of the present round in the order of their slots, and whether it is final.

    Written out, because every verdict asks for it.
    """
    found = ask(FOUND_IN_ROUND, {"check": check.pk, "round": check.round})
    return [(rating, is_final) for rating, is_final in (cut(values, RATING) for values in found)]


def checks_to_settle() -> QuerySet[Check]:
    """Checks in review with all their verdicts, none of which can be taken back any more."""
    of_round = Q(assignments__round=F("round"), assignments__kind=Assignment.Kind.REVIEW)
    final = Count("assignments__verdict", filter=of_round & Q(assignments__verdict__final_at__lte=Now()))
    in_review = Check.objects.filter(status=CheckStatus.IN_REVIEW).annotate(final=final)
    return in_review.filter(final__gte=F("slots")).order_by("pk")


def verdict_to_undo(user: User) -> Verdict | None:
    """The newest verdict that ``user`` may still take back, with its ``time_left``."""
    left = ExpressionWrapper(F("final_at") - Now(), output_field=DurationField())
    fresh = Verdict.objects.filter(assignment__reviewer__user=user, final_at__gt=Now()).annotate(time_left=left)
    in_review = fresh.filter(assignment__check_row__status=CheckStatus.IN_REVIEW)
    return in_review.select_related("assignment__check_row__claim", "rating").order_by("-pk").first()


def all_verdicts(check: Check) -> QuerySet[Verdict]:
    """Every verdict ever recorded on the check, adjudications too, oldest first."""
    verdicts = Verdict.objects.filter(assignment__check_row=check)
    return verdicts.select_related("rating", "assignment__reviewer__user").prefetch_related("sources").order_by("pk")


def adjudication(check: Check) -> Verdict | None:
    """The adjudicator's verdict of the present round, where there was a dispute."""
    return (
        all_verdicts(check).filter(assignment__round=check.round, assignment__kind=Assignment.Kind.ADJUDICATION).last()
    )


def deciding_verdicts(check: Check) -> list[Verdict]:
    """The verdicts of this round that gave the check its rating, an adjudicator's first."""
    decided = all_verdicts(check).filter(assignment__round=check.round, rating=check.rating_id)
    # An adjudication stands in slot 0.
    return list(decided.order_by("assignment__slot"))


def deciding_reasons(checks: Collection[Check]) -> dict[int, list[str]]:
    """The reasoning of the verdicts that gave each of ``checks`` its rating, by its key, an adjudicator's first."""
    decided = Verdict.objects.filter(
        assignment__check_row__in=checks,
        assignment__round=F("assignment__check_row__round"),
        rating=F("assignment__check_row__rating"),
    )
    found: dict[int, list[str]] = {}
    columns = ("assignment__check_row_id", "reasoning")
    for check_id, reasoning in decided.order_by("assignment__slot").values_list(*columns):
        found.setdefault(check_id, []).append(reasoning)
    return found


def has_judged(check: Check, user: User) -> bool:
    """Whether ``user`` is the author of any verdict on the check, of this round or an earlier one."""
    return Verdict.objects.filter(assignment__check_row=check, assignment__reviewer__user=user).exists()


def events_of_check(check: Check) -> QuerySet[Event]:
    """What happened to the check, its assignments, its claim's place and matches, in the order it happened.

    By numbers that are known beforehand: with questions inside the question the log would be read from end to end.
    """
    assignments = list(check.assignments.values_list("pk", flat=True))
    matches = list(Match.objects.filter(claim=check.claim_id).values_list("pk", flat=True))
    of_check = Q(subject_type="check", subject_id=check.pk)
    of_assignments = Q(subject_type="assignment", subject_id__in=assignments)
    of_claim = Q(subject_type="claim", subject_id=check.claim_id)
    of_matches = Q(subject_type="match", subject_id__in=matches)
    return (
        Event.objects.filter(of_check | of_assignments | of_claim | of_matches).select_related("actor").order_by("pk")
    )


def ratings_of(check: Check) -> QuerySet[Rating]:
    return Rating.objects.filter(scale=check.scale_id).order_by("position")
