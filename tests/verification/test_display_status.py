"""How a fact-check stands is one value, and every channel tells it."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from claims import queries as claim_queries
from claims import tasks as claim_tasks
from claims.access import Scope
from claims.errors import Conflict
from claims.models import Event
from tests import clients, makers
from verification import presenting, queries, services
from verification.display_status import ClaimStatus, PublicStatus, claim_status, display_status
from verification.models import Check, Delivery, FactCheck, FactCheckRevision
from verification.states import CheckStatus

DAY = datetime(2025, 6, 18, tzinfo=UTC)
REASON = "Our only witness was not there that day."
OLD_NOTE = "The berth had another number."
RATING = "Half true"


# --- The value ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("check_status", "revision", "told"),
    [
        (CheckStatus.PUBLISHED, 1, (PublicStatus.PUBLISHED, "", "Half true")),
        (CheckStatus.PUBLISHED, 3, (PublicStatus.CORRECTED, "A figure was wrong.", "Half true")),
        (CheckStatus.WITHDRAWN, 1, (PublicStatus.WITHDRAWN, "It was forged.", "")),
        (CheckStatus.WITHDRAWN, 3, (PublicStatus.WITHDRAWN, "It was forged.", "")),
        *[
            (status, 3, (PublicStatus.UNDER_REVIEW, "", "Half true"))
            for status in CheckStatus
            if status not in {CheckStatus.PUBLISHED, CheckStatus.WITHDRAWN}
        ],
    ],
)
def test_a_note_belongs_to_its_step_and_a_withdrawn_one_states_no_rating(
    check_status: str, revision: int, told: tuple[Any, ...]
) -> None:
    note = "A figure was wrong." if revision > 1 else ""
    found = display_status(
        check_status,
        since=DAY,
        revision=revision,
        revision_note=note,
        rating="Half true",
        withdrawal_reason="It was forged.",
    )
    assert (found.status, found.note, found.rating) == told


# --- A claim of an article ------------------------------------------------------------------------------------
@pytest.mark.parametrize("follows", [False, True])
@pytest.mark.parametrize("status", [None, *CheckStatus])
def test_nothing_but_the_best_rating_of_a_scale_is_true(status: str | None, follows: bool) -> None:
    found = {
        value: claim_status(status, value=value, best=best, follows=follows)
        for value, best in ((None, None), (None, 5), (4, 5), (5, 5))
    }
    assert {value for value, one in found.items() if one is ClaimStatus.TRUE} == (
        {5} if status in {CheckStatus.AGREED, CheckStatus.PUBLISHED} else set()
    )
    assert not any(one.alarms and one.is_settled for one in found.values())


def test_each_status_has_a_sign_and_what_is_true_shares_its_own_with_none() -> None:
    signs = [status.sign for status in ClaimStatus]
    assert signs.count(ClaimStatus.TRUE.sign) == 1
    assert all(signs)


# --- The channels ---------------------------------------------------------------------------------------------
@pytest.fixture
def corrected(db: None) -> FactCheck:
    """Published as "Half true", then corrected with a note."""
    check = makers.make_agreed_check(rating="half", text="The ferry sank at its berth in April.")
    return correct(makers.publish(check, headline="Half of the ferry sank"))


def correct(fact_check: FactCheck) -> FactCheck:
    draft = services.FactCheckDraft(headline="Half of the ferry sank", summary="The stern did.")
    services.correct(check_id=fact_check.check_row_id, actor=makers.make_editor(), draft=draft, note=OLD_NOTE)
    return queries.fact_checks().get(pk=fact_check.pk)


def withdraw(fact_check: FactCheck) -> FactCheck:
    services.withdraw(check_id=fact_check.check_row_id, actor=makers.make_editor(), why=f" {REASON} ")
    return queries.fact_checks().get(pk=fact_check.pk)


def reopen(fact_check: FactCheck) -> FactCheck:
    services.reopen(check_id=fact_check.check_row_id, actor=makers.make_editor(), why="A diver called us.")
    return queries.fact_checks().get(pk=fact_check.pk)


def page(path: str) -> str:
    answer = Client().get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def head_of(fact_check: FactCheck) -> str:
    return page(fact_check.get_absolute_url()).partition("</head>")[0]


def card_of(fact_check: FactCheck) -> str:
    return page(f"{reverse('oembed')}?url={settings.SITE_URL}{fact_check.get_absolute_url()}")


def api(path: str) -> Any:
    answer = clients.with_key(Scope.CLAIMS_READ).get(f"/api/v1/{path}")
    assert answer.status_code == 200
    return answer.json()


def asked_of_matches(fact_check: FactCheck) -> Any:
    while claim_queries.embeddings_due().exists():
        claim_tasks.compare()
    [found] = api(f"matches/?q={fact_check.newest.claim_text}")
    return found["earlier"]["fact_check"]


CHANNELS: dict[str, Callable[[FactCheck], str]] = {
    "head of the page": head_of,
    "card": card_of,
    "atom": lambda _: page("/fact-checks/feed.atom"),
    "json feed": lambda _: page("/fact-checks/feed.json"),
    "matches": lambda fact_check: str(asked_of_matches(fact_check)),
    "search": lambda _: page("/fact-checks/?q=ferry"),
    "corrections": lambda _: page("/corrections/"),
}
TELLS_THE_REASON = set(CHANNELS) - {"search"}


@pytest.mark.parametrize("channel", CHANNELS)
def test_no_channel_states_the_rating_of_a_withdrawn_one_and_each_says_why(corrected: FactCheck, channel: str) -> None:
    told = CHANNELS[channel](withdraw(corrected))
    assert RATING not in told
    if channel in TELLS_THE_REASON:
        assert REASON in told
        assert re.search("withdrawn", told, re.IGNORECASE)


@pytest.mark.parametrize("channel", sorted(set(CHANNELS) - {"corrections"}))
def test_each_channel_states_the_rating_while_it_stands(corrected: FactCheck, channel: str) -> None:
    """The negative control of the one before."""
    told = CHANNELS[channel](corrected)
    assert "alf " in told
    assert RATING in told
    assert REASON not in told


@pytest.mark.parametrize("channel", ["head of the page", "card", "atom", "json feed", "search"])
def test_what_is_being_checked_again_says_so(corrected: FactCheck, channel: str) -> None:
    assert "being checked again" not in CHANNELS[channel](corrected)
    told = CHANNELS[channel](reopen(corrected))
    assert "being checked again" in told
    assert "A diver called us." not in told


def test_the_page_of_a_withdrawn_one_gives_the_reason_first_and_strikes_out_what_it_said(corrected: FactCheck) -> None:
    body = page(withdraw(corrected).get_absolute_url()).partition("</head>")[2]
    assert body.index(REASON) < body.index("<h1")
    assert f"<s>{RATING}</s>" in body
    assert "on a scale from" not in body


def test_the_page_says_that_it_is_being_checked_again(corrected: FactCheck) -> None:
    body = page(reopen(corrected).get_absolute_url()).partition("</head>")[2]
    assert body.index("Being checked again") < body.index("<h1")


def test_one_that_is_checked_again_gets_a_result_of_its_own(db: None) -> None:
    """Dropped, or ended by an earlier check, it would be told for ever that it is being checked again."""
    desk, editor = makers.make_desk(), makers.make_editor()
    earlier = makers.make_published_check(desk)
    check = reopen(makers.make_published_check(desk).fact_check).check_row
    with pytest.raises(Conflict, match="was published"):
        services.mark_not_a_claim(check_id=check.pk, why="It is a question.", actor=editor)
    match = makers.make_match(check.claim, earlier.claim)
    services.accept_match(match_id=match.pk, actor=editor, why="")
    services.follow_earlier(check_ids=[check.pk])
    check.refresh_from_db()
    assert check.status == CheckStatus.IN_REVIEW
    assert not queries.checks_to_end().exists()


def test_the_api_tells_how_each_one_stands(corrected: FactCheck) -> None:
    path = f"fact-checks/{corrected.slug}/"
    told = api(path)
    assert (told["display_status"], told["note"], told["rating"]["name"]) == ("corrected", OLD_NOTE, RATING)
    told = api(path) if reopen(corrected) else {}
    assert (told["display_status"], told["note"], told["rating"]["name"]) == ("under_review", "", RATING)
    [listed] = api("fact-checks/")["results"]
    assert listed["display_status"] == "under_review"


def test_the_api_gives_no_rating_of_a_withdrawn_one(corrected: FactCheck) -> None:
    withdraw(corrected)
    for told in (api(f"fact-checks/{corrected.slug}/"), asked_of_matches(corrected)):
        assert (told["display_status"], told["note"], told["rating"]) == ("withdrawn", REASON, None)


def test_a_webhook_carries_the_note_of_its_own_step(corrected: FactCheck) -> None:
    makers.make_webhook()
    correct(corrected)
    withdraw(corrected)
    told = [one.payload["data"] for one in Delivery.objects.order_by("pk")]
    assert [(one["display_status"], one["note"]) for one in told] == [("corrected", OLD_NOTE), ("withdrawn", REASON)]
    assert RATING not in str(told[-1])


def test_colleagues_see_that_what_was_checked_before_was_withdrawn_and_why(corrected: FactCheck) -> None:
    later = makers.make_check(Check.objects.get(pk=corrected.check_row_id).desk, text="In April the ferry sank.")
    makers.make_match(later.claim, corrected.check_row.claim)
    withdraw(corrected)
    client = Client()
    client.force_login(makers.make_editor())
    for check in (later.pk, corrected.check_row_id):
        told = client.get(reverse("check", args=[check])).content.decode()
        assert REASON in told
        assert f'class="rating" dir="auto">{RATING}<' not in told


def test_a_headline_that_begins_with_the_rating_is_not_given_it_twice(db: None) -> None:
    fact_check = makers.publish(makers.make_agreed_check(), headline="false: “It rained.”")
    assert presenting.title(fact_check) == "false: “It rained.”"


# --- What was there before ------------------------------------------------------------------------------------
def date_steps() -> None:
    """Give each step after a publication a day of its own; all of a test is one transaction, which has one time."""
    steps = Event.objects.filter(subject_type="check", from_status="published").order_by("pk")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for number, event in enumerate(list(steps), start=1):
            Event.objects.filter(pk=event.pk).update(at=DAY + timedelta(days=number))
        cursor.execute("SET LOCAL session_replication_role = origin")


def test_fact_checks_that_were_there_before_learn_it_from_the_log(corrected: FactCheck) -> None:
    withdraw(makers.publish(makers.make_agreed_check(), headline="Gone"))
    reopen(makers.publish(makers.make_agreed_check(), headline="Again"))
    date_steps()
    FactCheckRevision.objects.update(published_at=DAY)
    FactCheck.objects.update(changed_at=datetime(2031, 1, 1, tzinfo=UTC), withdrawal_reason="")
    migration = importlib.import_module("verification.migrations.0018_known_fact_checks_say_how_they_stand")
    with connection.cursor() as cursor:
        cursor.execute(migration.FORWARD)
    told = FactCheck.objects.order_by("pk").values_list("changed_at", "withdrawal_reason")
    assert list(told) == [(DAY, ""), (DAY + timedelta(days=2), REASON), (DAY + timedelta(days=3), "")]
