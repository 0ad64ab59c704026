"""A text as it is compared: stems, rows of letters, numbers and names."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_NUMBER = re.compile(r"\d[\d,.]*")
_NAME = re.compile(r"\b[A-Z][\w’']*")
_QUOTED = re.compile(r'["“]([^"“”]{8,300})["”]')
# What more there is of a text says little about what it claims, and costs time.
MAX_CHARS = 4_000
# English words are told apart by their first letters; the rest is mostly inflection ("protest", "protesters").
_STEM_CHARS = 6
_GRAM_CHARS = 4
_COMMON = (
    "the a an of to in and is was were are be been being that this it its for on at by with as from has have had or "
    "not he she his her they their we our i you your but if so do does did will would can could who what which when "
    "where how all there than then them us me my about into over after just s t"
).split()
# What stands before the first word of a sentence, which is a capital anyway.
_OPENING = frozenset(".!?:“\"‘'")


@dataclass(frozen=True, slots=True)
class Reading:
    """``stems`` in order; ``content`` are those that are not among the commonest words of English; ``grams`` counts
    rows of four letters; ``quoted`` are the passages in quotation marks, as ``plain`` words divided by blanks."""

    plain: str
    stems: tuple[str, ...]
    content: frozenset[str]
    grams: Counter[str]
    numbers: frozenset[str]
    names: frozenset[str]
    quoted: tuple[str, ...]


def read(text: str) -> Reading:
    """The first MAX_CHARS of ``text``, in time linear in them."""
    text = text[:MAX_CHARS]
    words = words_of(text)
    stems = tuple(stem(word) for word in words)
    numbers = frozenset(match.group().rstrip(".,").replace(",", "") for match in _NUMBER.finditer(text))
    quoted = tuple(" ".join(words_of(passage)) for passage in _QUOTED.findall(text))
    plain = " ".join(words)
    return Reading(plain, stems, frozenset(stems) - _COMMON_STEMS, _grams(plain), numbers, _names(text), quoted)


def words_of(text: str) -> list[str]:
    """The words of ``text`` in order, folded, without the possessive s."""
    return [_folded(match.group()) for match in _WORD.finditer(text)]


def stem(word: str) -> str:
    """The word cut to its stem; a number stays whole."""
    return word if word[0].isdigit() else word[:_STEM_CHARS]


def _folded(word: str) -> str:
    return word.casefold().replace("’", "'").removesuffix("'s")


def _grams(plain: str) -> Counter[str]:
    padded = f" {plain} "
    return Counter(padded[at : at + _GRAM_CHARS] for at in range(len(padded) - _GRAM_CHARS + 1))


def _names(text: str) -> frozenset[str]:
    """Stems of the words with a capital that no beginning of a sentence gave them."""
    found = (match for match in _NAME.finditer(text) if not _is_opening(text, match.start()))
    return frozenset(stem(_folded(match.group())) for match in found) - _COMMON_STEMS


def _is_opening(text: str, at: int) -> bool:
    before = text[max(0, at - 3) : at].rstrip()
    return not before or before[-1] in _OPENING


_COMMON_STEMS = frozenset(stem(word) for word in _COMMON)
