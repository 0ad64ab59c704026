"""The pages of the desk and of the public, rule by rule."""

from __future__ import annotations

import json
import re

import pytest
from django.test import Client
from django.urls import reverse

from claims.models import Article, User
from tests import makers
from tests.seen import seen
from verification import services
from verification.models import Assignment, Check, FactCheck, Verdict
from verification.states import AssignmentStatus, CheckStatus

pytestmark = pytest.mark.django_db
SCRIPT = "<script>alert('x')</script>"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def verdict_form(assignment: Assignment, **values: str) -> dict[str, str]:
    return {
        "token": str(assignment.token),
        "rating": "false",
        "reasoning": "The register says otherwise.",
        "form-TOTAL_FORMS": "2",
        "form-INITIAL_FORMS": "0",
        "form-0-url": "https://register.example/1",
        "form-0-stance": "refutes",
        "form-0-kind": "primary",
        "form-1-stance": "context",
        "form-1-kind": "secondary",
    } | values


def page(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined,no-any-return]


@pytest.fixture
def assignment() -> Assignment:
    return makers.make_assignments(makers.make_check())[0]


def test_a_reviewer_sees_what_is_theirs_and_why(assignment: Assignment) -> None:
    told = page(signed_in(assignment.reviewer.user).get(reverse("desk")))
    assert assignment.check_row.claim.text in told
    assert "Why you: the claim has no topic (+20)" in told


def test_the_next_claim_opens_with_its_article() -> None:
    desk = makers.make_desk()
    makers.make_check(desk)
    response = signed_in(makers.make_reviewer(desk).user).post(reverse("take-next"), follow=True)
    assert response.redirect_chain[-1][0] == reverse("assignment", args=[Assignment.objects.get().pk])


def test_a_verdict_is_recorded_with_its_sources(assignment: Assignment) -> None:
    url = reverse("assignment", args=[assignment.pk])
    response = signed_in(assignment.reviewer.user).post(url, verdict_form(assignment))
    assert response.status_code == 302
    verdict = Verdict.objects.get()
    assert (verdict.rating.key, verdict.sources.get().stance) == ("false", "refutes")


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"rating": ""}, "Choose a rating."),
        ({"reasoning": " "}, "This field is required."),
        ({"form-0-url": "not an address"}, "Enter a valid URL."),
        ({"form-1-title": "A title without an address"}, "This field is required."),
        ({"form-0-published_at": "soon"}, "Enter a valid date."),
        ({"reasoning": "bell \x07"}, "control character"),
    ],
)
def test_a_form_that_cannot_be_used_keeps_what_was_typed(
    assignment: Assignment, values: dict[str, str], told: str
) -> None:
    form = verdict_form(assignment, **{"form-0-title": "What I typed"}) | values
    response = signed_in(assignment.reviewer.user).post(reverse("assignment", args=[assignment.pk]), form)
    assert response.status_code == 422
    assert told in page(response)
    assert "What I typed" in page(response)
    assert not Verdict.objects.exists()


def test_without_javascript_another_source_keeps_what_was_typed(assignment: Assignment) -> None:
    form = verdict_form(assignment, add="1", **{"form-1-quote": "Not one <b>"})
    told = page(signed_in(assignment.reviewer.user).post(reverse("assignment", args=[assignment.pk]), form))
    assert told.count('class="source"') == 3
    assert "https://register.example/1" in told
    assert "Not one &lt;b&gt;" in told
    assert "The register says otherwise." in told
    assert re.search(r'value="false"\s+checked', told)


def test_a_claim_that_is_no_longer_theirs_costs_no_word(assignment: Assignment) -> None:
    services.recall(assignment_id=assignment.pk, actor=makers.make_editor(), why="Needs a specialist.")
    url = reverse("assignment", args=[assignment.pk])
    response = signed_in(assignment.reviewer.user).post(url, verdict_form(assignment))
    assert response.status_code == 409
    assert "The register says otherwise." in page(response)
    assert "https://register.example/1" in page(response)


def test_somebody_elses_assignment_is_not_there(assignment: Assignment) -> None:
    stranger = makers.make_reviewer(assignment.check_row.desk)
    assert signed_in(stranger.user).get(reverse("assignment", args=[assignment.pk])).status_code == 404


