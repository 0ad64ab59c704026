"""Verdicts: recorded once, compared, adjudicated, sent back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from claims import services as claim_services
from claims.errors import Forbidden, Invalid
from claims.intake import require_storable, require_text
from claims.models import User
from verification import queries
from verification.errors import FourEyes
from verification.models import Assignment, Check, Rating, Reviewer, Source, Verdict
from verification.quorum import Outcome, outcome, prevailing
from verification.services.assignments import create_assignment, hold, lock_check
from verification.services.checks import require_from, require_why
from verification.services.deadlines import clock
from verification.states import ASSIGNMENT_MOVES, CHECK_MOVES, AssignmentStatus, CheckStatus

MAX_REASONING_CHARS = 100_000
MAX_SOURCES = 100
AT_ONCE = timedelta()
_url = URLValidator(schemes=["http", "https"])


@dataclass(frozen=True, slots=True)
class SourceDraft:
    url: str
    title: str = ""
    publisher: str = ""
    kind: str = Source.Kind.SECONDARY.value
    stance: str = Source.Stance.CONTEXT.value
    quote: str = ""
    locator: str = ""
    published_at: date | None = None
    archived_url: str = ""
    accessed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class VerdictDraft:
    """What a reviewer found; ``rating`` is the key of a rating on the check's scale."""

    rating: str
    reasoning: str
    sources: Sequence[SourceDraft] = ()


@transaction.atomic
def submit_verdict(
    *, assignment_id: int, reviewer: Reviewer, token: int, draft: VerdictDraft, undo_for: timedelta = AT_ONCE
) -> Verdict:
    """Record a verdict once, and settle the check when it was the last one missing.

    For ``undo_for`` its author may take it back; the check is settled after that, by the sweep.

    Raises Invalid (naming the field), NotYours when the assignment has ended or was handed on.
    """
    _require_draft(draft)
    assignment = hold(assignment_id, reviewer=reviewer, token=token)
    verdict = _record(assignment, draft, actor=reviewer.user, undo_for=undo_for)
    settle(assignment.check_row)
    return verdict


def settle(check: Check) -> None:
    """Compare the verdicts of a locked check once all are in and none can be taken back."""
    if queries.verdicts_not_final(check).exists():
        return
    # Who judged does not matter here, and joining people to it would cost more than the rest.
    verdicts = list(queries.verdicts_of_round(check).select_related(None).select_related("rating"))
    ratings = [verdict.rating.key for verdict in verdicts]
    is_tie_break = check.tie_break_round == check.round
    result = outcome(ratings, needed=check.slots, by_majority=is_tie_break)
    if result is Outcome.AGREED:
        rating = next(verdict.rating for verdict in verdicts if verdict.rating.key == prevailing(ratings))
        claim_services.move(row=check, moves=CHECK_MOVES, to=CheckStatus.AGREED, actor=None, rating=rating)
    if result is Outcome.DISPUTED and check.desk.third_on_disagreement and not is_tie_break:
        _ask_for_one_more(check)
    elif result is Outcome.DISPUTED:
        told = {"ratings": sorted(set(ratings))}
        claim_services.move(row=check, moves=CHECK_MOVES, to=CheckStatus.DISPUTED, actor=None, data=told)


def _ask_for_one_more(check: Check) -> None:
    """Open a slot for a reviewer who is as blind as the others were: the log does not say what they found."""
    Check.objects.filter(pk=check.pk).update(
        slots=F("slots") + 1, tie_break_round=check.round, attempts=0, next_attempt_at=Now()
    )
    check.refresh_from_db(fields=["slots", "tie_break_round"])
    why, told = "One more verdict is asked for.", {"slots": check.slots}
    claim_services.record(row=check, before=check.status, after=check.status, actor=None, why=why, data=told)


