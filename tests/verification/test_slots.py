"""What becomes of a lent slot before it is judged: put off, helped with, kept by an open page, given to another."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db.models import F
from django.test import Client
from django.urls import reverse

from claims.errors import Conflict, Invalid
from claims.models import User
from tests import makers
from tests.seen import if_match, seen
from verification import queries, services
from verification.errors import NotYours, Overdue
from verification.models import Assignment, Check, Reviewer
from verification.states import AssignmentStatus, CheckStatus

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def assignment() -> Assignment:
    return makers.make_assignments(makers.make_check())[0]


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def mine(assignment: Assignment, **facts: Any) -> dict[str, Any]:
    return {
        "assignment_id": assignment.pk, "reviewer": assignment.reviewer, "token": assignment.token, "why": "A reason."
    } | facts  # fmt: skip


def hours_kept(assignment: Assignment) -> int:
    assignment.refresh_from_db()
    return round((assignment.lease_until - queries.now()) / HOUR)


# --- Putting off ----------------------------------------------------------------------------------------------
def test_what_is_put_off_stays_with_the_reviewer_that_long(assignment: Assignment) -> None:
    services.defer(**mine(assignment, hours=6))
    assert hours_kept(assignment) == 6
    last = queries.events_of_check(assignment.check_row).last()
    assert last
    assert (last.why, last.data) == ("A reason.", {"deferred_hours": 6})


@pytest.mark.parametrize(("facts", "field"), [({"hours": 0}, "hours"), ({"hours": 49}, "hours"), ({"why": " "}, "why")])
def test_how_long_is_bounded_and_needs_a_reason(assignment: Assignment, facts: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        services.defer(**mine(assignment, **({"hours": 6} | facts)))
    assert list(refused.value.fields) == [field]


def test_nothing_is_put_off_beyond_its_deadline(assignment: Assignment) -> None:
    with pytest.raises(Invalid, match="hours"):
        services.defer(**mine(assignment, hours=30))
    assert hours_kept(assignment) == 1


def test_what_is_overdue_is_not_put_off(assignment: Assignment) -> None:
    Check.objects.update(due_at=F("due_at") - 25 * HOUR)
    services.escalate_overdue()
    with pytest.raises(Overdue):
        services.defer(**mine(assignment, hours=1))


@pytest.mark.parametrize("act", [services.ask_for_help, lambda **facts: services.defer(hours=2, **facts)])
def test_only_who_holds_it_now_may(assignment: Assignment, act: Any) -> None:
    with pytest.raises(NotYours):
        act(**mine(assignment, token=assignment.token - 1))
    with pytest.raises(NotYours):
        act(**mine(assignment, reviewer=makers.make_reviewer()))


def test_an_open_page_does_not_bring_forward_what_was_put_off(assignment: Assignment) -> None:
    services.defer(**mine(assignment, hours=6))
    services.extend_lease(assignment_id=assignment.pk, reviewer=assignment.reviewer, token=assignment.token)
    assert hours_kept(assignment) == 6


# --- Help -----------------------------------------------------------------------------------------------------
def test_who_asks_for_help_is_seen_by_leads_and_editors_and_keeps_the_claim(assignment: Assignment) -> None:
    lead = makers.make_reviewer(assignment.check_row.desk, lead=True)
    services.ask_for_help(**mine(assignment, why="I cannot read the annex."))
    for user in (lead.user, makers.make_editor()):
        assert "Help wanted" in signed_in(user).get(reverse("desk")).content.decode()
        page = signed_in(user).get(reverse("check", args=[assignment.check_row_id])).content.decode()
        assert "I cannot read the annex." in page
    assignment.refresh_from_db()
    assert assignment.status == AssignmentStatus.OPEN


def test_other_reviewers_do_not_read_what_is_asked(assignment: Assignment) -> None:
    """It may say what was found, and they judge blind."""
    services.ask_for_help(**mine(assignment, why="I cannot read the annex."))
    other = signed_in(makers.make_reviewer(assignment.check_row.desk).user)
    assert "annex" not in other.get(reverse("check", args=[assignment.check_row_id])).content.decode()
    assert "annex" not in other.get(f"/api/v1/checks/{assignment.check_row_id}/").content.decode()
    assert "annex" not in other.get(f"/api/v1/checks/{assignment.check_row_id}/events/").content.decode()


def test_help_that_nobody_described_is_not_asked_for(assignment: Assignment) -> None:
    with pytest.raises(Invalid, match="why"):
        services.ask_for_help(**mine(assignment, why=" "))


# --- Giving it to somebody else -------------------------------------------------------------------------------
def give(assignment: Assignment, to: Reviewer) -> Assignment:
    return services.reassign(assignment_id=assignment.pk, to=to, actor=makers.make_editor(), why="She knows the dam.")


def test_an_editor_gives_the_slot_to_somebody_chosen(assignment: Assignment) -> None:
    chosen = makers.make_reviewer(assignment.check_row.desk)
    made = give(assignment, chosen)
    assert (made.reviewer, made.slot, made.status) == (chosen, assignment.slot, AssignmentStatus.OPEN)
    assert made.token > assignment.token
    assignment.refresh_from_db()
    assert (assignment.status, assignment.ended_why) == (AssignmentStatus.RECALLED, "She knows the dam.")
    with pytest.raises(NotYours):
        makers.judge(assignment)
    makers.judge(made)


def test_a_check_with_one_slot_stays_in_review() -> None:
    check = makers.make_check(makers.make_desk(verdicts_needed=1))
    [only] = makers.make_assignments(check)
    give(only, makers.make_reviewer(check.desk))
    check.refresh_from_db()
    assert check.status == CheckStatus.IN_REVIEW
    assert queries.free_slots(check) == []


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"conflicts": ["the mayor"]}, "conflict of interest: The Mayor"),
        ({"languages": ["fi"]}, "does not read"),
    ],
)
def test_nobody_is_given_what_they_must_not_have(facts: dict[str, Any], told: str) -> None:
    check = makers.make_check(speaker_name="The Mayor")
    first = makers.make_assignments(check)[0]
    with pytest.raises(Invalid) as refused:
        give(first, makers.make_reviewer(check.desk, **facts))
    assert told in str(refused.value.fields["reviewer"])
    first.refresh_from_db()
    assert first.status == AssignmentStatus.OPEN


def test_nobody_is_given_both_slots(assignment: Assignment) -> None:
    other = assignment.check_row.assignments.exclude(pk=assignment.pk).get().reviewer
    with pytest.raises(Invalid, match="reviewer"):
        give(assignment, other)
    with pytest.raises(Invalid, match="reviewer"):
        give(assignment, assignment.reviewer)


def test_somebody_of_another_desk_is_not_given_it(assignment: Assignment) -> None:
    with pytest.raises(Invalid, match="reviewer"):
        give(assignment, makers.make_reviewer(makers.make_desk()))


def test_what_has_ended_is_not_given_on(assignment: Assignment) -> None:
    makers.judge(assignment)
    with pytest.raises(Conflict):
        give(assignment, makers.make_reviewer(assignment.check_row.desk))


def test_somebody_who_is_full_may_be_chosen(assignment: Assignment) -> None:
    busy = makers.make_reviewer(assignment.check_row.desk, capacity=1)
    other = makers.make_assignments(makers.make_check(assignment.check_row.desk))
    assert give(assignment, busy).reviewer == busy
    assert other


# --- Pages ----------------------------------------------------------------------------------------------------
def test_the_page_puts_off_asks_for_help_and_gives_on(assignment: Assignment) -> None:
    client = signed_in(assignment.reviewer.user)
    told = {"token": assignment.token, "why": "A reason."}
    assert client.post(reverse("defer", args=[assignment.pk]), told | {"hours": 5}).status_code == 302
    assert hours_kept(assignment) == 5
    assert client.post(reverse("ask-for-help", args=[assignment.pk]), told).status_code == 302
    chosen = makers.make_reviewer(assignment.check_row.desk)
    answer = signed_in(makers.make_editor()).post(
        reverse("reassign", args=[assignment.pk]),
        {"reviewer": chosen.pk, "why": "She knows."} | seen(assignment),
        follow=True,
    )
    assert "has the claim now" in answer.content.decode()
    assert chosen.assignments.filter(status=AssignmentStatus.OPEN).exists()


@pytest.mark.parametrize(("name", "facts"), [("defer", {"hours": 99}), ("defer", {"hours": 40}), ("ask-for-help", {})])
def test_a_form_that_cannot_be_used_comes_back(assignment: Assignment, name: str, facts: dict[str, Any]) -> None:
    why = {"why": "Later, please."} if name == "defer" else {"why": ""}
    answer = signed_in(assignment.reviewer.user).post(
        reverse(name, args=[assignment.pk]), {"token": assignment.token, **why, **facts}
    )
    assert answer.status_code == 422
    assert why["why"] in answer.content.decode()


def test_why_a_claim_could_not_be_given_on_is_told(assignment: Assignment) -> None:
    answer = signed_in(makers.make_editor()).post(
        reverse("reassign", args=[assignment.pk]),
        {"reviewer": assignment.reviewer_id, "why": "No."} | seen(assignment),
        follow=True,
    )
    assert "has had this claim already" in answer.content.decode()


def test_an_open_page_keeps_the_claim_and_stops_asking_when_that_is_over(assignment: Assignment) -> None:
    client, address = signed_in(assignment.reviewer.user), reverse("extend", args=[assignment.pk])
    assert f'hx-post="{address}"' in client.get(reverse("assignment", args=[assignment.pk])).content.decode()
    Assignment.objects.filter(pk=assignment.pk).update(lease_until=queries.now() + HOUR / 4)
    answer = client.post(address, {"token": assignment.token})
    assert "Yours until" in answer.content.decode()
    assert hours_kept(assignment) == 1
    services.recall(assignment_id=assignment.pk, actor=makers.make_editor(), why="Needs a specialist.")
    answer = client.post(address, {"token": assignment.token})
    assert answer.status_code == 286
    assert "no longer yours" in answer.content.decode()
    assert client.post(address, {"token": "x"}).status_code == 286


# --- API ------------------------------------------------------------------------------------------------------
def test_the_api_puts_off_asks_for_help_and_gives_on(assignment: Assignment) -> None:
    client, base = signed_in(assignment.reviewer.user), f"/api/v1/assignments/{assignment.pk}"
    told = {"token": assignment.token, "why": "A reason."}
    answer = client.post(f"{base}/defer/", told | {"hours": 3}, content_type="application/json")
    assert answer.status_code == 200
    assert hours_kept(assignment) == 3
    assert client.post(f"{base}/help/", told, content_type="application/json").json()["help_wanted"] == "A reason."
    chosen = makers.make_reviewer(assignment.check_row.desk)
    given = {"reviewer": chosen.pk, "why": "She knows."}
    made = (
        signed_in(makers.make_editor())
        .post(f"{base}/reassign/", given, content_type="application/json", **if_match(assignment))
        .json()
    )
    assert made["status"] == "open"
    assert made["id"] != assignment.pk
    refused = client.post(f"{base}/defer/", told | {"hours": 3}, content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (409, "not_yours")
