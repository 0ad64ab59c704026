"""Pages given as sources: what is asked, what is not, and what is read."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.urls import reverse

from claims import services, tasks
from claims.errors import Unreachable
from claims.models import Page
from claims.page_reading import facts_of, read_facts
from claims.states import PageStatus
from tests import makers
from tests.verification.test_views import page as text_of
from tests.verification.test_views import signed_in

HTML = b"""<html><head><title>Cranes | The Ferry Post</title>
<meta property="og:title" content="Two cranes lost"><meta property="og:site_name" content="The Ferry Post">
<meta property="article:published_time" content="2025-06-17T08:00:00Z"></head><body><p>Two.</p></body></html>"""


class Site(BaseHTTPRequestHandler):
    """Pages by path; "/away" leads on, "/round" leads in a circle, "/file" is no page."""

    def do_GET(self) -> None:
        path = self.path
        self.send_response({"/away": 302, "/round": 302, "/gone": 410}.get(path, 200))
        if path in ("/away", "/round"):
            self.send_header("Location", "/page" if path == "/away" else "/round")
        self.send_header("Content-Type", "application/zip" if path == "/file" else "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(HTML)

    def log_message(self, *_: Any) -> None:
        """Tests read no log of it."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def test_a_page_is_read_also_where_it_has_moved_to(site: str) -> None:
    found = read_facts(f"{site}/away", allow_private=True)
    assert (found.url, found.title) == (f"{site}/page", "Two cranes lost")
    assert (found.publisher, found.published_at) == ("The Ferry Post", date(2025, 6, 17))


@pytest.mark.parametrize("path", ["/round", "/gone", "/file"])
def test_what_is_no_page_is_told(site: str, path: str) -> None:
    with pytest.raises(Unreachable):
        read_facts(site + path, allow_private=True)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/", "http://localhost/", "ftp://a.example/", "http://a.example:99999/"]
)
def test_nobodys_own_network_is_asked(url: str) -> None:
    with pytest.raises(Unreachable):
        read_facts(url)


@pytest.mark.parametrize("body", [b"", b" ", b"\x00\xff", b"<title>Only a title", b"<html>" * 5_000])
def test_whatever_is_answered_is_read_or_left(body: bytes) -> None:
    assert facts_of(body, url="https://a.example/").url == "https://a.example/"


@pytest.mark.django_db
def test_an_address_is_read_in_the_background_once(site: str, settings: Any) -> None:
    settings.ALLOW_PRIVATE_ADDRESSES = True
    client = signed_in(makers.make_reviewer(makers.make_desk()).user)
    form = {"form-0-url": f"{site}/page"}
    told = text_of(client.post(reverse("look-up"), form, headers={"HX-Trigger-Name": "form-0-url"}))
    assert "Looking the page up" in told
    address = re.search(r'hx-get="([^"]+)"', told)
    assert address
    page = Page.objects.get()
    tasks.read_page(page.pk)
    tasks.read_page(page.pk)
    told = text_of(client.get(address[1]))
    assert 'data-title="Two cranes lost"' in told
    assert 'data-published_at="2025-06-17"' in told
    assert services.ask_for_page(url=f"{site}/page") == page


@pytest.mark.django_db
def test_a_page_that_cannot_be_read_says_why_and_is_left_alone(site: str) -> None:
    page = services.ask_for_page(url=f"{site}/page")
    tasks.read_page(page.pk)
    page.refresh_from_db()
    assert page.status == PageStatus.UNREADABLE
    assert "open internet" in page.problem


@pytest.mark.django_db
def test_a_page_whose_readers_die_is_given_up(site: str, settings: Any) -> None:
    page = services.ask_for_page(url=f"{site}/page")
    for _ in range(settings.MAX_ATTEMPTS):
        assert services.begin_reading(page_id=page.pk)
        assert services.begin_reading(page_id=page.pk) is None
        Page.objects.update(next_attempt_at="2020-01-01T00:00Z")
    assert services.begin_reading(page_id=page.pk) is None
    page.refresh_from_db()
    assert page.status == PageStatus.UNREADABLE


@pytest.mark.django_db
def test_who_cannot_read_what_somebody_else_has_read_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    page = services.ask_for_page(url="https://ferry.example/cranes")

    def too_late(*asked: Any, **options: Any) -> None:
        services.store_page(page=Page.objects.get(pk=page.pk), facts=facts_of(HTML, url=page.url))
        raise Unreachable("It does not answer any more.")

    monkeypatch.setattr(tasks, "read_facts", too_late)
    tasks.read_page(page.pk)
    page.refresh_from_db()
    assert (page.status, page.title, page.problem) == (PageStatus.READ, "Two cranes lost", "")
