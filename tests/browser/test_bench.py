"""The workbench as it is worked: by keyboard alone, with a lease or a session that ends while somebody writes."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Request, expect
from pytest_django.live_server_helper import LiveServer

from claims import services as claim_services
from claims import tasks
from claims.models import Claim
from claims.models import Page as SourcePage
from tests import makers
from tests.browser.conftest import OUTPUT, sign_in
from tests.claims.test_pages import site
from tests.polling import until
from tests.processes import ROOT
from tests.verification.test_workbench_page import statement
from verification import services
from verification.models import Assignment, Check, Desk, Draft, Reviewer, Source, Verdict

__all__ = ["site"]
CLAIMS = 10
SENTENCES = [f"The port of Aldburgh lost {number} cranes in 20{number}." for number in range(11, 11 + CLAIMS)]
WORDS = "The register of the port lists fewer."
REGISTER = "https://register.example/cranes"
SIGNED_OUT = "You are signed out."


@pytest.fixture
def desk() -> Desk:
    return makers.make_desk(name="Harbour", is_default=True, verdicts_needed=1)


@pytest.fixture
def reviewer(desk: Desk) -> Reviewer:
    return makers.make_reviewer(desk, capacity=CLAIMS)


@pytest.fixture
def held(reviewer: Reviewer) -> list[Assignment]:
    """Ten claims of one article, all with the reviewer, in the order of the article."""
    article = makers.make_article(" ".join(SENTENCES), title="Ten years at the port", outlet="The Ferry Post")
    attempt = claim_services.begin_extraction(article_id=article.pk)
    assert attempt
    claim_services.store_statements(attempt=attempt, statements=[statement(attempt.text, one) for one in SENTENCES])
    services.open_checks()
    for check in Check.objects.order_by("pk"):
        services.route_check(check_id=check.pk)
    return list(Assignment.objects.order_by("check_row__claim__mentions__start"))


def open_bench(tab: Page, url: str, assignment: Assignment) -> None:
    sign_in(tab, url, assignment.reviewer.user.username, makers.PASSWORD)
    tab.goto(f"{url}/desk/assignments/{assignment.pk}/")


class Counted:
    """Hands that count: a key with others held down is one stroke, a click is one, and so is each typed letter."""

    def __init__(self, tab: Page) -> None:
        self.tab, self.keys, self.clicks, self.letters = tab, 0, 0, 0

    def press(self, key: str) -> None:
        self.tab.keyboard.press(key)
        self.keys += 1

    def click(self, place: Locator) -> None:
        place.click()
        self.clicks += 1

    def type(self, words: str) -> None:
        self.tab.keyboard.type(words)
        self.letters += len(words)


def judge_by_keyboard(hands: Counted) -> None:
    hands.press("3")
    hands.press("e")
    hands.type(WORDS)
    hands.press("Escape")
    hands.press("s")
    hands.type(REGISTER)
    hands.press("Control+Enter")


def judge_by_mouse(hands: Counted) -> None:
    tab = hands.tab
    hands.click(tab.get_by_role("radio").nth(2))
    hands.click(tab.get_by_label("Reasoning"))
    hands.type(WORDS)
    hands.click(tab.locator("fieldset.source").first.get_by_label("Address"))
    hands.type(REGISTER)
    hands.click(tab.get_by_role("button", name="Submit verdict"))


BEGINS: dict[str, Callable[[Counted], None]] = {
    "keyboard": lambda hands: hands.press("n"),
    "mouse": lambda hands: hands.click(hands.tab.locator("a.row-claim").first),
}
JUDGES = {"keyboard": judge_by_keyboard, "mouse": judge_by_mouse}


@pytest.mark.parametrize("way", ["keyboard", "mouse"])
def test_ten_claims_are_judged_as_fast_as_the_readme_says(
    tab: Page, context: BrowserContext, live_server: LiveServer, held: list[Assignment], complaints: list[str], way: str
) -> None:
    sign_in(tab, live_server.url, held[0].reviewer.user.username, makers.PASSWORD)
    waited: list[float] = []
    context.on("requestfinished", lambda request: waited.append(_waited(request)))
    hands = Counted(tab)
    BEGINS[way](hands)
    for done in range(CLAIMS):
        expect(tab.get_by_role("heading", name="Your verdict")).to_be_visible()
        JUDGES[way](hands)
        until(lambda done=done: Verdict.objects.count() == done + 1, what=f"verdict {done + 1}")  # type: ignore[misc]
        expect(tab.get_by_text("Your verdict is recorded.")).to_be_visible()
    assert set(Verdict.objects.values_list("rating__key", "reasoning")) == {("false", WORDS)}
    assert Source.objects.count() == CLAIMS
    assert complaints == []
    told = {"keys": hands.keys, "clicks": hands.clicks, "letters": hands.letters}
    # Requests and time differ from run to run; people copy them into the README when they change much.
    log = {**told, "requests": len(waited), "server_s": round(sum(waited) / 1000, 1)}
    OUTPUT.mkdir(exist_ok=True)
    (OUTPUT / f"ten-claims-{way}.json").write_text(json.dumps(log))
    row = f"| by {way} | {' | '.join(map(str, told.values()))} |"
    assert row in (ROOT / "README.md").read_text()


def _waited(request: Request) -> float:
    """How many milliseconds the server took until it began to answer; 0 where the browser asked its cache."""
    return max(request.timing["responseStart"] - max(request.timing["requestStart"], 0), 0)


def test_a_verdict_is_taken_back_with_one_key(
    tab: Page, live_server: LiveServer, held: list[Assignment], settings: Any
) -> None:
    settings.UNDO_SECONDS = 60
    open_bench(tab, live_server.url, held[0])
    for key in ("1", "e"):
        tab.keyboard.press(key)
    tab.keyboard.type(WORDS)
    tab.keyboard.press("Control+Enter")
    expect(tab.get_by_role("button", name="Take it back")).to_be_visible()
    tab.keyboard.press("u")
    expect(tab.get_by_text("Your verdict is taken back")).to_be_visible()
    expect(tab.get_by_label("Reasoning")).to_have_value(WORDS)
    expect(tab.get_by_role("radio").first).to_be_checked()
    assert not Verdict.objects.exists()


def test_keys_lead_through_the_queue_and_the_article(
    tab: Page, live_server: LiveServer, held: list[Assignment]
) -> None:
    sign_in(tab, live_server.url, held[0].reviewer.user.username, makers.PASSWORD)
    rows = tab.locator("a.row-claim")
    tab.keyboard.press("j")
    tab.keyboard.press("j")
    expect(rows.nth(1)).to_be_focused()
    tab.keyboard.press("k")
    expect(rows.nth(0)).to_be_focused()
    tab.keyboard.press("/")
    expect(tab.get_by_role("searchbox")).to_be_focused()
    tab.goto(f"{live_server.url}/desk/assignments/{held[0].pk}/")
    tab.keyboard.press("j")
    expect(tab.locator("#claim")).to_have_text(SENTENCES[1])
    tab.keyboard.press("k")
    expect(tab.locator("#claim")).to_have_text(SENTENCES[0])
    tab.keyboard.press("n")
    expect(tab.locator("#claim")).to_have_text(SENTENCES[1])
    tab.keyboard.press("r")
    expect(tab.locator("#give-back textarea")).to_be_focused()


def test_single_keys_are_told_and_can_be_turned_off(tab: Page, live_server: LiveServer, held: list[Assignment]) -> None:
    open_bench(tab, live_server.url, held[0])
    tab.keyboard.press("?")
    dialog = tab.get_by_role("dialog", name="Keys")
    dialog.get_by_label("Single keys do this").uncheck()
    dialog.get_by_role("button", name="Close").click()
    tab.keyboard.press("3")
    expect(tab.get_by_role("radio", checked=True)).to_have_count(0)
    tab.keyboard.press("?")
    expect(dialog).to_be_visible()


def test_a_lease_that_ends_while_somebody_writes_is_told_and_costs_no_word(
    tab: Page, live_server: LiveServer, held: list[Assignment], complaints: list[str]
) -> None:
    open_bench(tab, live_server.url, held[0])
    with tab.expect_response("**/extend/"):
        tab.get_by_label("Reasoning").fill(WORDS)
    until(Draft.objects.exists, what="the draft")
    Assignment.objects.filter(pk=held[0].pk).update(lease_until="2020-01-01T00:00Z")
    services.expire_leases()
    tab.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(tab.get_by_role("alert").filter(has_text="no longer yours")).to_be_visible()
    tab.get_by_label("Reasoning").fill(WORDS + " Two.")
    until(lambda: "Two." in Draft.objects.get().values["reasoning"], what="the words after the end")
    services.retry_check(check=held[0].check_row, actor=makers.make_editor())
    tab.reload()
    expect(tab.get_by_text(WORDS + " Two.")).to_be_visible()
    tab.get_by_role("button", name="Take it", exact=True).click()
    expect(tab.get_by_label("Reasoning")).to_have_value(WORDS + " Two.")
    assert complaints == []


def test_a_session_that_ends_while_somebody_writes_costs_no_word(
    tab: Page, context: BrowserContext, live_server: LiveServer, held: list[Assignment]
) -> None:
    open_bench(tab, live_server.url, held[0])
    context.clear_cookies(name="sessionid")
    tab.keyboard.press("2")
    tab.get_by_label("Reasoning").fill(WORDS)
    tab.locator("fieldset.source").nth(1).get_by_label("Address").fill("https://register.example/2")
    expect(tab.get_by_text(SIGNED_OUT)).to_be_visible()
    tab.get_by_role("link", name="Sign in again").click()
    tab.get_by_label("Username").fill(held[0].reviewer.user.username)
    tab.get_by_label("Password").fill(makers.PASSWORD)
    tab.get_by_role("button", name="Sign in").click()
    expect(tab.get_by_label("Reasoning")).to_have_value(WORDS)
    expect(tab.get_by_role("radio").nth(1)).to_be_checked()
    expect(tab.locator("fieldset.source").nth(1).get_by_label("Address")).to_have_value("https://register.example/2")
    until(Draft.objects.exists, what="the draft at the desk")


def test_a_lost_connection_costs_no_word(
    tab: Page, context: BrowserContext, live_server: LiveServer, held: list[Assignment]
) -> None:
    open_bench(tab, live_server.url, held[0])
    context.set_offline(True)
    tab.get_by_label("Reasoning").fill(WORDS)
    expect(tab.get_by_text("There is no connection.")).to_be_visible()
    tab.close()
    context.set_offline(False)
    again = context.new_page()
    again.goto(f"{live_server.url}/desk/assignments/{held[0].pk}/")
    expect(again.get_by_label("Reasoning")).to_have_value(WORDS)
    until(Draft.objects.exists, what="the draft at the desk")


def test_two_people_at_one_article_see_each_other(
    browser: Browser, tab: Page, live_server: LiveServer, held: list[Assignment], desk: Desk
) -> None:
    other = makers.make_reviewer(desk)
    context = browser.new_context()
    there = context.new_page()
    sign_in(there, live_server.url, other.user.username, makers.PASSWORD)
    with there.expect_response("**/presence/"):
        there.goto(f"{live_server.url}/desk/articles/{held[0].check_row.claim.article_id}/")
    open_bench(tab, live_server.url, held[0])
    expect(tab.locator("#here")).to_contain_text(str(other))
    context.close()


def test_new_work_appears_without_a_reload(tab: Page, live_server: LiveServer, reviewer: Reviewer, desk: Desk) -> None:
    sign_in(tab, live_server.url, reviewer.user.username, makers.PASSWORD)
    check = makers.make_check(desk)
    services.route_check(check_id=check.pk)
    tab.evaluate("htmx.ajax('GET', location.href, {target: '#queue', source: '#queue', swap: 'innerHTML'})")
    expect(tab.get_by_role("link", name=check.claim.text)).to_be_visible()


def test_without_javascript_a_draft_is_kept_and_taken_up_again(
    browser: Browser, live_server: LiveServer, held: list[Assignment]
) -> None:
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    open_bench(tab, live_server.url, held[0])
    tab.get_by_label("Reasoning").fill(WORDS)
    tab.get_by_role("button", name="Keep as a draft").click()
    expect(tab.get_by_text("Your draft is kept.")).to_be_visible()
    expect(tab.get_by_label("Reasoning")).to_have_value(WORDS)
    context.close()


def test_an_address_is_looked_up_while_somebody_writes(
    tab: Page, live_server: LiveServer, held: list[Assignment], site: str, settings: Any, complaints: list[str]
) -> None:
    settings.ALLOW_PRIVATE_ADDRESSES = True
    open_bench(tab, live_server.url, held[0])
    row = tab.locator("fieldset.source").nth(1)
    row.get_by_label("Address").fill(f"{site}/page")
    tab.keyboard.press("Tab")
    expect(row).to_contain_text("Looking the page up")
    tasks.read_page(SourcePage.objects.get().pk)
    expect(row).to_contain_text("Found: Two cranes lost, The Ferry Post, 17 June 2025.")
    expect(row.get_by_label("Title")).to_have_value("Two cranes lost")
    expect(row.get_by_label("Published")).to_have_value("2025-06-17")
    expect(tab.get_by_text("No source is a primary one.")).to_be_visible()
    assert complaints == []


def test_a_claim_is_added_by_marking_its_words(
    tab: Page, live_server: LiveServer, held: list[Assignment], complaints: list[str]
) -> None:
    open_bench(tab, live_server.url, held[0])
    tab.goto(f"{live_server.url}/desk/articles/{held[0].check_row.claim.article_id}/")
    tab.evaluate(MARK_WORDS)
    expect(tab.locator("#add_exact")).to_have_value("lost 12 cranes")
    tab.get_by_role("button", name="Add the claim").click()
    expect(tab.get_by_text("The claim is added.")).to_be_visible()
    mention = Claim.objects.get(text="lost 12 cranes").mentions.get()
    assert mention.start == " ".join(SENTENCES).index("lost 12 cranes")
    assert complaints == []


# In the second marked claim of the article, after its first words.
MARK_WORDS = """() => {
  const text = document.querySelectorAll(".article-text mark")[1].firstChild;
  const start = text.data.indexOf("lost");
  document.getSelection().setBaseAndExtent(text, start, text, start + "lost 12 cranes".length);
}"""
