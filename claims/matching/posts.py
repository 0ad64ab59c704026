"""Posts of social networks as plain sentences: without addresses, with names and tags as words, the author apart."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ADDRESS = re.compile(r"(?:https?://|pic\.twitter\.com/|www\.)\S+", re.IGNORECASE)
_TAG = re.compile(r"[#@](\w{1,100})")
_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_a-zA-Z]+")
_SPACE = re.compile(r"\s+")
# "— Ada Falk (@adafalk) March 4, 2019": within the last characters, so that a long text is not searched in vain.
_TRAILER = re.compile(
    r"[—–-] ?(?P<author>[^—\n]{0,80}?) ?\(@\w{1,20}\) ?(?:[A-Z][a-z]{2,8} \d{1,2}, (?:\d{4}|\d\d))? ?$"
)
_TRAILER_CHARS = 160


@dataclass(frozen=True, slots=True)
class Post:
    """``text`` as it would read in an article; ``author`` is the name in the trailer, "" without one."""

    text: str
    author: str


def read_post(text: str) -> Post:
    """A post, or any other text, which comes back as it is but for its white space; linear in the text."""
    text = _SPACE.sub(" ", text).strip()
    tail = max(0, len(text) - _TRAILER_CHARS)
    trailer = _TRAILER.search(text, tail)
    author = trailer["author"] if trailer else ""
    body = text[: trailer.start()] if trailer else text
    body = _TAG.sub(_as_words, _ADDRESS.sub(" ", body))
    return Post(_SPACE.sub(" ", body).strip(), author.strip())


def _as_words(match: re.Match[str]) -> str:
    """ "#VoteForFalk" as "Vote For Falk"."""
    return " ".join(_PARTS.findall(match[1])) or match[1]
