"""The admin in a real browser: its scripts run under its policy, nothing is fetched from elsewhere."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page

from claims.models import User
from tests import makers
from verification.models import Check
from verification.states import CheckStatus

WIDTHS = (1280, 390)


@pytest.fixture
def fetched(context: BrowserContext) -> list[str]:
    """Every address that the browser asks for."""
    found: list[str] = []
    context.on("request", lambda request: found.append(request.url))
    return found


def sign_in(context: BrowserContext, user: User, site: str) -> None:
    client = Client()
    client.force_login(user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}])


def visit(tab: Page, address: str) -> None:
    tab.goto(address)
    # Alpine uncloaks the page when it has run.
    tab.wait_for_selector("html:not([x-cloak])")


def test_every_kind_of_page_works_under_the_policy_and_fits_the_screen(
    live_server: Any, context: BrowserContext, tab: Page, complaints: list[str], fetched: list[str]
) -> None:
    check = makers.make_agreed_check()
    sign_in(context, makers.make_administrator(), live_server.url)
    pages = [
        reverse("admin:index"),
        reverse("admin:claims_article_add"),
        reverse("admin:claims_user_add"),
        reverse("admin:claims_apikey_add"),
        reverse("admin:claims_import_add"),
        reverse("admin:claims_import_change", args=[makers.make_import().pk]),
        reverse("admin:verification_check_changelist"),
        reverse("admin:verification_check_change", args=[check.pk]),
        reverse("admin:verification_check_publish", args=[check.pk]),
        reverse("admin:verification_desk_change", args=[check.desk_id]),
        reverse("admin:verification_ratingscale_add"),
    ]
    for width in WIDTHS:
        tab.set_viewport_size({"width": width, "height": 900})
        for path in pages:
            visit(tab, f"{live_server.url}{path}")
            assert tab.evaluate("document.documentElement.scrollWidth") <= width, path
    assert complaints == []
    assert [url for url in fetched if not url.startswith((live_server.url, "data:", "blob:"))] == []


def test_an_editor_picks_checks_and_queues_them(
    live_server: Any, context: BrowserContext, tab: Page, complaints: list[str]
) -> None:
    checks = [makers.make_check(), makers.make_check()]
    Check.objects.update(status=CheckStatus.TRIAGE)
    sign_in(context, makers.make_editor(), live_server.url)
    visit(tab, f"{live_server.url}{reverse('admin:verification_check_changelist')}?status__exact=triage")
    for box in tab.locator("input.action-select").all():
        box.check()
    tab.select_option("select[name=action]", "queue")
    tab.get_by_role("button", name="Run").click()
    tab.get_by_role("button", name="Send to review").click()
    tab.get_by_text("2 queued.").wait_for()
    assert tab.get_by_role("cell", name="Queued.", exact=True).count() == len(checks)
    assert complaints == []
    assert set(Check.objects.values_list("status", flat=True)) == {CheckStatus.QUEUED}
