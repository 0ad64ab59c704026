"""An article's paragraphs and the quotations in them, by their punctuation alone."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from claims.extraction.statements import Span

# A parser's memory grows with what it is given at once.
MAX_PARAGRAPH_CHARS = 5_000
_NOT_PROSE = re.compile(
    r"(?:contributed to (?:this|the) (?:report|story|article)|^(?:clarification|correction|editor['’]s note|update)\b"
    r"|^(?:reporting|additional reporting|editing|written|photograph|photo|image|graphic)s? (?:by|credit)\b"
    r"|^by [A-Z]|^\(?(?:reuters|ap|afp)\)?$|^©|^copyright\b|^(?:read more|related|watch|see also)\b)",
    re.IGNORECASE,
)
_ENDS = tuple(".!?…:;,")
_CLOSERS = "\"'”’»)]"
HEADING_WORDS = 14


@dataclass(frozen=True, slots=True)
class Paragraph:
    """``text`` stands in the article from ``start`` on; ``is_prose`` is False for headings, bylines and credits."""

    start: int
    text: str
    is_prose: bool


def paragraphs(text: str) -> Iterator[Paragraph]:
    """The lines of ``text`` that have a letter or a figure, long ones cut at a space; each is where it says it is."""
    position = 0
    for line in text.splitlines(keepends=True):
        yield from _pieces(line, position)
        position += len(line)


def _pieces(line: str, position: int) -> Iterator[Paragraph]:
    start, end = 0, len(line.rstrip())
    while start < end:
        if line[start].isspace():
            start += 1
            continue
        stop = _cut(line, start, end)
        piece = line[start:stop].rstrip()
        if any(mark.isalnum() for mark in piece):
            yield Paragraph(position + start, piece, is_prose(piece))
        start = stop


def _cut(line: str, start: int, end: int) -> int:
    if end - start <= MAX_PARAGRAPH_CHARS:
        return end
    limit = start + MAX_PARAGRAPH_CHARS
    for mark in (". ", " "):
        found = line.rfind(mark, start + 1, limit)
        if found > start:
            return found + 1
    return limit


def is_prose(paragraph: str) -> bool:
    """Whether a paragraph is running text rather than a heading, a byline, a credit or a note on the article."""
    if _NOT_PROSE.search(paragraph):
        return False
    bare = paragraph.rstrip(_CLOSERS + " ")
    return bare.endswith(_ENDS) or len(paragraph.split()) > HEADING_WORDS


def quotations(paragraph: str) -> list[Span]:
    """What stands between double quotation marks, without the marks, in order and without overlap.

    A mark that is never closed quotes to the end (a quotation that goes on in the next paragraph); one that was
    never opened quotes from the beginning, or from the end of the quotation before.
    """
    found: list[Span] = []
    opened: int | None = None
    for position, mark in enumerate(paragraph):
        if mark in "“„«" or (mark == '"' and opened is None):
            opened = position + 1 if opened is None else opened
        elif mark in "”»" or mark == '"':
            start = opened if opened is not None else (found[-1].end + 1 if found else 0)
            if position > start:
                found.append(Span(start, position))
            opened = None
    if opened is not None and opened < len(paragraph):
        found.append(Span(opened, len(paragraph)))
    return found


def within(quoted: Sequence[Span], start: int, end: int) -> Iterator[Span]:
    """What of the quotations (in order, without overlap) stands in [start, end), without a look at the others."""
    first = bisect_right(quoted, start, key=lambda one: one.end)
    for place in range(first, len(quoted)):
        one = quoted[place]
        if one.start >= end:
            return
        yield Span(max(one.start, start), min(one.end, end))
