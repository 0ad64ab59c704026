"""What the desk, the admin, the API and readers are told when an article no longer makes a claim."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.formats import date_format

from claims import services as claim_services
from claims import tasks as claim_tasks
from claims.intake import ArticleDraft
from claims.models import Article, Claim, User
from tests import clients, makers
from verification import queries, services, tasks
from verification.models import Check, FactCheck, Verdict
from verification.services import FactCheckDraft
from verification.states import CheckStatus

pytestmark = pytest.mark.django_db
URL = "https://port.example/1"
SHIPS = "The port of Aldburgh handled 90 ships in May 2024."
QUAYS = "The harbour board closed 12 quays in the winter of 2023."
GONE = "The article has been changed since: this sentence is no longer in it (revision 2,"
BADGE = "no longer in the article</span>"


def revise(*sentences: str) -> Article:
    """The article in these paragraphs, with the checks of its claims."""
    draft = ArticleDraft(text="\n\n".join(sentences), url=URL)
    article = claim_services.receive_article(draft=draft, actor=None).article
    claim_tasks.extract_article(article.pk)
    tasks.open_checks(article.pk)
    return article


def check_of(words: str) -> Check:
    return queries.checks().get(claim__text__contains=words)


def page(user: User | None, url: str) -> str:
    """What the page says, each run of white space as one space and without the tags of a time."""
    client = Client()
    if user:
        client.force_login(user)
    response = client.get(url)
    assert response.status_code == 200
    return re.sub(r"</?time[^>]*>", "", " ".join(response.content.decode().split()))


@pytest.fixture(autouse=True)
def desk() -> None:
    makers.make_desk()


def test_a_claim_found_again_in_other_words_keeps_its_one_check() -> None:
    revise(SHIPS, QUAYS)
    before = set(Check.objects.values_list("pk", flat=True))
    edited = SHIPS.replace("The port", "The old port")
    article = revise(QUAYS, edited)
    services.open_checks()
    assert set(Check.objects.values_list("pk", flat=True)) == before
    told = page(makers.make_editor(), reverse("article", args=[article.pk]))
    check = check_of("90 ships")
    marked = rf'href="{reverse("check", args=[check.pk])}"><mark class="unchecked">The old port of Aldburgh'
    assert re.search(marked, told)
    assert "No longer in the article" not in told


def test_the_check_and_the_workbench_say_that_the_sentence_is_gone() -> None:
    revise(SHIPS, QUAYS)
    assignments = makers.make_assignments(check_of("90 ships"))
    revise(QUAYS)
    check = check_of("90 ships")
    assert check.claim.vanished_in
    day = date_format(check.claim.vanished_in.created_at, "j F Y")
    told = page(makers.make_editor(), reverse("check", args=[check.pk]))
    assert f"{GONE} {day})." in told
    assert "The text shown is revision 1, the last one that held it." in told
    assert 'claim: in text <span class="arrow">→</span> vanished' in told
    assert SHIPS.rstrip(".") in told
    bench = page(assignments[0].reviewer.user, reverse("assignment", args=[assignments[0].pk]))
    assert f"{GONE} {day})." in bench
    assert BADGE in page(assignments[0].reviewer.user, reverse("desk"))
    other = page(makers.make_editor(), reverse("check", args=[check_of("12 quays").pk]))
    assert GONE not in other


def test_a_review_that_is_running_can_be_finished() -> None:
    revise(SHIPS, QUAYS)
    assignments = makers.make_assignments(check_of("90 ships"))
    makers.judge(assignments[0])
    revise(QUAYS, SHIPS.replace("90", "70"))
    makers.judge(assignments[1])
    check = check_of("90 ships")
    assert (check.status, check.claim.in_current_text) == (CheckStatus.AGREED, False)
    assert Verdict.objects.count() == 2
    assert check_of("70 ships").claim.in_current_text


@pytest.mark.parametrize("status", ["triage", "queued"])
def test_editors_see_the_checks_that_wait_for_a_claim_that_is_gone(status: str) -> None:
    revise(SHIPS, QUAYS)
    Check.objects.update(status=status)
    revise(QUAYS)
    assert list(queries.checks_of_vanished_claims()) == [check_of("90 ships")]
    told = page(makers.make_editor(), reverse("desk"))
    section = told.split("<h2>No longer in the article</h2>")[1].split("</section>")[0]
    assert SHIPS.rstrip(".") in section
    assert BADGE in section
    assert "12 quays" not in section


def test_a_dropped_check_needs_no_decision_any_more() -> None:
    revise(SHIPS, QUAYS)
    Check.objects.update(status="triage")
    revise(QUAYS)
    services.drop(check=check_of("90 ships"), actor=makers.make_editor(), why="It is gone.")
    assert not queries.checks_of_vanished_claims().exists()


def test_the_article_lists_what_it_no_longer_says() -> None:
    revise(SHIPS, QUAYS)
    article = revise(QUAYS)
    told = page(makers.make_editor(), reverse("article", args=[article.pk]))
    listed = told.split("<h2>No longer in the article</h2>")[1]
    assert reverse("check", args=[check_of("90 ships").pk]) in listed
    assert "gone since revision 2" in listed


def test_readers_are_told_until_the_sentence_comes_back() -> None:
    revise(SHIPS, QUAYS)
    check = check_of("90 ships")
    for assignment in makers.make_assignments(check):
        makers.judge(assignment)
    draft = FactCheckDraft(headline="Not ninety ships", summary="The register says otherwise.")
    services.publish(check_id=check.pk, actor=makers.make_editor(), draft=draft)
    public = FactCheck.objects.get().get_absolute_url()
    assert "has been changed since" not in page(None, public)
    revise(QUAYS)
    assert GONE in page(None, public)
    revise(QUAYS, SHIPS)
    assert "has been changed since" not in page(None, public)


def test_the_api_says_so() -> None:
    revise(SHIPS, QUAYS)
    revise(QUAYS)
    client, gone, stands = clients.with_key(), check_of("90 ships"), check_of("12 quays")
    for check, told in ((gone, (False, 2)), (stands, (True, None))):
        for claim in (
            client.get(f"/api/v1/claims/{check.claim_id}/").json(),
            client.get(f"/api/v1/checks/{check.pk}/").json()["claim"],
        ):
            assert (claim["in_current_text"], claim["vanished_in_revision"]) == told
    for address, right in (("claims", gone.claim_id), ("checks", gone.pk)):
        found = client.get(f"/api/v1/{address}/?in_current_text=false").json()["results"]
        assert [row["id"] for row in found] == [right]
    assert len(client.get("/api/v1/claims/?in_current_text=true").json()["results"]) == 1


def test_the_admin_says_so_and_finds_them() -> None:
    revise(SHIPS, QUAYS)
    revise(QUAYS)
    editor, gone = makers.make_editor(), check_of("90 ships")
    for address, pk in (("verification_check", gone.pk), ("claims_claim", gone.claim_id)):
        assert "No longer in it: revision 2" in page(editor, reverse(f"admin:{address}_change", args=[pk]))
        listed = page(editor, reverse(f"admin:{address}_changelist") + "?vanished=yes")
        assert "90 ships" in listed
        assert "12 quays" not in listed


def test_a_claim_that_is_gone_before_its_check_is_opened_gets_one_that_says_so() -> None:
    draft = ArticleDraft(text=f"{SHIPS}\n\n{QUAYS}", url=URL)
    article = claim_services.receive_article(draft=draft, actor=None).article
    claim_tasks.extract_article(article.pk)
    revise(QUAYS)
    assert Claim.objects.filter(check_row__isnull=False).count() == 2
    assert list(queries.checks_of_vanished_claims()) == [check_of("90 ships")]
