"""Whatever stands in an address, a parameter, a header, a cookie or a body: it is never our error."""

from __future__ import annotations

import itertools
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests import makers
from tests.test_every_route import ADDRESSES

# The wide runs ask for thousands of pages.
pytestmark = [pytest.mark.django_db, pytest.mark.timeout(600)]
# As they stand in an address.
VALUES = (
    "%00",
    "a%00b",
    "%FF%FE",
    "%ED%A0%80",
    "-" * 40,
    "-%22" * 40,
    "(" * 4_000,
    "a%20-" * 300,
    "a-" * 1_000,
    "%26%7C!%3A*%3C-%3E",
    "%22",
    "%27%5C",
    "%5B(%3F%3C",
    "9" * 30,
    "-1",
    "1e400",
    "NaN",
    "1.5",
    "%C2%B2",
    "0001-01-01T00:00:00%2B14:00",
    "99999-99-99",
    "x" * 6_000,
    "%F0%9F%A6%86",
    "%E2%80%AE",
    # Cursors: of a place that is none, and of no place.
    "cD1hYmM=",
    "cD05OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk=",
    "bz0tMQ==",
    "////",
)
# How many values each parameter is tried with: a few now, more where there is time.
TIMES = [0, pytest.param(7, marks=pytest.mark.long)]
PARTS = ("%00", "a%00b", "%FF", "9" * 18, "9" * 40, "-1", "%C2%B2", "%0A", "x" * 3_000, "_00", "%2e%2e", "%22")
# What the pages read; the API names its own parameters in its schema.
PAGES = {
    "fact-checks": ("q", "rating", "topic", "speaker", "page"),
    "corrections": ("page",),
    "oembed": ("url", "maxwidth", "maxheight", "format"),
    "sitemap-of": ("p",),
    "desk": ("q", "topic", "speaker", "outlet", "language"),
    "agreement": ("desk",),
    "board": ("desk", "days", "page"),
    "stuck": ("page",),
    "articles": ("q", "page", "status"),
    "assignment": ("claim", "page"),
    "login": ("next",),
    "article": ("claim", "revision"),
}
API = ("q", "cursor", "page_size", "article", "language", "status", "min_worthiness", "desk", "topic", "speaker")
ADMIN = ("q", "p", "o", "e", "all", "id", "id__in", "status", "status__exact", "created_at__gte", "_to_field")
HEADERS = (
    {"HTTP_COOKIE": 'sessionid="\\000\\000\\000\\000\\000\\000\\000\\000"; messages="\\000"; django_language="\\000"'},
    {"HTTP_COOKIE": "sessionid=" + "x" * 5_000 + "; csrftoken=\xff; ;;==;"},
    {"HTTP_ACCEPT": "*/;;q=x,\x80", "HTTP_ACCEPT_LANGUAGE": "x" * 600 + ";q=z"},
    {
        "HTTP_IF_MODIFIED_SINCE": "Mon, 99 Foo 99999999 99:99:99 GMT",
        "HTTP_IF_NONE_MATCH": '"',
        "HTTP_RANGE": "bytes=9-1",
    },
    {"HTTP_IF_MATCH": '"\xff', "HTTP_IF_UNMODIFIED_SINCE": "0"},
    {"HTTP_AUTHORIZATION": "Bearer \xff\xfe"},
    {"HTTP_AUTHORIZATION": "Bearer"},
    {"HTTP_IDEMPOTENCY_KEY": "\xe9" * 300},
    {"HTTP_HOST": "[::not a host"},
    {"CONTENT_LENGTH": "\xb2"},
    {"HTTP_REFERER": "http://[", "HTTP_ORIGIN": "http://["},
)
BODIES = (
    b"",
    b"{",
    b"null",
    b"[]",
    b"[" * 50_000,
    b"9" * 6_000,
    b"\xff\xfe",
    rb'{"\ud800": "\ud800", "\u0000": "\u0000"}',
    rb'{"text": "\ud800", "name": "\udfff", "user": "\ud800", "scopes": ["\ud800"], "events": ["\ud800"]}',
    rb'{"text": "\u0000", "name": "\u0000", "user": "\u0000", "why": "\u0000", "rating": "\u0000", "desks": []}',
    b'{"reviewer": 1e400, "scale": 1e400, "desk": 1e400, "desks": [1e400], "token": 1e400, "worthiness": 1e400}',
    b'{"reviewer": 99999999999999999999, "scale": 99999999999999999999, "desk": 99999999999999999999, "why": "x"}',
    b'{"text": "a b c", "said_at": "0001-01-01T00:00:00+14:00", "published_at": "9999-12-31T23:59:59-14:00"}',
    b'{"text": ["x"], "name": {"a": 1}, "topics": {"a": 1}, "ratings": 7, "sources": [[]], "why": true}',
)


