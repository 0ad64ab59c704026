"""A lent slot put off, help asked for, and a slot given to somebody chosen."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from claims import services as claim_services
from claims.errors import Conflict, Invalid
from claims.intake import required_text
from claims.models import User
from verification import queries
from verification.errors import Overdue
from verification.models import Assignment, Check, Reviewer
from verification.routing import exclusion
from verification.services.assignments import end_assignment, hold, lock_check
from verification.services.checks import require_why
from verification.services.lending import lend
from verification.states import AssignmentStatus

MAX_DEFER_HOURS = 48
MAX_HELP_CHARS = 5_000


@transaction.atomic
def defer(*, assignment_id: int, reviewer: Reviewer, token: int, hours: int, why: str) -> Assignment:
    """Keep a claim for later, 1 to 48 hours from now and not beyond its deadline; say why.

    Raises Invalid, NotYours, Overdue.
    """
    require_why(why)
    if not 1 <= hours <= MAX_DEFER_HOURS:
        raise Invalid({"hours": f"Choose from 1 to {MAX_DEFER_HOURS} hours."})
    assignment = hold(assignment_id, reviewer=reviewer, token=token)
    check = assignment.check_row
    if check.is_overdue:
        raise Overdue
    later = queries.now() + timedelta(hours=hours)
    if check.due_at and later > check.due_at:
        raise Invalid({"hours": "The claim is due before that; give it back if you cannot get to it."})
    Assignment.objects.filter(pk=assignment.pk).update(lease_until=later)
    _note(assignment, actor=reviewer.user, why=why, told={"deferred_hours": hours})
    assignment.refresh_from_db(fields=["lease_until"])
    return assignment


@transaction.atomic
def take(*, check_id: int, reviewer: Reviewer) -> Assignment:
    """Lend a free slot of the check that a reviewer chose.

    Raises Conflict where they must not have it, had it before, or somebody was faster.
    """
    check = lock_check(check_id)
    free = queries.free_slots(check)
    if not free or not queries.checks_to_take(reviewer).filter(pk=check_id).exists():
        raise Conflict("This claim is not open to you any more.")
    if told := exclusion(queries.claim_facts(check.claim), queries.candidate(reviewer), pulling=True):
        raise Conflict(f"You cannot take this claim: {told}.")
    why = ["chose this claim"]
    return lend(check=check, reviewer=reviewer, slot=free[0], how=Assignment.How.PULL, why=why)


@transaction.atomic
def ask_for_help(*, assignment_id: int, reviewer: Reviewer, token: int, why: str) -> None:
    """Tell the leads of the desk and the editors where help is needed; the claim stays with the reviewer.

    Raises Invalid, NotYours.
    """
    required_text(why, field="why", max_chars=MAX_HELP_CHARS)
    assignment = hold(assignment_id, reviewer=reviewer, token=token)
    Assignment.objects.filter(pk=assignment.pk).update(help_wanted=why.strip())
    # The words stay out of the log, which others who judge the claim can read: they may say what was found.
    _note(assignment, actor=reviewer.user, why="Asks for help.", told={"help": True})


@transaction.atomic
def reassign(*, assignment_id: int, to: Reviewer, actor: User, why: str, version: int | None = None) -> Assignment:
    """An editor takes a claim back and gives it to somebody chosen, away or full as they may be.

    Raises Invalid where that person must not have it (conflict of interest, had it before, does not read its language),
    Stale, Conflict when the assignment has ended meanwhile.
    """
    require_why(why)
    check = lock_check(Assignment.objects.get(pk=assignment_id).check_row_id)
    assignment = check.assignments.get(pk=assignment_id)
    claim_services.require_version(assignment, version)
    if assignment.status != AssignmentStatus.OPEN or assignment.kind != Assignment.Kind.REVIEW:
        raise Conflict
    _require_able(to, check)
    assignment.check_row = check
    end_assignment(assignment, to=AssignmentStatus.RECALLED, actor=actor, why=why)
    given = [f"given to you by {actor}"]
    return lend(check=check, reviewer=to, slot=assignment.slot, how=Assignment.How.PUSH, why=given)


def _require_able(reviewer: Reviewer, check: Check) -> None:
    if not queries.working_reviewers().filter(pk=reviewer.pk).exists():
        raise Invalid({"reviewer": f"{reviewer} is no reviewer any more."})
    known = next((found for found in queries.candidates(check) if found.reviewer_id == reviewer.pk), None)
    if known is None:
        raise Invalid({"reviewer": f"{reviewer} does not sit on this desk."})
    if told := exclusion(queries.claim_facts(check.claim), known, pulling=True):
        raise Invalid({"reviewer": f"{reviewer} {told}."})


def _note(assignment: Assignment, *, actor: User, why: str, told: dict[str, object]) -> None:
    status = assignment.status
    claim_services.record(row=assignment, before=status, after=status, actor=actor, why=why, data=told)
