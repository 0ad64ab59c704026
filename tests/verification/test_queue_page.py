"""The desk's first page: what is whose, what narrows it, what a search finds."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models.functions import Now
from django.urls import reverse

from tests import makers
from tests.verification.test_views import page, signed_in
from verification import services
from verification.models import Assignment, Check, Desk, Reviewer

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return makers.make_desk()


@pytest.fixture
def reviewer(desk: Desk) -> Reviewer:
    return makers.make_reviewer(desk)


def shown(reviewer: Reviewer, **values: str) -> str:
    return page(signed_in(reviewer.user).get(reverse("desk"), values))


def part(told: str, title: str) -> str:
    """From the heading on to the end of its list."""
    return told.split(f">{title}</h2>")[1].split("</ul>")[0]


def test_what_is_due_within_hours_stands_apart(desk: Desk, reviewer: Reviewer) -> None:
    soon, later = makers.make_check(desk), makers.make_check(desk)
    Check.objects.filter(pk=soon.pk).update(due_at=Now() + timedelta(hours=2))
    for check in (soon, later):
        services.route_check(check_id=check.pk)
    told = shown(reviewer)
    assert soon.claim.text in part(told, "Due soon")
    assert later.claim.text in part(told, "Yours")
    assert soon.claim.text not in part(told, "Yours")


def test_an_open_claim_is_taken_by_choice(desk: Desk, reviewer: Reviewer) -> None:
    makers.make_check(desk)
    wanted = makers.make_check(desk)
    assert wanted.claim.text in part(shown(reviewer), "Open to take")
    response = signed_in(reviewer.user).post(reverse("take", args=[wanted.pk]))
    taken = Assignment.objects.get()
    assert (taken.check_row, taken.how) == (wanted, Assignment.How.PULL)
    assert response["Location"] == reverse("assignment", args=[taken.pk])
    assert wanted.claim.text not in part(shown(reviewer), "Open to take")


def test_what_conflicts_with_an_interest_is_neither_offered_nor_given(desk: Desk) -> None:
    reviewer = makers.make_reviewer(desk, conflicts=["Anna Lindqvist"])
    check = makers.make_check(desk, speaker_name="Anna Lindqvist")
    assert check.claim.text not in part(shown(reviewer), "Open to take")
    assert signed_in(reviewer.user).post(reverse("take", args=[check.pk])).status_code == 409
    assert not Assignment.objects.exists()


def test_a_claim_is_taken_once_by_each(desk: Desk, reviewer: Reviewer) -> None:
    check = makers.make_check(desk)
    client = signed_in(reviewer.user)
    assert client.post(reverse("take", args=[check.pk])).status_code == 302
    assert client.post(reverse("take", args=[check.pk])).status_code == 409
    assert Assignment.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "is_there"),
    [
        ({"topic": "climate"}, True),
        ({"topic": "sport"}, False),
        ({"speaker": "lindq"}, True),
        ({"speaker": "nobody"}, False),
        ({"outlet": "ferry"}, False),
        ({"language": "EN"}, True),
        ({"language": "de"}, False),
        ({"topic": "no such topic"}, True),
        ({"language": "1"}, True),
    ],
)
def test_filters_narrow_what_is_shown(desk: Desk, reviewer: Reviewer, values: dict[str, str], is_there: bool) -> None:
    check = makers.make_check(desk, topics=["climate"], speaker_name="Anna Lindqvist")
    assert (check.claim.text in part(shown(reviewer, **values), "Open to take")) is is_there
    services.route_check(check_id=check.pk)
    assert (check.claim.text in part(shown(reviewer, **values), "Yours")) is is_there


def test_a_search_finds_claims_articles_and_earlier_fact_checks(desk: Desk, reviewer: Reviewer) -> None:
    makers.make_article(title="Sluices of the northern canal", outlet="The Ferry Post")
    makers.make_check(desk, text="The canal has nine sluices.")
    makers.make_published_check(desk, text="A sluice was sold for a dollar.")
    makers.make_imported_fact_check(claim_text="All sluices are rusty.", rating="Mostly true")
    told = shown(reviewer, q="sluices").split('id="queue"')[0]
    for words in (
        "The canal has nine",
        "Sluices of the northern",
        "No, it was not",
        "All sluices are rusty",
        "Mostly true",
    ):
        assert words in told
    assert "No claim holds these words." in shown(reviewer, q="zeppelin")


def test_an_open_page_asks_for_its_list_alone(desk: Desk, reviewer: Reviewer) -> None:
    check = makers.make_check(desk)
    told = page(signed_in(reviewer.user).get(reverse("desk"), headers={"HX-Target": "queue"}))
    assert check.claim.text in told
    assert "<html" not in told
