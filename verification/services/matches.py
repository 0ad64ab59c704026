"""Claims that were made before: their checks have the result of the earlier one instead of a review of their own.

An accepted match with an earlier claim ends a check whose verdicts are not in: it is ``matched`` and follows the check
of the earlier claim, whose result is its own, now or once it is published. An accepted fact-check of somebody else is
evidence: it is offered to reviewers as a source and ends nothing, because what we publish is what our reviewers found.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F

from claims import services as claim_services
from claims.core.isolation import each
from claims.core.text import clean_text
from claims.models import Match, User
from claims.states import MatchStatus
from verification import queries
from verification.models import Check
from verification.permissions import require_may_decide
from verification.services.assignments import end_assignment, lock_check, lock_check_if_free
from verification.services.checks import at_once
from verification.services.quarantine import put_aside_failed
from verification.states import CHECK_MOVES, AssignmentStatus, CheckStatus


@transaction.atomic
def accept_match(*, match_id: int, actor: User, why: str = "", version: int | None = None) -> Match:
    """Say that it is the same claim; its check ends where the earlier claim's can be followed.

    Raises Forbidden, Stale, and IllegalMove or Conflict where it has been decided.
    """
    match, check = _decide(match_id, to=MatchStatus.ACCEPTED, actor=actor, why=why, version=version)
    if check is not None:
        _follow(check, actor=actor)
    return match


@transaction.atomic
def reject_match(*, match_id: int, actor: User, why: str = "", version: int | None = None) -> Match:
    """Say that it is another claim; a check that was ended by the match is reviewed after all.

    Raises Forbidden, Stale, and IllegalMove or Conflict where it has been decided.
    """
    match, check = _decide(match_id, to=MatchStatus.REJECTED, actor=actor, why=why, version=version)
    if check is not None:
        _leave(check, actor=actor)
    return match


def follow_earlier(*, check_ids: Iterable[int]) -> None:
    """For the sweep: end checks whose accepted match came before there was anything to follow."""
    each(check_ids, _follow_earlier, failed=put_aside_failed)


@transaction.atomic
def _follow_earlier(check_id: int) -> None:
    check = lock_check_if_free(check_id)
    if check is not None:
        _follow(check, actor=None)


def review_again(*, check_ids: Iterable[int]) -> None:
    """For the sweep: review matched checks after all, since what they followed was withdrawn or taken back."""
    each(check_ids, _review_again, failed=put_aside_failed)


@transaction.atomic
def _review_again(check_id: int) -> None:
    check = lock_check_if_free(check_id)
    if check is not None:
        _leave(check, actor=None)


def _decide(
    match_id: int, *, to: MatchStatus, actor: User, why: str, version: int | None
) -> tuple[Match, Check | None]:
    """The match, decided, and the check of its claim, locked; None where that is still to be opened."""
    claim_id = Match.objects.values_list("claim_id", flat=True).get(pk=match_id)
    check_id = Check.objects.filter(claim=claim_id).values_list("pk", flat=True).first()
    check = lock_check(check_id) if check_id else None
    # Read under the lock: whether the claim is with the actor must hold until the end.
    match = Match.objects.select_for_update().get(pk=match_id)
    claim_services.require_version(match, version)
    require_may_decide(match, actor, to)
    claim_services.decide_match(match=match, to=to, actor=actor, why=clean_text(why, field="why"))
    return match, check


def _follow(check: Check, *, actor: User | None) -> None:
    """End a locked check for the best one that it can follow; nothing where it is past that, or there is none."""
    earlier = queries.checks_to_follow(check).select_related("claim").first()
    if earlier is None or not queries.may_end().filter(pk=check.pk).exists():
        return
    why = f"The same claim as an earlier one: {earlier.claim}"
    told = {"follows": earlier.pk}
    claim_services.move(
        row=check, moves=CHECK_MOVES, to=CheckStatus.MATCHED, actor=actor, why=why, data=told, follows=earlier
    )
    for assignment in check.assignments.filter(status=AssignmentStatus.OPEN):
        assignment.check_row = check
        end_assignment(assignment, to=AssignmentStatus.RECALLED, actor=actor, why=why)


def _leave(check: Check, *, actor: User | None) -> None:
    """Queue a locked check that follows nothing any more, in a new round: everybody looks at it with fresh eyes."""
    if not queries.checks_left_alone().filter(pk=check.pk).exists():
        return
    why = "What was said before is no answer any more; this has to be reviewed."
    claim_services.move(
        row=check,
        moves=CHECK_MOVES,
        to=CheckStatus.QUEUED,
        actor=actor,
        why=why,
        round=F("round") + 1,
        # As in any new round, a slot that was opened because verdicts differed is not needed.
        slots=F("slots") - int(check.tie_break_round == check.round),
        held=0,
        follows=None,
        **at_once(check),
    )
