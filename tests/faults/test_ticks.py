"""Three beats that all tick and two sweepers that all come: each tick's effect once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.db.models import F, Q, QuerySet

from claims import services as claim_services
from claims import tasks as claim_tasks
from claims.models import Article, Event
from claims.states import MatchStatus
from tests import makers
from tests.faults import racing
from tests.faults.report import Report
from tests.faults.rows import found_violations, make_queue
from verification import queries, services, tasks
from verification.models import Assignment, Check, Desk
from verification.states import AssignmentStatus

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]
# Three beats put a sweep of each kind into the queue at every tick, and two workers take them as they come.
SWEEPERS = 5
OF_EACH = 20
# What a tick does to one row, told by its line in the log.
EFFECTS: dict[str, Q] = {
    "reminder": Q(data__has_key="reminder"),
    "escalation": Q(data__has_key="escalation"),
    "expiry": Q(subject_type="assignment", to_status="expired"),
    "opening": Q(subject_type="check", from_status=""),
    "review after all": Q(subject_type="check", from_status="matched", to_status="queued"),
    "following": Q(subject_type="check", to_status="matched"),
    "check put aside": Q(subject_type="check", why__startswith="Quarantined"),
    "article put aside": Q(subject_type="article", why__startswith="Quarantined"),
}


def sweep() -> None:
    tasks.sweep()
    claim_tasks.sweep()


# --- What is due at the tick ----------------------------------------------------------------------------------
def set_stage() -> Desk:
    """``OF_EACH`` rows for each effect, all due now; whoever could get what routing finds is away."""
    desk = makers.make_desk(verdicts_needed=1)
    reviewer = makers.make_reviewer(desk, capacity=10_000)
    withdrawn, published = makers.make_published_check(desk), makers.make_published_check(desk)
    soon, late, lent, alone, following, stuck = (make_queue(desk, OF_EACH) for _ in range(6))
    _lend_and_let_run_out(lent)
    services.update_reviewer(reviewer=reviewer, away_until=queries.now() + timedelta(days=400))
    _of(soon).update(remind_at=F("created_at"))
    _of(late).update(due_at=F("created_at"), remind_at=None)
    _of(stuck).update(attempts=settings.MAX_ATTEMPTS, next_attempt_at=F("created_at"))
    editor = makers.make_editor()
    for check in alone:
        services.accept_match(match_id=makers.make_match(check.claim, withdrawn.claim).pk, actor=editor)
    services.withdraw(check_id=withdrawn.pk, actor=editor, why="Our source was wrong.")
    for check in following:
        match = makers.make_match(check.claim, published.claim)
        # Decided before the claim had its check.
        claim_services.decide_match(match=match, to=MatchStatus.ACCEPTED, actor=editor)
    for _ in range(OF_EACH):
        makers.make_article()
        makers.make_claim()
    Article.objects.update(attempts=settings.MAX_ATTEMPTS, next_attempt_at=F("created_at"))
    return desk


def _of(checks: list[Check]) -> QuerySet[Check]:
    return Check.objects.filter(pk__in=[check.pk for check in checks])


def _lend_and_let_run_out(checks: list[Check]) -> None:
    for check in checks:
        services.route_check(check_id=check.pk)
    Assignment.objects.filter(status=AssignmentStatus.OPEN).update(lease_until=F("created_at"))


def effects_since(known: int) -> dict[str, list[int]]:
    """For each effect, how often it came to each row that it came to."""
    written = Event.objects.filter(pk__gt=known)
    return {
        name: sorted(Counter(written.filter(told).values_list("subject_type", "subject_id")).values())
        for name, told in EFFECTS.items()
    }


def newest_event() -> int:
    return Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


# --- The tick -------------------------------------------------------------------------------------------------
@pytest.mark.timeout(600)
def test_a_tick_that_comes_five_times_at_once_has_each_effect_once(report: Report) -> None:
    set_stage()
    known = newest_event()
    outcomes = racing.at_once(*[sweep] * SWEEPERS)
    assert [outcome.error for outcome in outcomes] == [None] * SWEEPERS
    # What one skipped because another held it is that one's, or the next tick's.
    sweep()
    found = found_violations()
    report.add("three beats and two sweepers at once", injected=SWEEPERS, found=found)
    assert effects_since(known) == {name: [1] * OF_EACH for name in EFFECTS}
    assert not found


@pytest.mark.timeout(600)
def test_routing_that_is_asked_for_five_times_at_once_lends_each_slot_once(report: Report) -> None:
    desk = makers.make_desk(verdicts_needed=2)
    for _ in range(4):
        makers.make_reviewer(desk, capacity=10_000)
    checks = make_queue(desk, OF_EACH)

    def route() -> None:
        for check in checks:
            tasks.route_check(check.pk)

    outcomes = racing.at_once(*[route] * SWEEPERS)
    assert [outcome.error for outcome in outcomes] == [None] * SWEEPERS
    found = found_violations()
    report.add("one check routed by five at once", injected=OF_EACH * SWEEPERS, found=found)
    assert Assignment.objects.count() == 2 * OF_EACH
    assert not found


@pytest.mark.parametrize(
    ("tick", "effect", "after"),
    [
        # After the first has read what is due, and before it has done anything about it.
        (services.remind_due, "reminder", 1),
        (services.escalate_overdue, "escalation", 1),
        (services.quarantine_exhausted_checks, "check put aside", 1),
        # After it has asked again for the first one.
        (services.expire_leases, "expiry", 3),
    ],
)
def test_without_guards_two_ticks_have_the_effect_twice(
    monkeypatch: pytest.MonkeyPatch, tick: Callable[[], object], effect: str, after: int
) -> None:
    """The negative control: the second tick comes in the middle of the first one."""
    set_stage()
    racing.without_row_locks(monkeypatch)
    racing.without_guarded_moves(monkeypatch)
    _believe_every_update(monkeypatch)
    known = newest_event()
    racing.Staggered(tick, tick, after=after).run()
    assert max(effects_since(known)[effect]) > 1


def _believe_every_update(monkeypatch: pytest.MonkeyPatch) -> None:
    """A guarded UPDATE is taken to have found its row."""
    update = QuerySet.update
    monkeypatch.setattr(QuerySet, "update", lambda rows, **changes: update(rows, **changes) or 1)
