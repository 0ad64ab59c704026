"""What somebody is writing, kept while they write; and who reads an article just now."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.db import transaction
from django.db.models.functions import Now

from claims.core.text import drop_unstorable
from claims.models import Article, User
from verification.errors import NotYours
from verification.models import Assignment, Draft, Presence, Reviewer

GONE = timedelta(minutes=10)


@transaction.atomic
def save_draft(*, assignment_id: int, reviewer: Reviewer, values: Mapping[str, str]) -> Draft:
    """Keep the form as it stands, also where the claim is no longer with its author: words are never refused.

    Raises NotYours for an assignment of somebody else.
    """
    assignment = Assignment.objects.filter(pk=assignment_id, reviewer=reviewer).first()
    if assignment is None:
        raise NotYours
    kept = {name: drop_unstorable(value) for name, value in values.items()}
    draft, _ = Draft.objects.update_or_create(assignment=assignment, defaults={"values": kept, "saved_at": Now()})
    draft.refresh_from_db(fields=["saved_at"])
    return draft


@transaction.atomic
def forget_drafts() -> None:
    """Drop the drafts of verdicts that are final, and signs of presence that are old."""
    Draft.objects.filter(assignment__verdict__final_at__lte=Now()).delete()
    Presence.objects.filter(seen_at__lt=Now() - GONE).delete()


@transaction.atomic
def note_presence(*, article: Article, user: User) -> None:
    """Say that ``user`` has a page of ``article`` open."""
    Presence.objects.update_or_create(article=article, user=user, defaults={"seen_at": Now()})
