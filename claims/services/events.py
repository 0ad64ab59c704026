"""The one door through which a status changes: a guarded UPDATE and its Event, in one transaction."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol

from django.db import connections, models, transaction
from django.db.models.sql import UpdateQuery
from psycopg.types.json import Jsonb

from claims.core.text import drop_unstorable
from claims.errors import Conflict
from claims.models import Event, User
from claims.states import Moves, require_move

# How a statement that writes more than a status adds to the log; what follows names these columns.
LOG = "INSERT INTO claims_event (subject_type, subject_id, from_status, to_status, why, data, actor_id)"
MOVE = f"""
WITH moved AS ({{update}} RETURNING id)
{LOG}
SELECT %s, id, %s, %s, %s, %s, %s FROM moved
"""  # noqa: S608


class Subject(Protocol):
    """A row that the log tells of."""

    pk: Any


class Walks(Subject, Protocol):
    """A row with a status."""

    status: Any


def subject_type(row: Subject) -> str:
    return type(row).__name__.lower()


# Without a savepoint of its own: nothing is written where it raises, and who calls it is a service.
@transaction.atomic(savepoint=False)
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
    event = event_of(row=row, before=before, after=to, actor=actor, why=why, data=data)
    if not _update_and_tell(guarded, {"status": to, **changes}, event):
        raise Conflict
    _take_over(row, {"status": to, **changes})


def _update_and_tell(guarded: models.QuerySet[Any], changes: dict[str, Any], event: Event) -> bool:
    """Both in one statement: the event is of the row that the UPDATE found, and there is none where it found none."""
    update: Any = guarded.query.chain(UpdateQuery)
    update.add_update_values(changes)
    sql, params = update.get_compiler(guarded.db).as_sql()
    told: list[Any] = [
        event.subject_type,
        event.from_status,
        event.to_status,
        event.why,
        Jsonb(event.data),
        event.actor_id,
    ]
    with connections[guarded.db].cursor() as cursor:
        cursor.execute(MOVE.format(update=sql), [*params, *told])
        return bool(cursor.rowcount == 1)


def _take_over(row: Walks, written: dict[str, Any]) -> None:
    """Give ``row`` what was written; what the database computed is read from it as soon as somebody asks for it."""
    for name, value in written.items():
        if hasattr(value, "resolve_expression"):
            vars(row).pop(name, None)
        else:
            setattr(row, name, value)


def record(
    *,
    row: Subject,
    before: str,
    after: str,
    actor: User | None,
    why: str = "",
    data: dict[str, Any] | None = None,
) -> Event:
    """Add one line to the log; ``before`` is empty where something begins. Called inside a transaction."""
    event = event_of(row=row, before=before, after=after, actor=actor, why=why, data=data)
    event.save(force_insert=True)
    return event


def record_all(events: Iterable[Event]) -> None:
    """Add many lines to the log, in their order. Called inside the transaction that writes what they tell."""
    Event.objects.bulk_create(events)


def event_of(
    *,
    row: Subject,
    before: str,
    after: str,
    actor: User | None,
    why: str = "",
    data: dict[str, Any] | None = None,
) -> Event:
    """A line of the log, not stored yet."""
    return Event(
        subject_type=subject_type(row),
        subject_id=row.pk,
        from_status=before,
        to_status=after,
        actor=actor,
        # A reason of a person was looked at where they gave it; others quote what is stored, however old it is.
        why=drop_unstorable(why),
        data=data or {},
    )
