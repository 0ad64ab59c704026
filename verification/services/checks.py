"""Opening checks, and what an editor does with them before review."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from claims import services as claim_services
from claims.core.isolation import each
from claims.core.text import clean_text, says_something
from claims.errors import IllegalMove, Invalid
from claims.models import Claim, User
from verification import queries
from verification.models import Check, Desk
from verification.models.checks import TO_ROUTE
from verification.routing import choose_desk
from verification.routing.risk import verdicts_needed
from verification.services.deadlines import clock, clock_of_priority
from verification.services.quarantine import quarantined_for
from verification.states import CHECK_MOVES, UNSETTLED, CheckStatus

BATCH = 1000


@transaction.atomic
def open_checks(*, article_id: int | None = None, limit: int = BATCH) -> list[Check]:
    """Open a Check for each claim that has none (of one article, or of all), at most ``limit``; returns those opened.

    Claims are locked and locked ones skipped, so two openers at once never open the same one. Without any desk
    nothing is opened, and the claims wait.
    """
    desks = {desk.pk: desk for desk in Desk.objects.all()}
    if not desks:
        return []
    of_article = Q() if article_id is None else Q(article=article_id)
    waiting = queries.claims_without_check().filter(of_article)
    # The outer join cannot be locked, and must be asked again once the lock is held.
    ids = list(waiting.values_list("pk", flat=True)[:limit])
    locked = Claim.objects.filter(pk__in=ids).select_for_update(of=("self",), skip_locked=True).order_by("pk")
    held = list(locked.values_list("pk", flat=True))
    fresh = queries.claims_without_check().filter(pk__in=held).select_related("speaker", "article").defer("search")
    opened = _Opened(desks, now=queries.now())
    each(fresh, opened.add, failed=opened.add_aside)
    return opened.store()


class _Opened:
    """Checks to be opened at one moment, gathered so that many are stored at the cost of one."""

    def __init__(self, desks: dict[int, Desk], *, now: datetime) -> None:
        self._desks = desks
        self._now = now
        self._facts = queries.desk_facts(desks.values())
        # Whatever a desk begins at one moment is due at one moment.
        self._clocks = {pk: clock(desk, priority=0, now=now) for pk, desk in desks.items()}
        self._checks: list[Check] = []
        self._told: list[tuple[str, dict[str, Any]]] = []

    def add(self, claim: Claim) -> None:
        facts = queries.claim_facts(claim)
        desk = self._desks[choose_desk(facts, self._facts) or min(self._desks)]
        status = CheckStatus.QUEUED if claim.worthiness >= desk.worthiness_threshold else CheckStatus.TRIAGE
        need = verdicts_needed(facts, desk.risk_policy)
        check = Check(
            claim=claim,
            desk=desk,
            scale_id=desk.scale_id,
            status=status,
            worthiness=claim.worthiness,
            slots=need.verdicts,
            # The time of what waits in triage runs from when it is let out.
            **(self._clocks[desk.pk] if status == CheckStatus.QUEUED else {}),
        )
        why = f"{need.verdicts} verdicts are needed: {'; '.join(need.reasons)}." if need.reasons else ""
        self._checks.append(check)
        self._told.append((why, {"desk": desk.name, "slots": need.verdicts}))

    def add_aside(self, claim: Claim, error: Exception) -> None:
        """What a check cannot be made of as others are: it would be tried again for ever, before all others."""
        desk = self._desks[min(self._desks)]
        why = quarantined_for(error)
        check = Check(
            claim=claim,
            desk=desk,
            scale_id=desk.scale_id,
            status=CheckStatus.QUEUED,
            worthiness=claim.worthiness,
            slots=desk.verdicts_needed,
            quarantined_at=self._now,
            waiting_why=why,
            **self._clocks[desk.pk],
        )
        self._checks.append(check)
        self._told.append((why, {"desk": desk.name, "slots": check.slots}))

    def store(self) -> list[Check]:
        made = Check.objects.bulk_create(self._checks)
        claim_services.record_all(
            claim_services.event_of(row=check, before="", after=check.status, actor=None, why=why, data=data)
            for check, (why, data) in zip(made, self._told, strict=True)
        )
        return made


@transaction.atomic
def queue(*, check: Check, actor: User, version: int | None = None) -> None:
    """An editor lets a check out of triage, or takes back that it was dropped. Raises Stale, IllegalMove."""
    claim_services.require_version(_locked(check), version)
    # The table lets a check in review be queued as well: that is when its last lease ends.
    require_from(check, {CheckStatus.TRIAGE, CheckStatus.DROPPED}, to=CheckStatus.QUEUED)
    claim_services.move(row=check, moves=CHECK_MOVES, to=CheckStatus.QUEUED, actor=actor, **at_once(check))


@transaction.atomic
def drop(*, check: Check, actor: User, why: str, version: int | None = None) -> None:
    """An editor decides that this is not worth checking. Raises Invalid without a reason, Stale, IllegalMove."""
    require_why(why)
    claim_services.require_version(_locked(check), version)
    # The table lets a check in review be dropped as well: that is when its claim turns out to be none.
    require_from(check, {CheckStatus.TRIAGE}, to=CheckStatus.DROPPED)
    claim_services.move(row=check, moves=CHECK_MOVES, to=CheckStatus.DROPPED, actor=actor, why=why)


@transaction.atomic
def set_priority(*, check: Check, priority: int, actor: User, version: int | None = None) -> None:
    """Let ``check`` go before or after others; -100..100, 0 is ordinary.

    Raises Invalid beyond that, Stale, IllegalMove where its rating has been found and nothing is urgent any more.
    """
    if not -100 <= priority <= 100:
        raise Invalid({"priority": "Choose a number from -100 to 100."})
    check = _locked(check)
    claim_services.require_version(check, version)
    require_from(check, {CheckStatus.TRIAGE, *UNSETTLED}, to="hurried or put back")
    moved = clock_of_priority(check, priority=priority, now=queries.now())
    Check.objects.filter(pk=check.pk).update(priority=priority, **moved)
    told = {"priority": priority}
    claim_services.record(row=check, before=check.status, after=check.status, actor=actor, data=told)


def _locked(check: Check) -> Check:
    """The same row as it is now, until the transaction ends."""
    return Check.objects.select_for_update(of=("self",)).select_related("desk").get(pk=check.pk)


def require_why(why: str, *, field: str = "why") -> None:
    if not says_something(clean_text(why, field=field)):
        raise Invalid({field: "Say why; it is kept with the check."})


def require_from(check: Check, statuses: Collection[str], *, to: str) -> None:
    """Raise IllegalMove unless the check stands in one of ``statuses``: for steps narrower than the table."""
    if check.status not in statuses:
        raise IllegalMove(f"The check is {check.status.replace('_', ' ')}; it cannot become {to.replace('_', ' ')}.")


def at_once(check: Check) -> dict[str, Any]:
    begun = clock(check.desk, priority=check.priority, now=queries.now())
    return {"quarantined_at": None, **TO_ROUTE, **begun}
