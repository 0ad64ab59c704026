"""How rare words and rows of letters are among claims: what sharing one is worth."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

# Counts are kept by hash, so that the table has a size of its own and holds no words of anybody's.
BUCKETS = 1 << 15
# A sixteenth is as much as a weight means; whole steps keep the file small.
_STEPS = 16


@dataclass(frozen=True, slots=True)
class Rarity:
    """``weights``: the inverse document frequency of what falls into each of BUCKETS."""

    weights: tuple[float, ...]

    def of(self, term: str) -> float:
        return self.weights[_bucket(term)]

    def sum(self, terms: Iterable[str]) -> float:
        """In the order of the terms, since a sum of floats hangs on it."""
        return sum(map(self.of, sorted(terms)))

    def steps(self) -> NDArray[np.uint8]:
        """As it is kept in a file, shape (BUCKETS,)."""
        return np.round(np.array(self.weights) * _STEPS).astype(np.uint8)


def rarity_from(steps: NDArray[np.uint8]) -> Rarity:
    return Rarity(tuple((steps / _STEPS).tolist()))


def count_rarity(documents: Iterable[Iterable[str]]) -> Rarity:
    """From the terms of each document; smoothed as Lucene does, so that no weight is negative."""
    counts = np.zeros(BUCKETS, dtype=np.int64)
    total = 0
    for terms in documents:
        counts[sorted({_bucket(term) for term in terms})] += 1
        total += 1
    weights = np.log1p((total - counts + 0.5) / (counts + 0.5))
    return rarity_from(np.round(weights * _STEPS).astype(np.uint8))


def _bucket(term: str) -> int:
    return crc32(term.encode("utf-8", "surrogatepass")) % BUCKETS
