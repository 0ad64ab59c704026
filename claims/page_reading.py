"""Pages of other people's sites, and what they say of themselves. Apart from what is kept of them, so that those who
only keep it load no parser.
"""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from urllib.parse import urljoin

from trafilatura.metadata import extract_metadata

from claims.core.moments import read_day
from claims.core.text import drop_unstorable
from claims.errors import Unreachable
from claims.fetching import send
from claims.page_facts import PageFacts

# The beginning of a page says what it is; the rest is not read.
MAX_BYTES = 2 * 1024 * 1024
MAX_REDIRECTS = 5
HEADERS = {"User-Agent": "Claimdesk (a newsroom reads its sources)", "Accept": "text/html"}
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


def read_facts(url: str, *, allow_private: bool = False) -> PageFacts:
    """Read the page at ``url``, wherever it has moved to; each address on the way is looked at like the first.

    Raises Unreachable, in words for a person.
    """
    for _ in range(MAX_REDIRECTS + 1):
        answer = send("GET", url, headers=HEADERS, max_bytes=MAX_BYTES, allow_private=allow_private)
        location = answer.headers.get("location")
        if answer.status in _REDIRECTS and location:
            url = urljoin(url, location)
            continue
        if answer.status != HTTPStatus.OK:
            raise Unreachable(f"The site answered {answer.status}.")
        if "html" not in answer.headers.get("content-type", "html").lower():
            raise Unreachable("There is no page but a file of another kind.")
        return facts_of(answer.body, url=url)
    raise Unreachable("The page leads on and on.")


def facts_of(body: bytes, *, url: str) -> PageFacts:
    """Title, publisher and day of an HTML page, by its metadata (trafilatura)."""
    found = extract_metadata(body, default_url=url) if body.strip() else None
    if found is None:
        return PageFacts(url)
    return PageFacts(
        url=url,
        title=_line(found.title, 500),
        publisher=_line(found.sitename or found.hostname, 200),
        published_at=_day(found.date),
    )


def _line(value: str | None, limit: int) -> str:
    return " ".join(drop_unstorable(value or "").split())[:limit]


def _day(value: str | None) -> date | None:
    try:
        return read_day(value) if value else None
    except ValueError:
        return None
