"""More verdicts where much is at stake or verdicts differ, and nobody decides about what they judged."""

from __future__ import annotations

import pytest

from tests import makers
from verification import queries, services
from verification.errors import FourEyes
from verification.models import Assignment, Check, Desk
from verification.services import FactCheckDraft, VerdictDraft
from verification.states import CheckStatus

pytestmark = pytest.mark.django_db
RISKY = {"verdicts_needed": 1, "verdicts_if_risky": 2, "risky_from": 0.8, "accusations_are_risky": True}
DRAFT = FactCheckDraft(headline="It was not so", summary="The register says otherwise.")


def opened(**facts: object) -> Check:
    """The check of a new claim, as the service opens it."""
    claim = makers.make_claim(**facts)  # type: ignore[arg-type]
    services.open_checks()
    return Check.objects.get(claim=claim)


def third_desk(**facts: object) -> Desk:
    return makers.make_desk(third_on_disagreement=True, **facts)


def judged_differently(desk: Desk) -> Check:
    """Two verdicts that differ, on a desk that then asks for one more."""
    check = makers.make_check(desk)
    first, second = makers.make_assignments(check)
    makers.judge(first, "true")
    makers.judge(second, "false")
    check.refresh_from_db()
    return check


def one_more(check: Check, rating: str) -> Check:
    makers.make_reviewer(check.desk)
    [third] = services.route_check(check_id=check.pk)
    makers.judge(third, rating)
    check.refresh_from_db()
    return check


# --- Risk -----------------------------------------------------------------------------------------------------
def test_a_risky_claim_needs_more_verdicts_and_the_log_says_why() -> None:
    makers.make_desk(**RISKY)
    check = opened(worthiness=0.9)
    assert check.slots == 2
    assert queries.events_of_check(check)[0].why == "2 verdicts are needed: worthiness 0.90."


def test_another_needs_what_the_desk_ordinarily_asks_for() -> None:
    makers.make_desk(**RISKY)
    check = opened(worthiness=0.7)
    assert check.slots == 1
    assert queries.events_of_check(check)[0].why == ""


def test_a_claim_that_accuses_somebody_needs_more_verdicts() -> None:
    makers.make_desk(**RISKY)
    assert opened(text="Mayor Joan Bakker took bribes of four million.", worthiness=0.1).slots == 2


def test_a_desk_without_a_policy_asks_for_the_same_of_all() -> None:
    makers.make_desk(verdicts_needed=1)
    assert opened(text="Mayor Joan Bakker took bribes.", worthiness=1.0).slots == 1


# --- A third verdict ------------------------------------------------------------------------------------------
def test_where_two_differ_a_third_is_asked_for_and_stays_blind() -> None:
    check = judged_differently(third_desk())
    assert (check.status, check.slots, queries.free_slots(check)) == (CheckStatus.IN_REVIEW, 3, [3])
    assert queries.checks_due_for_routing().filter(pk=check.pk).exists()
    newcomer = makers.make_reviewer(check.desk)
    assert not queries.verdicts_to_show(check, newcomer.user)
    assert not any("rating" in str(event.data) for event in queries.events_of_check(check))


@pytest.mark.parametrize("rating", ["true", "false"])
def test_the_third_verdict_decides_with_the_one_that_it_joins(rating: str) -> None:
    check = one_more(judged_differently(third_desk()), rating)
    assert check.status == CheckStatus.AGREED
    assert check.rating
    assert check.rating.key == rating
    assert {found.rating.key for found in queries.deciding_verdicts(check)} == {rating}


def test_where_all_three_differ_it_is_a_dispute() -> None:
    assert one_more(judged_differently(third_desk()), "half").status == CheckStatus.DISPUTED


def test_who_gave_one_of_the_two_verdicts_does_not_give_the_third() -> None:
    check = judged_differently(third_desk())
    assert services.route_check(check_id=check.pk) == []
    check.refresh_from_db()
    assert "has had this claim already" in check.waiting_why


def test_a_new_round_begins_with_as_many_slots_as_the_first() -> None:
    check = one_more(judged_differently(third_desk()), "true")
    services.send_back(check_id=check.pk, actor=makers.make_editor(), why="A source is missing.")
    check.refresh_from_db()
    assert (check.slots, check.round) == (2, 2)
    for made, rating in zip(fresh(check), ("true", "half"), strict=True):
        makers.judge(made, rating)
    check.refresh_from_db()
    assert (check.status, check.slots, check.tie_break_round) == (CheckStatus.IN_REVIEW, 3, 2)


def fresh(check: Check) -> list[Assignment]:
    for _ in range(2):
        makers.make_reviewer(check.desk)
    return services.route_check(check_id=check.pk)


def test_a_desk_that_does_not_ask_has_its_dispute_at_once() -> None:
    assert judged_differently(makers.make_desk()).status == CheckStatus.DISPUTED


# --- Four eyes ------------------------------------------------------------------------------------------------
def test_none_of_the_three_adjudicates_or_signs_off() -> None:
    check = one_more(judged_differently(third_desk()), "half")
    for verdict in queries.all_verdicts(check):
        user = verdict.assignment.reviewer.user
        user.role = "editor"
        user.save()
        with pytest.raises(FourEyes):
            services.adjudicate(check_id=check.pk, actor=user, draft=VerdictDraft("true", "I said so."))


def test_who_was_outvoted_does_not_sign_off_either() -> None:
    check = one_more(judged_differently(third_desk()), "true")
    outvoted = queries.all_verdicts(check).get(rating__key="false").assignment.reviewer.user
    outvoted.role = "editor"
    outvoted.save()
    with pytest.raises(FourEyes):
        services.publish(check_id=check.pk, actor=outvoted, draft=DRAFT)


def test_the_adjudicator_does_not_sign_off() -> None:
    check = makers.make_disputed_check()
    editor = makers.make_editor()
    services.adjudicate(check_id=check.pk, actor=editor, draft=VerdictDraft("half", "Both in part."))
    with pytest.raises(FourEyes):
        services.publish(check_id=check.pk, actor=editor, draft=DRAFT)
