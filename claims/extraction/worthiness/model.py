"""The weights, and the sum that they are for: numpy alone, no library for learning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from claims.embedding import DIMENSIONS, Vectors
from claims.extraction.worthiness.signs import BUCKETS, Buckets

VERSION = 1
Floats = NDArray[np.float64]


class BadWeights(ValueError):
    """The file of weights is of another version or shape than this program reads."""


@dataclass(frozen=True, slots=True)
class Model:
    """A logistic sum and the line that makes a probability of it (Platt 1999).

    ``dense`` (DIMENSIONS,): weights of the vector; ``rarity`` (BUCKETS,): how rare a sign is, 0 for one never learnt;
    ``sparse`` (BUCKETS,): weights of the signs; ``bias``, ``slope`` and ``offset``: single numbers.
    """

    dense: Floats
    rarity: Floats
    sparse: Floats
    bias: float
    slope: float
    offset: float

    def scores(self, vectors: Vectors, signs: Sequence[Buckets]) -> Floats:
        """Probabilities, shape (sentences,), of ``vectors`` (sentences, DIMENSIONS) and as many ``signs``."""
        totals = vectors @ self.dense + np.array([self._of_signs(each) for each in signs]) + self.bias
        chances: Floats = 1 / (1 + np.exp(-np.clip(self.slope * totals + self.offset, -50, 50)))
        return chances

    def _of_signs(self, signs: Buckets) -> float:
        buckets, values = weighed(signs, self.rarity)
        return float(values @ self.sparse[buckets])


def weighed(signs: Buckets, rarity: Floats) -> tuple[Buckets, Floats]:
    """The distinct buckets of ``signs`` and the weight of each: (1 + ln count) times rarity, scaled to length one."""
    buckets, counts = np.unique(signs, return_counts=True)
    values = (1 + np.log(counts)) * rarity[buckets]
    return buckets, values / max(float(np.linalg.norm(values)), 1e-12)


def load(file: Path) -> Model:
    """The model in ``file``, as ``save`` wrote it. Raises OSError, or BadWeights for a file of another kind."""
    with np.load(file, allow_pickle=False) as stored:
        if "version" not in stored or int(stored["version"]) != VERSION:
            raise BadWeights(f"{file}: not version {VERSION}")
        arrays = {name: stored[name].astype(np.float64) for name in ("dense", "rarity", "sparse", "line")}
    if [each.shape for each in arrays.values()] != [(DIMENSIONS,), (BUCKETS,), (BUCKETS,), (3,)]:
        raise BadWeights(f"{file}: weights of another shape")
    bias, slope, offset = (float(number) for number in arrays.pop("line"))
    return Model(**arrays, bias=bias, slope=slope, offset=offset)


def save(model: Model, file: Path) -> None:
    """Half precision, and the same bytes for the same weights: numpy's archive holds no day."""
    np.savez_compressed(
        file,
        version=np.int64(VERSION),
        dense=model.dense.astype(np.float16),
        rarity=model.rarity.astype(np.float16),
        sparse=model.sparse.astype(np.float16),
        line=np.array([model.bias, model.slope, model.offset], dtype=np.float32),
    )
