"""No page breaks a rule of WCAG 2.2 AA that axe-core can tell, in light and in dark."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT as AXE
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, Route
from pytest_django.live_server_helper import LiveServer

from tests.browser.pages import NO_PAGES, PAGES, Newsroom, admin_pages, enter, make_newsroom, pages
from tests.seen import seen
from tests.test_every_route import ROUTES

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# What no rule here looks at need not be made ready: the style sheets once more, and ways to each element.
LITTLE = {"resultTypes": ["violations"], "preload": False, "ancestry": False, "xpath": False, "elementRef": False}
EVERYTHING = LITTLE | {"runOnly": RULES}
COLOURS = LITTLE | {"runOnly": {"type": "rule", "values": ["color-contrast"]}}


@pytest.fixture
def room() -> Newsroom:
    return make_newsroom()


def violations(tab: Page, where: str) -> list[str]:
    """What axe finds on the page that is open; every rule in light, and the contrast again in dark."""
    found = []
    tab.evaluate(AXE)
    for scheme, options in (("light", EVERYTHING), ("dark", COLOURS)):
        tab.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        # The admin asks once, as it is loaded, and keeps the answer in a class.
        tab.evaluate("dark => document.documentElement.classList.toggle('dark', dark)", scheme == "dark")
        response = tab.evaluate("options => axe.run(options)", options)
        found += [f"{where} ({scheme}): {told}" for told in _told(response)]
    return found


def _told(response: dict[str, Any]) -> list[str]:
    return [
        f"{broken['id']}: {node['html'][:200]} {node['failureSummary']}"
        for broken in response["violations"]
        for node in broken["nodes"]
    ]


def test_every_page_of_the_site_stands_in_the_list() -> None:
    with_get = {name for name, method in ROUTES if method == "get" and not name.startswith("v1:")}
    assert with_get - NO_PAGES - set(PAGES) == set()


def test_axe_finds_what_is_wrong(tab: Page) -> None:
    """The negative control: without it an axe that runs no rules would pass everything."""
    tab.set_content("<html><body><img src='data:,'><p style='color: #eee; background: #fff'>Hardly seen</p></body>")
    assert {told.split(": ")[1] for told in violations(tab, "bad")} >= {"image-alt", "color-contrast", "html-has-lang"}


def test_no_page_of_the_site_breaks_a_rule(
    live_server: LiveServer, context: BrowserContext, tab: Page, room: Newsroom
) -> None:
    found: list[str] = []
    for shown in sorted(pages(room), key=lambda page: page.who):
        enter(context, live_server.url, room.people.get(shown.who))
        tab.goto(live_server.url + shown.path)
        found += violations(tab, shown.path)
    assert not found, "\n".join(found)


def test_forms_with_errors_and_error_pages_break_no_rule(
    live_server: LiveServer, context: BrowserContext, tab: Page, room: Newsroom
) -> None:
    found: list[str] = []
    for where, html in answers(room).items():
        # Under an address of the site, so that the stylesheet comes as always.
        context.route(f"{live_server.url}/{where}", partial(answer, html=html))
        tab.goto(f"{live_server.url}/{where}")
        found += violations(tab, where)
    assert not found, "\n".join(found)


def answer(route: Route, html: str) -> None:
    route.fulfill(body=html, content_type="text/html")


def answers(room: Newsroom) -> dict[str, str]:
    """Pages that only a form or a fault brings up."""
    editor, reviewer = Client(), Client()
    editor.force_login(room.people["editor"])
    reviewer.force_login(room.people["reviewer"])
    mine = reverse("assignment", args=[room.mine.pk])
    sources = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-url": "no address"}
    told = {
        "login-refused": Client().post("/login/", {"username": "nobody", "password": "wrong"}),
        "article-refused": editor.post(reverse("add-article"), {"text": "", "url": "no address"}),
        "verdict-refused": reviewer.post(mine, {"token": room.mine.token, "reasoning": "", **sources}),
        "conflict": editor.post(
            reverse("act", args=[room.published.check_row_id, "queue"]), seen(room.published.check_row)
        ),
    }
    shown = {where: answer.content.decode() for where, answer in told.items()}
    request = RequestFactory().get("/")
    return shown | {"500": render_to_string("500.html"), "400": render_to_string("400.html", request=request)}


def test_no_page_of_the_admin_breaks_a_rule(
    live_server: LiveServer, context: BrowserContext, tab: Page, room: Newsroom
) -> None:
    found: list[str] = []
    administrator = room.people["administrator"]
    enter(context, live_server.url, administrator)
    for path in admin_pages(administrator):
        tab.goto(live_server.url + path)
        tab.wait_for_selector("html:not([x-cloak])")
        found += violations(tab, path)
    assert not found, "\n".join(found)
