"""What readers get, measured in a browser: what it weighs, what its markup says, how it fits and where the focus is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from tests import makers
from tests.browser.pages import Newsroom, Shown, enter, make_newsroom, pages
from verification.models import FactCheck

MOST_BYTES = 60_000
LONG_NAME = "Wolfeschlegelsteinhausenbergerdorff" * 8
LONG_CLAIM = "The port lost four cranes in the storm, and nobody had budgeted for them. " * 63


@pytest.fixture
def room() -> Newsroom:
    return make_newsroom()


def public_pages(room: Newsroom) -> list[Shown]:
    return [shown for shown in pages(room) if not shown.who]


def long_fact_check(room: Newsroom) -> FactCheck:
    """One that is as long as one can be, with words that nothing breaks."""
    claim = makers.make_claim(f"{LONG_CLAIM} {'w' * 200}", speaker_name=LONG_NAME, speaker_role=LONG_NAME)
    check = makers.make_check(room.agreed.desk, claim)
    for assignment in makers.make_assignments(check):
        makers.judge(assignment, "false", makers.make_source(title="T" * 480, url=f"https://long.example/{'u' * 900}"))
    check.refresh_from_db()
    return makers.publish(check, room.people["editor"], headline="H" * 290, summary=LONG_CLAIM * 20)


def test_a_page_for_readers_weighs_little_and_asks_nobody_else(
    live_server: LiveServer, context: BrowserContext, room: Newsroom, complaints: list[str]
) -> None:
    heavy, elsewhere = {}, []
    for shown in public_pages(room):
        tab = context.new_page()
        session = context.new_cdp_session(tab)
        session.send("Network.enable")
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})
        sizes: list[float] = []
        session.on("Network.loadingFinished", lambda told, sizes=sizes: sizes.append(told["encodedDataLength"]))
        tab.on("request", lambda request: elsewhere.append(request.url))
        tab.goto(live_server.url + shown.path, wait_until="networkidle")
        assert sizes
        if sum(sizes) >= MOST_BYTES:
            heavy[shown.path] = sum(sizes)
        tab.close()
    assert heavy == {}
    assert [url for url in elsewhere if not url.startswith(live_server.url)] == []
    assert [told for told in complaints if "404" not in told and "403" not in told] == []


def test_the_markup_says_what_the_reader_sees(live_server: LiveServer, tab: Page, room: Newsroom) -> None:
    said_at = datetime(2025, 6, 18, 23, 30, tzinfo=UTC)
    check = makers.make_agreed_check(
        room.agreed.desk,
        text="The port lost  six cranes.",
        speaker_name="Anna Lindqvist",
        speaker_role="minister",
        said_at=said_at,
    )
    fact_check = makers.publish(check, room.people["editor"], summary="The register\n\nsays otherwise.")
    for path in (fact_check.get_absolute_url(), room.published.get_absolute_url()):
        tab.goto(live_server.url + path)
        tab.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        markup = json.loads(tab.locator('script[type="application/ld+json"]').inner_text())
        seen = squeezed(tab.locator("body").inner_text())
        links = set(tab.evaluate("[...document.querySelectorAll('a')].map(link => link.getAttribute('href'))"))
        times = set(tab.evaluate("[...document.querySelectorAll('time')].map(time => time.dateTime)"))
        unseen = [
            (name, value)
            for name, value in members(markup)
            if not name.startswith("@") and squeezed(value) not in seen and value not in links | times
        ]
        assert unseen == []


def members(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """(name, value) of everything in the markup that is not itself made of members."""
    if isinstance(value, dict):
        for inner, member in value.items():
            yield from members(member, inner)
    elif isinstance(value, list):
        for member in value:
            yield from members(member, name)
    else:
        yield name, str(value)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def test_no_page_is_wider_than_the_screen_whichever_way_it_is_read(
    live_server: LiveServer, context: BrowserContext, tab: Page, room: Newsroom
) -> None:
    """In German, whose words are the longest that the site has."""
    long = long_fact_check(room)
    context.set_extra_http_headers({"Accept-Language": "de"})
    shown = [*pages(room), Shown("", long.get_absolute_url()), Shown("editor", f"/desk/checks/{long.check_row_id}/")]
    wide = []
    for page in sorted(shown, key=lambda page: page.who):
        enter(context, live_server.url, room.people.get(page.who))
        tab.goto(live_server.url + page.path)
        wide += [(page.path, width, direction) for width, direction in SCREENS if _width(tab, width, direction) > width]
    assert wide == []


SCREENS = ((320, "ltr"), (320, "rtl"), (1280, "ltr"), (1280, "rtl"))


def _width(tab: Page, width: int, direction: str) -> int:
    """How wide the page that is open is on a screen so wide, when it is read that way."""
    tab.set_viewport_size({"width": width, "height": 700})
    return int(tab.evaluate(WIDTH, direction))


def test_whoever_goes_by_keyboard_sees_where_they_are(live_server: LiveServer, tab: Page, room: Newsroom) -> None:
    for path in ("/fact-checks/", room.published.get_absolute_url()):
        tab.goto(live_server.url + path)
        hidden: list[str] = []
        reached: set[str] = set()
        for _ in range(60):
            tab.keyboard.press("Tab")
            told = tab.evaluate(FOCUS)
            if told is None:
                break
            reached.add(told["what"])
            if not told["seen"]:
                hidden.append(told["what"])
        assert hidden == []
        assert len(reached) > 10


WIDTH = """direction => {
  document.documentElement.dir = direction;
  return document.documentElement.scrollWidth;
}"""
# What has the focus, and whether a line is drawn around it; nothing once the page's end is passed.
FOCUS = """() => {
  const here = document.activeElement;
  if (!here || here === document.body) return null;
  const style = getComputedStyle(here);
  const seen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  return {what: here.outerHTML.slice(0, 120), seen};
}"""
