"""Deadlines of checks: when they are, who is reminded, and what happens after. Time passes by moving rows back."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from django.db.models import F
from django.db.models.functions import Now
from django.test import Client
from django.urls import reverse

from claims.errors import Invalid
from claims.models import Event
from tests import makers
from tests.seen import if_match
from verification import queries, services, tasks
from verification.errors import Overdue
from verification.hours import WorkingHours, after
from verification.models import Check, Reviewer
from verification.states import CheckStatus

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def pass_time(check: Check, hours: float) -> None:
    """As if everything about the deadline had been written that much earlier."""
    gone = hours * HOUR
    Check.objects.filter(pk=check.pk).update(due_at=F("due_at") - gone, remind_at=F("remind_at") - gone)
    check.refresh_from_db()


def notes(check: Check, kind: str) -> list[Event]:
    return [event for event in queries.events_of_check(check) if event.data.get(kind)]


def hours_left(check: Check) -> int:
    check.refresh_from_db()
    assert check.due_at
    return round((check.due_at - queries.now()) / HOUR)


# --- When -----------------------------------------------------------------------------------------------------
def test_a_queued_check_is_due_after_the_hours_of_its_desk() -> None:
    makers.make_desk(due_hours=6)
    assert hours_left(makers.make_check()) == 6


def test_nights_of_the_desk_do_not_count() -> None:
    desk = makers.make_desk(
        due_hours=4, time_zone="Europe/Berlin", work_days="12345", works_from=time(9), works_until=time(17)
    )
    check = makers.make_check(desk)
    expected = after(WorkingHours("Europe/Berlin", (1, 2, 3, 4, 5), time(9), time(17)), queries.now(), 4 * HOUR)
    assert check.due_at
    assert abs(check.due_at - expected) < timedelta(minutes=5)


def test_the_time_of_a_claim_in_triage_begins_when_it_is_let_out() -> None:
    desk = makers.make_desk(worthiness_threshold=0.5)
    check = makers.make_check(desk, worthiness=0.1)
    assert check.due_at is None
    services.queue(check=check, actor=makers.make_editor())
    assert hours_left(check) == 24


@pytest.mark.parametrize(("priority", "left"), [(50, 4), (-1, 72), (0, 24)])
def test_priority_decides_how_long_it_may_take(priority: int, left: int) -> None:
    check = makers.make_check()
    services.set_priority(check=check, priority=priority, actor=makers.make_editor())
    assert hours_left(check) == left


def test_urgency_never_moves_a_deadline_back() -> None:
    check = makers.make_check()
    pass_time(check, 23)
    services.set_priority(check=check, priority=5, actor=makers.make_editor())
    assert hours_left(check) == 1


def test_a_new_round_has_its_own_time() -> None:
    check = makers.make_agreed_check()
    pass_time(check, 30)
    services.send_back(check_id=check.pk, actor=makers.make_editor(), why="A source is missing.")
    assert hours_left(check) == 24


@pytest.mark.parametrize(
    "facts",
    [
        {"time_zone": "Mars/Olympus"},
        {"work_days": ""},
        {"work_days": "08"},
        {"due_hours": 0},
        {"holidays_of": "Mars"},
    ],
)
def test_hours_that_cannot_be_are_refused(facts: dict[str, object]) -> None:
    with pytest.raises(Invalid) as refused:
        makers.make_desk(**facts)
    assert list(refused.value.fields) == list(facts)


# --- Reminders and escalation ---------------------------------------------------------------------------------
def test_who_has_a_check_is_reminded_once_when_it_is_due_soon() -> None:
    check = makers.make_check()
    made = makers.make_assignments(check)
    pass_time(check, 17)
    assert services.remind_due() == 0
    pass_time(check, 2)
    assert services.remind_due() == 1
    assert services.remind_due() == 0
    [note] = notes(check, "reminder")
    assert note.data["reviewers"] == [assignment.reviewer_id for assignment in made]
    assert check.due_at
    assert note.data["due_at"] == check.due_at.isoformat()


def test_an_overdue_check_is_escalated_once() -> None:
    desk = makers.make_desk()
    lead = makers.make_reviewer(desk, lead=True)
    check = makers.make_check(desk)
    pass_time(check, 25)
    assert services.escalate_overdue() == [check.pk]
    assert services.escalate_overdue() == []
    assert services.remind_due() == 0
    [note] = notes(check, "escalation")
    assert note.data["leads"] == [lead.pk]


@pytest.mark.parametrize("make", [makers.make_agreed_check, makers.make_published_check])
def test_what_is_settled_is_never_overdue(make: object) -> None:
    check = make()  # type: ignore[operator]
    pass_time(check, 100)
    assert services.escalate_overdue() == []
    assert services.remind_due() == 0


def test_a_dispute_that_takes_too_long_is_escalated() -> None:
    check = makers.make_disputed_check()
    pass_time(check, 25)
    assert services.escalate_overdue() == [check.pk]


def test_a_check_that_moved_since_the_sweep_looked_is_left_alone() -> None:
    """Two sweeps found the same rows; the second one comes after the first."""
    check = makers.make_check()
    pass_time(check, 25)
    seen = list(queries.checks_to_escalate())
    assert services.escalate_overdue() == [check.pk]
    assert [found.pk for found in seen] == [check.pk]
    assert not services.deadlines._escalate(seen[0])
    assert len(notes(check, "escalation")) == 1


def test_an_overdue_check_goes_to_the_lead_before_anybody_else() -> None:
    desk = makers.make_desk(verdicts_needed=1)
    makers.make_reviewer(desk, topics=["water"])
    lead = makers.make_reviewer(desk, lead=True)
    check = makers.make_check(desk, topics=["water"])
    pass_time(check, 25)
    tasks.sweep()
    [made] = services.route_check(check_id=check.pk)
    assert made.reviewer == lead
    assert made.why[0] == "leads the desk, and the claim is overdue"


def test_where_the_lead_cannot_have_it_somebody_else_gets_it() -> None:
    desk = makers.make_desk(verdicts_needed=1)
    makers.make_reviewer(desk, lead=True, away_until=datetime(2100, 1, 1, tzinfo=UTC))
    other = makers.make_reviewer(desk)
    check = makers.make_check(desk)
    pass_time(check, 25)
    services.escalate_overdue()
    [made] = services.route_check(check_id=check.pk)
    assert made.reviewer == other


def test_the_lease_of_an_overdue_check_runs_out_and_is_not_extended() -> None:
    check = makers.make_check()
    [first, _] = makers.make_assignments(check)
    pass_time(check, 25)
    services.escalate_overdue()
    with pytest.raises(Overdue):
        services.extend_lease(assignment_id=first.pk, reviewer=first.reviewer, token=first.token)
    makers.judge(first)


def test_who_got_it_after_that_may_keep_it_longer() -> None:
    check = makers.make_check()
    pass_time(check, 25)
    services.escalate_overdue()
    [first, _] = makers.make_assignments(check)
    services.extend_lease(assignment_id=first.pk, reviewer=first.reviewer, token=first.token)


def test_a_routing_that_was_put_off_is_done_at_once_for_an_overdue_check() -> None:
    check = makers.make_check()
    Check.objects.filter(pk=check.pk).update(next_attempt_at=Now() + HOUR)
    pass_time(check, 25)
    services.escalate_overdue()
    assert queries.checks_due_for_routing().filter(pk=check.pk).exists()


def test_leads_and_editors_see_what_is_overdue_and_other_reviewers_do_not() -> None:
    desk = makers.make_desk()
    lead, other = makers.make_reviewer(desk, lead=True), makers.make_reviewer(desk)
    check = makers.make_check(desk)
    pass_time(check, 25)
    services.escalate_overdue()
    assert "overdue since" in desk_page(lead)
    assert "overdue since" not in desk_page(other)
    assert check.status == CheckStatus.QUEUED


def desk_page(reviewer: Reviewer) -> str:
    client = Client()
    client.force_login(reviewer.user)
    return client.get(reverse("desk")).content.decode()


# --- Shifts ---------------------------------------------------------------------------------------------------
def test_nobody_is_handed_a_claim_outside_their_shift() -> None:
    """Two shifts without an hour in common: at any moment one of the two is off."""
    desk = makers.make_desk(verdicts_needed=1)
    day = makers.make_reviewer(desk, works_from=time(0), works_until=time(12))
    night = makers.make_reviewer(desk, works_from=time(12), works_until=time(0))
    before = queries.now()
    found = {one.reviewer_id: one.off_shift for one in queries.candidates(makers.make_check(desk))}
    if before.hour // 12 == queries.now().hour // 12:
        working = day if before.hour < 12 else night
        assert [who for who, off in found.items() if not off] == [working.pk]
    assert set(found.values()) <= {"", "00:00–12:00 (UTC)", "12:00–00:00 (UTC)"}


# --- API ------------------------------------------------------------------------------------------------------
def test_hours_are_set_in_the_api_and_wrong_ones_name_their_field() -> None:
    desk, client = makers.make_desk(), Client()
    client.force_login(makers.make_editor())
    address = f"/api/v1/desks/{desk.pk}/"
    hours = {"time_zone": "Pacific/Apia", "work_days": "12345", "works_from": "09:00", "works_until": "17:00"}
    hours["holidays_of"] = "WS"
    assert (
        client.patch(address, hours, content_type="application/json", **if_match(desk)).json()["time_zone"]
        == "Pacific/Apia"
    )
    desk.refresh_from_db()
    assert str(desk.hours) == "Mon, Tue, Wed, Thu, Fri 09:00–17:00 (Pacific/Apia) but for holidays of WS"
    refused = client.patch(address, {"time_zone": "Nowhere"}, content_type="application/json", **if_match(desk))
    assert refused.status_code == 422
    assert [error["field"] for error in refused.json()["errors"]] == ["time_zone"]


def test_hours_of_a_reviewer_are_set_in_the_api() -> None:
    reviewer, client = makers.make_reviewer(makers.make_desk()), Client()
    client.force_login(makers.make_editor())
    address = f"/api/v1/reviewers/{reviewer.pk}/"
    told = client.patch(
        address,
        {"works_from": "22:00", "works_until": "06:00"},
        content_type="application/json",
        **if_match(reviewer),
    )
    assert told.json()["works_from"] == "22:00:00"
    refused = client.patch(address, {"work_days": "8"}, content_type="application/json", **if_match(reviewer))
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "work_days")
