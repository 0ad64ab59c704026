"""What the machine changed in a claim, as a reviewer sees it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page

from claims import services
from claims.extraction.pipeline import extract
from claims.models import Claim, User
from tests import makers
from tests.browser.conftest import OUTPUT
from verification.models import Check

TEXT = (
    "Harbour minister Anna Lindqvist toured the port of Gothenburg on Sunday.\n"
    "She said the quay, repaired twice in July, had carried 900 containers and that it would close in May.\n"
    "“We bought 40 cranes here in 2019,” Lindqvist said.\n"
)


@pytest.fixture
def checks() -> list[Check]:
    article = makers.make_article(TEXT, title="The quay", published_at=datetime(2025, 6, 18, 9, tzinfo=UTC))
    attempt = services.begin_extraction(article_id=article.pk)
    assert attempt
    found = services.store_statements(attempt=attempt, statements=extract(TEXT, published=attempt.published_at))
    return [makers.make_check(claim=claim) for claim in found]


def sign_in(context: BrowserContext, user: User, site: str) -> None:
    client = Client()
    client.force_login(user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}])


@pytest.mark.parametrize("width", [1280, 320])
def test_the_claim_shows_what_was_put_in_and_what_was_left(
    live_server: Any, context: BrowserContext, tab: Page, complaints: list[str], checks: list[Check], width: int
) -> None:
    sign_in(context, makers.make_editor(), live_server.url)
    tab.set_viewport_size({"width": width, "height": 900})
    OUTPUT.mkdir(exist_ok=True)
    for check in checks:
        tab.goto(f"{live_server.url}{reverse('check', args=[check.pk])}")
        claim = Claim.objects.get(pk=check.claim_id)
        sure = [one for one in claim.substitutions if one["is_sure"] and one["replacement"]]
        unsure = [one for one in claim.substitutions if not one["is_sure"]]
        assert tab.locator("h1 ins.put-in").count() == len(sure)
        assert tab.locator("h1 mark.unsure").count() == len(unsure)
        if claim.substitutions:
            tab.get_by_text("What the machine changed in it").click()
            assert tab.locator(".changes li").count() == len(claim.substitutions)
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
        tab.screenshot(path=OUTPUT / f"wording-{width}-{checks.index(check)}.png", full_page=width == 320)
    assert complaints == []
