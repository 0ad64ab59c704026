"""What comes in, before it is stored: bytes to text, text that can be kept, lines of JSON. Pure."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from claims.core.moments import require_in_bounds
from claims.core.tables import read_table
from claims.core.text import clean_text, comparable, normal_line, normal_text, normalized, says_something
from claims.errors import Invalid

MAX_TEXT_CHARS = 2_000_000
MAX_CLAIM_CHARS = 5_000
LINES = ("title", "url", "outlet", "byline", "language")
# How the name of a file ends whose rows are read by `csv_lines`.
TABLES = (".csv", ".tsv")
# A cell may hold a whole article; the limit is one for the whole process.
csv.field_size_limit(MAX_TEXT_CHARS + 1)


@dataclass(frozen=True, slots=True)
class ArticleDraft:
    """An article as somebody hands it in; ``published_at`` is aware or None where it is not known.

    ``original_sha256``: of the bytes of its file; empty where the text came without one, as a field.
    """

    text: str
    title: str = ""
    url: str = ""
    outlet: str = ""
    byline: str = ""
    language: str = "en"
    published_at: datetime | None = None
    original_sha256: str = ""


@dataclass(frozen=True, slots=True)
class ReceivedText:
    """The text of an article as it is stored, and how it came: ``runs`` as `Offsets` has them."""

    text: str
    sha256: str
    key: str
    original_sha256: str
    runs: Sequence[int]


@dataclass(frozen=True, slots=True)
class ClaimDraft:
    """A bare claim as somebody hands it in; somebody asks for it, so it is worth checking unless they say less."""

    text: str
    speaker_name: str = ""
    speaker_role: str = ""
    said_at: datetime | None = None
    language: str = "en"
    topics: Sequence[str] = ()
    worthiness: float = 1.0


@dataclass(frozen=True, slots=True)
class JsonLine:
    """One line of a JSONL file: its number (from 1) and what it holds, or why it holds nothing."""

    number: int
    value: dict[str, Any] | None
    problem: str = ""


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def text_key(text: str) -> str:
    """The digest by which two texts count as the same one (see `comparable`)."""
    return sha256(comparable(text))


def decode(raw: bytes) -> str:
    """UTF-8 to text, with its byte order mark. Raises Invalid (``text``) that names the first byte which is none."""
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        raise Invalid({"text": f"Byte {error.start} is not utf-8 text."}) from error


def required_text(text: str, *, field: str = "text", max_chars: int = MAX_TEXT_CHARS) -> str:
    """``text`` as it is stored. Raises Invalid unless it says something, is not too long and can be kept."""
    return _required(text, clean_text, field, max_chars)


def required_normal_text(text: str, *, field: str = "text", max_chars: int = MAX_TEXT_CHARS) -> str:
    """The same, normalised."""
    return _required(text, normal_text, field, max_chars)


def _required(text: str, clean: Callable[..., str], field: str, max_chars: int) -> str:
    if len(text) > max_chars:
        raise Invalid({field: f"This has {len(text):,} characters; {max_chars:,} are allowed."})
    told = clean(text, field=field)
    if not says_something(told):
        raise Invalid({field: "This may not be empty."})
    return told


def received_text(draft: ArticleDraft) -> ReceivedText:
    """The text of ``draft`` with what is kept of its original. Raises Invalid for what `clean_article` refuses."""
    required_text(draft.text)
    found = normalized(draft.text)
    original = draft.original_sha256 or sha256(draft.text)
    return ReceivedText(found.text, sha256(found.text), text_key(found.text), original, found.offsets.runs)


def clean_article(draft: ArticleDraft) -> ArticleDraft:
    """``draft`` as it is stored. Raises Invalid that names the first field which cannot be."""
    lines: dict[str, Any] = {name: normal_line(getattr(draft, name), field=name) for name in LINES}
    require_day(draft.published_at, field="published_at")
    return replace(draft, text=required_normal_text(draft.text), **lines)


def clean_claim(draft: ClaimDraft) -> ClaimDraft:
    """The same of a bare claim."""
    text = required_normal_text(draft.text, max_chars=MAX_CLAIM_CHARS).strip()
    name = normal_line(draft.speaker_name, field="speaker_name").strip()
    role = normal_line(draft.speaker_role, field="speaker_role").strip()
    topics = [normal_line(topic, field="topics") for topic in draft.topics]
    require_day(draft.said_at, field="said_at")
    return replace(draft, text=text, speaker_name=name, speaker_role=role, topics=topics)


def require_day(given: date | None, *, field: str) -> None:
    """Raise Invalid unless ``given``, a day or a moment on its own clock, is in bounds or not known."""
    if given is None:
        return
    try:
        require_in_bounds(given.date() if isinstance(given, datetime) else given)
    except ValueError as error:
        raise Invalid({field: str(error)}) from error


def json_lines(lines: Iterable[bytes]) -> Iterator[JsonLine]:
    """Each non-empty line as an object, or the reason why it is none; a bad line never ends the walk."""
    for number, raw in enumerate(lines, start=1):
        if raw.strip():
            yield _json_line(number, raw.rstrip(b"\r\n"))


def csv_lines(raw: bytes, *, columns: Collection[str] | None = None) -> Iterator[JsonLine]:
    """Each row of a table with a header, as `read_table` has them. Raises Invalid (``file``) for what is no table."""
    for row in read_table(raw, columns=columns):
        yield JsonLine(row.line, row.cells, row.problem)


def _json_line(number: int, raw: bytes) -> JsonLine:
    try:
        value = json.loads(raw.decode("utf-8-sig"), object_pairs_hook=_once_each)
    except UnicodeDecodeError as error:
        return JsonLine(number, None, f"byte {error.start} is not UTF-8")
    except json.JSONDecodeError as error:
        return JsonLine(number, None, f"not JSON: {error.msg} at column {error.colno}")
    except RecursionError:
        return JsonLine(number, None, "not usable: nested too deeply")
    except Invalid as error:
        return JsonLine(number, None, error.detail)
    if not isinstance(value, dict):
        return JsonLine(number, None, "not a JSON object")
    return JsonLine(number, value)


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of JSON. Raises Invalid where it names a field twice, of which one would be lost."""
    values = dict(pairs)
    if len(values) < len(pairs):
        names = [name for name, _ in pairs]
        raise Invalid({name: "This is named twice." for name in values if names.count(name) > 1})
    return values
