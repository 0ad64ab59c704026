"""Agreement counted from rows: for editors, and for routing."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests import makers
from verification import queries, services, tasks
from verification.agreement import Upheld
from verification.models import Desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    """Two agreed checks about water, and a dispute that an editor settled for the first of the two."""
    desk = makers.make_desk()
    one, two = makers.make_reviewer(desk), makers.make_reviewer(desk)
    for rating in ("true", "false"):
        makers.make_agreed_check(desk, rating=rating, topics=["Water"])
    disputed = makers.make_disputed_check(desk, topics=["law"])
    draft = services.VerdictDraft("true", "The register says so.")
    services.adjudicate(check_id=disputed.pk, actor=makers.make_editor(), draft=draft)
    assert [reviewer.pk for reviewer in desk.reviewers.order_by("pk")] == [one.pk, two.pk]
    return desk


def test_alphas_are_counted_over_rounds_with_more_than_one_verdict(desk: Desk) -> None:
    found = queries.agreement_of(desk)
    assert found.checks == 3
    assert found.nominal == pytest.approx(1 - 5 * 2 / (2 * 3 * 3))
    assert found.ordinal is not None


def test_who_was_upheld_is_told_by_topic(desk: Desk) -> None:
    told = {counted["law"] for _, counted in queries.agreement_of(desk).reviewers}
    assert told == {Upheld(1, 1), Upheld(0, 1)}
    assert all(counted["water"] == Upheld(2, 2) for _, counted in queries.agreement_of(desk).reviewers)


def test_what_is_still_judged_blindly_is_in_no_figure(desk: Desk) -> None:
    before = queries.agreement_of(desk)
    check = makers.make_check(desk)
    makers.judge(makers.make_assignments(check)[0], "half")
    after = queries.agreement_of(desk)
    assert (before.checks, before.nominal, before.reviewers) == (after.checks, after.nominal, after.reviewers)


def test_a_desk_without_verdicts_has_no_figures() -> None:
    found = queries.agreement_of(makers.make_desk())
    assert (found.checks, found.nominal, found.ordinal, found.reviewers) == (0, None, None, [])


def test_routing_knows_who_was_upheld_once_it_is_counted(desk: Desk) -> None:
    tasks.refresh_agreement()
    counted = {(found.agreed, found.judged) for found in queries.candidates(makers.make_check(desk))}
    assert counted == {(3, 3), (2, 3)}
    assert services.refresh_agreement() == 0


def test_editors_read_it_on_a_page_and_in_the_api(desk: Desk) -> None:
    client = Client()
    client.force_login(makers.make_editor())
    page = client.get(reverse("agreement")).content.decode()
    assert "water: 2 of 2 upheld" in page
    assert "all: 3 of 3 upheld" in page
    told = client.get(f"/api/v1/desks/{desk.pk}/agreement/").json()
    assert told["checks"] == 3
    assert {row["topic"] for row in told["reviewers"]} == {"", "water", "law"}


def test_the_page_tells_of_the_first_desk_or_of_the_one_that_is_asked_for(desk: Desk, client: Client) -> None:
    quiet = makers.make_desk(name="A quiet desk")
    client.force_login(makers.make_editor())
    address = reverse("agreement")
    first, asked = (client.get(address, told).content.decode() for told in ({}, {"desk": desk.pk}))
    assert ("No verdict of this desk has been settled yet." in first, "upheld" in first) == (True, False)
    assert f'href="{address}?desk={quiet.pk}"' in asked
    assert "all: 3 of 3 upheld" in asked
    assert client.get(address, {"desk": "0"}).status_code == client.get(address, {"desk": "x"}).status_code == 404


def test_the_page_asks_no_more_where_there_are_more_desks(
    desk: Desk, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(makers.make_editor())
    client.get(reverse("agreement"))
    with CaptureQueriesContext(connection) as asked:
        client.get(reverse("agreement"), {"desk": desk.pk})
    for number in range(5):
        makers.make_desk(name=f"Desk {number}")
    with django_assert_num_queries(len(asked)):
        client.get(reverse("agreement"), {"desk": desk.pk})


def test_few_checks_are_told_with_a_warning_their_interval_and_what_is_disputed(desk: Desk, client: Client) -> None:
    makers.make_disputed_check(desk)
    client.force_login(makers.make_editor())
    page = " ".join(client.get(reverse("agreement")).content.decode().split())
    assert "Only 4 claims were judged more than once. So few say little" in page
    assert "1 claim is disputed still; its verdicts are not counted below." in page
    assert page.count("with a chance of 95 in 100 between") == 2
    told = client.get(f"/api/v1/desks/{desk.pk}/agreement/").json()
    assert (told["is_of_few"], told["disputed"]) == (True, 1)
    assert told["nominal_interval"]["low"] <= told["nominal"] <= told["nominal_interval"]["high"]


def test_enough_checks_are_told_without_a_warning(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control of the one before."""
    monkeypatch.setattr("verification.queries.agreement.FEW_UNITS", 3)
    assert not queries.agreement_of(desk).is_of_few
