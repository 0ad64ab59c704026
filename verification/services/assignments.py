"""Slots lent and given back. Whoever changes a check's assignments holds the lock on the check's row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Greatest, Now

from claims import services as claim_services
from claims.core.isolation import each
from claims.errors import Conflict
from claims.models import User
from verification import queries
from verification.errors import NothingToReview, NotYours, Overdue
from verification.models import Assignment, Check, Reviewer
from verification.models.checks import TO_ROUTE
from verification.routing import Excluded, exclusion, rank
from verification.services.checks import require_why
from verification.services.lending import lend
from verification.services.quarantine import put_aside, put_aside_failed
from verification.states import ASSIGNMENT_MOVES, CHECK_MOVES, REVIEWABLE, AssignmentStatus, CheckStatus

# Where nobody can be found, routing looks again after this long.
LOOK_AGAIN = timedelta(seconds=30)
# How long an attempt at routing, a matter of milliseconds, may be silent before the sweep takes it for dead:
# 5, 10, 20 … seconds.
FIRST_WAIT = timedelta(seconds=5)
# How many checks `next` tries before it says that there is nothing: those others hold just now are skipped.
LOOK_AT = 50
EXCLUDED_TOLD = 20


@transaction.atomic
def begin_routing(*, check_id: int) -> bool:
    """Count an attempt at routing, in a commit of its own; False where there is nothing to do now."""
    due = queries.checks_due_for_routing().order_by().filter(pk=check_id).exclude(claim_services.exhausted())
    return bool(claim_services.count_attempt(due, first_wait=FIRST_WAIT, waiting_why=""))


@transaction.atomic
def route_check(*, check_id: int) -> list[Assignment]:
    """Lend the free slots of a check to the best reviewers; returns the assignments made, none if nothing to do.

    Where slots stay free the reason is kept in ``waiting_why`` and routing looks again later. Who holds the check just
    now is waited for: an attempt that gave way would count as one that was interrupted.
    """
    check = lock_check(check_id)
    if check.status not in REVIEWABLE or check.quarantined_at:
        return []
    free = queries.free_slots(check)
    facts = queries.claim_facts(check.claim, reach=queries.reach(check.claim))
    ranking = rank(facts, queries.candidates(check), is_overdue=check.escalated_at is not None)
    made = [
        lend(
            check=check,
            reviewer=Reviewer.objects.get(pk=found.reviewer_id),
            slot=slot,
            how=Assignment.How.PUSH,
            why=[str(reason) for reason in found.reasons],
            data={"score": round(found.score, 4), "place": place, "able": len(ranking.ranked)},
        )
        for place, (slot, found) in enumerate(zip(free, ranking.ranked, strict=False), start=1)
    ]
    missing = len(free) - len(made)
    why = _waiting_why(missing, ranking.excluded) if missing else ""
    Check.objects.filter(pk=check.pk).update(attempts=0, next_attempt_at=Now() + LOOK_AGAIN, waiting_why=why)
    return made


def _waiting_why(missing: int, excluded: Sequence[Excluded]) -> str:
    shown = excluded[:EXCLUDED_TOLD]
    people = Reviewer.objects.filter(pk__in=[found.reviewer_id for found in shown]).select_related("user")
    names = {reviewer.pk: str(reviewer) for reviewer in people}
    told = "; ".join(f"{names[found.reviewer_id]} {found.reason}" for found in shown)
    return f"{missing} more to find. {told}".strip()


@transaction.atomic
def take_next(*, reviewer: Reviewer) -> Assignment:
    """Lend the most urgent free slot to a reviewer who asks for work. Raises NothingToReview when there is none."""
    passed: list[int] = []
    while len(passed) < LOOK_AT and (check := queries.lock_most_urgent(reviewer, but_not=passed)):
        if made := _take(check, reviewer):
            return made
        passed.append(check.pk)
    raise NothingToReview


def _take(check: Check, reviewer: Reviewer) -> Assignment | None:
    # Asked under the lock: the reviewer may have asked twice at once.
    held = queries.holders(check)
    free = [slot for slot in range(1, check.slots + 1) if slot not in held]
    if not free or reviewer.pk in held.values():
        return None
    if exclusion(queries.claim_facts(check.claim), queries.candidate(reviewer), pulling=True):
        return None
    why = ["asked for the next claim"]
    return lend(check=check, reviewer=reviewer, slot=free[0], how=Assignment.How.PULL, why=why)


@transaction.atomic
def extend_lease(*, assignment_id: int, reviewer: Reviewer, token: int) -> Assignment:
    """Keep an open page's claim for another lease.

    Raises NotYours when it is somebody else's by now, Overdue when its time has passed since it was handed out.
    """
    assignment = hold(assignment_id, reviewer=reviewer, token=token)
    escalated_at = assignment.check_row.escalated_at
    if escalated_at and assignment.created_at < escalated_at:
        raise Overdue
    minutes = assignment.check_row.desk.lease_minutes
    # What was put off until later is not brought forward by an open page.
    longer = Greatest("lease_until", Now() + timedelta(minutes=minutes))
    Assignment.objects.filter(pk=assignment.pk).update(lease_until=longer)
    assignment.refresh_from_db(fields=["lease_until"])
    return assignment


@transaction.atomic
def release(*, assignment_id: int, reviewer: Reviewer, token: int, why: str) -> None:
    """A reviewer gives a claim back, saying why; routing finds somebody else. Raises Invalid, NotYours."""
    require_why(why)
    assignment = hold(assignment_id, reviewer=reviewer, token=token)
    end_assignment(assignment, to=AssignmentStatus.RELEASED, actor=reviewer.user, why=why)


@transaction.atomic
def recall(*, assignment_id: int, actor: User, why: str, version: int | None = None) -> None:
    """An editor takes a claim back from a reviewer. Raises Invalid, Stale, Conflict when it has ended meanwhile."""
    require_why(why)
    assignment = Assignment.objects.get(pk=assignment_id)
    check = lock_check(assignment.check_row_id)
    assignment = check.assignments.get(pk=assignment_id)
    claim_services.require_version(assignment, version)
    assignment.check_row = check
    end_assignment(assignment, to=AssignmentStatus.RECALLED, actor=actor, why=why)


def expire_leases(*, limit: int = 500) -> int:
    """End the leases that have run out, each in a transaction of its own; returns how many."""
    ids = list(queries.expired_assignments().values_list("pk", "check_row_id")[:limit])
    return sum(each(ids, _expire, failed=lambda ended, error: put_aside_failed(ended[1], error)))


@transaction.atomic
def _expire(ended: tuple[int, int]) -> bool:
    assignment_id, check_id = ended
    check = lock_check_if_free(check_id)
    if check is None:
        return False
    # Asked again under the lock: it may have been submitted or extended meanwhile.
    assignment = queries.expired_assignments().filter(pk=assignment_id).first()
    if assignment is None:
        return False
    assignment.check_row = check
    end_assignment(assignment, to=AssignmentStatus.EXPIRED, actor=None, why="The time ran out.")
    return True


def end_assignment(assignment: Assignment, *, to: AssignmentStatus, actor: User | None, why: str) -> None:
    """Free the slot of a locked check; when nobody holds one any more the check is queued again.

    Why it ended is told of the assignment alone: not everybody who reads of the check may know it.
    """
    claim_services.move(
        row=assignment, moves=ASSIGNMENT_MOVES, to=to, actor=actor, why=why, ended_at=Now(), ended_why=why
    )
    check = assignment.check_row
    check.held = queries.held_slots(check).count()
    if check.status == CheckStatus.IN_REVIEW and not check.held:
        claim_services.move(row=check, moves=CHECK_MOVES, to=CheckStatus.QUEUED, actor=None)
    Check.objects.filter(pk=check.pk).update(held=check.held, **TO_ROUTE)


def hold(assignment_id: int, *, reviewer: Reviewer, token: int) -> Assignment:
    """The open, unexpired assignment of ``reviewer`` with its check locked. Raises NotYours otherwise."""
    check = queries.lock_check_of(assignment_id, reviewer)
    if check is None:
        raise NotYours
    # Asked under the lock: it may have ended meanwhile.
    assignment = queries.lent_to(assignment_id, reviewer, token=token)
    if assignment is None:
        raise NotYours
    assignment.check_row, assignment.reviewer = check, reviewer
    return assignment


@transaction.atomic
def quarantine_exhausted_checks() -> list[int]:
    """Put aside checks whose routing was interrupted too often; returns the ids."""
    exhausted = queries.checks_to_route().filter(claim_services.exhausted())
    checks = list(Check.objects.filter(pk__in=list(exhausted.values_list("pk", flat=True))))
    why = f"Quarantined: routing was interrupted {settings.MAX_ATTEMPTS} times."
    return [pk for pk in each(checks, lambda check: check.pk if put_aside(check, why) else None) if pk]


@transaction.atomic
def retry_check(*, check: Check, actor: User) -> None:
    """Let routing look for reviewers at once. Raises Conflict when the check is neither reviewed nor put aside."""
    found = Check.objects.filter(Q(status__in=REVIEWABLE) | Q(quarantined_at__isnull=False), pk=check.pk)
    if not found.update(quarantined_at=None, **TO_ROUTE):
        raise Conflict
    claim_services.record(row=check, before=check.status, after=check.status, actor=actor, why="Routed again.")


def lock_check(check_id: int, *, version: int | None = None) -> Check:
    """The check's row, locked until the transaction ends, in the version that somebody decides on.

    Raises Check.DoesNotExist, Stale.
    """
    check = _with_facts(Check.objects.select_for_update(of=("self",))).get(pk=check_id)
    claim_services.require_version(check, version)
    return check


def lock_check_if_free(check_id: int) -> Check | None:
    """The same, or None where somebody else holds the lock just now."""
    return _with_facts(Check.objects.select_for_update(of=("self",), skip_locked=True)).filter(pk=check_id).first()


def _with_facts(checks: QuerySet[Check]) -> QuerySet[Check]:
    return checks.select_related("claim__speaker", "claim__article", "desk")