def test_a_reason_for_giving_back_is_asked_beside_its_field(assignment: Assignment) -> None:
    response = signed_in(assignment.reviewer.user).post(
        reverse("release", args=[assignment.pk]), {"token": assignment.token, "why": " "}
    )
    assert (response.status_code, "This field is required." in page(response)) == (422, True)


def test_what_an_editor_wrote_comes_back_when_somebody_was_faster() -> None:
    check = makers.make_published_check()
    form = {"headline": "My headline", "summary": "My long reasons."}
    response = signed_in(makers.make_editor()).post(reverse("act", args=[check.pk, "publish"]), form | seen(check))
    assert response.status_code == 409
    assert "My headline" in page(response)
    assert "My long reasons." in page(response)


def test_what_an_adjudicator_wrote_comes_back_when_somebody_was_faster() -> None:
    check = makers.make_agreed_check()
    form = {
        "rating": "half",
        "reasoning": "My long reasons.",
        "form-TOTAL_FORMS": "1",
        "form-INITIAL_FORMS": "0",
        "form-0-url": "https://register.example/9",
        "form-0-stance": "context",
        "form-0-kind": "primary",
    }
    response = signed_in(makers.make_editor()).post(reverse("adjudicate", args=[check.pk]), form | seen(check))
    assert response.status_code == 409
    assert "My long reasons." in page(response)
    assert "https://register.example/9" in page(response)


def test_an_adjudicator_gets_another_source_without_javascript() -> None:
    check = makers.make_disputed_check()
    form = {"reasoning": "So far", "add": "1", "form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-title": "T"}
    told = page(signed_in(makers.make_editor()).post(reverse("adjudicate", args=[check.pk]), form | seen(check)))
    assert told.count('class="source"') == 2
    assert "So far" in told


def test_a_source_that_the_service_refuses_is_told_beside_its_field(assignment: Assignment) -> None:
    form = verdict_form(assignment, **{"form-1-url": "https://b.example", "form-1-quote": "bell \x07"})
    told = page(signed_in(assignment.reviewer.user).post(reverse("assignment", args=[assignment.pk]), form))
    assert 'id="id_form-1-quote_error"' in told


def test_an_editor_takes_a_claim_back(assignment: Assignment) -> None:
    client = signed_in(makers.make_editor())
    url = reverse("recall", args=[assignment.pk])
    client.post(url, {"why": ""} | seen(assignment))
    assert Assignment.objects.get(pk=assignment.pk).status == AssignmentStatus.OPEN
    client.post(url, {"why": "Needs a specialist."} | seen(assignment))
    assert Assignment.objects.get(pk=assignment.pk).status == AssignmentStatus.RECALLED


def test_a_released_claim_leaves_the_desk(assignment: Assignment) -> None:
    client = signed_in(assignment.reviewer.user)
    client.post(reverse("release", args=[assignment.pk]), {"token": assignment.token, "why": "Not my field."})
    assignment.refresh_from_db()
    assert assignment.status == AssignmentStatus.RELEASED


def test_verdicts_stay_hidden_until_all_are_in() -> None:
    check = makers.make_check()
    first, second = makers.make_assignments(check)
    makers.judge(first)
    url, client = reverse("check", args=[check.pk]), signed_in(second.reviewer.user)
    assert "The register says otherwise." not in page(client.get(url))
    makers.judge(second)
    assert page(client.get(url)).count("The register says otherwise.") == 2


def test_an_editor_publishes_and_readers_find_it() -> None:
    check = makers.make_agreed_check(speaker_name="The water board")
    client = signed_in(makers.make_editor())
    form = {"headline": "It did not", "summary": "The register says so."}
    assert client.post(reverse("act", args=[check.pk, "publish"]), form | seen(check)).status_code == 302
    told = page(Client().get("/fact-checks/it-did-not/"))
    markup = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', told, re.S)[1])  # type: ignore[index]
    assert markup["claimReviewed"] in told
    assert markup["reviewRating"]["alternateName"] == "False"
    assert markup["itemReviewed"]["author"]["name"] == "The water board"
    assert "It did not" in page(Client().get("/fact-checks/"))
    assert "False: It did not" in page(Client().get("/fact-checks/feed.atom"))


