"""What people do, in a browser: reviewers judge, an editor publishes, a reader reads."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from claims import services as claim_services
from claims.extraction.pipeline import extract
from claims.models import Article, User
from tests import makers
from tests.browser.conftest import listen, sign_in
from verification import services
from verification.models import Check, Desk, FactCheck, Reviewer, Source, Verdict

TEXT = (
    "Harbour minister Anna Lindqvist visited the docks on Monday.\n"
    "Lindqvist said the port had lost four cranes in the storm in May.\n"
    "“The repairs cost $12 million, and nobody had budgeted for them,” she said.\n"
    "Earlier estimates had put the damage at up to 8 million dollars."
)


def extracted_article() -> Article:
    """An article with its claims found and its checks routed, as the worker leaves it."""
    article = makers.make_article(TEXT, title="Storm damage at the port", outlet="The Ferry Post")
    Article.objects.filter(pk=article.pk).update(published_at=datetime(2025, 6, 18, 9, tzinfo=UTC))
    attempt = claim_services.begin_extraction(article_id=article.pk)
    assert attempt
    claim_services.store_statements(
        attempt=attempt, statements=extract(attempt.text, published=datetime(2025, 6, 18, 9, tzinfo=UTC))
    )
    for check in services.open_checks(article_id=article.pk):
        services.route_check(check_id=check.pk)
    return article


@pytest.fixture
def desk() -> Desk:
    return makers.make_desk(name="Harbour", is_default=True)


@pytest.fixture
def reviewers(desk: Desk) -> list[Reviewer]:
    return [makers.make_reviewer(desk), makers.make_reviewer(desk)]


@pytest.fixture
def check(reviewers: list[Reviewer]) -> Check:
    article = extracted_article()
    return Check.objects.get(claim__article=article, claim__text__contains="four cranes")


def judge(tab: Page, url: str, reviewer: Reviewer) -> None:
    sign_in(tab, url, reviewer.user.username, makers.PASSWORD)
    tab.get_by_role("link", name="four cranes").click()
    expect(tab.locator("mark.current")).to_contain_text("four cranes")
    tab.get_by_label("False", exact=False).first.check()
    tab.get_by_label("Reasoning").fill("The port's register lists two cranes lost.")
    first, second = tab.locator("fieldset.source").nth(0), tab.locator("fieldset.source").nth(1)
    first.get_by_label("Address").fill("https://register.example/cranes")
    first.get_by_text("Title, publisher").click()
    first.get_by_label("Title").fill("Register of cranes")
    first.get_by_label("Stance").select_option("refutes")
    second.get_by_label("Address").fill("https://insurer.example/report")
    tab.get_by_role("button", name="Submit verdict").click()
    expect(tab.get_by_role("status")).to_contain_text("Your verdict is recorded.")


def publish(tab: Page, url: str, editor: User, check: Check) -> None:
    sign_in(tab, url, editor.username, makers.PASSWORD)
    tab.get_by_role("link", name="four cranes").click()
    tab.get_by_label("Headline").fill("Two cranes were lost, not four")
    tab.get_by_role("button", name="Sign off and publish").click()
    tab.get_by_role("link", name="The published page").click()


def read(tab: Page) -> None:
    expect(tab.get_by_role("heading", level=1)).to_have_text("Two cranes were lost, not four")
    expect(tab.locator(".verdict")).to_have_text("False")
    expect(tab.locator(".sources li")).to_have_count(2)
    markup = json.loads(tab.locator('script[type="application/ld+json"]').inner_text())
    assert markup["claimReviewed"] == tab.locator(".claim-text").inner_text()
    assert markup["reviewRating"]["alternateName"] == "False"


def walk(browser: Browser, url: str, reviewers: list[Reviewer], check: Check, *, javascript: bool) -> list[str]:
    """The whole way, each person in a browser of their own; returns what the consoles complained of."""
    complaints: list[str] = []
    editor = makers.make_editor()

    def someone() -> Page:
        context = browser.new_context(java_script_enabled=javascript)
        listen(context, complaints)
        return context.new_page()

    for reviewer in reviewers:
        judge(someone(), url, reviewer)
    publish(someone(), url, editor, check)
    reader = someone()
    reader.goto(url + FactCheck.objects.get().get_absolute_url())
    read(reader)
    for context in browser.contexts:
        context.close()
    return complaints


@pytest.mark.parametrize("javascript", [True, False])
def test_a_claim_is_judged_published_and_read(
    browser: Browser, live_server: LiveServer, reviewers: list[Reviewer], check: Check, javascript: bool
) -> None:
    assert walk(browser, live_server.url, reviewers, check, javascript=javascript) == []
    assert Verdict.objects.count() == 2
    assert Source.objects.count() == 4


def test_another_source_keeps_what_was_typed(
    tab: Page, live_server: LiveServer, reviewers: list[Reviewer], check: Check, complaints: list[str]
) -> None:
    sign_in(tab, live_server.url, reviewers[0].user.username, makers.PASSWORD)
    tab.get_by_role("link", name="four cranes").click()
    tab.get_by_label("Reasoning").fill("Not finished yet")
    tab.locator("fieldset.source").nth(1).get_by_text("Title, publisher").click()
    tab.locator("fieldset.source").nth(1).get_by_label("Title").fill("Half typed")
    tab.get_by_role("button", name="Add another source").click()
    expect(tab.locator("fieldset.source")).to_have_count(3)
    expect(tab.locator("fieldset.source").nth(1).get_by_label("Title")).to_have_value("Half typed")
    expect(tab.get_by_label("Reasoning")).to_have_value("Not finished yet")
    assert complaints == []


def test_the_pages_of_the_api_and_the_admin_break_no_policy(
    tab: Page, live_server: LiveServer, complaints: list[str]
) -> None:
    administrator = makers.make_administrator()
    sign_in(tab, live_server.url, administrator.username, makers.PASSWORD)
    tab.goto(f"{live_server.url}/api/docs/")
    tab.get_by_text("Claimdesk API").first.wait_for()
    tab.goto(f"{live_server.url}/admin/")
    tab.wait_for_load_state("networkidle")
    assert complaints == []


def test_the_workbench_is_worked_by_keyboard_alone(
    tab: Page, live_server: LiveServer, reviewers: list[Reviewer], check: Check
) -> None:
    sign_in(tab, live_server.url, reviewers[0].user.username, makers.PASSWORD)
    mine = reviewers[0].assignments.get(check_row=check)
    tab.goto(f"{live_server.url}/desk/assignments/{mine.pk}/")
    press_until(tab, 'input[name="rating"]')
    tab.keyboard.press("Space")
    press_until(tab, "textarea[name=reasoning]")
    tab.keyboard.type("The register says two.")
    press_until(tab, 'button[name="submit"]')
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("status")).to_contain_text("Your verdict is recorded.")


def press_until(tab: Page, selector: str) -> None:
    for _ in range(80):
        tab.keyboard.press("Tab")
        if tab.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"Tab never comes to {selector}.")


def test_an_open_page_hears_when_the_claim_is_given_to_somebody_else(
    live_server: LiveServer, tab: Page, check: Check, complaints: list[str]
) -> None:
    [slot, _] = check.assignments.select_related("reviewer__user").order_by("slot")
    sign_in(tab, live_server.url, slot.reviewer.user.username, makers.PASSWORD)
    tab.get_by_role("link", name="four cranes").click()
    back = "window.dispatchEvent(new Event('focus'))"
    with tab.expect_response("**/extend/") as kept:
        tab.evaluate(back)
    assert kept.value.status == 200
    expect(tab.locator("#lease")).to_contain_text("Yours until")
    services.recall(assignment_id=slot.pk, actor=makers.make_editor(), why="Needs a specialist.")
    tab.evaluate(back)
    expect(tab.locator("#lease")).to_contain_text("no longer yours")
    assert complaints == []
