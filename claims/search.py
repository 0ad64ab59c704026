"""What somebody types into a search field, in the syntax of web search: words, "a phrase", -not, or. Pure.

However it is typed it can be asked: the database's own reader of this syntax ends with an error in what it finds too
deep, a row of hyphens for one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

# Of more than that the rest is left out; nobody types so much by hand.
MAX_TERMS = 32
MAX_TERM_CHARS = 200
MAX_CHARS = 5_000
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
_COMPOUND = re.compile(r"(?<=[^\W\d_])[-‐‑](?=[^\W\d_])")
# A figure whose thousands are parted by spaces.
_PARTED_FIGURE = re.compile(r"(?<!\d)\d{1,3}(?:\s\d{3})+(?!\d)")
_TERM = re.compile(r'(-?)"([^"]*)"?|(\S+)')


@dataclass(frozen=True, slots=True)
class Term:
    """One word, or words in this order; none of what holds an excluded one is looked for."""

    words: str
    is_excluded: bool = False

    @property
    def spellings(self) -> list[str]:
        """As it was typed, where letters stand around a hyphen without it: "e-mail" is "email" too; and with two
        letters for each umlaut.
        """
        two_letters = unicodedata.normalize("NFC", self.words).translate(_UMLAUTS)
        return list(dict.fromkeys([self.words, _COMPOUND.sub("", self.words), two_letters]))


def alternatives(asked: str) -> list[list[Term]]:
    """The terms that must all hold, for each of the alternatives that "or" divides; empty where nothing is asked."""
    found: list[list[Term]] = [[]]
    for count, term in enumerate(_terms(_PARTED_FIGURE.sub(_joined, asked[:MAX_CHARS]))):
        if count == MAX_TERMS:
            break
        if term is None:
            found.append([])
        else:
            found[-1].append(term)
    return [terms for terms in found if terms]


def _joined(figure: re.Match[str]) -> str:
    return "".join(figure[0].split())


def _terms(asked: str) -> Iterator[Term | None]:
    """Each term, and None for each "or" between two."""
    for match in _TERM.finditer(asked):
        sign, phrase, word = match.groups()
        if word is not None and word.casefold() == "or":
            yield None
            continue
        sign, words = (sign, phrase) if word is None else ("-" if word.startswith("-") else "", word.lstrip("-"))
        if any(character.isalnum() for character in words):
            yield Term(words.replace("\x00", "")[:MAX_TERM_CHARS], bool(sign))
