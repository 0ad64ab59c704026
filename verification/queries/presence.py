"""Who is at what just now, and what they have written so far."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

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


def drafts_for(assignment: Assignment) -> QuerySet[Draft]:
    """What its reviewer wrote on it, and on the same check when they had it before in this round; the latest first."""
    return _drafts(assignment.check_row_id, assignment.reviewer_id).filter(assignment__round=assignment.round)


def unsent_drafts(check: Check, user: User) -> QuerySet[Draft]:
    """What ``user`` wrote and could not hand in because the claim was theirs no more; the latest first."""
    handed_in_or_open = (AssignmentStatus.SUBMITTED, AssignmentStatus.OPEN)
    reviewer = Reviewer.objects.filter(user=user).values("pk")[:1]
    return _drafts(check.pk, reviewer).exclude(assignment__status__in=handed_in_or_open)


def _drafts(check: int, reviewer: Any) -> QuerySet[Draft]:
    of_reviewer = Draft.objects.filter(assignment__check_row=check, assignment__reviewer=reviewer)
    return of_reviewer.order_by("-version", "-saved_at")
