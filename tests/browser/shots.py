"""The pictures of the README, made by one command: ``pytest tests/browser/shots.py``.

They are left in ``tests/browser/output/readme``, each page in light and in dark, with as many colours as fit into
200 KB. The suite does not collect this file: its name begins otherwise.
"""

from __future__ import annotations

import io

import pytest
from PIL import Image
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from tests import makers
from tests.browser.conftest import OUTPUT
from tests.browser.pages import Newsroom, Shown, enter, make_newsroom
from verification.models import FactCheck

MOST_BYTES = 200_000
COLOURS = (128, 64, 32, 16)
FOLDER = OUTPUT / "readme"


@pytest.fixture
def room() -> Newsroom:
    return make_newsroom()


def pages_of_the_readme(room: Newsroom) -> dict[str, Shown]:
    return {
        "reviewer-queue": Shown("reviewer", "/desk/"),
        "reviewer-workbench": Shown("reviewer", f"/desk/assignments/{room.mine.pk}/"),
        "editor-check": Shown("editor", f"/desk/checks/{room.agreed.pk}/"),
        "editor-article": Shown("editor", f"/desk/articles/{room.article.pk}/"),
        "public-fact-check": Shown("", told(room).get_absolute_url()),
        "public-list": Shown("", "/fact-checks/"),
    }


def told(room: Newsroom) -> FactCheck:
    """A fact-check as a newsroom would write one."""
    source = makers.make_source(
        url="https://register.example/cranes/2025",
        title="Register of harbour cranes, 2025",
        publisher="Harbour authority",
        stance="refutes",
        kind="primary",
        quote="Out of service since 14 May: cranes 7 and 11.",
    )
    claim = makers.make_claim(
        "The port lost four cranes in the storm in May.",
        speaker_name="Anna Lindqvist",
        speaker_role="harbour minister",
        topics=["harbour"],
    )
    check = makers.make_check(room.agreed.desk, claim)
    for assignment in makers.make_assignments(check):
        makers.judge(assignment, "false", source)
    check.refresh_from_db()
    summary = (
        "The harbour authority keeps a register of its cranes. It lists two as out of service since the storm.\n\n"
        "The minister's office told us that she had counted two more that were already being repaired."
    )
    return makers.publish(check, room.people["editor"], headline="The storm cost the port two cranes", summary=summary)


def smaller(png: bytes) -> bytes:
    """The picture with as many colours as fit into ``MOST_BYTES``."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    tries = [_with(picture, colours) for colours in COLOURS]
    return next((found for found in tries if len(found) <= MOST_BYTES), tries[-1])


def _with(picture: Image.Image, colours: int) -> bytes:
    file = io.BytesIO()
    picture.quantize(colours).save(file, "PNG", optimize=True)
    return file.getvalue()


def test_every_picture_is_made_and_small(browser: Browser, live_server: LiveServer, room: Newsroom) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    shown = pages_of_the_readme(room)
    for scheme in ("light", "dark"):
        context = browser.new_context(viewport={"width": 1280, "height": 800}, color_scheme=scheme, locale="en-GB")
        tab = context.new_page()
        for name, page in shown.items():
            enter(context, live_server.url, room.people.get(page.who))
            tab.goto(live_server.url + page.path)
            path = FOLDER / f"{name}-{scheme}.png"
            path.write_bytes(smaller(tab.screenshot()))
            assert path.stat().st_size <= MOST_BYTES, name
        context.close()
