"""When a check is due, who is reminded, and what happens when the time has passed. Times are the database's."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models.functions import Now

from claims import services as claim_services
from claims.core.isolation import each
from verification import queries
from verification.hours import deadline
from verification.models import Check, Desk
from verification.models.checks import TO_ROUTE
from verification.services.quarantine import put_aside_failed

BATCH = 500


def clock(desk: Desk, *, priority: int, now: datetime) -> dict[str, Any]:
    """The columns of a check whose time begins to run now."""
    found = deadline(desk.hours, now, desk.due_after(priority))
    return {"due_at": found.due_at, "remind_at": found.remind_at, "escalated_at": None}


def clock_of_priority(check: Check, *, priority: int, now: datetime) -> dict[str, Any]:
    """The columns of a check whose priority changes: its time begins anew, but urgency never moves the end back."""
    if check.due_at is None:
        return {}
    begun = clock(check.desk, priority=priority, now=now)
    if priority > check.priority and begun["due_at"] > check.due_at:
        return {}
    return begun


def remind_due(*, limit: int = BATCH) -> int:
    """Note once, for each check that is due soon, that it is; returns how many."""
    return sum(each(queries.checks_to_remind_of()[:limit], _remind, failed=_fail))


def _fail(check: Check, error: Exception) -> None:
    put_aside_failed(check.pk, error)


@transaction.atomic
def _remind(check: Check) -> bool:
    """False where another sweep has been here, or where the check has moved, since this one looked."""
    if not queries.checks_to_remind_of().filter(pk=check.pk, status=check.status).update(remind_at=None):
        return False
    _note(check, "Due soon.", {"reminder": True, "reviewers": queries.people_at(check)})
    return True


def escalate_overdue(*, limit: int = BATCH) -> list[int]:
    """Hand each overdue check to the leads of its desk, once; returns those for which routing should look again."""
    found = each(
        queries.checks_to_escalate()[:limit], lambda check: check.pk if _escalate(check) else None, failed=_fail
    )
    return [pk for pk in found if pk]


@transaction.atomic
def _escalate(check: Check) -> bool:
    found = queries.checks_to_escalate().filter(pk=check.pk, status=check.status)
    if not found.update(escalated_at=Now(), remind_at=None, **TO_ROUTE):
        return False
    leads = list(check.desk.memberships.filter(is_lead=True).values_list("reviewer_id", flat=True))
    _note(check, "Overdue: the leads of the desk are asked.", {"escalation": True, "leads": leads})
    return True


def _note(check: Check, why: str, data: dict[str, Any]) -> None:
    due_at = check.due_at.isoformat() if check.due_at else None
    told = {"due_at": due_at, **data}
    claim_services.record(row=check, before=check.status, after=check.status, actor=None, why=why, data=told)
