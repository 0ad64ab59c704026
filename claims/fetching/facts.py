"""What is kept of a page, and what is told where there is none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from claims.errors import ClaimdeskError


class NotFetched(ClaimdeskError):
    """The page could not be read."""

    code = "not_fetched"


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What a page says of itself; empty where it says nothing. ``url`` is where it was found in the end."""

    url: str
    title: str = ""
    publisher: str = ""
    published_at: date | None = None
