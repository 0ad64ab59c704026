"""What the desk and readers see of claims that were made before."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from claims.models import Claim, Match, User
from claims.states import Release
from tests import makers
from tests.seen import seen
from verification import services
from verification.models import Assignment, Check, Desk
from verification.said_before import likelihood
from verification.states import CheckStatus

pytestmark = pytest.mark.django_db
SCRIPT = "<script>alert('x')</script>"


@pytest.fixture
def desk() -> Desk:
    return makers.make_desk()


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(user: User | None, url: str) -> str:
    """What the page says, each run of white space as one space."""
    client = signed_in(user) if user else Client()
    response = client.get(url)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def part(told: str, title: str) -> str:
    """The section under a heading."""
    found = re.search(rf"<h2[^>]*>{re.escape(title)}</h2>(.*?)</section>", told)
    return found.group(1) if found else ""


def lent(desk: Desk, earlier: Claim | None = None, **facts: object) -> tuple[Assignment, Match]:
    """A later claim that is with a reviewer, and its match."""
    earlier = earlier or makers.make_claim()
    check = makers.make_check(desk)
    return makers.make_assignments(check)[0], makers.make_match(check.claim, earlier, **facts)


def bench(assignment: Assignment) -> str:
    return page(assignment.reviewer.user, reverse("assignment", args=[assignment.pk]))


def test_a_suggestion_tells_text_rating_date_and_why_in_words(desk: Desk) -> None:
    earlier = makers.make_published_check(desk, speaker_name="Nils Falk", said_at=datetime(2025, 6, 18, tzinfo=UTC))
    assignment, _ = lent(desk, earlier.claim)
    shown = part(bench(assignment), "Said before?")
    for told in (earlier.claim.text, "False", "Nils Falk", "18 June 2025", "Almost certainly the same claim: same"):
        assert told in shown
    assert earlier.fact_check.get_absolute_url() in shown


def test_of_an_unpublished_check_only_the_state_is_told(desk: Desk) -> None:
    earlier = makers.make_agreed_check(desk)
    assignment, _ = lent(desk, earlier.claim)
    shown = part(bench(assignment), "Said before?")
    assert ">agreed</span>" in shown
    assert "False" not in shown


def test_other_figures_stand_under_their_own_heading_and_are_not_accepted_by_a_reviewer(desk: Desk) -> None:
    assignment, match = lent(desk, relation="rival", why=["50 kilotons against 160 kilotons"])
    told = bench(assignment)
    assert not part(told, "Said before?")
    shown = part(told, "Other figures given")
    assert "50 kilotons against 160 kilotons" in shown
    assert reverse("accept-match", args=[match.pk]) not in shown
    assert reverse("reject-match", args=[match.pk]) in shown


def test_a_fact_check_of_somebody_else_is_named_with_its_publisher_and_rating(desk: Desk) -> None:
    imported = makers.make_imported_fact_check(publisher="The Check Desk", rating="Mostly false")
    check = makers.make_check(desk)
    makers.make_match(check.claim, imported)
    shown = part(bench(makers.make_assignments(check)[0]), "Said before?")
    assert all(told in shown for told in ("The Check Desk", "Mostly false", imported.url))


def test_what_many_others_checked_does_not_fill_the_page(desk: Desk) -> None:
    assignment, match = lent(desk, score=0.5)
    for _ in range(8):
        makers.make_match(assignment.check_row.claim, makers.make_imported_fact_check())
    shown = part(bench(assignment), "Said before?")
    assert shown.count("checked by") == 5
    assert str(match.earlier) in shown


def test_nothing_of_others_is_taken_for_markup(desk: Desk) -> None:
    check = makers.make_check(desk)
    makers.make_match(check.claim, makers.make_imported_fact_check(claim_text=SCRIPT, publisher=SCRIPT), why=[SCRIPT])
    assert SCRIPT not in bench(makers.make_assignments(check)[0])


def test_without_matches_nothing_is_said(desk: Desk) -> None:
    assignment = makers.make_assignments(makers.make_check(desk))[0]
    assert "Said before?" not in bench(assignment)


def test_accepting_ends_the_check_and_shows_what_stands_for_it(desk: Desk) -> None:
    earlier = makers.make_published_check(desk)
    assignment, match = lent(desk, earlier.claim)
    answer = signed_in(assignment.reviewer.user).post(
        reverse("accept-match", args=[match.pk]), seen(match), follow=True
    )
    assert answer.redirect_chain == [(reverse("check", args=[assignment.check_row_id]), 302)]
    told = " ".join(answer.content.decode().split())
    assert "The same claim: nobody has to review it again." in told
    assert 'what was found then stands for it: <strong dir="auto">False</strong>' in told
    assert Check.objects.get(pk=assignment.check_row_id).status == CheckStatus.MATCHED


def test_a_check_that_waits_for_the_earlier_one_says_so(desk: Desk) -> None:
    earlier = makers.make_check(desk)
    assignment, match = lent(desk, earlier.claim)
    services.accept_match(match_id=match.pk, actor=makers.make_editor())
    told = page(makers.make_editor(), reverse("check", args=[assignment.check_row_id]))
    assert "it gets the result of" in told
    assert "which is queued." in told


def test_rejecting_leaves_the_reviewer_at_work(desk: Desk) -> None:
    assignment, match = lent(desk)
    answer = signed_in(assignment.reviewer.user).post(reverse("reject-match", args=[match.pk]), seen(match))
    assert (answer.status_code, answer["Location"]) == (302, reverse("assignment", args=[assignment.pk]))
    assert "Said before?" not in bench(assignment)


def test_a_fact_check_that_was_accepted_is_filled_in_as_a_source(desk: Desk) -> None:
    check = makers.make_check(desk)
    imported = makers.make_imported_fact_check(headline="The reservoir is full")
    match = makers.make_match(check.claim, imported)
    assignment = makers.make_assignments(check)[0]
    client = signed_in(assignment.reviewer.user)
    answer = client.post(reverse("accept-match", args=[match.pk]), seen(match), follow=True)
    assert answer.redirect_chain[-1][0] == reverse("assignment", args=[assignment.pk])
    told = answer.content.decode()
    assert f'value="{imported.url}"' in told
    assert 'value="The reservoir is full"' in told
    form = {
        "token": str(assignment.token),
        "rating": "false",
        "reasoning": "Others found the same.",
        "form-TOTAL_FORMS": "3",
        "form-INITIAL_FORMS": "1",
        "form-0-url": imported.url,
        "form-0-stance": "refutes",
        "form-0-kind": "secondary",
    } | {f"form-{n}-{name}": value for n in (1, 2) for name, value in (("stance", "context"), ("kind", "secondary"))}
    assert client.post(reverse("assignment", args=[assignment.pk]), form).status_code == 302
    assert [source.url for source in assignment.verdict.sources.all()] == [imported.url]


def test_who_may_not_decide_is_shown_no_buttons_and_refused(desk: Desk) -> None:
    assignment, match = lent(desk)
    other = makers.make_reviewer(makers.make_desk())
    told = page(other.user, reverse("check", args=[assignment.check_row_id]))
    assert part(told, "Said before?")
    assert reverse("accept-match", args=[match.pk]) not in told
    assert signed_in(other.user).post(reverse("accept-match", args=[match.pk]), seen(match)).status_code == 403


def test_an_editor_takes_an_accepted_match_back(desk: Desk) -> None:
    editor = makers.make_editor()
    assignment, match = lent(desk, makers.make_published_check(desk).claim)
    services.accept_match(match_id=match.pk, actor=editor)
    address = reverse("check", args=[assignment.check_row_id])
    assert "Not the same after all" in page(editor, address)
    signed_in(editor).post(reverse("reject-match", args=[match.pk]), seen(match))
    assert ">queued</span>" in page(editor, address)


def test_a_match_that_is_not_there_is_not_found() -> None:
    assert signed_in(makers.make_editor()).post(reverse("accept-match", args=[1])).status_code == 404


def test_editors_see_what_seems_to_have_been_said_before(desk: Desk) -> None:
    assignment, match = lent(desk)
    rival, _ = lent(desk, relation="rival")
    shown = part(page(makers.make_editor(), reverse("desk")), "Said before?")
    assert assignment.check_row.claim.text in shown
    assert rival.check_row.claim.text not in shown
    services.reject_match(match_id=match.pk, actor=makers.make_editor())
    assert "No claim seems to repeat" in part(page(makers.make_editor(), reverse("desk")), "Said before?")


def test_readers_are_told_who_else_said_it(desk: Desk) -> None:
    earlier = makers.make_published_check(desk)
    address = earlier.fact_check.get_absolute_url()
    assert "Also said" not in page(None, address)
    article = makers.make_article(outlet="The Ferry Post", url="https://ferry.example/1", release=Release.PUBLIC)
    claim = makers.make_claim(speaker_name="Emil Berg", said_at=datetime(2025, 7, 1, tzinfo=UTC))
    Claim.objects.filter(pk=claim.pk).update(article=article)
    makers.make_check(desk, claim=claim)
    match = makers.make_match(claim, earlier.claim)
    services.accept_match(match_id=match.pk, actor=makers.make_editor())
    told = page(None, address).split("Also said")[1]
    for part_of_it in (claim.text, "Emil Berg", "The Ferry Post", "https://ferry.example/1", "1 July 2025"):
        assert part_of_it in told
    services.reject_match(match_id=match.pk, actor=makers.make_editor())
    assert "Also said" not in page(None, address)


@pytest.mark.parametrize(
    ("score", "relation", "words"),
    [
        (0.95, "same", "almost certainly the same claim"),
        (0.75, "same", "probably the same claim"),
        (0.55, "same", "perhaps the same claim"),
        (0.95, "rival", "the same thing, other facts"),
        (0.95, "related", "about the same thing"),
    ],
)
def test_a_score_is_told_in_words(score: float, relation: str, words: str) -> None:
    assert likelihood(score, relation) == words