def test_who_judged_is_not_offered_to_sign_off() -> None:
    check = makers.make_disputed_check()
    editor = makers.make_editor()
    client = signed_in(editor)
    url = reverse("adjudicate", args=[check.pk])
    form = {"rating": "half", "reasoning": "In part.", "form-TOTAL_FORMS": "0", "form-INITIAL_FORMS": "0"}
    assert client.post(url, form | seen(check)).status_code == 302
    told = page(client.get(reverse("check", args=[check.pk])))
    assert "another editor has to sign it off" in told
    assert "Sign off and publish" not in told
    refused = client.post(reverse("act", args=[check.pk, "publish"]), {"headline": "h", "summary": "s"} | seen(check))
    assert refused.status_code == 403


def test_an_act_that_is_not_possible_any_more_is_a_conflict_on_a_page() -> None:
    check = makers.make_published_check()
    response = signed_in(makers.make_editor()).post(reverse("act", args=[check.pk, "queue"]), seen(check))
    assert response.status_code == 409
    assert "cannot become queued" in page(response)


def test_a_reviewer_may_not_act_as_an_editor() -> None:
    check = makers.make_agreed_check()
    client = signed_in(makers.make_reviewer().user)
    response = client.post(reverse("act", args=[check.pk, "publish"]), {"headline": "h", "summary": "s"} | seen(check))
    assert response.status_code == 403


def test_a_withdrawn_page_says_so_and_has_no_markup() -> None:
    check = makers.make_published_check()
    services.withdraw(check_id=check.pk, actor=makers.make_editor(), why="Forged.")
    told = page(Client().get(FactCheck.objects.get().get_absolute_url()))
    assert "Withdrawn." in told
    assert "ld+json" not in told


def test_corrections_stand_on_top_with_their_day() -> None:
    check = makers.make_published_check()
    draft = services.FactCheckDraft(headline="h", summary="s")
    services.correct(check_id=check.pk, actor=makers.make_editor(), draft=draft, note="The year was wrong.")
    told = page(Client().get(FactCheck.objects.get().get_absolute_url()))
    assert told.index("The year was wrong.") < told.index("<h1")


def test_script_in_every_field_is_shown_as_text() -> None:
    editor = makers.make_editor()
    article = makers.make_article(f"{SCRIPT} The port handled 90 ships.", title=SCRIPT, outlet=SCRIPT, byline=SCRIPT)
    check = makers.make_agreed_check(text=f"{SCRIPT} is a claim.", speaker_name=SCRIPT)
    draft = services.FactCheckDraft(headline=SCRIPT, summary=f"{SCRIPT}</script>")
    fact_check = services.publish(check_id=check.pk, actor=editor, draft=draft)
    client = signed_in(editor)
    for url in (
        reverse("desk") + "?q=claim",
        reverse("articles"),
        reverse("article", args=[article.pk]),
        reverse("check", args=[check.pk]),
        fact_check.get_absolute_url(),
        reverse("fact-checks"),
    ):
        told = page(client.get(url))
        assert SCRIPT not in told
        assert "alert(" in told


def test_a_pasted_article_is_stored_and_its_errors_stand_beside_the_field() -> None:
    client = signed_in(makers.make_editor())
    url = reverse("add-article")
    assert "control character" in page(client.post(url, {"text": "bell \x07", "language": "en"}))
    assert not Article.objects.exists()
    response = client.post(url, {"text": "First line.\r\nSecond line.", "language": "en"})
    article = Article.objects.get()
    assert response["Location"] == reverse("article", args=[article.pk])
    assert article.revisions.get().text == "First line.\nSecond line."


def test_pages_send_a_strict_policy() -> None:
    policy = Client().get("/")["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'self'" in policy


@pytest.mark.parametrize("name", ["desk", "articles", "add-article"])
def test_who_is_not_signed_in_is_asked_to(name: str) -> None:
    response = Client().get(reverse(name))
    assert (response.status_code, response["Location"]) == (302, f"{reverse('login')}?next={reverse(name)}")


def test_a_dispute_is_decided_by_a_lead_on_the_page() -> None:
    desk = makers.make_desk()
    check = makers.make_disputed_check(desk)
    lead = makers.make_reviewer(desk, lead=True)
    client = signed_in(lead.user)
    assert check.claim.text in page(client.get(reverse("desk")))
    form = {"rating": "true", "reasoning": "The first is right.", "form-TOTAL_FORMS": "0", "form-INITIAL_FORMS": "0"}
    client.post(reverse("adjudicate", args=[check.pk]), form | seen(check))
    assert Check.objects.get(pk=check.pk).status == CheckStatus.AGREED
