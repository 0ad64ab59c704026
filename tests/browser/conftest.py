"""A real browser on a real server; skipped where no chromium is installed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.polling import until

CHROMIUM = shutil.which("chromium")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
OUTPUT = Path(__file__).parent / "output"
# What a page shows is waited for as long as everything else: on a busy machine five seconds are not much.
expect.set_options(timeout=20_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            # A whole day at the desk stays in the line that people run; the tests of each page take minutes.
            if item.path.name.startswith("test_") and item.path.name != "test_journey.py":
                item.add_marker(pytest.mark.long)
            item.add_marker(pytest.mark.django_db(transaction=True))
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="no chromium is installed (Debian: apt-get install chromium)"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    # Playwright keeps an event loop in this thread, and Django would take its queries for asynchronous ones.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield found
        found.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def complaints() -> list[str]:
    """What the browser's console complained of: errors, and whatever the content policy refused."""
    return []


@pytest.fixture
def context(browser: Browser, complaints: list[str]) -> Iterator[BrowserContext]:
    found = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB", timezone_id="UTC")
    listen(found, complaints)
    yield found
    found.close()
    until(nobody_else_works, what="the end of the last request")


def nobody_else_works() -> bool:
    """Whether the server is done: a page that asks again by itself may do so just before its tables are emptied."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND backend_type = 'client backend' AND state <> 'idle'"
        )
        return bool(cursor.fetchone() == (0,))


def listen(context: BrowserContext, complaints: list[str]) -> None:
    context.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    context.on("weberror", lambda error: complaints.append(str(error.error)))


@pytest.fixture
def tab(context: BrowserContext) -> Page:
    return context.new_page()


def sign_in(tab: Page, url: str, username: str, password: str) -> None:
    tab.goto(f"{url}/login/")
    tab.get_by_label("Username").fill(username)
    tab.get_by_label("Password").fill(password)
    tab.get_by_role("button", name="Sign in").click()
    tab.get_by_role("heading", name="Desk", exact=True).wait_for()
    # Keys are heard once the script runs, which is after the heading is there.
    tab.wait_for_load_state()
