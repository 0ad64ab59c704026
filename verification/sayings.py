"""What the machine and the rules say, in the language of who reads it.

Reasons, remarks and refusals are written in English where they arise, and many are kept in rows; they are translated
where they are shown. The catalogue has each under ``CONTEXT``, with {0}, {1} … for what is put in, just as
`manage.py translations` finds them in the code.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation.trans_real import translation

from verification.wording import STATES, TOPICS, hours_in_words, state_in_words, topic_in_words

CONTEXT = "said"
# Longer texts are people's own.
MAX_CHARS = 3_000
# A name before what is said of somebody ("Anna Lindqvist is away") has no more words than these.
NAME_WORDS = 5
# A sentence with gaps that has fewer fixed characters ("{0} against {1}") may be somebody's own.
FIXED_CHARS = 12
_PUT_IN = re.compile(r"\{(\d)\}")
_POINTS = re.compile(r" \(\+\d{1,3}\)$")


@dataclass(frozen=True, slots=True)
class Saying:
    """A sentence with gaps: what stands around them in English, and the whole of it in another language."""

    around: Sequence[str]
    translated: str

    def gaps(self, text: str) -> list[str] | None:
        """What fills the gaps in ``text``; None where it is another sentence. Linear in the text."""
        first, *rest = self.around
        if not rest:
            return [] if text == first else None
        if not text.startswith(first):
            return None
        at, found = len(first), []
        for words in rest[:-1]:
            end = text.find(words, at + 1)
            if end < 0:
                return None
            found.append(text[at:end])
            at = end + len(words)
        end = len(text) - len(rest[-1])
        if end <= at or not text.endswith(rest[-1]):
            return None
        return [*found, text[at:end]]


@dataclass(frozen=True, slots=True)
class Meaning:
    """A sentence that a text may be: behind somebody's ``name`` or not, with what fills its gaps, and how it ends."""

    name: str
    saying: Saying
    gaps: Sequence[str]
    end: str

    @property
    def place(self) -> tuple[int, int]:
        """Of several the one whose fixed words begin first is meant, and of those the one that has most of them."""
        begins = 0 if self.saying.around[0] else len(self.gaps[0])
        return len(self.name) + begins, -self._fixed

    @property
    def is_unmistakable(self) -> bool:
        """Whether nobody would write this by chance."""
        return not self.name and (len(self.saying.around) == 1 or self._fixed >= FIXED_CHARS)

    @property
    def _fixed(self) -> int:
        return sum(map(len, self.saying.around))


def said(text: str) -> str:
    """``text`` in the language of who reads it; what is not a sentence of the machine's stays as it is."""
    language = get_language() or settings.LANGUAGE_CODE
    if language == settings.LANGUAGE_CODE or not text or len(text) > MAX_CHARS:
        return text
    return _said(text, language)


def recorded(text: str) -> str:
    """The same of a column in which people write too: what is so short that they may have written it stays."""
    language = get_language() or settings.LANGUAGE_CODE
    if language == settings.LANGUAGE_CODE or not text or len(text) > MAX_CHARS:
        return text
    return _said(text, language, may_be_peoples=True)


def all_said(texts: Iterable[str]) -> str:
    """Reasons in a row."""
    return ", ".join(said(text) for text in texts)


@lru_cache(maxsize=4096)
def _said(text: str, language: str, *, may_be_peoples: bool = False) -> str:
    if points := _POINTS.search(text):
        return _said(text[: points.start()], language) + points.group()
    possible = (one for one in _meanings(text, language) if not may_be_peoples or one.is_unmistakable)
    meant = min(possible, key=lambda one: one.place, default=None)
    if meant is None:
        return text
    gaps = (_gap(gap, language, may_be_peoples=may_be_peoples) for gap in meant.gaps)
    return f"{meant.name}{meant.saying.translated.format(*gaps)}{meant.end}"


def _meanings(text: str, language: str) -> Iterator[Meaning]:
    """Every sentence that the text may be."""
    for name, rest, end in _ways_to_begin(text):
        for saying in _sayings(language):
            if (gaps := saying.gaps(rest)) is not None:
                yield Meaning(name, saying, gaps, end)


def _ways_to_begin(text: str) -> Iterator[tuple[str, str, str]]:
    """The text as one sentence, and as one that begins with somebody's name: "Anna is away."."""
    yield "", text, ""
    words, end = text.removesuffix(".").split(" "), "." if text.endswith(".") else ""
    for number in range(1, min(len(words), NAME_WORDS + 1)):
        yield " ".join(words[:number]) + " ", " ".join(words[number:]), end


def _gap(text: str, language: str, *, may_be_peoples: bool) -> str:
    """What was put in: a state, working hours, topics, other sentences in a row, or words that stay as they are."""
    if text.replace(" ", "_") in STATES:
        return state_in_words(text.replace(" ", "_"))
    if (hours := hours_in_words(text)) != text:
        return hours
    if text.split(", ")[0] in TOPICS:
        return ", ".join(map(topic_in_words, text.split(", ")))
    return "; ".join(_said(part, language, may_be_peoples=may_be_peoples) for part in text.split("; "))


@lru_cache(maxsize=8)
def _sayings(language: str) -> list[Saying]:
    """Those of the catalogue."""
    begun = f"{CONTEXT}\x04"
    return [
        Saying(tuple(_PUT_IN.split(key.removeprefix(begun))[::2]), told)
        for key, told in translation(language)._catalog.items()  # type: ignore[attr-defined]
        if isinstance(key, str) and key.startswith(begun)
    ]
