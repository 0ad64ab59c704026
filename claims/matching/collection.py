"""Claims in memory with the candidates of a query among them: what PostgreSQL does for the desk, for measuring.

Cosine of the vectors, and BM25 (Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework") over the words of
text and headline, as a share of what the query could reach at most.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

from claims.embedding import Vectors, embed
from claims.matching.posts import read_post
from claims.matching.ranking import rank
from claims.matching.subjects import Subject
from claims.matching.words import stem, words_of

CANDIDATES = 100
_K1, _B = 1.2, 0.75
# What BM25's share counts for beside a cosine; chosen on the train queries.
_LEXICAL = 0.5

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Posting:
    """The claims that have a word, and what it is worth in each."""

    places: NDArray[np.int64]
    worth: Floats


class Collection:
    """Claims to look queries up in; built once, then only read."""

    def __init__(self, subjects: Sequence[Subject]) -> None:
        self._subjects = list(subjects)
        self._vectors: Vectors = np.stack([subject.vector for subject in subjects])
        self._postings, self._unseen = _postings([_stems(f"{each.text} {each.title}") for each in subjects])

    @classmethod
    def of(cls, claims: Iterable[tuple[str, str, str]]) -> Collection:
        """From (key, text, title) of each claim, of which there must be one at least."""
        rows = list(claims)
        vectors = embed([text for _, text, _ in rows])
        return cls([Subject(*row, vector) for row, vector in zip(rows, vectors, strict=True)])

    def search(self, text: str) -> list[str]:
        """The keys of the claims that a post or sentence may repeat, best first."""
        query = subject_of(text)
        return [ranked.key for ranked in rank(query, self.candidates(query))]

    def candidates(self, query: Subject, count: int = CANDIDATES) -> list[Subject]:
        """The ``count`` claims nearest by vector and words together, nearest first."""
        scores = self._vectors @ query.vector + _LEXICAL * self._word_scores(query.text)
        nearest = np.argsort(-scores, kind="stable")[:count]
        return [self._subjects[place] for place in nearest]

    def _word_scores(self, text: str) -> Floats:
        found = np.zeros(len(self._subjects))
        most = 1.0
        for each in set(_stems(text)):
            posting = self._postings.get(each)
            most += _rarity(len(self._subjects), len(posting.places)) if posting else self._unseen
            if posting:
                found[posting.places] += posting.worth
        return found / most


def subject_of(text: str) -> Subject:
    """A post or sentence as a query."""
    post = read_post(text)
    return Subject("", post.text, "", embed([post.text])[0], speaker=post.author)


def _stems(text: str) -> list[str]:
    return [stem(word) for word in words_of(text)]


def _postings(documents: Sequence[Sequence[str]]) -> tuple[dict[str, _Posting], float]:
    """The index by stem, and the rarity of a stem that no document has."""
    found: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for place, stems in enumerate(documents):
        for each, count in Counter(stems).items():
            found[each].append((place, count))
    lengths = np.array([len(stems) for stems in documents], dtype=np.float64)
    norms = _K1 * (1 - _B + _B * lengths / max(1.0, float(lengths.mean())))
    return {each: _posting(pairs, norms) for each, pairs in found.items()}, _rarity(len(documents), 0)


def _posting(pairs: Sequence[tuple[int, int]], norms: Floats) -> _Posting:
    places = np.array([place for place, _ in pairs])
    counts = np.array([count for _, count in pairs], dtype=np.float64)
    worth = _rarity(len(norms), len(pairs)) * counts * (_K1 + 1) / (counts + norms[places])
    return _Posting(places, worth)


def _rarity(documents: int, holding: int) -> float:
    """Inverse document frequency, as Lucene smooths it so that it is never negative."""
    return log(1 + (documents - holding + 0.5) / (holding + 0.5))
