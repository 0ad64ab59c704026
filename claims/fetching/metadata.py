"""What a page says of itself, read by trafilatura."""

from __future__ import annotations

from datetime import date

from trafilatura.metadata import extract_metadata

from claims.fetching.facts import PageFacts


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
    return " ".join((value or "").replace("\x00", "").split())[:limit]


def _day(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        return None
