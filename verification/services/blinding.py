"""Verdicts that a lead reads before all are in, at the price of a seat."""

from __future__ import annotations

from django.db import transaction

from claims import services as claim_services
from claims.errors import Conflict, Forbidden
from claims.models import User
from verification import queries
from verification.models import Assignment, Check, Unblinding
from verification.services.assignments import end_assignment, lock_check
from verification.states import BLIND, AssignmentStatus

OPENED = "Opened the verdicts before all were in."


@transaction.atomic
def open_verdicts(*, check_id: int, actor: User) -> Check:
    """Let an editor or a lead of the desk read what is in of the present round. They get no seat of it any more, and
    the one they hold ends.

    Raises Forbidden for others and for who has judged in this round, Conflict where the verdicts are open already.
    """
    check = lock_check(check_id)
    if not (actor.is_editor or queries.leads_desk(actor, check.desk)):
        raise Forbidden("Only an editor or a lead of this desk opens verdicts before all are in.")
    if check.status not in BLIND or queries.has_opened(check, actor):
        raise Conflict("The verdicts are open already.")
    if not queries.may_open(check, actor):
        raise Forbidden("You judged this claim in this round; you read the others when all are in.")
    _give_up_seat(check, actor)
    Unblinding.objects.create(check_row=check, round=check.round, user=actor)
    told = {"round": check.round}
    claim_services.record(row=check, before=check.status, after=check.status, actor=actor, why=OPENED, data=told)
    return check


def _give_up_seat(check: Check, actor: User) -> None:
    seat = check.assignments.filter(
        reviewer__user=actor, round=check.round, kind=Assignment.Kind.REVIEW, status=AssignmentStatus.OPEN
    ).first()
    if seat is None:
        return
    seat.check_row = check
    end_assignment(seat, to=AssignmentStatus.RELEASED, actor=actor, why=OPENED)
