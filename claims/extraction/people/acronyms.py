"""Acronyms that an article spells out: "Government Accountability Office (GAO)", "THAAD (Terminal High …)"."""

from __future__ import annotations

import re
from collections.abc import Iterator

_BRACKETED = re.compile(r"\(([A-Z][A-Za-z]{1,8})\)")
_SPELLED_AFTER = re.compile(r"\b([A-Z]{2,8}) \(([A-Z][^()\n]{4,80})\)")
_SMALL = frozenset("of for the and on in to a an de".split())
MAX_WORDS = 10
MAX_CHARS = 120


def acronyms(text: str) -> Iterator[tuple[str, str]]:
    """Each (acronym, what it stands for) that ``text`` explains; linear in ``text``."""
    for match in _BRACKETED.finditer(text):
        before = text[max(0, match.start() - MAX_CHARS) : match.start()].split()
        if long := _spelled(match[1], before):
            yield match[1], long
    for match in _SPELLED_AFTER.finditer(text):
        if _initials(match[2].split()) == match[1]:
            yield match[1], match[2]


def _spelled(acronym: str, before: list[str]) -> str:
    """The shortest run of words at the end of ``before`` whose capitals make the acronym."""
    for count in range(2, min(len(before), MAX_WORDS) + 1):
        words = before[-count:]
        if words[0][:1].isupper() and _initials(words) == acronym.upper():
            return " ".join(words)
    return ""


def _initials(words: list[str]) -> str:
    pieces = [piece for word in words if word.lower() not in _SMALL for piece in word.split("-")]
    return "".join(piece[:1] for piece in pieces).upper()
