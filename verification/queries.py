"""Questions about checks, reviewers and fact-checks that have a name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Now

from claims.access import Scope, roles_with
from claims.models import Claim, Event, User
from verification.agreement import Judged, Upheld, by_topic, nominal_alpha, ordinal_alpha
from verification.hours import is_open
from verification.models import (
    Assignment,
    Check,
    Desk,
    FactCheck,
    FactCheckRevision,
    Membership,
    Rating,
    Reviewer,
    Verdict,
)
from verification.routing import Candidate, ClaimFacts, DeskFacts
from verification.states import HOLDING, REVIEWABLE, UNSETTLED, AssignmentStatus, CheckStatus

ONE_DAY = timedelta(days=1)
# How far back agreement is counted.
OF_LATE = timedelta(days=90)
UNDER_WAY = (
    CheckStatus.TRIAGE,
    CheckStatus.QUEUED,
    CheckStatus.IN_REVIEW,
    CheckStatus.DISPUTED,
    CheckStatus.AGREED,
)


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far the reviewers of a desk agree. ``checks``: rounds with more than one verdict; the two alphas are None
    where chance cannot be told; ``reviewers``: each with topic -> how often upheld, "" for all together.
    """

    checks: int
    nominal: float | None
    ordinal: float | None
    reviewers: list[tuple[Reviewer, dict[str, Upheld]]]


# --- Claims and checks ----------------------------------------------------------------------------------------
def claims_without_check() -> QuerySet[Claim]:
    return Claim.objects.filter(check_row__isnull=True).order_by("pk")


def checks() -> QuerySet[Check]:
    """Checks with what a list shows."""
    found = Check.objects.select_related(
        "claim__speaker", "claim__article", "claim__vanished_in", "desk", "scale", "rating"
    )
    return found.defer("claim__search", "claim__vanished_in__text")


def search_checks(found: QuerySet[Check], words: str) -> QuerySet[Check]:
    return found.filter(claim__search=SearchQuery(words, config="english", search_type="websearch"))


def held_slots(check: Check) -> QuerySet[Assignment]:
    """Assignments of this round that hold a slot, open or judged."""
    return check.assignments.filter(round=check.round, kind=Assignment.Kind.REVIEW, status__in=HOLDING)


def free_slots(check: Check) -> list[int]:
    """The numbers of the slots that nobody holds, lowest first."""
    taken = set(held_slots(check).values_list("slot", flat=True))
    return [slot for slot in range(1, check.slots + 1) if slot not in taken]


def checks_with_free_slot() -> QuerySet[Check]:
    """Checks in which somebody is still missing, most urgent first."""
    held = Count(
        "assignments",
        filter=Q(
            assignments__round=F("round"), assignments__kind=Assignment.Kind.REVIEW, assignments__status__in=HOLDING
        ),
    )
    reviewable = Check.objects.filter(status__in=REVIEWABLE, quarantined_at__isnull=True)
    return reviewable.annotate(held=held).filter(held__lt=F("slots")).order_by("-priority", "-worthiness", "pk")


def waiting_checks() -> QuerySet[Check]:
    """Checks for which routing could not find everybody, or that were put aside."""
    found = checks().filter(status__in=REVIEWABLE)
    return found.filter(~Q(waiting_why="") | Q(quarantined_at__isnull=False)).order_by("-priority", "pk")


def checks_of_vanished_claims() -> QuerySet[Check]:
    """Checks still under way whose article no longer makes the claim: an editor decides what becomes of them."""
    found = checks().filter(status__in=UNDER_WAY, claim__vanished_in__isnull=False)
    return found.order_by("-priority", "-worthiness", "pk")


def checks_due_for_routing() -> QuerySet[Check]:
    return checks_with_free_slot().filter(next_attempt_at__lte=Now())


def checks_to_remind_of() -> QuerySet[Check]:
    """Checks that are due soon, of which nobody was reminded yet."""
    return Check.objects.filter(status__in=UNSETTLED, remind_at__lte=Now()).order_by("remind_at")


def checks_to_escalate() -> QuerySet[Check]:
    """Checks whose time has passed, of which no lead was told yet."""
    late = Check.objects.filter(status__in=UNSETTLED, due_at__lte=Now(), escalated_at__isnull=True)
    return late.order_by("due_at")


def overdue_checks() -> QuerySet[Check]:
    """Checks that leads were told of and that are still not settled, the longest overdue first."""
    return checks().filter(status__in=UNSETTLED, escalated_at__isnull=False).order_by("due_at", "pk")


def checks_that_want_help() -> QuerySet[Check]:
    """Checks whose reviewer has them open and asks for help, the most urgent first."""
    asked = Assignment.objects.filter(check_row=OuterRef("pk"), status=AssignmentStatus.OPEN).exclude(help_wanted="")
    return checks().filter(Exists(asked)).order_by("-priority", "pk")


def people_at(check: Check) -> list[int]:
    """The reviewers who have the check open."""
    mine = check.assignments.filter(status=AssignmentStatus.OPEN)
    return list(mine.order_by("pk").values_list("reviewer_id", flat=True))


