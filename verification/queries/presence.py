"""Who is at what just now, and what they have written so far."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import QuerySet
from django.db.models.functions import Now

from claims.models import Article, User
from verification.models import Assignment, Check, Draft, Presence, Reviewer
from verification.states import AssignmentStatus

# Three times as long as an open page is silent.
HERE = timedelta(seconds=60)


def others_at(article: Article, user: User) -> QuerySet[Presence]:
    """People other than ``user`` who have a page of the article open."""
    here = Presence.objects.filter(article=article, seen_at__gt=Now() - HERE).exclude(user=user)
    return here.select_related("user").order_by("user__username")


def draft_for(assignment: Assignment) -> Draft | None:
    """What its reviewer wrote on it, else on the same check when they had it before in this round."""
    return (
        _drafts(assignment.check_row, assignment.reviewer)
        .filter(assignment__round=assignment.round)
        .order_by("-saved_at")
        .first()
    )


def unsent_draft(check: Check, user: User) -> Draft | None:
    """What ``user`` wrote and could not hand in because the claim was theirs no more."""
    reviewer = Reviewer.objects.filter(user=user).first()
    if reviewer is None:
        return None
    return _drafts(check, reviewer).exclude(assignment__status=AssignmentStatus.OPEN).order_by("-saved_at").first()


def _drafts(check: Check, reviewer: Reviewer) -> QuerySet[Draft]:
    of_reviewer = Draft.objects.filter(assignment__check_row=check, assignment__reviewer=reviewer)
    return of_reviewer.exclude(assignment__status=AssignmentStatus.SUBMITTED)
