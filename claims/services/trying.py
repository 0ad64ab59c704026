"""Rows that are tried again: how often, how long one attempt may take, and what becomes of those that fail each time.

Such a row has ``attempts`` and ``next_attempt_at``; one that can be put aside has ``quarantined_at``, and one that says
why has ``problem``.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import DurationField, ExpressionWrapper, F, Q, QuerySet, Value
from django.db.models.functions import Now, Power

from claims.core.isolation import each
from claims.errors import Conflict
from claims.models import User
from claims.services.events import record


def count_attempt(rows: QuerySet[Any], *, first_wait: timedelta, **changes: Any) -> int:
    """Count one more for ``rows``, with ``changes`` beside; returns how many rows that are.

    Nobody else begins while it may be under way: for ``first_wait``, twice as long the second time, and so on.
    """
    return rows.update(attempts=F("attempts") + 1, next_attempt_at=Now() + doubled(first_wait), **changes)


def doubled(first_wait: timedelta) -> ExpressionWrapper[Any]:
    """``first_wait``, twice as long for each attempt that a row has had."""
    return ExpressionWrapper(Value(first_wait) * Power(2, F("attempts")), DurationField())


def untried(row: Any) -> dict[str, Any]:
    """What makes ``row`` one that nobody has tried yet."""
    forgotten = {"quarantined_at": None, "problem": ""}
    return {"attempts": 0, "next_attempt_at": Now()} | {
        name: value for name, value in forgotten.items() if hasattr(row, name)
    }


def exhausted(*, in_company: int = 0) -> Q:
    """What used up its attempts.

    ``in_company``: how many attempts count for nothing, since others were taken with it and may have been the cause.
    """
    return Q(attempts__gte=settings.MAX_ATTEMPTS + in_company)


def put_aside_exhausted(due: QuerySet[Any], *, in_company: int = 0) -> list[int]:
    """Put aside what of ``due`` used up its attempts, for an editor to look at; returns the ids."""
    return each(
        due.filter(exhausted(in_company=in_company)).select_for_update(skip_locked=True, of=("self",)), _put_aside
    )


@transaction.atomic
def _put_aside(row: Any) -> int:
    """Its id."""
    why = getattr(row, "problem", "") or f"{row.attempts} attempts were interrupted."
    told = {"problem": why} if hasattr(row, "problem") else {}
    type(row)._default_manager.filter(pk=row.pk).update(quarantined_at=Now(), **told)
    record(row=row, before=row.status, after=row.status, actor=None, why=f"Quarantined: {why}")
    return int(row.pk)


def try_again(*, row: Any, still: QuerySet[Any], actor: User) -> None:
    """Give ``row`` a fresh set of attempts while it is one of ``still``. Raises Conflict where it is not any more."""
    if not still.filter(pk=row.pk).update(**untried(row)):
        raise Conflict
    record(row=row, before=row.status, after=row.status, actor=actor, why="Tried again.")