def now() -> datetime:
    """The database's clock: deadlines and leases are measured by no other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT STATEMENT_TIMESTAMP()")
        return cast(datetime, cursor.fetchone()[0])


def verdicts_of_round(check: Check) -> QuerySet[Verdict]:
    """The independent verdicts of the present round, in the order of their slots."""
    verdicts = Verdict.objects.filter(assignment__check_row=check, assignment__round=check.round)
    reviews = verdicts.filter(assignment__kind=Assignment.Kind.REVIEW)
    return reviews.select_related("rating", "assignment__reviewer__user").order_by("assignment__slot")


def all_verdicts(check: Check) -> QuerySet[Verdict]:
    """Every verdict ever recorded on the check, adjudications too, oldest first."""
    verdicts = Verdict.objects.filter(assignment__check_row=check)
    return verdicts.select_related("rating", "assignment__reviewer__user").prefetch_related("sources").order_by("pk")


def verdicts_to_show(check: Check, user: User) -> QuerySet[Verdict]:
    """What ``user`` may see: as long as verdicts are missing nobody sees those of others, so that all stay blind."""
    if check.status not in REVIEWABLE:
        return all_verdicts(check)
    return all_verdicts(check).filter(assignment__reviewer__user=user)


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


def has_judged(check: Check, user: User) -> bool:
    """Whether ``user`` is the author of any verdict on the check, of this round or an earlier one."""
    return Verdict.objects.filter(assignment__check_row=check, assignment__reviewer__user=user).exists()


def events_of_check(check: Check) -> QuerySet[Event]:
    """What happened to the check, to its assignments and to its claim's place, in the order it happened."""
    of_check = Q(subject_type="check", subject_id=check.pk)
    of_assignments = Q(subject_type="assignment", subject_id__in=check.assignments.values("pk"))
    of_claim = Q(subject_type="claim", subject_id=check.claim_id)
    return Event.objects.filter(of_check | of_assignments | of_claim).select_related("actor").order_by("pk")


# --- People ---------------------------------------------------------------------------------------------------
def working_reviewers() -> QuerySet[Reviewer]:
    """Those who may judge: a reviewer who left, or has another role now, keeps the row and what it says."""
    reviewing = Q(user__role__in=roles_with(Scope.REVIEWS_WRITE)) | Q(user__is_superuser=True)
    return Reviewer.objects.filter(reviewing, user__is_active=True).select_related("user")


def reviewer_of(user: User) -> Reviewer | None:
    return working_reviewers().filter(user=user).first()


def leads_desk(user: User, desk: Desk) -> bool:
    return working_reviewers().filter(user=user, memberships__desk=desk, memberships__is_lead=True).exists()


def desks_led_by(reviewer: Reviewer | None) -> list[Desk]:
    """The desks on which the reviewer decides disputes."""
    if reviewer is None:
        return []
    return [membership.desk for membership in reviewer.memberships.filter(is_lead=True).select_related("desk")]


def ratings_of(check: Check) -> QuerySet[Rating]:
    return Rating.objects.filter(scale=check.scale_id).order_by("position")


def open_assignments(reviewer: Reviewer) -> QuerySet[Assignment]:
    """What the reviewer holds now (a lease that has run out is not theirs any more), the soonest due first."""
    mine = reviewer.assignments.filter(status=AssignmentStatus.OPEN, lease_until__gt=Now())
    found = mine.select_related(
        "check_row__claim__speaker", "check_row__claim__article", "check_row__claim__vanished_in", "check_row__desk"
    )
    return found.defer("check_row__claim__vanished_in__text").order_by("lease_until", "pk")


def assignments_visible_to(user: User) -> QuerySet[Assignment]:
    """A reviewer's own, an editor's everybody's, newest first."""
    found = (
        Assignment.objects.defer("check_row__claim__vanished_in__text")
        .select_related(
            "reviewer__user",
            "check_row__claim__speaker",
            "check_row__claim__article",
            "check_row__claim__vanished_in",
            "check_row__desk",
            "check_row__scale",
        )
        .prefetch_related("check_row__scale__ratings")
    )
    return found if user.is_editor else found.filter(reviewer__user=user)


def expired_assignments() -> QuerySet[Assignment]:
    return Assignment.objects.filter(status=AssignmentStatus.OPEN, lease_until__lte=Now()).order_by("lease_until")


# --- Agreement ------------------------------------------------------------------------------------------------
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
    decided = rows.exclude(
        assignment__check_row__status__in=REVIEWABLE, assignment__round=F("assignment__check_row__round")
    )
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


# --- Facts for routing ----------------------------------------------------------------------------------------
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
    """In how many articles the claim stands, one at least."""
    articles = claim.mentions.order_by().values("revision__article").distinct()
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


# --- Fact-checks ----------------------------------------------------------------------------------------------
def fact_checks() -> QuerySet[FactCheck]:
    """All that were ever published, newest first, each with its revisions, newest first.

    One that was re-opened stays up as it is until the next sign-off; a withdrawn one stays and says so.
    """
    revisions = FactCheckRevision.objects.select_related("rating__scale").order_by("-number")
    return (
        FactCheck.objects.select_related("check_row__claim__vanished_in", "check_row__desk")
        .defer("check_row__claim__vanished_in__text")
        .prefetch_related(Prefetch("revisions", queryset=revisions))
        .order_by("-created_at", "-pk")
    )


def published_fact_checks() -> QuerySet[FactCheck]:
    """Those that stand: listed, searched and fed to readers."""
    return fact_checks().exclude(check_row__status=CheckStatus.WITHDRAWN)


def search_fact_checks(found: QuerySet[FactCheck], words: str) -> QuerySet[FactCheck]:
    return found.filter(check_row__claim__search=SearchQuery(words, config="english", search_type="websearch"))
