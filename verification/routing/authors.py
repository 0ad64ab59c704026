"""Whose claim it is: who handed it in, who wrote the article, whose words they are. None of them judges it. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

# What divides the authors of a byline; a comma may also stand inside of one ("Berg, Karl").
_BETWEEN = re.compile(r"[;/|&+•·\n]|\b(?:and|und|et|og|och|with|mit)\b", re.IGNORECASE)
_BEFORE = re.compile(
    r"^\W*(?:(?:written|reported|text|words)\s*(?::|\bby\b|\bvon\b)|by\b|von\b|par\b|por\b)\s*", re.IGNORECASE
)
_WORD = re.compile(r"[^\W_]+")
_SPELLED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "æ": "ae", "œ": "oe"})
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"})


@dataclass(frozen=True, slots=True)
class Person:
    """``name`` is the full name; ``user_id`` None: a program, whose claims are nobody's own."""

    user_id: int | None
    name: str


@dataclass(frozen=True, slots=True)
class Authors:
    """``claim_by`` and ``article_by`` are keys of users, ``byline`` is as it was printed, ``speakers`` are names."""

    claim_by: int | None = None
    article_by: int | None = None
    byline: str = ""
    speakers: tuple[str, ...] = ()

    def part_of(self, person: Person) -> str | None:
        """What ``person`` has to do with the claim, to be said behind their name; None: nothing."""
        if person.user_id is not None and person.user_id == self.claim_by:
            return "handed in this claim"
        if person.user_id is not None and person.user_id == self.article_by:
            return "handed in the article"
        if is_named(person.name, self.byline):
            return "wrote the article"
        if any(_is_same(person.name, speaker) for speaker in self.speakers):
            return "is who said it"
        return None


NOBODY, NOBODYS = Person(None, ""), Authors()


def is_named(name: str, byline: str) -> bool:
    """Whether ``byline`` names the person among its authors, whatever the case, the accents and the order of names.

    A name of one word has to be an author's whole name; of a longer one a middle name or an initial may be missing.
    """
    return bool(byline.strip()) and any(
        _stands_in(wanted, author) for author in _authors(byline) for wanted in _spellings(name)
    )


def _is_same(name: str, other: str) -> bool:
    return any(_stands_in(wanted, found) for found in _spellings(other) for wanted in _spellings(name))


@lru_cache(maxsize=1024)
def _authors(byline: str) -> tuple[tuple[str, ...], ...]:
    """Each author as folded words, in every way in which the byline may be read."""
    return tuple(
        words
        for group in _BETWEEN.split(byline)
        for author in _readings(_BEFORE.sub("", group))
        for words in _spellings(author)
    )


def _readings(group: str) -> Iterator[str]:
    """Authors divided by commas, and two parts that may be one: "Berg, Karl"."""
    parts = [part for part in group.split(",") if part.strip()]
    yield from parts
    for last, first in pairwise(parts):
        if len(_WORD.findall(last)) == 1 or len(_WORD.findall(first)) == 1:
            yield f"{first} {last}"


@lru_cache(maxsize=8192)
def _spellings(name: str) -> tuple[tuple[str, ...], ...]:
    """The words of a name without accents, and as German and Danish spell them out; initials say nothing."""
    low = unicodedata.normalize("NFC", name).casefold()
    found = dict.fromkeys(_words(text) for text in (low.translate(_PLAIN), low.translate(_SPELLED)))
    return tuple(words for words in found if words)


def _words(text: str) -> tuple[str, ...]:
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    words = tuple(_WORD.findall(bare))
    return tuple(word for word in words if len(word) > 1 or not word.isascii()) or words


def _stands_in(name: tuple[str, ...], author: tuple[str, ...]) -> bool:
    if len(name) == 1 or len(author) == 1:
        return name == author
    wanted = sorted(name)
    return any(
        sorted(author[at : at + len(name)]) == wanted or _has_all(author[at : at + len(name) + 1], name)
        for at in range(len(author) - len(name) + 1)
    )


def _has_all(words: tuple[str, ...], name: tuple[str, ...]) -> bool:
    """Whether one word more stands between those of the name: a second name."""
    return len(words) == len(name) + 1 and {words[0], words[-1]} <= set(name) and set(name) <= set(words)
