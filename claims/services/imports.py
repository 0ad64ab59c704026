"""Files of articles: uploaded, looked at, brought in a few rows at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now

from claims import queries
from claims.core.isolation import each, problem_of
from claims.core.text import drop_unstorable
from claims.errors import Invalid
from claims.intake import ArticleDraft
from claims.models import Import, ImportRow, User
from claims.services.articles import receive_article
from claims.services.events import move, record
from claims.services.trying import count_attempt, put_aside_exhausted, try_again, untried
from claims.states import IMPORT_MOVES, IMPORT_ROW_MOVES, ImportRowStatus, ImportStatus, require_move

# More in one file is nothing that anybody looks at before they start it.
MAX_ROWS = 5_000
AT_ONCE = 50
# How long an attempt may be silent before the sweep takes it for dead: 1, 2, 4 … minutes.
FIRST_WAIT = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class RowDraft:
    """One line of a file: the article in it, or why there is none."""

    line: int
    draft: ArticleDraft | None
    problem: str = ""


@transaction.atomic
def upload_import(*, name: str, rows: Sequence[RowDraft], actor: User | None) -> Import:
    """Keep what a file holds, for somebody to look at; nothing is brought in yet. Raises Invalid (``file``)."""
    if not rows:
        raise Invalid({"file": "There is no article in this file."})
    if len(rows) > MAX_ROWS:
        raise Invalid({"file": f"There are {len(rows):,} articles in this file; at most {MAX_ROWS:,} come in at once."})
    file = Import.objects.create(name=drop_unstorable(name)[:200], created_by=actor)
    ImportRow.objects.bulk_create(_row(file, row) for row in rows)
    usable = sum(row.draft is not None for row in rows)
    record(row=file, before="", after=ImportStatus.UPLOADED, actor=actor, data={"rows": len(rows), "usable": usable})
    return file


def _row(file: Import, row: RowDraft) -> ImportRow:
    if row.draft is None:
        return ImportRow(file=file, line=row.line, status=ImportRowStatus.REFUSED.value, problem=row.problem)
    published = row.draft.published_at
    facts = asdict(row.draft) | {"published_at": published.isoformat() if published else None}
    return ImportRow(file=file, line=row.line, draft=facts)


@transaction.atomic
def start_import(*, file: Import, actor: User) -> None:
    """Let the usable rows come in. Raises IllegalMove, Conflict."""
    move(row=file, moves=IMPORT_MOVES, to=ImportStatus.RUNNING, actor=actor, **untried(file))


@transaction.atomic
def discard_import(*, file: Import, actor: User) -> None:
    """Leave it; nothing of it comes in. Raises IllegalMove, Conflict."""
    move(row=file, moves=IMPORT_MOVES, to=ImportStatus.DISCARDED, actor=actor, ended_at=Now())


@transaction.atomic
def retry_import(*, file: Import, actor: User) -> None:
    """Go on with one that was put aside. Raises Conflict where it was not."""
    aside = Import.objects.filter(status=ImportStatus.RUNNING, quarantined_at__isnull=False)
    try_again(row=file, still=aside, actor=actor)


@transaction.atomic
def begin_import(*, import_id: int) -> bool:
    """Count an attempt at the next rows, in a commit of its own; False where there is nothing to do now."""
    due = queries.imports_due().order_by().filter(pk=import_id, attempts__lt=settings.MAX_ATTEMPTS)
    return bool(count_attempt(due, first_wait=FIRST_WAIT))


def bring_in(*, import_id: int) -> list[int]:
    """Bring in the next rows, each in a transaction of its own, and close the import behind the last one.

    Returns the articles whose claims are to be found. What another worker has just now is left to it.
    """
    waiting = list(queries.rows_to_bring_in(import_id).values_list("pk", flat=True)[:AT_ONCE])
    found = each(waiting, _bring_in, failed=_refuse)
    _close(import_id)
    return [article_id for article_id in found if article_id]


@transaction.atomic
def _bring_in(row_id: int) -> int | None:
    """The article and what became of its row, together or not at all."""
    row = ImportRow.objects.select_for_update(of=("self",), skip_locked=True).select_related("file__created_by")
    found = row.filter(pk=row_id, status=ImportRowStatus.WAITING).first()
    if found is None or found.draft is None:
        return None
    try:
        with transaction.atomic():
            receipt = receive_article(draft=_draft(found.draft), actor=found.file.created_by)
    except Invalid as error:
        _settle(found, ImportRowStatus.REFUSED, problem=error.detail)
        return None
    to = ImportRowStatus.NEW if receipt.created else ImportRowStatus.REVISED
    fresh = receipt.created or receipt.revised
    _settle(found, to if fresh else ImportRowStatus.KNOWN, article=receipt.article)
    return receipt.article.pk if fresh else None


@transaction.atomic
def _refuse(row_id: int, error: Exception) -> None:
    """A row that fails in a way nobody has thought of is told like one that is refused."""
    row = ImportRow.objects.select_for_update().filter(pk=row_id, status=ImportRowStatus.WAITING).first()
    if row is not None:
        _settle(row, ImportRowStatus.REFUSED, problem=problem_of(error))


def _draft(facts: dict[str, Any]) -> ArticleDraft:
    published = facts["published_at"]
    return ArticleDraft(**facts | {"published_at": datetime.fromisoformat(published) if published else None})


def _settle(row: ImportRow, to: ImportRowStatus, **values: Any) -> None:
    """Of a locked row; the article's own event tells the rest, so that a row writes none."""
    require_move(IMPORT_ROW_MOVES, "row", row.status, to)
    ImportRow.objects.filter(pk=row.pk).update(status=to, **values)


@transaction.atomic
def _close(import_id: int) -> None:
    """Behind the last row the import is done; before it the next rows are due at once."""
    file = Import.objects.select_for_update().get(pk=import_id)
    if file.status != ImportStatus.RUNNING:
        return
    if queries.rows_to_bring_in(import_id).exists():
        Import.objects.filter(pk=import_id).update(attempts=0, next_attempt_at=Now())
        return
    counts = queries.rows_by_status([import_id]).get(import_id, {})
    move(row=file, moves=IMPORT_MOVES, to=ImportStatus.DONE, actor=None, data=counts, ended_at=Now())


@transaction.atomic
def quarantine_exhausted_imports() -> list[int]:
    """Put aside what was interrupted too often, for an editor to look at; returns the ids."""
    return put_aside_exhausted(queries.imports_due())
