"""Fact-checks of others as they publish them: schema.org ClaimReview (JSON-LD), alone or in a feed. Pure.

Read are a ClaimReview, a list of them, a DataFeed with its DataFeedItems, a ``@graph``, and lines of JSON each of which
is one of these. Source: schema.org/ClaimReview, schema.org/DataFeed and Google's documentation for fact checks.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from claims.core.moments import read_moment
from claims.core.text import normal_line
from claims.errors import Invalid
from claims.intake import json_lines

MAX_CLAIM_CHARS = 5_000
MAX_URL_CHARS = 2_000
MAX_NAME_CHARS = 300
MAX_HEADLINE_CHARS = 500
# A feed in a graph in a list is three deep; what is nested further is no feed.
MAX_DEPTH = 10


@dataclass(frozen=True, slots=True)
class ImportedDraft:
    """One fact-check of somebody else; times are aware, or None where they are not told."""

    url: str
    claim_text: str
    headline: str = ""
    claimant: str = ""
    publisher: str = ""
    rating: str = ""
    said_at: datetime | None = None
    published_at: datetime | None = None
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands at ``where`` ("line 3", "item 12"): a draft, or what is wrong, a field at a time."""

    where: str
    draft: ImportedDraft | None
    problem: str = ""


def read_lines(lines: Iterable[bytes]) -> Iterator[Entry]:
    """Each line of a JSONL file; a bad one never ends the walk."""
    for line in json_lines(lines):
        where = f"line {line.number}"
        if line.value is None:
            yield Entry(where, None, line.problem)
        else:
            yield from _entries(line.value, where)


def read_document(raw: bytes) -> Iterator[Entry]:
    """One JSON document. Raises Invalid (field ``json``) where it is none."""
    try:
        value = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Invalid({"json": f"byte {error.start} is not UTF-8"}) from error
    except json.JSONDecodeError as error:
        raise Invalid({"json": f"{error.msg} at line {error.lineno}, column {error.colno}"}) from error
    except RecursionError as error:
        raise Invalid({"json": "nested too deeply"}) from error
    yield from _entries(value, "")


def _entries(value: Any, where: str, depth: int = 0) -> Iterator[Entry]:
    """The reviews in ``value``, at whatever depth a feed keeps them."""
    inner = _inside(value)
    if depth > MAX_DEPTH:
        yield Entry(where, None, "nested too deeply")
    elif inner is None:
        yield _entry(value, where)
    elif not inner:
        yield Entry(where, None, "holds no ClaimReview")
    else:
        for number, each in enumerate(inner, 1):
            # A wrapper around one thing is not counted.
            here = f"{where} item {number}".strip() if len(inner) > 1 or not where else where
            yield from _entries(each, here, depth + 1)


def _inside(value: Any) -> list[Any] | None:
    """What a list, a feed, an item of a feed or a graph holds; None for anything else."""
    if isinstance(value, list):
        return value
    if not isinstance(value, dict) or "ClaimReview" in _types(value):
        return None
    found = [value[name] for name in ("dataFeedElement", "item", "@graph") if name in value]
    if not found:
        return None
    return found[0] if isinstance(found[0], list) else [found[0]]


def _types(value: Mapping[str, Any]) -> set[str]:
    """Its types without the address of the vocabulary: "schema:ClaimReview" is "ClaimReview"."""
    told = value.get("@type")
    names = told if isinstance(told, list) else [told]
    return {name.rsplit("/", 1)[-1].rsplit(":", 1)[-1] for name in names if isinstance(name, str)}


def _entry(value: Any, where: str) -> Entry:
    where = where or "item 1"
    if not isinstance(value, dict) or "ClaimReview" not in _types(value):
        told = ", ".join(sorted(_types(value))) if isinstance(value, dict) else type(value).__name__
        return Entry(where, None, f"@type: not a ClaimReview ({told or 'none'})")
    try:
        return Entry(where, draft_of(value))
    except Invalid as error:
        return Entry(where, None, error.detail)


