"""Questions about reviewers and what they hold."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Case, F, Q, QuerySet, When
from django.db.models.functions import Now

from claims.access import Scope, roles_with
from claims.authentication import Beside
from claims.columns import Columns, ask_for_one
from claims.models import Claim, User
from claims.queries import search_claims
from verification.models import (
    Assignment,
    Check,
    Desk,
    Reviewer,
)
from verification.states import AssignmentStatus

REVIEWER = Columns(Reviewer, "reviewer")
_ROLES = ", ".join(f"'{role}'" for role in sorted(roles_with(Scope.REVIEWS_WRITE)))
WORKS_AS = f"""
JOIN verification_reviewer AS reviewer
ON reviewer.user_id = person.id AND person.is_active AND (person.is_superuser OR person.role IN ({_ROLES}))
"""
WORKING_REVIEWER = f"SELECT {REVIEWER.sql} FROM claims_user AS person {WORKS_AS} WHERE person.id = %(person)s"  # noqa: S608
# Every request of a reviewer begins with it.
BESIDE_KEYS = Beside("works_as", REVIEWER, f"LEFT {WORKS_AS}")


def working_reviewers() -> QuerySet[Reviewer]:
    """Those who may judge: a reviewer who left, or has another role now, keeps the row and what it says."""
    reviewing = Q(user__role__in=roles_with(Scope.REVIEWS_WRITE)) | Q(user__is_superuser=True)
    return Reviewer.objects.filter(reviewing, user__is_active=True).select_related("user")


def may_sign_off(check: Check, *, besides: User | None = None) -> QuerySet[User]:
    """The editors who neither judged the check nor have it to judge; ``besides`` one who may be about to judge it."""
    editing = Q(role__in=roles_with(Scope.FACT_CHECKS_WRITE)) | Q(is_superuser=True)
    judging = Q(status=AssignmentStatus.OPEN) | Q(verdict__isnull=False)
    judges = Assignment.objects.filter(judging, check_row=check).values("reviewer__user")
    found = User.objects.filter(editing, is_active=True).exclude(pk__in=judges)
    others = found.exclude(pk=besides.pk) if besides else found
    return others.order_by("first_name", "last_name", "username")


def reviewer_of(user: User) -> Reviewer | None:
    """Who of `working_reviewers` this user is; who came with a key brought it along."""
    if BESIDE_KEYS.name in vars(user):
        reviewer: Reviewer | None = vars(user)[BESIDE_KEYS.name]
    else:
        values = ask_for_one(WORKING_REVIEWER, {"person": user.pk})
        reviewer = REVIEWER.row(values) if values else None
    if reviewer:
        reviewer.user = user
    return reviewer


def leads_desk(user: User, desk: Desk) -> bool:
    return working_reviewers().filter(user=user, memberships__desk=desk, memberships__is_lead=True).exists()


def desks_led_by(reviewer: Reviewer | None) -> list[Desk]:
    """The desks on which the reviewer decides disputes."""
    if reviewer is None:
        return []
    return [membership.desk for membership in reviewer.memberships.filter(is_lead=True).select_related("desk")]


def open_assignments(reviewer: Reviewer) -> QuerySet[Assignment]:
    """What the reviewer holds now (a lease that has run out is not theirs any more), the soonest due first."""
    mine = reviewer.assignments.filter(status=AssignmentStatus.OPEN, lease_until__gt=Now())
    found = mine.select_related(
        "check_row__claim__speaker", "check_row__claim__article", "check_row__claim__vanished_in", "check_row__desk"
    )
    return found.defer("check_row__claim__vanished_in__text").order_by("lease_until", "pk")


def next_held(reviewer: Reviewer, *, article_id: int | None) -> Assignment | None:
    """What the reviewer should judge next of what they hold: of this article first, then the soonest due."""
    is_near = Case(When(check_row__claim__article=article_id, then=0), default=1)
    soonest = F("check_row__due_at").asc(nulls_last=True)
    return open_assignments(reviewer).order_by(is_near, soonest, "pk").first()


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


def search_assignments(found: QuerySet[Assignment], words: str) -> QuerySet[Assignment]:
    """Those of reviewers with such a name, and those of claims that hold the words."""
    name = (
        Q(user__username__unaccent__icontains=words)
        | Q(user__first_name__unaccent__icontains=words)
        | Q(user__last_name__unaccent__icontains=words)
    )
    people = list(Reviewer.objects.filter(name).values_list("pk", flat=True))
    claims = search_claims(Claim.objects.all(), words)
    return found.filter(Q(reviewer__in=people) | Q(check_row__claim__in=claims.values("pk")))


def expired_assignments() -> QuerySet[Assignment]:
    return Assignment.objects.filter(status=AssignmentStatus.OPEN, lease_until__lte=Now()).order_by("lease_until")


def assignment_of(user: User, claim_id: int) -> Assignment | None:
    """What ``user`` holds of the claim just now."""
    mine = Assignment.objects.filter(reviewer__in=working_reviewers().filter(user=user), check_row__claim=claim_id)
    return mine.filter(status=AssignmentStatus.OPEN, lease_until__gt=Now()).first()


def own_assignments(user: User, claim_ids: Collection[int]) -> dict[int, int]:
    """What ``user`` holds of these claims just now: the claim's id and the assignment's."""
    mine = Assignment.objects.filter(reviewer__user=user, check_row__claim__in=claim_ids)
    held = mine.filter(status=AssignmentStatus.OPEN, lease_until__gt=Now(), kind=Assignment.Kind.REVIEW)
    return dict(held.values_list("check_row__claim_id", "pk"))