@transaction.atomic
def adjudicate(*, check_id: int, actor: User, draft: VerdictDraft) -> Verdict:
    """Decide a dispute, as an editor or a lead of its desk. Raises FourEyes for an author of a disputed verdict."""
    _require_draft(draft)
    check = lock_check(check_id)
    if not (actor.is_editor or queries.leads_desk(actor, check.desk)):
        raise Forbidden("Only an editor or a lead of this desk decides disputes.")
    # The table lets a check in review agree as well: that is for its reviewers.
    require_from(check, {CheckStatus.DISPUTED}, to=CheckStatus.AGREED)
    if queries.has_judged(check, actor):
        raise FourEyes("You judged this claim yourself; somebody else has to decide the dispute.")
    reviewer, _ = Reviewer.objects.get_or_create(user=actor)
    assignment = create_assignment(
        check=check,
        reviewer=reviewer,
        slot=0,
        how=Assignment.How.PULL,
        why=["adjudicates"],
        kind=Assignment.Kind.ADJUDICATION,
    )
    claim_services.record(row=assignment, before="", after=AssignmentStatus.OPEN, actor=actor)
    verdict = _record(assignment, draft, actor=actor)
    claim_services.move(
        row=check, moves=CHECK_MOVES, to=CheckStatus.AGREED, actor=actor, why="Adjudicated.", rating=verdict.rating
    )
    return verdict


@transaction.atomic
def send_back(*, check_id: int, actor: User, why: str) -> None:
    """An editor is not content: a new round of review begins. Raises Invalid without a comment."""
    begin_round(check_id=check_id, actor=actor, why=why, from_status=CheckStatus.AGREED)


def begin_round(*, check_id: int, actor: User, why: str, from_status: CheckStatus) -> Check:
    """From agreed or published back into review, by people who have not had the check yet."""
    require_why(why)
    check = lock_check(check_id)
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
        attempts=0,
        next_attempt_at=Now(),
        **clock(check.desk, priority=check.priority, now=queries.now()),
    )
    return check


def _record(assignment: Assignment, draft: VerdictDraft, *, actor: User, undo_for: timedelta = AT_ONCE) -> Verdict:
    check = assignment.check_row
    rating = Rating.objects.filter(scale=check.scale_id, key=draft.rating).order_by().first()
    if rating is None:
        raise Invalid({"rating": f"“{draft.rating}” is not on the scale of this check."})
    claim_services.move(
        row=assignment, moves=ASSIGNMENT_MOVES, to=AssignmentStatus.SUBMITTED, actor=actor, ended_at=Now()
    )
    verdict = Verdict.objects.create(
        assignment=assignment, rating=rating, reasoning=draft.reasoning, final_at=Now() + undo_for
    )
    Source.objects.bulk_create(
        Source(verdict=verdict, position=position, **_columns(source))
        for position, source in enumerate(draft.sources, start=1)
    )
    return verdict


def _columns(source: SourceDraft) -> dict[str, Any]:
    """Without a day on which it was looked at, it was looked at now."""
    return {name: value for name, value in asdict(source).items() if name != "accessed_at" or value is not None}


def _require_draft(draft: VerdictDraft) -> None:
    require_text(draft.reasoning, field="reasoning", max_chars=MAX_REASONING_CHARS)
    if len(draft.sources) > MAX_SOURCES:
        raise Invalid({"sources": f"{len(draft.sources)} sources; at most {MAX_SOURCES} are kept."})
    for number, source in enumerate(draft.sources):
        _require_source(source, field=f"sources.{number}")


def _require_source(source: SourceDraft, *, field: str) -> None:
    for name in ("url", "archived_url"):
        value = getattr(source, name)
        if value or name == "url":
            _require_url(value, field=f"{field}.{name}")
    for name in ("title", "publisher", "quote", "locator"):
        require_storable(getattr(source, name), field=f"{field}.{name}")
    if source.kind not in Source.Kind.values:
        raise Invalid({f"{field}.kind": f"Choose one of {', '.join(Source.Kind.values)}."})
    if source.stance not in Source.Stance.values:
        raise Invalid({f"{field}.stance": f"Choose one of {', '.join(Source.Stance.values)}."})


def _require_url(value: str, *, field: str) -> None:
    try:
        _url(value)
    except ValidationError as error:
        raise Invalid({field: error.messages}) from error
