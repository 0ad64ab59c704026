"""A claim that was made before: its check has the result of the earlier one, as long as that stands."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.db.models.functions import Now

from claims import services as claim_services
from claims.errors import Conflict, Forbidden, IllegalMove
from claims.models import Claim, Event, Match, Mention, User
from claims.states import MATCH_MOVES, MatchStatus, replay
from tests import makers
from verification import queries, services, tasks
from verification.errors import NotYours
from verification.models import Assignment, Check, Desk, Verdict
from verification.states import CHECK_MOVES, AssignmentStatus, CheckStatus

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return makers.make_desk()


@pytest.fixture
def editor() -> User:
    return makers.make_editor()


def repeat(earlier: Check, desk: Desk, **facts: Any) -> tuple[Match, Check]:
    """A later check of the same desk and its match with ``earlier``."""
    later = makers.make_check(desk)
    return makers.make_match(later.claim, earlier.claim, **facts), later


def fresh(check: Check) -> Check:
    return Check.objects.get(pk=check.pk)


def steps(check: Check) -> list[tuple[str, str]]:
    events = Event.objects.filter(subject_type="check", subject_id=check.pk).order_by("pk")
    return [(event.from_status, event.to_status) for event in events]


# --- The earlier fact-check is used again ----------------------------------------------------------------------
@pytest.mark.parametrize("status", ["triage", "queued", "in_review"])
def test_an_accepted_match_with_a_published_claim_ends_the_check(desk: Desk, editor: User, status: str) -> None:
    earlier = makers.make_published_check(desk)
    match, later = repeat(earlier, desk)
    if status == "in_review":
        makers.make_assignments(later)
    Check.objects.filter(pk=later.pk).update(status=status)
    services.accept_match(match_id=match.pk, actor=editor)
    later = fresh(later)
    assert (later.status, later.follows) == (CheckStatus.MATCHED, earlier)
    assert queries.root_of(later) == earlier
    assert queries.followers_of(earlier) == [later]
    event = Event.objects.get(subject_type="check", subject_id=later.pk, to_status="matched")
    assert (event.from_status, event.actor, event.data) == (status, editor, {"follows": earlier.pk})


def test_the_log_of_a_matched_check_and_of_its_match_can_be_replayed(desk: Desk, editor: User) -> None:
    match, later = repeat(makers.make_published_check(desk), desk)
    services.accept_match(match_id=match.pk, actor=editor)
    services.reject_match(match_id=match.pk, actor=editor)
    assert replay(CHECK_MOVES, steps(later)) == CheckStatus.QUEUED
    decided = Event.objects.filter(subject_type="match").order_by("pk").values_list("from_status", "to_status")
    assert replay(MATCH_MOVES, [("", "suggested"), *decided]) == MatchStatus.REJECTED
    assert set(decided) <= set(queries.events_of_check(later).values_list("from_status", "to_status"))


def test_open_assignments_are_recalled_and_nobody_gets_the_claim_any_more(desk: Desk, editor: User) -> None:
    match, later = repeat(makers.make_published_check(desk), desk)
    assignments = makers.make_assignments(later)
    services.accept_match(match_id=match.pk, actor=editor)
    assert {a.status for a in Assignment.objects.filter(check_row=later)} == {AssignmentStatus.RECALLED}
    with pytest.raises(NotYours):
        makers.judge(assignments[0])
    assert services.route_check(check_id=later.pk) == []
    assert not queries.checks_with_free_slot().filter(pk=later.pk).exists()


def test_a_verdict_that_is_in_stays_on_record_and_hidden(desk: Desk, editor: User) -> None:
    match, later = repeat(makers.make_published_check(desk), desk)
    first, second = makers.make_assignments(later)
    makers.judge(first)
    services.accept_match(match_id=match.pk, actor=editor)
    assert Verdict.objects.filter(assignment__check_row=later).count() == 1
    assert not queries.verdicts_to_show(fresh(later), second.reviewer.user).exists()


def test_a_check_whose_verdicts_are_in_goes_on(desk: Desk, editor: User) -> None:
    earlier = makers.make_published_check(desk)
    later = makers.make_agreed_check(desk)
    match = makers.make_match(later.claim, earlier.claim)
    services.accept_match(match_id=match.pk, actor=editor)
    tasks.sweep()
    assert fresh(later).status == CheckStatus.AGREED


def test_an_earlier_claim_that_is_still_reviewed_is_followed_until_it_has_its_result(desk: Desk, editor: User) -> None:
    earlier = makers.make_check(desk)
    match, later = repeat(earlier, desk)
    services.accept_match(match_id=match.pk, actor=editor)
    assert fresh(later).status == CheckStatus.MATCHED
    for assignment in makers.make_assignments(earlier):
        makers.judge(assignment)
    draft = services.FactCheckDraft(headline="No", summary="It was not.")
    fact_check = services.publish(check_id=earlier.pk, actor=editor, draft=draft)
    assert queries.root_of(fresh(later)).fact_check == fact_check


def test_what_follows_a_follower_has_the_result_at_the_end(desk: Desk, editor: User) -> None:
    first = makers.make_published_check(desk)
    match, second = repeat(first, desk)
    services.accept_match(match_id=match.pk, actor=editor)
    other, third = repeat(second, desk)
    services.accept_match(match_id=other.pk, actor=editor)
    assert fresh(third).follows == second
    assert queries.root_of(fresh(third)) == first
    assert queries.followers_of(first) == [second, third]


def test_of_two_earlier_claims_the_published_one_is_followed(desk: Desk, editor: User) -> None:
    waiting, published = makers.make_check(desk), makers.make_published_check(desk)
    later = makers.make_check(desk)
    matches = [makers.make_match(later.claim, check.claim) for check in (waiting, published)]
    Match.objects.filter(pk=matches[0].pk).update(status="accepted", decided_at=waiting.created_at)
    services.accept_match(match_id=matches[1].pk, actor=editor)
    assert fresh(later).follows == published


def test_a_fact_check_of_somebody_else_is_evidence_and_ends_nothing(desk: Desk, editor: User) -> None:
    later = makers.make_check(desk)
    imported = makers.make_imported_fact_check()
    match = makers.make_match(later.claim, imported)
    services.accept_match(match_id=match.pk, actor=editor)
    tasks.sweep()
    assert fresh(later).status in (CheckStatus.QUEUED, CheckStatus.IN_REVIEW)
    assert list(queries.accepted_fact_checks(later.claim)) == [imported]


# --- Taken back ------------------------------------------------------------------------------------------------
def test_a_match_that_is_taken_back_sends_the_claim_to_review_with_fresh_eyes(desk: Desk, editor: User) -> None:
    match, later = repeat(makers.make_published_check(desk), desk)
    makers.make_assignments(later)
    services.accept_match(match_id=match.pk, actor=editor)
    services.reject_match(match_id=match.pk, actor=editor, why="Another port.")
    later = fresh(later)
    assert (later.status, later.follows, later.round) == (CheckStatus.QUEUED, None, 2)
    assert len(services.route_check(check_id=later.pk)) == 2


def test_when_the_earlier_fact_check_is_withdrawn_the_sweep_has_the_claim_reviewed(desk: Desk, editor: User) -> None:
    earlier = makers.make_published_check(desk)
    match, later = repeat(earlier, desk)
    services.accept_match(match_id=match.pk, actor=editor)
    services.withdraw(check_id=earlier.pk, actor=editor, why="Our source was wrong.")
    for _ in range(2):
        tasks.sweep()
    assert fresh(later).status == CheckStatus.QUEUED
    assert steps(later).count(("matched", "queued")) == 1


def test_an_earlier_fact_check_that_is_judged_anew_is_followed_on(desk: Desk, editor: User) -> None:
    earlier = makers.make_published_check(desk)
    match, later = repeat(earlier, desk)
    services.accept_match(match_id=match.pk, actor=editor)
    services.reopen(check_id=earlier.pk, actor=editor, why="New figures.")
    tasks.sweep()
    assert fresh(later).follows == earlier


def test_a_rejected_match_can_be_accepted_after_all_by_an_editor(desk: Desk, editor: User) -> None:
    match, later = repeat(makers.make_published_check(desk), desk)
    services.reject_match(match_id=match.pk, actor=editor)
    assert fresh(later).status == CheckStatus.QUEUED
    services.accept_match(match_id=match.pk, actor=editor)
    assert fresh(later).status == CheckStatus.MATCHED


# --- What the sweep finds --------------------------------------------------------------------------------------
@pytest.mark.parametrize("status", ["triage", "dropped", "withdrawn"])
def test_what_has_no_result_to_come_is_not_followed(desk: Desk, editor: User, status: str) -> None:
    earlier = makers.make_check(desk)
    match, later = repeat(earlier, desk)
    Check.objects.filter(pk=earlier.pk).update(status=status)
    services.accept_match(match_id=match.pk, actor=editor)
    tasks.sweep()
    assert fresh(later).status != CheckStatus.MATCHED


def test_a_match_accepted_before_there_was_a_check_ends_it_when_there_is_one(desk: Desk, editor: User) -> None:
    earlier = makers.make_published_check(desk)
    claim = makers.make_claim()
    match = makers.make_match(claim, earlier.claim)
    services.accept_match(match_id=match.pk, actor=editor)
    for _ in range(2):
        tasks.sweep()
    check = Check.objects.get(claim=claim)
    assert check.follows == earlier
    assert steps(check).count(("queued", "matched")) == 1


def test_an_earlier_claim_let_out_of_triage_is_followed_then(desk: Desk, editor: User) -> None:
    earlier = makers.make_check(desk)
    match, later = repeat(earlier, desk)
    Check.objects.filter(pk=earlier.pk).update(status="triage")
    services.accept_match(match_id=match.pk, actor=editor)
    services.queue(check=fresh(earlier), actor=editor)
    tasks.sweep()
    assert fresh(later).follows == earlier


def test_the_sweep_passes_over_what_is_in_order(desk: Desk, editor: User) -> None:
    match, later = repeat(makers.make_published_check(desk), desk)
    services.accept_match(match_id=match.pk, actor=editor)
    events = Event.objects.count()
    services.follow_earlier(check_ids=[later.pk])
    services.review_again(check_ids=[later.pk])
    tasks.sweep()
    assert Event.objects.count() == events


# --- Who may ---------------------------------------------------------------------------------------------------
def test_a_reviewer_who_has_the_claim_decides_and_loses_it_with_it(desk: Desk) -> None:
    match, later = repeat(makers.make_published_check(desk), desk)
    assignment = makers.make_assignments(later)[0]
    services.accept_match(match_id=match.pk, actor=assignment.reviewer.user)
    match.refresh_from_db()
    assert match.decided_by == assignment.reviewer.user
    assert fresh(later).status == CheckStatus.MATCHED


def refused(act: Callable[..., object], match: Match, user: User) -> bool:
    before = Match.objects.get(pk=match.pk).status
    with pytest.raises(Forbidden):
        act(match_id=match.pk, actor=user)
    return Match.objects.get(pk=match.pk).status == before


def test_who_has_not_the_claim_decides_nothing(desk: Desk) -> None:
    match, later = repeat(makers.make_published_check(desk), desk)
    other = makers.make_reviewer(desk)
    released = makers.make_assignments(later)[0]
    services.release(assignment_id=released.pk, reviewer=released.reviewer, token=released.token, why="Not my field.")
    users = [released.reviewer.user, makers.make_user(), makers.make_reviewer(makers.make_desk()).user]
    users += [] if Assignment.objects.filter(reviewer=other).exists() else [other.user]
    for user in users:
        assert refused(services.accept_match, match, user)
        assert refused(services.reject_match, match, user)


def test_that_other_figures_are_the_same_is_for_an_editor_to_say(desk: Desk, editor: User) -> None:
    match, later = repeat(makers.make_published_check(desk), desk, relation="rival")
    assignment = makers.make_assignments(later)[0]
    assert refused(services.accept_match, match, assignment.reviewer.user)
    services.accept_match(match_id=match.pk, actor=editor)
    assert fresh(later).status == CheckStatus.MATCHED


def test_a_reviewer_changes_nothing_that_has_been_decided(desk: Desk) -> None:
    match, later = repeat(makers.make_published_check(desk), desk)
    first, second = makers.make_assignments(later)
    services.reject_match(match_id=match.pk, actor=first.reviewer.user)
    for act in (services.accept_match, services.reject_match):
        assert refused(act, match, second.reviewer.user)


def test_deciding_the_same_twice_is_no_step(desk: Desk, editor: User) -> None:
    match, _ = repeat(makers.make_published_check(desk), desk)
    services.accept_match(match_id=match.pk, actor=editor)
    with pytest.raises(IllegalMove):
        services.accept_match(match_id=match.pk, actor=editor)


def test_a_match_that_was_decided_since_it_was_read_is_a_conflict(desk: Desk, editor: User) -> None:
    match, _ = repeat(makers.make_published_check(desk), desk)
    stale = Match.objects.get(pk=match.pk)
    services.reject_match(match_id=match.pk, actor=editor)
    with pytest.raises(Conflict):
        claim_services.decide_match(match=stale, to=MatchStatus.ACCEPTED, actor=editor)


# --- At once ---------------------------------------------------------------------------------------------------
def at_once(*acts: Callable[[], object]) -> list[Exception | None]:
    """Each act in a thread and on a connection of its own, begun together; what each raised."""
    barrier = threading.Barrier(len(acts))
    raised: list[Exception | None] = [None] * len(acts)

    def run(number: int) -> None:
        try:
            barrier.wait(timeout=30)
            acts[number]()
        except Exception as error:
            raised[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return raised


@pytest.mark.django_db(transaction=True)
def test_two_who_accept_at_once_accept_once() -> None:
    desk, editors = makers.make_desk(), [makers.make_editor(), makers.make_editor()]
    match, later = repeat(makers.make_published_check(desk), desk)
    raised = at_once(*(lambda who=who: services.accept_match(match_id=match.pk, actor=who) for who in editors))
    assert sorted(type(error).__name__ for error in raised) == ["IllegalMove", "NoneType"]
    assert steps(later).count(("queued", "matched")) == 1
    assert Event.objects.filter(subject_type="match").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_matches_accepted_at_once_end_the_check_once() -> None:
    desk, editor = makers.make_desk(), makers.make_editor()
    earlier = [makers.make_published_check(desk), makers.make_published_check(desk)]
    later = makers.make_check(desk)
    ids = [makers.make_match(later.claim, check.claim).pk for check in earlier]
    raised = at_once(*(lambda pk=pk: services.accept_match(match_id=pk, actor=editor) for pk in ids))
    assert raised == [None, None]
    assert steps(later).count(("queued", "matched")) == 1
    assert Match.objects.filter(status="accepted").count() == 2


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_one_of_two_matches_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: both find that the check may end before either has ended it, and the slower one fails."""
    desk, editor = makers.make_desk(), makers.make_editor()
    earlier = [makers.make_published_check(desk), makers.make_published_check(desk)]
    later = makers.make_check(desk)
    ids = [makers.make_match(later.claim, check.claim).pk for check in earlier]
    meet, move = threading.Barrier(2), claim_services.move

    def unlocked(check_id: int) -> Check:
        return Check.objects.select_related("claim").get(pk=check_id)

    def move_together(**told: Any) -> Any:
        # Not sooner: what may end is asked anew, and whoever asks after the other's commit finds nothing to do.
        meet.wait(timeout=30)
        return move(**told)

    monkeypatch.setattr("verification.services.matches.lock_check", unlocked)
    monkeypatch.setattr("verification.services.matches.claim_services.move", move_together)
    raised = at_once(*(lambda pk=pk: services.accept_match(match_id=pk, actor=editor) for pk in ids))
    assert sorted(type(error).__name__ for error in raised) == ["Conflict", "NoneType"]


