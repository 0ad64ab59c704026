"""What an editor would ask about a source. Warnings and not walls: a verdict may have good reasons. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from claims.core.addresses import same_address

PRIMARY = "primary"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One source; ``kind`` is "primary" or "secondary"."""

    url: str
    kind: str
    published_at: date | None = None
    archived_url: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """``number`` of the source from 1; 0 is about all of them."""

    number: int
    words: str


def remarks(sources: Sequence[Evidence], *, said_on: date | None = None, article_url: str = "") -> list[Remark]:
    """What speaks against ``sources`` for a claim made on a day, in the article at an address; in their order."""
    found = [
        Remark(number, words)
        for number, source in enumerate(sources, 1)
        for words in _about(source, sources[: number - 1], said_on, origin(article_url))
    ]
    if sources and all(source.kind != PRIMARY for source in sources):
        found.append(Remark(0, "No source is a primary one."))
    return found


def origin(url: str) -> str:
    """The site of an address, without "www."; empty where there is none."""
    try:
        host = urlsplit(same_address(url)).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")


def _about(source: Evidence, before: Sequence[Evidence], said_on: date | None, claimed_at: str) -> Iterator[str]:
    here = origin(source.url)
    if said_on and source.published_at and source.published_at > said_on:
        yield "It is dated after the claim was made."
    twin = next((number for number, other in enumerate(before, 1) if here and origin(other.url) == here), None)
    if twin:
        yield f"It comes from the same site as source {twin}."
    if here and here == claimed_at:
        yield "It comes from the site that published the claim."
    if not source.archived_url:
        yield "There is no archived copy."
