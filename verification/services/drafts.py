"""What somebody is writing, kept while they write; and who reads an article just now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection, transaction
from django.db.models.functions import Now

from claims.core.text import drop_unstorable
from claims.models import Article, User
from verification import queries
from verification.errors import NotYours
from verification.models import Assignment, Draft, Presence, Reviewer
from verification.states import AssignmentStatus

GONE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class LoadedDraft:
    """What a page shows of its author's drafts.

    ``draft_id``: of the draft that its form was filled from, 0 for none; ``version``: the highest that it has shown of
    any draft; ``page``: the page's own name, which no other page has.
    """

    draft_id: int = 0
    version: int = 0
    page: str = ""


@dataclass(frozen=True, slots=True)
class SavedDraft:
    """A draft as it was kept; ``others`` are the author's other texts, latest first, and ``unseen`` those among them
    that the page had not shown when it saved.
    """

    draft: Draft
    version: int
    others: Sequence[Draft] = ()
    unseen: Sequence[Draft] = ()


@transaction.atomic
def save_draft(*, assignment_id: int, reviewer: Reviewer, values: Mapping[str, str], loaded: LoadedDraft) -> SavedDraft:
    """Keep the form of a page as it stands, also where the claim is no longer with its author: words are never refused.

    The draft that the page was filled from is written over unless another page has saved it since: then both texts are
    kept. Raises NotYours for an assignment of somebody else.
    """
    assignment = Assignment.objects.filter(pk=assignment_id, reviewer=reviewer).first()
    if assignment is None:
        raise NotYours
    _wait_for_other_pages(assignment)
    kept = {name: drop_unstorable(value) for name, value in values.items()}
    drafts = list(queries.drafts_for(assignment))
    newest = max((draft.version for draft in drafts), default=0)
    mine = _draft_of(loaded, drafts) or next((draft for draft in drafts if draft.values == kept), None)
    if mine and mine.page == loaded.page and assignment.status == AssignmentStatus.SUBMITTED:
        # It was under way when its page handed in.
        return SavedDraft(mine, newest)
    others = [draft for draft in drafts if draft is not mine and draft.values != kept]
    unseen = [draft for draft in others if draft.version > loaded.version and draft.page != loaded.page]
    draft = mine or Draft()
    draft.assignment, draft.values, draft.version, draft.page = assignment, kept, newest + 1, loaded.page
    draft.saved_at = Now()
    draft.save()
    draft.refresh_from_db(fields=["saved_at"])
    return SavedDraft(draft, draft.version, others, unseen)


def _draft_of(loaded: LoadedDraft, drafts: Sequence[Draft]) -> Draft | None:
    """The draft that the page saved last, else the one it was filled from if nobody has saved that one since."""
    saved = (draft for draft in drafts if loaded.page and draft.page == loaded.page)
    unchanged = (draft for draft in drafts if draft.pk == loaded.draft_id and draft.version <= loaded.version)
    return next(saved, None) or next(unchanged, None)


def _wait_for_other_pages(assignment: Assignment) -> None:
    """Until the transaction ends no other page saves what its author writes on the check.

    The rows are not locked: who hands in locks the check first.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtext('drafts'), hashtext(%s::text || ' ' || %s::text))",
            [assignment.check_row_id, assignment.reviewer_id],
        )


@transaction.atomic
def drop_draft(*, assignment_id: int, reviewer: Reviewer, draft_id: int) -> None:
    """Put a text of one's own away. Raises NotYours."""
    assignment = Assignment.objects.filter(pk=assignment_id, reviewer=reviewer).first()
    if assignment is None:
        raise NotYours
    queries.drafts_for(assignment).filter(pk=draft_id).delete()


@transaction.atomic
def forget_drafts() -> None:
    """Drop the drafts of verdicts that are final, and signs of presence that are old."""
    Draft.objects.filter(assignment__verdict__final_at__lte=Now()).delete()
    Presence.objects.filter(seen_at__lt=Now() - GONE).delete()


@transaction.atomic
def note_presence(*, article: Article, user: User) -> None:
    """Say that ``user`` has a page of ``article`` open."""
    Presence.objects.update_or_create(article=article, user=user, defaults={"seen_at": Now()})
