"""The sum that makes a score of what is seen of a sentence: numpy alone, no library for learning."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from claims.embedding import Vectors
from claims.extraction.worthiness.counts import DAYS, NUMERALS
from claims.extraction.worthiness.picks import Picks
from claims.extraction.worthiness.seen import Floats, Seen, summed

# How fast likeness falls off with distance: exp(-CLOSENESS * squared distance of two vectors of length one).
CLOSENESS = 1.0
# How much likeness by the middle layers counts beside that by the vector.
LAYERS_WEIGHT = 2.0
# How many directions of the layers' means are kept.
DIRECTIONS = 128
# What a figure or a day adds to the sum. Not learnt: people in a debate throw figures about, and the labels give them
# little; a newsroom checks figures and days first, as they can be looked up.
FIGURE = 0.2
# Sentences that are compared with the known ones together; it bounds memory, not the result.
_AT_ONCE = 256


@dataclass(frozen=True, slots=True)
class Axes:
    """Where a sentence lies by the means of the language model's middle layers.

    ``middle`` and ``scale`` (MIDDLE_DIMENSIONS,) make columns of mean 0 and spread 1; ``directions``
    (MIDDLE_DIMENSIONS, DIRECTIONS) are those in which sentences differ most.
    """

    middle: Vectors
    scale: Vectors
    directions: Vectors

    def places(self, middles: Vectors) -> Vectors:
        """Shape (sentences, DIRECTIONS); at most of length one."""
        steps = self.steps(middles)
        places: Vectors = steps @ self.directions
        return places

    def steps(self, middles: Vectors) -> Vectors:
        """Shape (sentences, MIDDLE_DIMENSIONS), of length one."""
        steps = (middles - self.middle) * self.scale
        scaled: Vectors = steps / np.maximum(np.linalg.norm(steps, axis=1, keepdims=True), np.float32(1e-6))
        return scaled


@dataclass(frozen=True, slots=True)
class Known:
    """The sentences that were learnt from: their ``vectors`` (known, DIMENSIONS), and ``places`` (known, DIRECTIONS)
    on the ``axes``."""

    axes: Axes
    vectors: Vectors
    places: Vectors

    def likeness(self, vectors: Vectors, places: Vectors) -> Vectors:
        """Of each sentence to each known one, 0..1 + LAYERS_WEIGHT, shape (sentences, known)."""
        likeness = _closeness(places, self.places)
        likeness *= np.float32(LAYERS_WEIGHT)
        likeness += _closeness(vectors, self.vectors)
        return likeness

    def pulled(self, seen: Seen, pull: Floats) -> Floats:
        """The sum of the ``pull`` (known,) of all known ones, each by its likeness, shape (sentences,)."""
        places = self.axes.places(seen.middles)
        parts = [slice(start, start + _AT_ONCE) for start in range(0, len(places), _AT_ONCE)]
        pulls = [self.likeness(seen.vectors[part], places[part]) @ pull for part in parts]
        return np.concatenate([*pulls, []])


@dataclass(frozen=True, slots=True)
class Model:
    """A sum of four parts, the line that makes odds of it (Platt 1999), and the picks that stretch high odds.

    Each of the ``known`` sentences pulls those like it by its ``pull`` (known,); ``rarity`` (BUCKETS,): how rare a
    sign is, 0 for one never learnt; ``sparse`` (BUCKETS,): weights of the signs; ``counted`` (COUNTS,): weights of
    the counts, beside FIGURE for any figure or day at all; ``bias``, ``slope`` and ``offset``: single numbers.
    """

    known: Known
    pull: Floats
    rarity: Floats
    sparse: Floats
    counted: Floats
    picks: Picks
    bias: float
    slope: float = 1.0
    offset: float = 0.0

    def scores(self, seen: Seen) -> Floats:
        """Probabilities, shape (sentences,)."""
        return chances(self.picks.stretched(self.slope * self.totals(seen) + self.offset, seen))

    def totals(self, seen: Seen) -> Floats:
        """Sums without line and picks, shape (sentences,): higher is more worth checking."""
        of_signs = summed(seen.signs, self.rarity, self.sparse)
        can_be_looked_up = seen.counts[:, [NUMERALS, DAYS]].any(axis=1)
        of_counts = seen.counts @ self.counted + FIGURE * can_be_looked_up
        totals: Floats = self.known.pulled(seen, self.pull) + of_signs + of_counts + self.bias
        return totals


def chances(odds: Floats) -> Floats:
    """Probabilities of logarithms of odds."""
    found: Floats = 1 / (1 + np.exp(-np.clip(odds, -50, 50)))
    return found


def _closeness(some: Vectors, others: Vectors) -> Vectors:
    """0..1, shape (some, others)."""
    lengths = np.square(some).sum(axis=1)[:, None] + np.square(others).sum(axis=1)
    closeness: Vectors = np.exp(-CLOSENESS * np.maximum(lengths - 2 * (some @ others.T), 0))
    return closeness
