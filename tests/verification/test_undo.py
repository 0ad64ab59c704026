"""A verdict is taken back within seconds, and settles nothing before that."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db.models.functions import Now
from django.urls import reverse

from claims import queries as claim_queries
from tests import makers
from tests.verification.test_views import page, signed_in, verdict_form
from verification import queries, services
from verification.errors import TooLate
from verification.models import Assignment, Check, Source, Verdict
from verification.states import AssignmentStatus, CheckStatus

pytestmark = pytest.mark.django_db
UNDO = timedelta(seconds=10)


@pytest.fixture
def slots() -> list[Assignment]:
    return makers.make_assignments(makers.make_check())


def judge(assignment: Assignment) -> Verdict:
    draft = services.VerdictDraft("false", "The register says otherwise.", (makers.make_source(),))
    return services.submit_verdict(
        assignment_id=assignment.pk,
        reviewer=assignment.reviewer,
        token=assignment.token,
        draft=draft,
        undo_for=UNDO,
    )


def undo(assignment: Assignment) -> Assignment:
    return services.undo_verdict(assignment_id=assignment.pk, reviewer=assignment.reviewer)


def let_time_pass() -> None:
    Verdict.objects.update(final_at=Now())


def status(check_id: int) -> str:
    return Check.objects.get(pk=check_id).status


def test_a_verdict_taken_back_leaves_the_claim_with_its_author(slots: list[Assignment]) -> None:
    judge(slots[0])
    again = undo(slots[0])
    assert (again.status, again.ended_at, again.token) == (AssignmentStatus.OPEN, None, slots[0].token)
    assert not Verdict.objects.exists()
    assert not Source.objects.exists()
    told = claim_queries.events_of("assignment", again.pk).last()
    assert told
    assert (told.from_status, told.to_status, told.actor) == ("submitted", "open", slots[0].reviewer.user)
    makers.judge(again)
    assert Verdict.objects.count() == 1


def test_the_last_verdict_settles_the_check_when_it_is_final_and_not_before(slots: list[Assignment]) -> None:
    for assignment in slots:
        judge(assignment)
    assert services.settle_final() == 0
    assert status(slots[0].check_row_id) == CheckStatus.IN_REVIEW
    let_time_pass()
    assert services.settle_final() == 1
    assert status(slots[0].check_row_id) == CheckStatus.AGREED
    assert services.settle_final() == 0


def test_until_then_nobody_sees_what_others_found(slots: list[Assignment]) -> None:
    for assignment in slots:
        judge(assignment)
    check = Check.objects.get(pk=slots[0].check_row_id)
    assert [verdict.assignment for verdict in queries.verdicts_to_show(check, slots[0].reviewer.user)] == [slots[0]]


def test_after_that_it_counts(slots: list[Assignment]) -> None:
    judge(slots[0])
    let_time_pass()
    with pytest.raises(TooLate):
        undo(slots[0])
    assert Verdict.objects.count() == 1


def test_a_verdict_by_a_program_counts_at_once(slots: list[Assignment]) -> None:
    for assignment in slots:
        makers.judge(assignment)
    assert status(slots[0].check_row_id) == CheckStatus.AGREED
    with pytest.raises(TooLate):
        undo(slots[0])


def test_nobody_takes_back_the_verdict_of_somebody_else(slots: list[Assignment]) -> None:
    judge(slots[0])
    with pytest.raises(TooLate):
        services.undo_verdict(assignment_id=slots[0].pk, reviewer=slots[1].reviewer)
    assert Verdict.objects.count() == 1


def test_at_the_desk_it_is_offered_and_the_words_come_back(slots: list[Assignment], settings: Any) -> None:
    settings.UNDO_SECONDS = 10
    client = signed_in(slots[0].reviewer.user)
    client.post(reverse("assignment", args=[slots[0].pk]), verdict_form(slots[0]))
    assert reverse("undo", args=[slots[0].pk]) in page(client.get(reverse("desk")))
    told = page(client.post(reverse("undo", args=[slots[0].pk]), follow=True))
    assert "Your verdict is taken back" in told
    assert "The register says otherwise." in told
    let_time_pass()
    assert reverse("undo", args=[slots[0].pk]) not in page(client.get(reverse("desk")))


def test_after_a_verdict_the_next_claim_of_the_same_article_opens(slots: list[Assignment]) -> None:
    other = makers.make_check(slots[0].check_row.desk)
    services.route_check(check_id=other.pk)
    following = Assignment.objects.get(check_row=other, reviewer=slots[0].reviewer)
    client = signed_in(slots[0].reviewer.user)
    response = client.post(reverse("assignment", args=[slots[0].pk]), verdict_form(slots[0]))
    assert response["Location"] == reverse("assignment", args=[following.pk])
