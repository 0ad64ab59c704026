"""Claims that were made before, in a browser: shown beside the claim, decided with and without JavaScript."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from claims import tasks as claim_tasks
from claims.models import Claim, Match
from claims.states import Release
from tests import makers
from tests.browser.conftest import OUTPUT, sign_in
from verification import services
from verification.models import Assignment, Check

EARLIER = "The port of Aldburgh lost four cranes in the storm of May 2025."
RIVAL = "The port of Aldburgh lost seven cranes in the storm of May 2025."
LATER = "In the storm of May 2025 the port of Aldburgh lost four cranes."
REASONING = "Typed before the match was decided."


@pytest.fixture
def assignment() -> Assignment:
    """A claim of an article with a reviewer, matched with a published claim, a rival one and an imported fact-check."""
    desk = makers.make_desk(name="Harbour", is_default=True)
    makers.make_published_check(
        desk, text=EARLIER, speaker_name="Anna Lindqvist", said_at=datetime(2025, 6, 1, tzinfo=UTC)
    )
    makers.make_check(desk, text=RIVAL, speaker_name="Nils Falk", said_at=datetime(2025, 6, 3, tzinfo=UTC))
    makers.make_imported_fact_check(
        claim_text=EARLIER, url="https://checks.example/" + "cranes" * 30, publisher="The Check Desk", claimant="A. L."
    )
    text = f"Storm damage.\n\n{LATER}"
    article = makers.make_article(text, title="After the storm", outlet="The Ferry Post", release=Release.PUBLIC)
    claim_tasks.extract_article(article.pk)
    while Match.objects.filter(claim__article=article).count() < 3:
        claim_tasks.compare()
    services.open_checks()
    check = Check.objects.get(claim=Claim.objects.get(article=article))
    Check.objects.filter(pk=check.pk).update(desk=desk, scale=desk.scale, slots=desk.verdicts_needed, status="queued")
    return makers.make_assignments(Check.objects.get(pk=check.pk))[0]


def bench(tab: Page, url: str, assignment: Assignment) -> None:
    sign_in(tab, url, assignment.reviewer.user.username, makers.PASSWORD)
    tab.goto(f"{url}/desk/assignments/{assignment.pk}/")


def test_a_reviewer_accepts_and_readers_see_who_said_it_too(
    tab: Page, live_server: LiveServer, assignment: Assignment, complaints: list[str]
) -> None:
    bench(tab, live_server.url, assignment)
    said = tab.get_by_role("region", name="Said before?")
    ours = said.get_by_role("listitem").filter(has_text="our fact-check")
    expect(ours).to_contain_text("Anna Lindqvist")
    rivals = tab.get_by_role("region", name="Other figures given")
    expect(rivals).to_contain_text(RIVAL)
    expect(rivals.get_by_role("button", name="The same claim")).to_have_count(0)
    ours.get_by_role("button", name="The same claim").click()
    expect(tab.get_by_text("what was found then stands for it")).to_be_visible()
    tab.get_by_role("note").get_by_role("link", name="our fact-check").click()
    expect(tab.get_by_role("heading", name="Also said")).to_be_visible()
    expect(tab.get_by_text(LATER.rstrip("."))).to_be_visible()
    assert complaints == []


def test_what_was_typed_stays_while_a_match_is_rejected(
    tab: Page, live_server: LiveServer, assignment: Assignment, complaints: list[str]
) -> None:
    bench(tab, live_server.url, assignment)
    tab.get_by_label("Reasoning").fill(REASONING)
    tab.get_by_role("region", name="Other figures given").get_by_role("button").click()
    expect(tab.get_by_role("heading", name="Other figures given")).to_have_count(0)
    expect(tab.get_by_label("Reasoning")).to_have_value(REASONING)
    assert complaints == []


def test_without_javascript_both_can_be_done(browser: Browser, live_server: LiveServer, assignment: Assignment) -> None:
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    bench(tab, live_server.url, assignment)
    tab.get_by_role("region", name="Other figures given").get_by_role("button").click()
    expect(tab.get_by_text("Kept as another claim.")).to_be_visible()
    theirs = tab.get_by_role("listitem").filter(has_text="The Check Desk")
    theirs.get_by_role("button", name="use as a source").click()
    expect(tab.get_by_label("Publisher").first).to_have_value("The Check Desk")
    context.close()


@pytest.mark.parametrize("wide", [320, 1280])
def test_the_pages_fit_the_screen(browser: Browser, live_server: LiveServer, assignment: Assignment, wide: int) -> None:
    OUTPUT.mkdir(exist_ok=True)
    context = browser.new_context(viewport={"width": wide, "height": 900})
    tab = context.new_page()
    bench(tab, live_server.url, assignment)
    assert width(tab, tab.url) <= wide
    tab.screenshot(path=OUTPUT / f"said-before-{wide}.png", full_page=True)
    match = Match.objects.get(claim=assignment.check_row.claim, earlier__text=EARLIER)
    services.accept_match(match_id=match.pk, actor=assignment.reviewer.user)
    for name, path in (
        ("matched", f"/desk/checks/{assignment.check_row_id}/"),
        ("also-said", Claim.objects.get(text=EARLIER).check_row.fact_check.get_absolute_url()),
    ):
        assert width(tab, live_server.url + path) <= wide
        tab.screenshot(path=OUTPUT / f"{name}-{wide}.png", full_page=True)
    context.close()


def width(tab: Page, url: str) -> int:
    tab.goto(url)
    return int(tab.evaluate("document.documentElement.scrollWidth"))
