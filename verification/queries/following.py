"""Questions about checks that follow earlier ones: which should, which no longer can, and whose result they have."""

from __future__ import annotations

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, When

from claims.matching import Relation
from claims.models import Claim, ImportedFactCheck, Match
from claims.states import MatchStatus
from verification.models import (
    Check,
)
from verification.queries.reviewing import URGENT_FIRST, checks
from verification.states import FOLLOWABLE, MATCHABLE, CheckStatus


def checks_to_follow(check: Check) -> QuerySet[Check]:
    """The checks of earlier claims that people say are the same claim, best first: a published one, then the oldest."""
    accepted = Match.objects.filter(claim=check.claim_id, status=MatchStatus.ACCEPTED, earlier__isnull=False)
    found = Check.objects.filter(claim__in=accepted.values("earlier"), status__in=FOLLOWABLE)
    return found.order_by(Case(When(status=CheckStatus.PUBLISHED, then=0), default=1), "claim_id")


def may_end() -> QuerySet[Check]:
    """Checks that an earlier one can end. One that was published is not: readers wait for a result of its own."""
    return Check.objects.filter(status__in=MATCHABLE, fact_check__isnull=True)


def checks_to_end() -> QuerySet[Check]:
    """Checks still open although people said that an earlier claim is the same and its check can be followed."""
    accepted = Match.objects.filter(claim=OuterRef("claim"), status=MatchStatus.ACCEPTED)
    followable = accepted.filter(earlier__check_row__status__in=FOLLOWABLE)
    return may_end().filter(Exists(followable)).order_by("pk")


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


def accepted_fact_checks(claim: Claim) -> QuerySet[ImportedFactCheck]:
    """Fact-checks of others that people say are about this very claim."""
    accepted = Match.objects.filter(claim=claim, status=MatchStatus.ACCEPTED)
    return ImportedFactCheck.objects.filter(pk__in=accepted.values("imported")).order_by("pk")


def checks_said_before() -> QuerySet[Check]:
    """Open checks whose claim seems to repeat what was said before, and nobody has said yet whether it does."""
    suggested = Match.objects.filter(claim=OuterRef("claim"), status=MatchStatus.SUGGESTED, relation=Relation.SAME)
    return checks().filter(Exists(suggested), status__in=MATCHABLE).order_by(*URGENT_FIRST)
