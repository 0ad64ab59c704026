"""Questions about time: what is due or overdue, where help is wanted, and what the database's clock says."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Now

from verification.models import Assignment, Check
from verification.queries.reviewing import checks
from verification.states import UNSETTLED, AssignmentStatus


def checks_to_remind_of() -> QuerySet[Check]:
    """Checks that are due soon, of which nobody was reminded yet."""
    return Check.objects.filter(status__in=UNSETTLED, remind_at__lte=Now()).order_by("remind_at")


def checks_to_escalate() -> QuerySet[Check]:
    """Checks whose time has passed, of which no lead was told yet."""
    late = Check.objects.filter(status__in=UNSETTLED, due_at__lte=Now(), escalated_at__isnull=True)
    return late.order_by("due_at")


def overdue_checks() -> QuerySet[Check]:
    """Checks that leads were told of and that are still not settled, the longest overdue first."""
    return checks().filter(status__in=UNSETTLED, escalated_at__isnull=False).order_by("due_at", "pk")


def checks_that_want_help() -> QuerySet[Check]:
    """Checks whose reviewer has them open and asks for help, the most urgent first."""
    asked = Assignment.objects.filter(check_row=OuterRef("pk"), status=AssignmentStatus.OPEN).exclude(help_wanted="")
    return checks().filter(Exists(asked)).order_by("-priority", "pk")


def people_at(check: Check) -> list[int]:
    """The reviewers who have the check open."""
    mine = check.assignments.filter(status=AssignmentStatus.OPEN)
    return list(mine.order_by("pk").values_list("reviewer_id", flat=True))


def now() -> datetime:
    """The database's clock: deadlines and leases are measured by no other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT STATEMENT_TIMESTAMP()")
        return cast(datetime, cursor.fetchone()[0])
