"""The weights, and the sum that they are for: numpy alone, no library for learning."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from claims.embedding import DIMENSIONS, Vectors
from claims.extraction.worthiness.counts import COUNTS, NUMERALS
from claims.extraction.worthiness.signs import BUCKETS, Buckets

VERSION = 2
# How fast likeness falls off with distance: exp(-CLOSENESS * squared distance of two vectors of length one).
CLOSENESS = 1.0
# What a figure adds to the sum. Not learnt: people in a debate throw figures about, and the labels give them little;
# a newsroom checks figures first, as they can be looked up.
FIGURE = 0.1
# Sentences that are compared with the known ones together; it bounds memory, not the result.
_AT_ONCE = 256
Floats = NDArray[np.float64]


class BadWeights(ValueError):
    """The file of weights is of another version or shape than this program reads."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Sentences as the model sees them: ``vectors`` (n, DIMENSIONS), ``signs`` n, ``counts`` (n, COUNTS)."""

    vectors: Vectors
    signs: Sequence[Buckets]
    counts: Floats

    def at(self, places: Iterable[int]) -> Seen:
        chosen = list(places)
        return Seen(self.vectors[chosen], [self.signs[place] for place in chosen], self.counts[chosen])


@dataclass(frozen=True, slots=True)
class Model:
    """A sum of four parts, and the line that makes a probability of it (Platt 1999).

    ``known`` (sentences, DIMENSIONS): vectors learnt from, of which each pulls those near it by its ``pull``
    (sentences,); ``rarity`` (BUCKETS,): how rare a sign is, 0 for one never learnt; ``sparse`` (BUCKETS,): weights of
    the signs; ``counted`` (COUNTS,): weights of the counts, beside FIGURE for any figure at all; ``bias``, ``slope``
    and ``offset``: single numbers.
    """

    known: Vectors
    pull: Floats
    rarity: Floats
    sparse: Floats
    counted: Floats
    bias: float
    slope: float = 1.0
    offset: float = 0.0

    def scores(self, seen: Seen) -> Floats:
        """Probabilities, shape (sentences,)."""
        chances: Floats = 1 / (1 + np.exp(-np.clip(self.slope * self.totals(seen) + self.offset, -50, 50)))
        return chances

    def totals(self, seen: Seen) -> Floats:
        """Sums without the line, shape (sentences,): higher is more worth checking."""
        pulls = [
            closeness(seen.vectors[start : start + _AT_ONCE], self.known) @ self.pull
            for start in range(0, len(seen.vectors), _AT_ONCE)
        ]
        of_signs = np.array([self._of_signs(each) for each in seen.signs])
        of_counts = seen.counts @ self.counted + FIGURE * (seen.counts[:, NUMERALS] > 0)
        totals: Floats = np.concatenate([*pulls, []]) + of_signs + of_counts + self.bias
        return totals

    def _of_signs(self, signs: Buckets) -> float:
        buckets, values = weighed(signs, self.rarity)
        return float(values @ self.sparse[buckets])


def closeness(some: Vectors, others: Vectors) -> Vectors:
    """Likeness of each of ``some`` to each of ``others``, 0..1, shape (some, others)."""
    lengths = np.square(some).sum(axis=1)[:, None] + np.square(others).sum(axis=1)
    likeness: Vectors = np.exp(-CLOSENESS * np.maximum(lengths - 2 * (some @ others.T), 0))
    return likeness


def weighed(signs: Buckets, rarity: Floats) -> tuple[Buckets, Floats]:
    """The distinct buckets of ``signs`` and the weight of each: (1 + ln count) times rarity, scaled to length one."""
    buckets, counts = np.unique(signs, return_counts=True)
    values = (1 + np.log(counts)) * rarity[buckets]
    return buckets, values / max(float(np.linalg.norm(values)), 1e-12)


def stored(vectors: Vectors) -> tuple[NDArray[np.int8], np.float32]:
    """Vectors as bytes, and the step between two neighbours: a quarter of the room, and 0.4% of the length off."""
    step = np.float32(max(float(np.abs(vectors).max(initial=0)), 1e-6) / 127)
    return np.round(vectors / step).astype(np.int8), step


def load(file: Path) -> Model:
    """The model in ``file``, as ``save`` wrote it. Raises OSError, or BadWeights for a file of another kind."""
    with np.load(file, allow_pickle=False) as found:
        if "version" not in found or int(found["version"]) != VERSION:
            raise BadWeights(f"{file}: not version {VERSION}")
        arrays = {name: found[name].astype(np.float64) for name in ("pull", "rarity", "sparse", "counted", "line")}
        known = found["known"].astype(np.float32) * found["step"]
    shapes = [(len(known),), (BUCKETS,), (BUCKETS,), (COUNTS,), (3,)]
    if known.shape[1:] != (DIMENSIONS,) or [each.shape for each in arrays.values()] != shapes:
        raise BadWeights(f"{file}: weights of another shape")
    bias, slope, offset = (float(number) for number in arrays.pop("line"))
    return Model(known, **arrays, bias=bias, slope=slope, offset=offset)


def save(model: Model, file: Path) -> None:
    """Low precision, and the same bytes for the same weights: numpy's archive holds no day."""
    known, step = stored(model.known)
    np.savez_compressed(
        file,
        version=np.int64(VERSION),
        known=known,
        step=step,
        pull=model.pull.astype(np.float32),
        rarity=model.rarity.astype(np.float16),
        sparse=model.sparse.astype(np.float16),
        counted=model.counted.astype(np.float32),
        line=np.array([model.bias, model.slope, model.offset], dtype=np.float32),
    )
