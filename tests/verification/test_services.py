"""The walk of a check, rule by rule."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db.models.functions import Now

from claims import services as claim_services
from claims.errors import Conflict, Forbidden, IllegalMove, Invalid
from claims.models import Event, User
from claims.states import replay
from tests import makers
from verification import queries, services
from verification.errors import FourEyes, NothingToReview, NotYours
from verification.models import Assignment, Check, Source, Verdict
from verification.services import FactCheckDraft, SourceDraft, VerdictDraft
from verification.states import CHECK_MOVES, AssignmentStatus, CheckStatus

pytestmark = pytest.mark.django_db
DRAFT = FactCheckDraft(headline="The reservoir did not run dry", summary="It lost a tenth.")


def let_lease_run_out(assignment: Assignment) -> None:
    Assignment.objects.filter(pk=assignment.pk).update(lease_until=Now())


def verdict(**facts: object) -> VerdictDraft:
    return VerdictDraft(**({"rating": "false", "reasoning": "It is wrong."} | facts))  # type: ignore[arg-type]


def test_a_claim_worth_checking_is_queued_and_another_waits_in_triage() -> None:
    makers.make_desk(worthiness_threshold=0.5)
    worthy, unworthy = makers.make_claim(worthiness=0.5), makers.make_claim(worthiness=0.49)
    services.open_checks()
    assert worthy.check_row.status == CheckStatus.QUEUED
    assert unworthy.check_row.status == CheckStatus.TRIAGE


def test_opening_twice_opens_once() -> None:
    makers.make_desk()
    makers.make_claim()
    assert len(services.open_checks()) == 1
    assert services.open_checks() == []


def test_without_a_desk_claims_wait() -> None:
    makers.make_claim()
    assert services.open_checks() == []


def test_a_claim_goes_to_the_desk_that_shares_its_topics() -> None:
    makers.make_desk(topics=["sport"], is_default=True)
    health = makers.make_desk(topics=["health"])
    claim = makers.make_claim(topics=["Health"])
    services.open_checks()
    assert claim.check_row.desk == health


def test_routing_lends_each_slot_to_another_reviewer() -> None:
    check = makers.make_check()
    made = makers.make_assignments(check)
    assert [assignment.slot for assignment in made] == [1, 2]
    assert len({assignment.reviewer_id for assignment in made}) == 2
    assert {assignment.why[0] for assignment in made} == {"the claim has no topic (+20)"}
    logged = Event.objects.filter(subject_type="assignment", subject_id=made[1].pk).get().data
    assert (logged["place"], logged["able"]) == (2, 2)
    assert 0 < logged["score"] <= 1
    check.refresh_from_db()
    assert check.status == CheckStatus.IN_REVIEW


def test_routing_twice_lends_once() -> None:
    check = makers.make_check()
    makers.make_assignments(check)
    assert services.route_check(check_id=check.pk) == []


def test_who_is_missing_is_told_and_looked_for_again() -> None:
    desk = makers.make_desk()
    makers.make_reviewer(desk, conflicts=["The mayor"])
    check = makers.make_check(desk, speaker_name="The Mayor")
    assert services.route_check(check_id=check.pk) == []
    check.refresh_from_db()
    assert check.waiting_why.startswith("2 more to find.")
    assert "conflict of interest: The Mayor" in check.waiting_why
    assert check.status == CheckStatus.QUEUED


def test_a_reviewer_who_asks_gets_the_most_urgent_check_of_their_desk() -> None:
    desk = makers.make_desk()
    makers.make_check(desk, worthiness=0.9)
    urgent = makers.make_check(desk, worthiness=0.1)
    services.set_priority(check=urgent, priority=5, actor=makers.make_editor())
    reviewer = makers.make_reviewer(desk)
    assert services.take_next(reviewer=reviewer).check_row == urgent


@pytest.mark.parametrize("make", [makers.make_agreed_check, makers.make_published_check])
def test_what_is_settled_is_neither_hurried_nor_put_back(make: Callable[[], Check]) -> None:
    """Its clock would run again, and its log would tell of a correction that nobody published."""
    check = make()
    with pytest.raises(IllegalMove):
        services.set_priority(check=check, priority=5, actor=makers.make_editor())
    assert Check.objects.get(pk=check.pk).priority == 0


def test_nobody_takes_the_same_check_twice() -> None:
    desk = makers.make_desk()
    makers.make_check(desk)
    reviewer = makers.make_reviewer(desk)
    taken = services.take_next(reviewer=reviewer)
    with pytest.raises(NothingToReview):
        services.take_next(reviewer=reviewer)
    services.release(assignment_id=taken.pk, reviewer=reviewer, token=taken.token, why="Not my field.")
    with pytest.raises(NothingToReview):
        services.take_next(reviewer=reviewer)


def test_verdicts_that_agree_settle_the_check() -> None:
    check = makers.make_agreed_check(rating="half")
    assert check.status == CheckStatus.AGREED
    assert check.rating
    assert check.rating.key == "half"


def test_verdicts_that_differ_make_a_dispute() -> None:
    assert makers.make_disputed_check().status == CheckStatus.DISPUTED


def test_one_verdict_of_two_settles_nothing() -> None:
    check = makers.make_check()
    makers.judge(makers.make_assignments(check)[0])
    check.refresh_from_db()
    assert check.status == CheckStatus.IN_REVIEW


def test_a_second_submit_is_a_conflict_and_stores_nothing() -> None:
    assignment = makers.make_assignments(makers.make_check())[0]
    makers.judge(assignment)
    with pytest.raises(NotYours):
        makers.judge(assignment, "true")
    assert Verdict.objects.count() == 1


def test_a_submit_after_the_lease_ran_out_is_a_conflict() -> None:
    assignment = makers.make_assignments(makers.make_check())[0]
    let_lease_run_out(assignment)
    with pytest.raises(NotYours):
        makers.judge(assignment)
    assert not Verdict.objects.exists()


def test_a_submit_with_an_old_token_is_a_conflict() -> None:
    assignment = makers.make_assignments(makers.make_check())[0]
    with pytest.raises(NotYours):
        services.submit_verdict(
            assignment_id=assignment.pk, reviewer=assignment.reviewer, token=assignment.token - 1, draft=verdict()
        )


def test_somebody_elses_assignment_cannot_be_submitted() -> None:
    mine, theirs = makers.make_assignments(makers.make_check())
    with pytest.raises(NotYours):
        services.submit_verdict(assignment_id=theirs.pk, reviewer=mine.reviewer, token=theirs.token, draft=verdict())


def test_an_extended_lease_lasts_longer() -> None:
    assignment = makers.make_assignments(makers.make_check())[0]
    longer = services.extend_lease(assignment_id=assignment.pk, reviewer=assignment.reviewer, token=assignment.token)
    assert longer.lease_until > assignment.lease_until


def test_when_every_lease_has_ended_the_check_is_queued_again() -> None:
    check = makers.make_check()
    for assignment in makers.make_assignments(check):
        let_lease_run_out(assignment)
    assert services.expire_leases() == 2
    check.refresh_from_db()
    assert check.status == CheckStatus.QUEUED
    assert set(check.assignments.values_list("status", flat=True)) == {AssignmentStatus.EXPIRED}


def test_a_lease_that_runs_is_not_ended() -> None:
    makers.make_assignments(makers.make_check())
    assert services.expire_leases() == 0


def test_a_release_needs_a_reason() -> None:
    assignment = makers.make_assignments(makers.make_check())[0]
    with pytest.raises(Invalid, match="why"):
        services.release(assignment_id=assignment.pk, reviewer=assignment.reviewer, token=assignment.token, why=" ")


def test_a_recalled_assignment_frees_its_slot() -> None:
    check = makers.make_check()
    first, _ = makers.make_assignments(check)
    services.recall(assignment_id=first.pk, actor=makers.make_editor(), why="Needs a specialist.")
    check.refresh_from_db()
    assert queries.free_slots(check) == [1]
    with pytest.raises(NotYours):
        makers.judge(first)


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (verdict(reasoning="  "), "reasoning"),
        (verdict(reasoning="nul \x00"), "reasoning"),
        (verdict(rating="maybe"), "rating"),
        (verdict(sources=[SourceDraft(url="not an address")]), "sources.0.url"),
        (verdict(sources=[SourceDraft(url="javascript:alert(1)")]), "sources.0.url"),
        (verdict(sources=[makers.make_source(), makers.make_source(stance="maybe")]), "sources.1.stance"),
        (verdict(sources=[makers.make_source()] * 101), "sources"),
    ],
)
def test_a_bad_verdict_names_the_field_and_stores_nothing(draft: VerdictDraft, field: str) -> None:
    assignment = makers.make_assignments(makers.make_check())[0]
    with pytest.raises(Invalid) as refused:
        services.submit_verdict(
            assignment_id=assignment.pk, reviewer=assignment.reviewer, token=assignment.token, draft=draft
        )
    assert list(refused.value.fields) == [field]
    assignment.refresh_from_db()
    assert assignment.status == AssignmentStatus.OPEN
    assert not Verdict.objects.exists()
    assert not Source.objects.exists()


def test_an_adjudicator_decides_a_dispute() -> None:
    check = makers.make_disputed_check()
    services.adjudicate(check_id=check.pk, actor=makers.make_editor(), draft=verdict(rating="half"))
    check.refresh_from_db()
    assert check.status == CheckStatus.AGREED
    assert check.rating
    assert check.rating.key == "half"
    assert [found.rating.key for found in queries.deciding_verdicts(check)] == ["half"]


def test_the_adjudicator_is_neither_of_the_two() -> None:
    desk = makers.make_desk()
    makers.make_reviewer(desk, lead=True)
    check = makers.make_disputed_check(desk)
    lead = desk.memberships.get(is_lead=True).reviewer
    with pytest.raises(FourEyes):
        services.adjudicate(check_id=check.pk, actor=lead.user, draft=verdict())


def test_a_lead_of_the_desk_may_adjudicate_and_another_reviewer_may_not() -> None:
    desk = makers.make_desk()
    check = makers.make_disputed_check(desk)
    with pytest.raises(Forbidden):
        services.adjudicate(check_id=check.pk, actor=makers.make_reviewer(desk).user, draft=verdict())
    services.adjudicate(check_id=check.pk, actor=makers.make_reviewer(desk, lead=True).user, draft=verdict())
    check.refresh_from_db()
    assert check.status == CheckStatus.AGREED


def test_a_check_sent_back_is_judged_anew_by_fresh_eyes_first() -> None:
    desk = makers.make_desk()
    check = makers.make_agreed_check(desk)
    before = set(check.assignments.values_list("reviewer", flat=True))
    fresh = makers.make_reviewer(desk)
    services.send_back(check_id=check.pk, actor=makers.make_editor(), why="The second source is missing.")
    again = services.route_check(check_id=check.pk)
    assert again[0].reviewer == fresh
    assert again[1].reviewer_id in before
    check.refresh_from_db()
    assert (check.status, check.round, check.rating) == (CheckStatus.IN_REVIEW, 2, None)


def test_a_dropped_check_needs_a_reason_and_can_be_taken_back() -> None:
    makers.make_desk(worthiness_threshold=1.0)
    claim = makers.make_claim(worthiness=0.2)
    services.open_checks()
    check, editor = claim.check_row, makers.make_editor()
    with pytest.raises(Invalid):
        services.drop(check=check, actor=editor, why="")
    services.drop(check=check, actor=editor, why="An opinion.")
    services.queue(check=check, actor=editor)
    assert check.status == CheckStatus.QUEUED


def test_a_check_read_before_somebody_moved_it_is_a_conflict() -> None:
    makers.make_desk(worthiness_threshold=1.0)
    claim = makers.make_claim(worthiness=0.2)
    services.open_checks()
    stale = Check.objects.get(claim=claim)
    services.drop(check=Check.objects.get(claim=claim), actor=makers.make_editor(), why="An opinion.")
    with pytest.raises(Conflict):
        services.queue(check=stale, actor=makers.make_editor())


def test_the_log_replays_to_where_the_check_stands() -> None:
    check = makers.make_published_check()
    services.reopen(check_id=check.pk, actor=makers.make_editor(), why="New figures came out.")
    check.refresh_from_db()
    events = Event.objects.filter(subject_type="check", subject_id=check.pk).order_by("id")
    steps = [(event.from_status, event.to_status) for event in events]
    assert replay(CHECK_MOVES, steps) == check.status


def test_who_no_longer_reviews_gets_nothing_and_decides_nothing() -> None:
    desk = makers.make_desk(verdicts_needed=1)
    reader = makers.make_reviewer(desk, lead=True)
    check = makers.make_check(desk)
    administrator = makers.make_administrator()
    claim_services.update_user(user=reader.user, actor=administrator, role="reader")
    assert services.route_check(check_id=check.pk) == []
    assert queries.reviewer_of(reader.user) is None
    assert not queries.leads_desk(reader.user, desk)
    claim_services.update_user(user=reader.user, actor=administrator, role="reviewer")
    assert len(services.route_check(check_id=check.pk)) == 1


def test_a_check_is_put_aside_once_whoever_sweeps() -> None:
    check = makers.make_check()
    Check.objects.filter(pk=check.pk).update(attempts=3, next_attempt_at=Now())
    assert services.quarantine_exhausted_checks() == [check.pk]
    assert services.quarantine_exhausted_checks() == []
    assert Event.objects.filter(subject_type="check", why__startswith="Quarantined").count() == 1


STEPS: dict[str, Callable[[Check, User], object]] = {
    "queue": lambda check, editor: services.queue(check=check, actor=editor),
    "adjudicate": lambda check, editor: services.adjudicate(check_id=check.pk, actor=editor, draft=verdict()),
    "send back": lambda check, editor: services.send_back(check_id=check.pk, actor=editor, why="No."),
    "publish": lambda check, editor: services.publish(check_id=check.pk, actor=editor, draft=DRAFT),
    "correct": lambda check, editor: services.correct(check_id=check.pk, actor=editor, draft=DRAFT, note="A slip."),
    "reopen": lambda check, editor: services.reopen(check_id=check.pk, actor=editor, why="News."),
}
STANDING: dict[str, Callable[[], Check]] = {
    "queued": makers.make_check,
    "disputed": makers.make_disputed_check,
    "agreed": makers.make_agreed_check,
    "published": makers.make_published_check,
}
LEADS_ON = {("adjudicate", "disputed"), ("send back", "agreed"), ("publish", "agreed")} | {
    ("correct", "published"),
    ("reopen", "published"),
}


@pytest.mark.parametrize("standing", STANDING)
@pytest.mark.parametrize("step", STEPS)
def test_each_step_of_an_editor_starts_where_it_belongs_and_nowhere_else(step: str, standing: str) -> None:
    check, editor = STANDING[standing](), makers.make_editor()
    if (step, standing) in LEADS_ON:
        STEPS[step](check, editor)
        return
    with pytest.raises(IllegalMove):
        STEPS[step](check, editor)
    check.refresh_from_db()
    assert (check.status, check.round) == (standing, 1)


def test_a_check_in_review_is_neither_queued_nor_adjudicated_over_the_heads_of_its_reviewers() -> None:
    check, editor = makers.make_check(), makers.make_editor()
    makers.make_assignments(check)
    check.refresh_from_db()
    for step in ("queue", "adjudicate"):
        with pytest.raises(IllegalMove):
            STEPS[step](check, editor)
