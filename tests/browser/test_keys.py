"""What a key does: in which form, on which layout, held down, and while words are composed."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from claims.models import Event
from tests import makers
from tests.browser.conftest import sign_in
from tests.polling import until
from tests.processes import ROOT
from verification.models import Assignment, Verdict

WHY = "Somebody who reads the tide tables should look at it."


@pytest.fixture
def bench(tab: Page, live_server: LiveServer) -> Page:
    """The page of a claim that is its reviewer's, with a rating and reasons ready to be handed in."""
    desk = makers.make_desk(name="Harbour", is_default=True, verdicts_needed=1)
    [assignment] = makers.make_assignments(makers.make_check(desk))
    sign_in(tab, live_server.url, assignment.reviewer.user.username, makers.PASSWORD)
    tab.goto(f"{live_server.url}/desk/assignments/{assignment.pk}/")
    tab.get_by_role("radio").first.check()
    tab.get_by_label("Reasoning").fill("The tide tables say otherwise.")
    return tab


def strike(tab: Page, **told: object) -> None:
    """A key as a browser tells it, where what it types is not what stands on a US keyboard."""
    tab.evaluate(
        "told => document.activeElement.dispatchEvent("
        "new KeyboardEvent('keydown', {bubbles: true, cancelable: true, ...told}))",
        told,
    )


@pytest.mark.parametrize(
    ("summary", "label", "key"),
    [
        ("Ask for help", "What you need", "Control+Enter"),
        ("Put it off", "Reason", "Meta+Enter"),
        ("Give it back", "Reason", "Control+Enter"),
    ],
)
def test_submit_hands_in_the_form_somebody_writes_in_and_no_verdict(
    bench: Page, summary: str, label: str, key: str
) -> None:
    bench.get_by_text(summary, exact=True).click()
    card = bench.locator("details.card", has_text=summary)
    card.get_by_label(label).fill(WHY)
    bench.keyboard.press(key)
    bench.wait_for_url("**/desk/")
    assert Event.objects.filter(why__contains=WHY).exists() or Assignment.objects.get().help_wanted == WHY
    assert not Verdict.objects.exists()


def test_submit_needs_a_form_and_every_field_of_the_verdict_is_in_one(bench: Page) -> None:
    sent: list[str] = []
    bench.on("request", lambda request: sent.append(request.url) if request.is_navigation_request() else None)
    bench.keyboard.press("Escape")
    bench.keyboard.press("Control+Enter")
    bench.locator(".bench-claim a").first.focus()
    strike(bench, key="Enter", code="Enter", ctrlKey=True)
    bench.locator("fieldset.source").first.get_by_label("Address").focus()
    for extra in ({"altKey": True}, {"shiftKey": True}, {"repeat": True}, {"isComposing": True}, {"keyCode": 229}):
        strike(bench, **{"key": "Enter", "code": "Enter", "ctrlKey": True, **extra})
    assert sent == []
    bench.locator("fieldset.source select").first.focus()
    bench.keyboard.press("Control+Enter")
    until(Verdict.objects.exists, what="the verdict")


def test_nothing_is_done_while_words_are_composed(bench: Page) -> None:
    bench.get_by_label("Reasoning").focus()
    composing = bench.context.new_cdp_session(bench)
    composing.send("Input.imeSetComposition", {"text": "とう", "selectionStart": 2, "selectionEnd": 2})
    for key in ("Control+Enter", "Escape"):
        bench.keyboard.press(key)
    expect(bench.get_by_label("Reasoning")).to_be_focused()
    composing.send("Input.insertText", {"text": "東"})
    assert "東" in bench.get_by_label("Reasoning").input_value()
    assert not Verdict.objects.exists()


