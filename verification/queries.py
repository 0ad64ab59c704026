"""Questions about checks, reviewers and fact-checks that have a name."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.contrib.postgres.search import SearchQuery
from django.db.models import Case, Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, When
from django.db.models.functions import Now

from claims.access import Scope, roles_with
from claims.matching import Relation
from claims.models import Claim, Event, ImportedFactCheck, Match, User
from claims.states import MatchStatus
from verification.models import (
    Assignment,
    Check,
    Desk,
    FactCheck,
    FactCheckRevision,
    Rating,
    Reviewer,
    Verdict,
)
from verification.routing import Candidate, ClaimFacts, DeskFacts
from verification.states import BLIND, FOLLOWABLE, HOLDING, MATCHABLE, REVIEWABLE, AssignmentStatus, CheckStatus

ONE_DAY = timedelta(days=1)
UNDER_WAY = (
    CheckStatus.TRIAGE,
    CheckStatus.QUEUED,
    CheckStatus.IN_REVIEW,
    CheckStatus.DISPUTED,
    CheckStatus.AGREED,
)


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
    if check.status not in BLIND:
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
    """What happened to the check, its assignments, its claim's place and matches, in the order it happened."""
    of_check = Q(subject_type="check", subject_id=check.pk)
    of_assignments = Q(subject_type="assignment", subject_id__in=check.assignments.values("pk"))
    of_claim = Q(subject_type="claim", subject_id=check.claim_id)
    of_matches = Q(subject_type="match", subject_id__in=Match.objects.filter(claim=check.claim_id).values("pk"))
    return (
        Event.objects.filter(of_check | of_assignments | of_claim | of_matches).select_related("actor").order_by("pk")
    )


# --- Said before ----------------------------------------------------------------------------------------------
def checks_to_follow(check: Check) -> QuerySet[Check]:
    """The checks of earlier claims that people say are the same claim, best first: a published one, then the oldest."""
    accepted = Match.objects.filter(claim=check.claim_id, status=MatchStatus.ACCEPTED, earlier__isnull=False)
    found = Check.objects.filter(claim__in=accepted.values("earlier"), status__in=FOLLOWABLE)
    return found.order_by(Case(When(status=CheckStatus.PUBLISHED, then=0), default=1), "claim_id")


def checks_to_end() -> QuerySet[Check]:
    """Checks still open although people said that an earlier claim is the same and its check can be followed."""
    accepted = Match.objects.filter(claim=OuterRef("claim"), status=MatchStatus.ACCEPTED)
    followable = accepted.filter(earlier__check_row__status__in=FOLLOWABLE)
    return Check.objects.filter(Exists(followable), status__in=MATCHABLE).order_by("pk")


def checks_left_alone() -> QuerySet[Check]:
    """Matched checks whose match was taken back, or whose earlier check was withdrawn or dropped."""
    accepted = Match.objects.filter(
        claim=OuterRef("claim"), earlier=OuterRef("follows__claim"), status=MatchStatus.ACCEPTED
    )
    matched = Check.objects.filter(status=CheckStatus.MATCHED)
    return matched.filter(~Exists(accepted) | ~Q(follows__status__in=FOLLOWABLE)).order_by("pk")


def root_of(check: Check) -> Check:
    """The check that has the result: itself, or the one at the end of those that each follow an earlier one."""
    while check.follows_id is not None:
        check = checks().get(pk=check.follows_id)
    return check


def followers_of(check: Check) -> list[Check]:
    """All checks that have the result of ``check``, directly or through another, in the order of their claims."""
    found: list[Check] = []
    level = [check.pk]
    # An earlier claim has the lower number, so this comes to an end.
    while level:
        followers = list(checks().filter(follows__in=level))
        found += followers
        level = [follower.pk for follower in followers]
    return sorted(found, key=lambda follower: follower.claim_id)


def assignment_of(user: User, claim_id: int) -> Assignment | None:
    """What ``user`` holds of the claim just now."""
    mine = Assignment.objects.filter(reviewer__in=working_reviewers().filter(user=user), check_row__claim=claim_id)
    return mine.filter(status=AssignmentStatus.OPEN, lease_until__gt=Now()).first()


def accepted_fact_checks(claim: Claim) -> QuerySet[ImportedFactCheck]:
    """Fact-checks of others that people say are about this very claim."""
    accepted = Match.objects.filter(claim=claim, status=MatchStatus.ACCEPTED)
    return ImportedFactCheck.objects.filter(pk__in=accepted.values("imported")).order_by("pk")


def checks_said_before() -> QuerySet[Check]:
    """Open checks whose claim seems to repeat what was said before, and nobody has said yet whether it does."""
    suggested = Match.objects.filter(claim=OuterRef("claim"), status=MatchStatus.SUGGESTED, relation=Relation.SAME)
    return checks().filter(Exists(suggested), status__in=MATCHABLE).order_by("-priority", "-worthiness", "pk")


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


# --- Facts for routing ----------------------------------------------------------------------------------------
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
