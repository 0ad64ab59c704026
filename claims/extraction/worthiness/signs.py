"""What stands in a parsed sentence, as numbers of buckets: words, kinds of words, and how words hang together.

Names of signs are hashed (Weinberger et al. 2009, "Feature hashing"), so that no list of words need be shipped. Words
with a digit are one word: which figure it is says nothing of whether it can be checked, that there is one says much.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc, Span, Token

BUCKETS = 2**18
# A sentence longer than this is no sentence; its beginning stands for it.
MAX_WORDS = 400

Buckets = NDArray[np.int64]


def words(sentence: Span | Doc) -> Buckets:
    """The bucket of each word and of each two neighbours, as often as they occur; none for a text without words."""
    named = ["^", *(_word(token) for token in _tokens(sentence)), "$"]
    return _hashed(_runs("word", named, longest=2) if len(named) > 2 else [])


def forms(sentence: Span | Doc) -> Buckets:
    """The same for kinds of words, and for words and kinds in their parts of the sentence."""
    return _hashed(_forms(_tokens(sentence)))


def _tokens(sentence: Span | Doc) -> list[Token]:
    return [token for token in sentence[:MAX_WORDS] if not token.is_space]


def _hashed(names: Iterable[str]) -> Buckets:
    return np.array([zlib.crc32(name.encode()) % BUCKETS for name in names], dtype=np.int64)


def _forms(tokens: Sequence[Token]) -> Iterator[str]:
    if not tokens:
        return
    kinds = ["^", *(token.tag_ for token in tokens), "$"]
    yield from _runs("kind", kinds, longest=3)
    for token in tokens:
        yield f"role {token.dep_} {token.tag_}"
        yield f"role {token.dep_} {token.lemma_.lower()}"


def _word(token: Token) -> str:
    return "0" if any(letter.isdigit() for letter in token.text) else token.lower_


def _runs(group: str, items: Sequence[str], *, longest: int) -> Iterator[str]:
    """Every run of one to ``longest`` neighbours."""
    for length in range(1, longest + 1):
        for start in range(len(items) - length + 1):
            yield f"{group} {' '.join(items[start : start + length])}"
