"""A verdict taken back within seconds.

It is recorded when it is handed in, so that nothing hangs on an open page, and it settles nothing before ``final_at``:
until then everybody stays blind, its author too, and taking it back changes nobody's mind.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models.functions import Greatest, Now

from claims import services as claim_services
from claims.core.isolation import each
from verification import queries
from verification.errors import TooLate
from verification.models import Assignment, Reviewer, Verdict
from verification.services.assignments import lock_check, lock_check_if_free
from verification.services.quarantine import put_aside_failed
from verification.services.verdicts import settle
from verification.states import ASSIGNMENT_MOVES, AssignmentStatus, CheckStatus

BATCH = 500


@transaction.atomic
def undo_verdict(*, assignment_id: int, reviewer: Reviewer) -> Assignment:
    """Take a verdict back; the claim is with its author again, for another lease. Raises TooLate.

    What was written stays in the draft.
    """
    mine = Assignment.objects.filter(pk=assignment_id, reviewer=reviewer)
    check_id = mine.values_list("check_row_id", flat=True).first()
    check = lock_check(check_id) if check_id else None
    verdict = Verdict.objects.filter(assignment__in=mine, final_at__gt=Now()).select_related("assignment").first()
    if check is None or verdict is None or check.status != CheckStatus.IN_REVIEW:
        raise TooLate
    # Ended by a match that was taken back, the check may have begun anew meanwhile.
    if verdict.assignment.round != check.round:
        raise TooLate
    assignment = mine.get()
    verdict.sources.all().delete()
    verdict.delete()
    claim_services.move(
        row=assignment,
        moves=ASSIGNMENT_MOVES,
        to=AssignmentStatus.OPEN,
        actor=reviewer.user,
        why="The verdict was taken back at once.",
        ended_at=None,
        lease_until=Greatest("lease_until", Now() + timedelta(minutes=check.desk.lease_minutes)),
    )
    return assignment


def settle_final(*, limit: int = BATCH) -> int:
    """Settle the checks whose last verdict has become final, each in a transaction of its own; returns how many."""
    due = queries.checks_to_settle().values_list("pk", flat=True)[:limit]
    return sum(each(list(due), _settle, failed=put_aside_failed))


@transaction.atomic
def _settle(check_id: int) -> bool:
    check = lock_check_if_free(check_id)
    # Asked again under the lock: another sweep may have been here.
    if check is None or not queries.checks_to_settle().filter(pk=check_id).exists():
        return False
    settle(check)
    return True
