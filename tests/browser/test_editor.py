"""An editor's morning in a real browser: from a figure on the board to the rows, and done with them in two clicks."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, expect

from claims import services as claim_services
from claims.models import Article, Claim, Import, Mention
from tests import makers
from tests.browser.test_admin import WIDTHS, sign_in, visit
from verification.models import Check, FactCheck
from verification.states import CheckStatus


def test_from_the_board_to_published_by_mouse(
    live_server: Any, context: BrowserContext, tab: Page, complaints: list[str]
) -> None:
    desk = makers.make_desk()
    ready = [makers.make_agreed_check(desk) for _ in range(2)]
    sign_in(context, makers.make_editor(), live_server.url)
    tab.goto(f"{live_server.url}{reverse('desk')}")
    tab.get_by_role("link", name="Board", exact=True).click()
    tab.get_by_role("link", name="2 Ready to sign off").click()
    tab.wait_for_selector("html:not([x-cloak])")
    for box in tab.locator("input.action-select").all():
        box.check()
    tab.select_option("select[name=action]", "publish")
    tab.get_by_role("button", name="Run").click()
    expect(tab.get_by_label("Headline")).to_have_count(2)
    tab.get_by_label("Headline").first.fill("No, it was not")
    tab.get_by_role("button", name="Publish").click()
    tab.get_by_text("2 published.").wait_for()
    assert set(Check.objects.values_list("status", flat=True)) == {CheckStatus.PUBLISHED}
    assert FactCheck.objects.filter(revisions__headline="No, it was not").count() == 1
    tab.get_by_role("link", name="Back to the list").click()
    tab.goto(f"{live_server.url}{reverse('board')}")
    expect(tab.get_by_role("link", name="0 Ready to sign off")).to_be_visible()
    assert complaints == []
    assert len(ready) == 2


def step_to(tab: Page, selector: str, *, most: int = 200) -> None:
    """Press Tab until what ``selector`` names has the focus."""
    for _ in range(most):
        tab.keyboard.press("Tab")
        if tab.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} cannot be reached by the keyboard.")


def test_from_the_board_to_dropped_by_keyboard_alone(
    live_server: Any, context: BrowserContext, tab: Page, complaints: list[str]
) -> None:
    makers.make_check()
    Check.objects.update(status=CheckStatus.TRIAGE)
    sign_in(context, makers.make_editor(), live_server.url)
    tab.goto(f"{live_server.url}{reverse('board')}")
    step_to(tab, "a[href*='status__exact=triage']")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/admin/verification/check/**")
    tab.wait_for_selector("html:not([x-cloak])")
    step_to(tab, "input.action-select")
    tab.keyboard.press("Space")
    step_to(tab, "select[name=action]")
    tab.keyboard.type("Drop")
    step_to(tab, "button[name=index]")
    tab.keyboard.press("Enter")
    tab.get_by_label("Reason").wait_for()
    step_to(tab, "textarea[name=why]")
    tab.keyboard.type("Nobody can know.")
    step_to(tab, "button[type=submit]")
    tab.keyboard.press("Enter")
    tab.get_by_text("1 dropped.").wait_for()
    assert Check.objects.get().status == CheckStatus.DROPPED
    assert complaints == []


def test_a_file_is_looked_at_started_and_watched(
    live_server: Any, context: BrowserContext, tab: Page, complaints: list[str]
) -> None:
    sign_in(context, makers.make_editor(), live_server.url)
    visit(tab, f"{live_server.url}{reverse('admin:claims_import_add')}")
    raw = b'{"text": "The ferry stopped.", "title": "Ferry"}\nnonsense\n'
    tab.set_input_files("input[type=file]", {"name": "wire.jsonl", "mimeType": "text/plain", "buffer": raw})
    tab.get_by_role("button", name="Save", exact=True).click()
    tab.get_by_text("Line 2: not JSON").wait_for()
    tab.get_by_role("link", name="Start the import").click()
    tab.get_by_role("button", name="Start the import").click()
    tab.get_by_text("1 refused, 1 waiting of 2").wait_for()
    file = Import.objects.get()
    assert claim_services.begin_import(import_id=file.pk)
    claim_services.bring_in(import_id=file.pk)
    # Nobody loads the page again.
    tab.get_by_text("1 refused, 1 new of 2").wait_for()
    assert Article.objects.get().title == "Ferry"
    assert complaints == []


def make_checked_article() -> Article:
    """An article of two claims: one agreed with its source, one disputed."""
    text = "The port lost four cranes in May. Nobody was hurt."
    article = makers.make_article(text, title="The harbour")
    desk = makers.make_desk()
    for quote, ratings in ((text[:33], ("false", "false")), (text[34:], ("true", "false"))):
        claim = makers.make_claim(quote)
        Claim.objects.filter(pk=claim.pk).update(article=article)
        start = text.index(quote)
        revision = article.revisions.get()
        Mention.objects.create(claim=claim, revision=revision, exact=quote, start=start, end=start + len(quote))
        for assignment, rating in zip(
            makers.make_assignments(makers.make_check(desk, claim=claim)), ratings, strict=True
        ):
            makers.judge(assignment, rating)
    return article


def test_the_checking_copy_is_read_printed_and_taken_along(
    live_server: Any, context: BrowserContext, tab: Page, complaints: list[str]
) -> None:
    article = make_checked_article()
    sign_in(context, makers.make_editor(), live_server.url)
    tab.goto(f"{live_server.url}{reverse('checking', args=[article.pk])}")
    tab.get_by_role("link", name="2≠ (disputed)").click()
    expect(tab.locator("#claim-2")).to_be_in_viewport()
    for name, ending in (("Annotated copy (HTML)", ".html"), ("Annotated copy (Word)", ".docx")):
        with tab.expect_download() as download:
            tab.get_by_role("link", name=name).click()
        assert download.value.suggested_filename.endswith(ending)
    tab.emulate_media(media="print")
    assert not tab.locator(".top").is_visible()
    assert tab.locator("mark.not-true").is_visible()
    assert complaints == []


def test_the_board_and_the_checking_copy_fit_the_screen(
    live_server: Any, context: BrowserContext, tab: Page, complaints: list[str]
) -> None:
    article = make_checked_article()
    desk = makers.make_desk(name="A desk with a name as long as nobody would ever give to any desk at all")
    makers.make_reviewer(desk)
    sign_in(context, makers.make_editor(), live_server.url)
    for width in (*WIDTHS, 320):
        tab.set_viewport_size({"width": width, "height": 900})
        for path in (reverse("board"), reverse("checking", args=[article.pk])):
            tab.goto(f"{live_server.url}{path}")
            assert tab.evaluate("document.documentElement.scrollWidth") <= width, path
    assert complaints == []
