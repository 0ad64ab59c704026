"""Verdicts: recorded once, compared, adjudicated, sent back."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import F

from claims import services as claim_services
from claims.errors import Forbidden
from claims.models import User
from verification import queries
from verification.errors import FourEyes
from verification.models import Assignment, Check, Reviewer, Verdict
from verification.models.checks import TO_ROUTE
from verification.quorum import Outcome, outcome, prevailing
from verification.services.assignments import lock_check
from verification.services.checks import require_from, require_why
from verification.services.deadlines import clock
from verification.services.judging import Lease, VerdictDraft, clean_draft, judge
from verification.services.lending import lend
from verification.states import CHECK_MOVES, CheckStatus

AT_ONCE = timedelta()


@transaction.atomic
def submit_verdict(
    *, assignment_id: int, reviewer: Reviewer, token: int, draft: VerdictDraft, undo_for: timedelta = AT_ONCE
) -> Verdict:
    """Record a verdict once, and settle the check when it was the last one missing.

    For ``undo_for`` its author may take it back; the check is settled after that, by the sweep.

    Raises Invalid (naming the field), NotYours when the assignment has ended or was handed on.
    """
    draft = clean_draft(draft)
    lease = Lease(assignment_id, reviewer, token)
    verdict = judge(lease, draft, actor=reviewer.user, undo_for=undo_for)
    check = verdict.assignment.check_row
    # While a slot is free a verdict is missing, and nobody need be asked. (The sweep asks whatever the count says.)
    if check.held >= check.slots:
        settle(check)
    return verdict


def settle(check: Check) -> None:
    """Compare the verdicts of a locked check once all are in and none can be taken back."""
    found = queries.found_in_round(check)
    if not all(is_final for _, is_final in found):
        return
    ratings = [rating.key for rating, _ in found]
    is_tie_break = check.tie_break_round == check.round
    result = outcome(ratings, needed=check.slots, by_majority=is_tie_break)
    if result is Outcome.AGREED:
        rating = next(rating for rating, _ in found if rating.key == prevailing(ratings))
        claim_services.move(row=check, moves=CHECK_MOVES, to=CheckStatus.AGREED, actor=None, rating=rating)
    if result is Outcome.DISPUTED and check.desk.third_on_disagreement and not is_tie_break:
        _ask_for_one_more(check)
    elif result is Outcome.DISPUTED:
        told = {"ratings": sorted(set(ratings))}
        claim_services.move(row=check, moves=CHECK_MOVES, to=CheckStatus.DISPUTED, actor=None, data=told)


def _ask_for_one_more(check: Check) -> None:
    """Open a slot for a reviewer who is as blind as the others were: the log does not say what they found."""
    Check.objects.filter(pk=check.pk).update(slots=F("slots") + 1, tie_break_round=check.round, **TO_ROUTE)
    check.refresh_from_db(fields=["slots", "tie_break_round"])
    why, told = "One more verdict is asked for.", {"slots": check.slots}
    claim_services.record(row=check, before=check.status, after=check.status, actor=None, why=why, data=told)


@transaction.atomic
def adjudicate(*, check_id: int, actor: User, draft: VerdictDraft, version: int | None = None) -> Verdict:
    """Decide a dispute, as an editor or a lead of its desk.

    Raises FourEyes for an author of a disputed verdict and for whose claim it is, Forbidden, Stale,
    IllegalMove, Invalid.
    """
    draft = clean_draft(draft)
    check = lock_check(check_id, version=version)
    if not (actor.is_editor or queries.leads_desk(actor, check.desk)):
        raise Forbidden("Only an editor or a lead of this desk decides disputes.")
    # The table lets a check in review agree as well: that is for its reviewers.
    require_from(check, {CheckStatus.DISPUTED}, to=CheckStatus.AGREED)
    if queries.has_judged(check, actor):
        raise FourEyes("You judged this claim yourself; somebody else has to decide the dispute.")
    if told := queries.part_in(check.claim, actor):
        raise FourEyes(f"Somebody else has to decide the dispute: {actor} {told}.")
    reviewer, _ = Reviewer.objects.get_or_create(user=actor)
    assignment = lend(
        check=check,
        reviewer=reviewer,
        slot=0,
        how=Assignment.How.PULL,
        why=["adjudicates"],
        kind=Assignment.Kind.ADJUDICATION,
        actor=actor,
    )
    verdict = judge(Lease(assignment.pk, reviewer, assignment.token), draft, actor=actor)
    claim_services.move(
        row=check, moves=CHECK_MOVES, to=CheckStatus.AGREED, actor=actor, why="Adjudicated.", rating=verdict.rating
    )
    return verdict


@transaction.atomic
def send_back(*, check_id: int, actor: User, why: str, version: int | None = None) -> None:
    """An editor is not content: a new round of review begins. Raises Invalid without a comment."""
    begin_round(check_id=check_id, actor=actor, why=why, from_status=CheckStatus.AGREED, version=version)


def begin_round(*, check_id: int, actor: User, why: str, from_status: CheckStatus, version: int | None) -> Check:
    """From agreed or published back into review, by people who have not had the check yet."""
    require_why(why)
    check = lock_check(check_id, version=version)
    # The table lets a queued check go into review as well: that is what a hand-out does, in the same round.
    require_from(check, {from_status}, to="judged anew")
    claim_services.move(
        row=check,
        moves=CHECK_MOVES,
        to=CheckStatus.IN_REVIEW,
        actor=actor,
        why=why,
        round=F("round") + 1,
        rating=None,
        # The slot that was opened because verdicts of the last round differed is not needed in this one.
        slots=F("slots") - int(check.tie_break_round == check.round),
        held=0,
        **TO_ROUTE,
        **clock(check.desk, priority=check.priority, now=queries.now()),
    )
    return check
