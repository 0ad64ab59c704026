"""One claim in two tabs, and a session that ends in one of them and is renewed in the other."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests import makers
from tests.browser.conftest import sign_in
from tests.polling import until
from verification import services
from verification.models import Assignment, Draft, Verdict

WORDS = "The register of the harbour lists fewer."
SIGNED_OUT = "You are signed out."


@pytest.fixture
def assignment() -> Assignment:
    desk = makers.make_desk(name="Harbour", is_default=True, verdicts_needed=1)
    return makers.make_assignments(makers.make_check(desk))[0]


@pytest.fixture
def bench(tab: Page, live_server: LiveServer, assignment: Assignment) -> Page:
    sign_in(tab, live_server.url, assignment.reviewer.user.username, makers.PASSWORD)
    tab.goto(f"{live_server.url}/desk/assignments/{assignment.pk}/")
    return tab


def kept() -> list[str]:
    return [draft.values["reasoning"] for draft in Draft.objects.order_by("pk")]


def test_two_tabs_keep_two_texts_and_each_can_be_gone_on_with(
    bench: Page, context: BrowserContext, complaints: list[str]
) -> None:
    other = context.new_page()
    other.goto(bench.url)
    bench.get_by_label("Reasoning").fill(WORDS)
    expect(bench.get_by_text("Draft kept at")).to_be_visible()
    other.get_by_label("Reasoning").fill("From the other tab.")
    told = other.get_by_role("alert").filter(has_text="Another page of yours kept another text")
    expect(told).to_be_visible()
    told.get_by_text("Show the other text").click()
    expect(told).to_contain_text(WORDS)
    assert sorted(kept()) == ["From the other tab.", WORDS]
    # A tab in which nobody writes stays as it is, also where it asks again.
    bench.evaluate("htmx.trigger(document.body, 'keep-draft')")
    told.get_by_role("button", name="Go on with the other text").click()
    expect(other.get_by_label("Reasoning")).to_have_value(WORDS)
    expect(other.locator("#other-drafts")).to_contain_text("From the other tab.")
    assert sorted(kept()) == ["From the other tab.", WORDS]
    other.get_by_role("button", name="Drop the other text").click()
    expect(other.get_by_text("The other text is dropped.")).to_be_visible()
    assert kept() == [WORDS]
    assert complaints == []


def test_what_a_closed_tab_could_not_send_stands_beside_what_was_kept_since(
    bench: Page, context: BrowserContext, assignment: Assignment
) -> None:
    bench.route("**/draft/", lambda route: route.abort())
    bench.get_by_label("Reasoning").fill("Never sent.")
    expect(bench.get_by_text("There is no connection.")).to_be_visible()
    address = bench.url
    bench.close()
    services.save_draft(
        assignment_id=assignment.pk,
        reviewer=assignment.reviewer,
        values={"reasoning": WORDS, "form-TOTAL_FORMS": "0"},
        loaded=services.LoadedDraft(page="phone"),
    )
    again = context.new_page()
    again.goto(address)
    expect(again.get_by_label("Reasoning")).to_have_value(WORDS)
    expect(again.locator("#other-drafts")).to_contain_text("Never sent.")
    assert sorted(kept()) == ["Never sent.", WORDS]


def test_saving_goes_on_once_somebody_has_signed_in_again_in_another_tab(
    bench: Page, context: BrowserContext, live_server: LiveServer, assignment: Assignment
) -> None:
    context.clear_cookies(name="sessionid")
    bench.get_by_label("Reasoning").fill(WORDS)
    expect(bench.get_by_text(SIGNED_OUT)).to_be_visible()
    sign_in(context.new_page(), live_server.url, assignment.reviewer.user.username, makers.PASSWORD)
    bench.get_by_label("Reasoning").fill(f"{WORDS} Two.")
    until(lambda: kept() == [f"{WORDS} Two."], what="the words at the desk")
    expect(bench.get_by_text(SIGNED_OUT)).to_be_hidden()
    bench.get_by_role("radio").first.check()
    bench.get_by_role("button", name="Submit verdict").click()
    expect(bench.get_by_text("Your verdict is recorded.")).to_be_visible()


def test_nothing_goes_to_the_desk_in_the_name_of_somebody_else(
    bench: Page, context: BrowserContext, live_server: LiveServer, assignment: Assignment
) -> None:
    other = makers.make_reviewer(assignment.check_row.desk)
    context.clear_cookies(name="sessionid")
    sign_in(context.new_page(), live_server.url, other.user.username, makers.PASSWORD)
    bench.get_by_role("radio").first.check()
    bench.get_by_label("Reasoning").fill(WORDS)
    expect(bench.get_by_text("Somebody else is signed in in this browser now.")).to_be_visible()
    bench.get_by_role("button", name="Submit verdict").click()
    expect(bench.get_by_text(f"You are signed in as {other.user}.")).to_be_visible()
    expect(bench.get_by_text(WORDS)).to_be_visible()
    assert not Verdict.objects.exists()
    assert not Draft.objects.exists()
