"""Nobody judges a claim of their own: one that they handed in, wrote, or made themselves."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from claims import services as claim_services
from claims.access import Role
from claims.errors import ClaimdeskError
from claims.models import Article, Claim, User
from tests import clients, makers
from tests.seen import if_match
from verification import queries, services
from verification.checks.actions import CHECK_ACTIONS, possible_actions
from verification.errors import FourEyes, NothingToReview
from verification.models import Check, Desk, Reviewer
from verification.services import VerdictDraft

pytestmark = pytest.mark.django_db
[ADJUDICATE] = [action for action in CHECK_ACTIONS if action.code == "adjudicate"]
TEXT = "The tram lost nine drivers in March, the operator said."


def handed_in(user: User) -> Claim:
    return makers.make_claim(actor=user)


def added_by_hand(user: User) -> Claim:
    return claim_services.add_claim(article=makers.make_article(TEXT), exact="The tram lost nine drivers", actor=user)


def in_an_article_of_theirs(user: User) -> Claim:
    article = makers.make_article(TEXT, actor=user)
    return claim_services.add_claim(article=article, exact="lost nine drivers", actor=makers.make_editor())


def imported(user: User) -> Claim:
    file = makers.make_import(actor=user)
    claim_services.start_import(file=file, actor=makers.make_editor())
    first, *_ = claim_services.bring_in(import_id=file.pk)
    article = Article.objects.get(pk=first)
    return claim_services.add_claim(article=article, exact="The ferry stopped", actor=makers.make_editor())


def signed_by(user: User) -> Claim:
    article = makers.make_article(TEXT, byline=f"By Tomás Ibarra and {user.last_name}, {user.first_name}".upper())
    return claim_services.add_claim(article=article, exact="lost nine drivers", actor=makers.make_editor())


def spoken_by(user: User) -> Claim:
    return makers.make_claim(speaker_name=user.get_full_name())


own = pytest.mark.parametrize(
    "make", [handed_in, added_by_hand, in_an_article_of_theirs, imported, signed_by, spoken_by]
)
Make = Callable[[User], Claim]


@pytest.fixture
def desk() -> Desk:
    return makers.make_desk(verdicts_needed=1)


@pytest.fixture
def rosa(desk: Desk) -> Reviewer:
    user = makers.make_editor(first_name="Rosa", last_name="Lindgren")
    return makers.make_reviewer(desk, user=user, lead=True)


def check_of(make: Make, rosa: Reviewer, desk: Desk) -> Check:
    return makers.make_check(desk, make(rosa.user))


@own
def test_routing_passes_over_whose_claim_it_is_and_says_why(make: Make, rosa: Reviewer, desk: Desk) -> None:
    check = check_of(make, rosa, desk)
    assert services.route_check(check_id=check.pk) == []
    check.refresh_from_db()
    assert "Rosa Lindgren" in check.waiting_why
    other = makers.make_reviewer(desk)
    assert [lent.reviewer for lent in services.route_check(check_id=check.pk)] == [other]


@own
def test_next_and_take_and_the_list_pass_over_it(make: Make, rosa: Reviewer, desk: Desk) -> None:
    check = check_of(make, rosa, desk)
    with pytest.raises(NothingToReview):
        services.take_next(reviewer=rosa)
    with pytest.raises(ClaimdeskError):
        services.take(check_id=check.pk, reviewer=rosa)
    assert queries.open_to_take(rosa, queries.Narrowing(), limit=10) == []
    foreign = makers.make_check(desk)
    assert services.take_next(reviewer=rosa).check_row == foreign


@own
def test_no_editor_gives_it_to_them(make: Make, rosa: Reviewer, desk: Desk) -> None:
    check = check_of(make, rosa, desk)
    makers.make_reviewer(desk)
    [lent] = services.route_check(check_id=check.pk)
    client = clients.signed_in(rosa.user)
    answer = client.post(
        f"/api/v1/assignments/{lent.pk}/reassign/",
        {"reviewer": rosa.pk, "why": "Mine."},
        format="json",
        **if_match(lent),
    )
    assert answer.status_code == 422
    assert not rosa.assignments.exists()


@own
def test_they_decide_no_dispute_about_it(make: Make, rosa: Reviewer, desk: Desk) -> None:
    check = check_of(make, rosa, desk)
    Check.objects.filter(pk=check.pk).update(slots=2)
    makers.make_reviewer(desk), makers.make_reviewer(desk)
    for lent, rating in zip(services.route_check(check_id=check.pk), ("true", "false"), strict=True):
        makers.judge(lent, rating)
    check.refresh_from_db()
    assert check.status == "disputed"
    assert ADJUDICATE not in possible_actions(check, rosa.user)
    with pytest.raises(FourEyes, match="Rosa Lindgren"):
        services.adjudicate(check_id=check.pk, actor=rosa.user, draft=VerdictDraft("true", "It is so.", ()))
    assert ADJUDICATE in possible_actions(check, makers.make_editor())


def test_many_claims_of_their_own_do_not_hide_the_others(rosa: Reviewer, desk: Desk) -> None:
    for _ in range(60):
        makers.make_check(desk, makers.make_claim(actor=rosa.user))
    last = makers.make_check(desk)
    assert services.take_next(reviewer=rosa).check_row == last


def test_what_a_program_hands_in_is_nobodys_own(desk: Desk) -> None:
    program = makers.make_user(Role.CLIENT)
    claim = makers.make_claim(actor=program)
    assert queries.part_in(claim, program) is None
    assert queries.part_in(makers.make_claim(actor=makers.make_editor()), makers.make_editor()) is None
