"""The learned part of matching: how likely two claims say the same, from what ``features`` measures.

Boosted trees and a linear sum over the same features, added, and brought to a probability by a logistic curve (Platt
1999). Everything is plain numbers in ``weights.npz``, made by ``manage.py train_matching``; WEIGHTS.md is its card.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from claims.matching.features import NAMES, Features, Rarities
from claims.matching.rarity import rarity_from

FILE = Path(__file__).with_name("weights.npz")

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Trees:
    """Arrays of shape (trees, nodes). A leaf has itself on both sides; its ``value`` is what it adds."""

    feature: NDArray[np.int16]
    threshold: Floats
    left: NDArray[np.int16]
    right: NDArray[np.int16]
    value: Floats

    def sum(self, features: Features) -> Floats:
        """Shape (rows,)."""
        rows = np.arange(len(features))[:, None]
        each = np.arange(len(self.feature))[None, :]
        node = np.zeros((len(features), len(self.feature)), dtype=np.int16)
        # No way down is longer than the nodes that are not leaves.
        for _ in range(self.feature.shape[1] // 2):
            goes_left = features[rows, self.feature[each, node]] <= self.threshold[each, node]
            node = np.where(goes_left, self.left[each, node], self.right[each, node])
        return np.asarray(self.value[each, node].sum(axis=1), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Model:
    """``linear``: one weight for each feature. ``slope`` and ``intercept`` bring the sum to a probability."""

    rarities: Rarities
    linear: Floats
    trees: Trees
    slope: float
    intercept: float

    def sums(self, features: Features) -> Floats:
        """What orders candidates, shape (rows,)."""
        return self.trees.sum(features) + features.astype(np.float64) @ self.linear

    def likeness(self, features: Features) -> Floats:
        """The probability that each row's claims say the same, shape (rows,)."""
        found = 1 / (1 + np.exp(-np.clip(self.slope * self.sums(features) + self.intercept, -50, 50)))
        return np.asarray(found, dtype=np.float64)


def save(model: Model, file: Path) -> None:
    trees = {name: getattr(model.trees, name) for name in Trees.__slots__}
    np.savez_compressed(
        file,
        names=np.array(NAMES),
        stems=model.rarities.stems.steps(),
        grams=model.rarities.grams.steps(),
        linear=model.linear,
        curve=np.array([model.slope, model.intercept]),
        **trees,
    )


def load(file: Path) -> Model:
    """Raises ValueError where the file was made for other features."""
    with np.load(file, allow_pickle=False) as arrays:
        if tuple(arrays["names"]) != NAMES:
            raise ValueError(f"{file} was made for other features: train again.")
        rarities = Rarities(rarity_from(arrays["stems"]), rarity_from(arrays["grams"]))
        trees = Trees(**{name: arrays[name] for name in Trees.__slots__})
        slope, intercept = arrays["curve"].tolist()
        return Model(rarities, arrays["linear"], trees, slope, intercept)


@cache
def shipped() -> Model:
    """Loaded once in a process."""
    return load(FILE)