def draft_of(review: Mapping[str, Any]) -> ImportedDraft:
    """A ClaimReview object as a draft. Raises Invalid that names each field which cannot be used."""
    about = _object(review.get("itemReviewed"))
    rating = _object(review.get("reviewRating"))
    values: dict[str, Any] = {}
    problems: dict[str, str] = {}

    def read(field: str, name: str, get: Callable[[], Any]) -> None:
        try:
            values[field] = get()
        except ValueError as error:
            problems[name] = str(error)

    read("url", "url", lambda: _address(_text(review.get("url"), MAX_URL_CHARS)))
    read("claim_text", "claimReviewed", lambda: _required(_text(review.get("claimReviewed"), MAX_CLAIM_CHARS)))
    read("headline", "headline", lambda: _text(review.get("headline") or review.get("name"))[:MAX_HEADLINE_CHARS])
    read("claimant", "itemReviewed.author", lambda: _name(about.get("author"))[:MAX_NAME_CHARS])
    read("publisher", "author", lambda: _name(review.get("author") or review.get("publisher"))[:MAX_NAME_CHARS])
    read("rating", "reviewRating", lambda: _rating(rating)[:MAX_NAME_CHARS])
    read("said_at", "itemReviewed.datePublished", lambda: _moment(about.get("datePublished")))
    read("published_at", "datePublished", lambda: _moment(review.get("datePublished")))
    read("language", "inLanguage", lambda: _language(review.get("inLanguage")))
    if problems:
        raise Invalid(problems)
    values["publisher"] = values["publisher"] or (urlsplit(values["url"]).hostname or "")
    return ImportedDraft(**values)


def _object(value: Any) -> Mapping[str, Any]:
    """The object, or the first of several; nothing for anything else."""
    if isinstance(value, list):
        value = value[0] if value else None
    return value if isinstance(value, dict) else {}


def _text(value: Any, most: int = MAX_CLAIM_CHARS) -> str:
    """A text on one line. Raises ValueError for what is none, or cannot be kept."""
    if value is None:
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        raise ValueError("This is not a text.")
    if len(value) > most:
        raise ValueError(f"This has {len(value):,} characters; {most:,} are allowed.")
    try:
        clean = normal_line(value, field="")
    except Invalid as error:
        raise ValueError(" ".join(error.fields[""])) from error
    return " ".join(clean.split())


def _required(text: str) -> str:
    if not text:
        raise ValueError("This may not be empty.")
    return text


def _address(text: str) -> str:
    if not text:
        raise ValueError("This may not be empty.")
    try:
        parts = urlsplit(text)
    except ValueError as error:
        raise ValueError("This is not an address.") from error
    if parts.scheme not in ("http", "https") or not parts.hostname or " " in text:
        raise ValueError("This is not an address that begins with http:// or https://.")
    return text


def _name(value: Any) -> str:
    """Of a person or organisation, or of the first of several."""
    first = value[0] if isinstance(value, list) and value else value
    return _text(first.get("name")) if isinstance(first, dict) else _text(first or None)


def _rating(rating: Mapping[str, Any]) -> str:
    """In the publisher's words; in numbers where there are none."""
    if words := _text(rating.get("alternateName") or rating.get("name")):
        return words
    value, best = _text(rating.get("ratingValue")), _text(rating.get("bestRating"))
    return f"{value} of {best}" if value and best else value


def _moment(value: Any) -> datetime | None:
    """An ISO 8601 day or time; without a zone it is taken for UTC. Raises ValueError."""
    text = _text(value)
    return read_moment(text, zone=UTC) if text else None


def _language(value: Any) -> str:
    """A BCP 47 tag, English where nothing is told."""
    told = _object(value).get("alternateName") if not isinstance(value, str) else value
    return _text(told, 35) or "en"
