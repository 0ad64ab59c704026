"""Sentences as the model of worthiness sees them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from claims.embedding import Vectors
from claims.extraction.worthiness.signs import Buckets

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Seen:
    """n sentences: ``vectors`` (n, DIMENSIONS) and ``middles`` (n, MIDDLE_DIMENSIONS) of the language model, buckets
    of their ``words`` and ``forms`` (n each), ``counts`` (n, COUNTS)."""

    vectors: Vectors
    middles: Vectors
    words: Sequence[Buckets]
    forms: Sequence[Buckets]
    counts: Floats

    @property
    def signs(self) -> list[Buckets]:
        """Words and forms of each."""
        return [np.concatenate(pair) for pair in zip(self.words, self.forms, strict=True)]

    @staticmethod
    def joined(parts: Sequence[Seen]) -> Seen:
        arrays = ([getattr(part, name) for part in parts] for name in ("vectors", "middles", "counts"))
        vectors, middles, counts = (np.concatenate(each) for each in arrays)
        words = [each for part in parts for each in part.words]
        return Seen(vectors, middles, words, [each for part in parts for each in part.forms], counts)

    def at(self, places: Iterable[int]) -> Seen:
        chosen = list(places)
        words, forms = ([column[place] for place in chosen] for column in (self.words, self.forms))
        return Seen(self.vectors[chosen], self.middles[chosen], words, forms, self.counts[chosen])


def weighed(signs: Buckets, rarity: Floats) -> tuple[Buckets, Floats]:
    """The distinct buckets of ``signs`` and the weight of each: (1 + ln count) times rarity, scaled to length one."""
    buckets, counts = np.unique(signs, return_counts=True)
    values = (1 + np.log(counts)) * rarity[buckets]
    return buckets, values / max(float(np.linalg.norm(values)), 1e-12)


def summed(signs: Sequence[Buckets], rarity: Floats, weights: Floats) -> Floats:
    """The sum of the ``weights`` (BUCKETS,) of each one's weighed signs, shape (n,)."""
    pairs = [weighed(each, rarity) for each in signs]
    return np.array([float(values @ weights[buckets]) for buckets, values in pairs], dtype=np.float64)
