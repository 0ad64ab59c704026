"""Words as they are compared: folded, cut to a stem, the common ones left out."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
# English words are told apart by their first letters; the rest is mostly inflection ("protest", "protesters").
_STEM_CHARS = 6
_COMMON = frozenset(
    "the a an of to in and is was were are be been being that this it its for on at by with as from has have had or "
    "not he she his her they their we our i you your but if so do does did will would can could who what which when "
    "where how all there than then them us me my about into over after just s t".split()
)


def words_of(text: str) -> list[str]:
    """The words of ``text`` in order, folded, without the possessive s."""
    return [_folded(match.group()) for match in _WORD.finditer(text)]


def stems_of(words: list[str]) -> list[str]:
    """Each word cut to its stem; numbers stay whole."""
    return [word if word[0].isdigit() else word[:_STEM_CHARS] for word in words]


def _folded(word: str) -> str:
    return word.casefold().replace("’", "'").removesuffix("'s")


COMMON_STEMS = frozenset(stems_of(sorted(_COMMON)))