# What a browser tells of a stroke, and whether it is the letter e: on which layout it is typed makes no difference.
STROKES: list[tuple[dict[str, object], bool]] = [
    ({"key": "e", "code": "KeyE"}, True),
    ({"key": "у", "code": "KeyE"}, True),
    ({"key": "ε", "code": "KeyE"}, True),
    ({"key": "ث", "code": "KeyE"}, True),
    ({"key": "ק", "code": "KeyE"}, True),
    ({"key": "ㄷ", "code": "KeyE"}, True),
    ({"key": "ा", "code": "KeyE"}, True),
    ({"key": "ي", "code": "KeyD"}, False),
    ({"key": "У", "code": "KeyE"}, True),
    ({"key": "У", "code": "KeyE", "shiftKey": True}, False),
    ({"key": "E", "code": "KeyE"}, True),
    ({"key": "E", "code": "KeyE", "shiftKey": True}, False),
    ({"key": "e", "code": "KeyE", "shiftKey": True}, False),
    ({"key": "e", "code": "KeyD"}, True),
    ({"key": ".", "code": "KeyE"}, False),
    ({"key": "é", "code": "KeyE"}, False),
    ({"key": "Enter", "code": "KeyE"}, False),
    ({"key": "ｅ", "code": "KeyE"}, True),
    ({"key": "e", "code": ""}, True),
    ({"key": "e", "code": "KeyE", "modifierAltGraph": True}, False),
    ({"key": "e", "code": "KeyE", "altKey": True}, False),
    ({"key": "e", "code": "KeyE", "repeat": True}, False),
    ({"key": "e", "code": "KeyE", "isComposing": True}, False),
    ({"key": "Process", "code": "KeyE", "keyCode": 229}, False),
]
# The same for the second rating.
FIGURES: list[tuple[dict[str, object], bool]] = [
    ({"key": "2", "code": "Digit2"}, True),
    ({"key": "2", "code": "Numpad2"}, True),
    ({"key": "2", "code": "Digit2", "shiftKey": True}, True),
    ({"key": "é", "code": "Digit2"}, True),
    ({"key": "٢", "code": "Digit2"}, True),
    ({"key": "@", "code": "Digit2", "shiftKey": True}, False),
    ({"key": "ArrowDown", "code": "Numpad2"}, False),
    ({"key": "Dead", "code": "Digit2"}, False),
]


def test_letters_and_figures_are_what_they_type_or_where_they_are(page_with_keys: Page) -> None:
    tab = page_with_keys
    for strokes, reached in ((STROKES, "e"), (FIGURES, "2")):
        for told, is_reached in strokes:
            tab.evaluate("document.activeElement.blur()")
            strike(tab, **told)
            assert (tab.evaluate("document.activeElement.dataset.of || ''") == reached) == is_reached, told


def test_signs_are_found_wherever_they_are(page_with_keys: Page) -> None:
    dialog = page_with_keys.get_by_role("dialog")
    for told in ({"key": "?", "code": "Minus", "shiftKey": True}, {"key": "؟", "code": "Slash", "shiftKey": True}):
        strike(page_with_keys, **told)
        expect(dialog).to_be_visible()
        dialog.get_by_role("button").click()
    strike(page_with_keys, key="/", code="Digit7", shiftKey=True)
    expect(page_with_keys.get_by_role("searchbox")).to_be_focused()


def test_a_key_held_down_walks_along_a_list_and_does_nothing_twice(page_with_keys: Page) -> None:
    tab = page_with_keys
    for repeat in (False, True, True):
        strike(tab, key="t", code="KeyT", repeat=repeat)
    expect(tab.get_by_role("button", name="Take it")).to_have_attribute("data-clicks", "*")
    strike(tab, key="j", code="KeyJ")
    for _ in range(2):
        strike(tab, key="j", code="KeyJ", repeat=True)
    expect(tab.get_by_role("link").nth(2)).to_be_focused()


@pytest.fixture
def page_with_keys(tab: Page) -> Page:
    """A page without a server that has what keys lead to."""
    tab.route("http://keys.example/", lambda route: route.fulfill(content_type="text/html", body=KEYS))
    tab.goto("http://keys.example/")
    tab.add_script_tag(path=ROOT / "config/static/site.js")
    return tab


KEYS = """<!DOCTYPE html><input type="search" id="q">
<a href="#1" class="row-claim">1</a> <a href="#2" class="row-claim">2</a> <a href="#3" class="row-claim">3</a>
<form><input type="radio" name="rating"> <input type="radio" name="rating" data-of="2">
<textarea name="reasoning" data-of="e"></textarea></form>
<button type="button" data-key="t" data-clicks="" onclick="dataset.clicks += '*'">Take it</button>
<dialog id="keys"><form method="dialog"><button type="submit">Close</button></form></dialog>"""
