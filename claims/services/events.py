"""The one door through which a status changes: a guarded UPDATE and its Event, in one transaction."""

from __future__ import annotations

from typing import Any, Protocol

from django.db import models, transaction

from claims.errors import Conflict
from claims.models import Event, User
from claims.states import Moves, require_move


class Walks(Protocol):
    """A row with a status."""

    pk: Any
    status: Any

    def refresh_from_db(self, *, fields: Any = ...) -> None: ...


def subject_type(row: Walks) -> str:
    return type(row).__name__.lower()


@transaction.atomic
def move(
    *,
    row: Walks,
    moves: Moves,
    to: str,
    actor: User | None,
    why: str = "",
    data: dict[str, Any] | None = None,
    only_if: models.Q | None = None,
    **changes: Any,
) -> None:
    """Take ``row`` from the status it was read with to ``to``, with ``changes`` to other columns.

    Raises IllegalMove where the table does not allow it, Conflict where the row has moved since it was read or
    ``only_if`` no longer holds.
    """
    before = str(row.status)
    require_move(moves, subject_type(row).replace("_", " "), before, to)
    rows: Any = type(row)
    guarded = rows._default_manager.filter(only_if or models.Q(), pk=row.pk, status=before)
    if not guarded.update(status=to, **changes):
        raise Conflict
    record(row=row, before=before, after=to, actor=actor, why=why, data=data)
    row.refresh_from_db(fields=["status", *changes])


def record(
    *,
    row: Walks,
    before: str,
    after: str,
    actor: User | None,
    why: str = "",
    data: dict[str, Any] | None = None,
) -> Event:
    """Add one line to the log; ``before`` is empty where something begins. Called inside a transaction."""
    return Event.objects.create(
        subject_type=subject_type(row),
        subject_id=row.pk,
        from_status=before,
        to_status=after,
        actor=actor,
        why=why,
        data=data or {},
    )