@pytest.mark.django_db(transaction=True)
def test_a_verdict_and_a_match_at_once_leave_one_consistent_check() -> None:
    desk, editor = makers.make_desk(), makers.make_editor()
    match, later = repeat(makers.make_published_check(desk), desk)
    assignment = makers.make_assignments(later)[0]
    raised = at_once(lambda: makers.judge(assignment), lambda: services.accept_match(match_id=match.pk, actor=editor))
    assert raised[1] is None
    assert isinstance(raised[0], NotYours | None)
    assert fresh(later).status == CheckStatus.MATCHED
    assert Verdict.objects.filter(assignment__check_row=later).count() == (raised[0] is None)
    assert not later.assignments.filter(status=AssignmentStatus.OPEN).exists()


@pytest.mark.django_db(transaction=True)
def test_a_match_accepted_while_the_earlier_fact_check_is_withdrawn_is_put_right_by_the_sweep() -> None:
    desk, editor, other = makers.make_desk(), makers.make_editor(), makers.make_editor()
    earlier = makers.make_published_check(desk)
    match, later = repeat(earlier, desk)
    raised = at_once(
        lambda: services.accept_match(match_id=match.pk, actor=editor),
        lambda: services.withdraw(check_id=earlier.pk, actor=other, why="Our source was wrong."),
    )
    assert raised == [None, None]
    tasks.sweep()
    assert fresh(later).status == CheckStatus.QUEUED


def test_a_claim_reaches_the_articles_of_all_that_people_say_are_the_same() -> None:
    claims = [makers.make_claim() for _ in range(5)]
    for claim in claims[:4]:
        stand_in_article(claim)
    first, second, third, other, bare = claims
    makers.make_match(second, first, status=MatchStatus.ACCEPTED, decided_at=Now())
    makers.make_match(third, first, status=MatchStatus.ACCEPTED, decided_at=Now())
    makers.make_match(other, first)
    makers.make_match(bare, first, status=MatchStatus.REJECTED, decided_at=Now())
    assert [queries.reach(claim) for claim in claims] == [3, 3, 3, 1, 1]


def stand_in_article(claim: Claim) -> None:
    article = makers.make_article(claim.text)
    revision = article.revisions.get()
    Mention.objects.create(claim=claim, revision=revision, start=0, end=len(claim.text), exact=claim.text)
