"""What is kept of a page that somebody gave as a source. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What a page says of itself; empty where it says nothing. ``url`` is where it was found in the end."""

    url: str
    title: str = ""
    publisher: str = ""
    published_at: date | None = None
