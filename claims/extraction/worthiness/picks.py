"""Which of the sentences that can be checked people do check: the words and matters that fact-checkers picked.

Nearly everything said in a debate that can be checked is left alone. What was picked tells the order among sentences
that are worth checking, and nothing of whether a sentence is; so it stretches or shrinks the odds of those over even
odds, and leaves the others, and on which side of even odds any of them is, as they were.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from claims.embedding import DIMENSIONS
from claims.extraction.worthiness.seen import Floats, Seen, summed
from claims.extraction.worthiness.signs import BUCKETS

# The natural logarithm of how many times the odds' logarithm grows for one step of leaning.
STRETCH = 0.5
MOST_STEPS = 3.0


@dataclass(frozen=True, slots=True)
class Picks:
    """``rarity`` and ``words`` (BUCKETS,): how rare a word is, and its weight; ``matter`` (DIMENSIONS,): weights of
    the sentence's vector. ``middle`` and ``spread`` make steps of their sum: the mean and the standard deviation
    of sentences worth checking."""

    rarity: Floats
    words: Floats
    matter: Floats
    middle: float = 0.0
    spread: float = 1.0

    def sums(self, seen: Seen) -> Floats:
        """Shape (sentences,), in no unit: higher is more like what was picked."""
        sums: Floats = summed(seen.words, self.rarity, self.words) + seen.vectors @ self.matter
        return sums

    def stretched(self, odds: Floats, seen: Seen) -> Floats:
        """Logarithms of odds, shape (sentences,), with those over 0 stretched by how much each leans to the picks."""
        steps = np.clip((self.sums(seen) - self.middle) / self.spread, -MOST_STEPS, MOST_STEPS)
        stretched: Floats = np.where(odds > 0, odds * np.exp(STRETCH * steps), odds)
        return stretched


def no_picks() -> Picks:
    """Of training without such data: it leaves the odds as they are."""
    return Picks(np.zeros(BUCKETS), np.zeros(BUCKETS), np.zeros(DIMENSIONS))