@pytest.fixture
def client() -> Iterator[Client]:
    """Somebody who may see and do everything, in a newsroom that has one row of each kind."""
    user = makers.make_administrator()
    makers.make_reviewer(user=user)
    makers.make_published_check(makers.make_desk(verdicts_needed=1), editor=user)
    makers.make_match()
    makers.make_webhook(editor=user)
    makers.make_import()
    makers.make_imported_fact_check()
    makers.make_key(user, "claims:read")
    found = Client(raise_request_exception=False)
    found.force_login(user)
    logging.disable(logging.CRITICAL)
    yield found
    logging.disable(logging.NOTSET)


def broken(client: Client, asked: Any) -> list[tuple[Any, ...]]:
    """Those of ``asked`` (method, path, query and further facts of a request) that end in an error of ours."""
    found = []
    for method, path, query, facts in asked:
        with transaction.atomic():
            answer = client.generic(method, path, QUERY_STRING=query, **facts)
            # What one of them did or broke is not there for the next.
            transaction.set_rollback(True)
        if answer.status_code >= 500 and answer.status_code != fits(path):
            found.append((method, path[:90], query[:60], str(facts)[:90]))
    return found


def fits(path: str) -> int | None:
    """A status that is no error of ours: this machine's health, and a format that oEmbed wants to be told of so."""
    return 503 if path.startswith("/health/") else 501 if path == "/oembed/" else None


def parts_of(path: str) -> Iterator[str]:
    for stand_in in ("999", "nothing"):
        if stand_in in path:
            yield from (path.replace(stand_in, part) for part in PARTS)


def admin_pages(name: str) -> list[str]:
    args = [] if name == "changelist" else ["nothing"]
    models = [f"{model._meta.app_label}_{model._meta.model_name}" for model in admin.site._registry]
    return [reverse(f"admin:{model}_{name}", args=args) for model in models]


def every_value(asked: Any, times: int) -> Iterator[tuple[str, str, str, dict[str, str]]]:
    """Each parameter with so many of the values, one after the other; with 0 of them one parameter in five with one."""
    values = itertools.cycle(VALUES)
    for path, name in itertools.islice(asked, 0, None, 1 if times else 5):
        for value in itertools.islice(values, times or 1):
            yield "GET", path, f"{name}={value}", {}


@pytest.mark.parametrize("step", [5, pytest.param(1, marks=pytest.mark.long)])
def test_no_part_of_an_address_breaks_anything(client: Client, step: int) -> None:
    paths = [path for path, _ in ADDRESSES.values()] + admin_pages("change") + admin_pages("history")
    asked: list[Any] = [("GET", one, "", {}) for path in paths for one in parts_of(path)]
    assert len(asked) > 500
    assert broken(client, asked[::step]) == []


@pytest.mark.parametrize("times", TIMES)
def test_no_value_of_a_parameter_breaks_a_page(client: Client, times: int) -> None:
    asked = [(ADDRESSES[page][0], name) for page, names in PAGES.items() for name in names]
    assert broken(client, every_value(asked, times or 1)) == []


@pytest.mark.parametrize("times", TIMES)
def test_no_value_of_a_parameter_breaks_a_list_of_the_api(client: Client, times: int) -> None:
    lists = [path for name, (path, methods) in ADDRESSES.items() if name.startswith("v1:") and "get" in (methods or ())]
    assert broken(client, every_value(itertools.product(lists, API), times)) == []


@pytest.mark.parametrize("times", TIMES)
def test_no_value_of_a_parameter_breaks_a_list_of_the_admin(client: Client, times: int) -> None:
    assert broken(client, every_value(itertools.product(admin_pages("changelist"), ADMIN), times)) == []


def test_no_header_breaks_anything(client: Client) -> None:
    headers = itertools.cycle(HEADERS)
    paths = {path for name, (path, _) in ADDRESSES.items() if name != "logout"}
    assert broken(client, [("GET", path, "", next(headers)) for path in sorted(paths) for _ in range(2)]) == []


def test_no_body_breaks_anything(client: Client) -> None:
    def asked() -> Iterator[tuple[str, str, str, dict[str, Any]]]:
        bodies = itertools.cycle(BODIES)
        for name, (path, methods) in ADDRESSES.items():
            for method in sorted({"post", "patch"} & (methods or set())):
                for body in itertools.islice(bodies, 5):
                    kind = "application/x-ndjson" if name == "v1:article-batch" else "application/json"
                    for one in (path, path.replace("999", "1")):
                        yield method.upper(), one, "", {"data": body, "content_type": kind}

    assert broken(client, asked()) == []


def test_no_form_breaks_a_page(client: Client) -> None:
    names = "q why token rating reasoning headline summary text title url reviewer claim start end".split()
    values = ("%00", "%FF", "9" * 30, "1e400", "-1", "%ED%A0%80")
    forms = [
        {"data": "&".join(f"{name}={value}" for name in names), "content_type": "application/x-www-form-urlencoded"}
        for value in values
    ]
    pages = {path for name, (path, _) in ADDRESSES.items() if ":" not in name and name not in ("logout", "login")}
    turns = itertools.cycle(forms)
    assert broken(client, [("POST", path, "", next(turns)) for path in sorted(pages) for _ in range(2)]) == []
