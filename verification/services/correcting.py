"""What a reviewer puts right of a claim, and what becomes of the check of one that is none any more."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from claims import services as claim_services
from claims.errors import Conflict, Forbidden
from claims.models import Article, Claim, User
from claims.services import ClaimEdit
from verification import queries
from verification.models import Check, FactCheck, Verdict
from verification.services.assignments import end_assignment, lock_check
from verification.services.checks import open_checks, require_why
from verification.states import CHECK_MOVES, AssignmentStatus, CheckStatus

# A check that can still end without a rating.
_DROPPABLE = frozenset({CheckStatus.TRIAGE, CheckStatus.QUEUED, CheckStatus.IN_REVIEW})


@transaction.atomic
def correct_claim(*, check_id: int, edit: ClaimEdit, actor: User, version: int | None = None) -> int:
    """Put a claim right while nobody has judged it; returns how many things were changed.

    Raises Forbidden, Invalid, Stale, KnownAlready, Conflict.
    """
    check = _held(check_id, actor, version)
    return len(claim_services.correct_claim(claim_id=check.claim_id, edit=edit, actor=actor))


@transaction.atomic
def split_claim(*, check_id: int, parts: Sequence[str], actor: User, version: int | None = None) -> list[Check]:
    """Make a claim of each part, with a check of its own; that of the whole is dropped. Raises as correct_claim."""
    check = _held(check_id, actor, version)
    claim_services.split_claim(claim_id=check.claim_id, parts=parts, actor=actor)
    _drop(check, actor, f"Split into {len(parts)} claims.")
    return open_checks(article_id=check.claim.article_id)


@transaction.atomic
def merge_claim(*, check_id: int, into: Claim, actor: User, version: int | None = None) -> None:
    """Say that the claim is another one of its article said again; its check is dropped. Raises as correct_claim."""
    check = _held(check_id, actor, version)
    claim_services.merge_claim(claim_id=check.claim_id, into_id=into.pk, actor=actor)
    _drop(check, actor, f"The same as: {into}")


@transaction.atomic
def mark_not_a_claim(*, check_id: int, why: str, actor: User, version: int | None = None) -> None:
    """Say that there is nothing to check, and why; the check is dropped. Raises as correct_claim."""
    require_why(why)
    check = _held(check_id, actor, version)
    claim_services.mark_not_a_claim(claim_id=check.claim_id, actor=actor)
    _drop(check, actor, f"Not a claim: {why}")


@transaction.atomic
def add_claim(*, article: Article, exact: str, near: int, actor: User) -> Check | None:
    """Add a claim that the machine has missed; its check is opened where there is a desk.

    Raises Invalid, KnownAlready.
    """
    claim = claim_services.add_claim(article=article, exact=exact, near=near, actor=actor)
    return next((check for check in open_checks(article_id=article.pk) if check.claim_id == claim.pk), None)


def _held(check_id: int, actor: User, version: int | None) -> Check:
    """The locked check, where its claim may be put right: by who has it or an editor, and before anybody judged it."""
    check = lock_check(check_id, version=version)
    if not actor.is_editor and queries.assignment_of(actor, check.claim_id) is None:
        raise Forbidden("Only an editor, or a reviewer who has the claim just now, puts it right.")
    judged = Verdict.objects.filter(assignment__check_row=check, assignment__round=check.round)
    if check.status not in _DROPPABLE or judged.exists():
        raise Conflict("Somebody has judged this claim as it stands; it is not changed any more.")
    return check


def _drop(check: Check, actor: User, why: str) -> None:
    if FactCheck.objects.filter(check_row=check).exists():
        # Readers would be told for ever that it is being checked again, with the old rating beside it.
        raise Conflict("This claim was published: finish its review, and correct or withdraw what readers see.")
    claim_services.move(row=check, moves=CHECK_MOVES, to=CheckStatus.DROPPED, actor=actor, why=why)
    for assignment in check.assignments.filter(status=AssignmentStatus.OPEN):
        assignment.check_row = check
        end_assignment(assignment, to=AssignmentStatus.RECALLED, actor=actor, why=why)
