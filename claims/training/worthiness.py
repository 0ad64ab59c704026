"""Trains the model of worthiness, and says how well it does on sentences that it had not seen.

Regularised least squares with a kernel (Rifkin et al. 2003): the likeness of two sentences is that of their vectors
(Gaussian), plus the product of their signs, weighed by how rare they are, plus that of their counts. The last two are
linear, so that what is shipped of them are weights. Scores out of fold (five folds, near duplicates kept in one) give
the figures of the card and the line that makes probabilities of sums: the shipped weights, fitted to all of the data,
have seen it and would flatter themselves.

The line is fitted with both labels weighed alike. A calibrated score hangs on how many sentences are worth checking:
a quarter of the debates' is, of a news text's more. Claimdesk takes half, the balance of no opinion, so that 0.5 is
the place at which either label is as likely, and an evaluation on balanced data needs no threshold of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy.linalg import cho_factor, cho_solve
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedGroupKFold
from sklearn.neighbors import radius_neighbors_graph

from claims.embedding import Vectors
from claims.extraction.worthiness import read
from claims.extraction.worthiness.model import Floats, Model, Seen, closeness, stored, weighed
from claims.extraction.worthiness.signs import BUCKETS, Buckets

SEED = 20_170_906
FOLDS = 5
# How much the squares of the weights count against those of the errors.
RESTRAINT = 1.5
SIGNS_WEIGHT = 1.0
COUNTS_WEIGHT = 0.3
# A sign in fewer sentences than this is left out: it would be learnt by heart.
LEAST_SENTENCES = 3
# Vectors of length one that are nearer than this have a cosine over 0.92: one sentence said twice.
NEAR = 0.4


@dataclass(frozen=True, slots=True)
class Examples:
    """Sentences as the model sees them, and their ``labels`` (n,) of 0 and 1."""

    seen: Seen
    labels: Floats

    def at(self, places: Iterable[int]) -> Examples:
        chosen = list(places)
        return Examples(self.seen.at(chosen), self.labels[chosen])


@dataclass(frozen=True, slots=True)
class Trained:
    """``model`` of all examples; ``out_of_fold`` (n,): each one's score by a model that had not seen it."""

    model: Model
    out_of_fold: Floats


def examples(texts: Sequence[str], labels: Sequence[int]) -> Examples:
    """Labelled texts as the shipped model will see them."""
    return Examples(read(texts), np.array(labels, dtype=np.float64))


def train(examples: Examples) -> Trained:
    """The same examples in the same order give the same weights. Raises ValueError where a label has too few."""
    folds = _folds(examples)
    sums = np.zeros(len(examples.labels))
    chances = np.zeros_like(sums)
    for learnt, unseen in folds:
        sums[unseen] = _fitted(examples.at(learnt)).totals(examples.seen.at(unseen))
    for learnt, unseen in folds:
        slope, offset = _line(sums[learnt], examples.labels[learnt])
        chances[unseen] = 1 / (1 + np.exp(-(slope * sums[unseen] + offset)))
    slope, offset = _line(sums, examples.labels)
    return Trained(replace(_fitted(examples), slope=slope, offset=offset), chances)


def _folds(examples: Examples) -> list[tuple[Any, Any]]:
    """(learnt, unseen) places of each fold; sentences that say nearly the same fall into one."""
    vectors = examples.seen.vectors
    _, groups = connected_components(radius_neighbors_graph(vectors, NEAR), directed=False)
    folds = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=SEED)
    return list(folds.split(vectors, examples.labels, groups))


def _fitted(examples: Examples) -> Model:
    """Without a line yet: its scores are no probabilities."""
    seen = examples.seen
    rarity = _rarity(seen.signs)
    signs = _matrix(seen.signs, rarity)
    steps, step = stored(seen.vectors)
    known = steps.astype(np.float32) * step
    middle, scale = _middle_and_scale(seen.counts)
    counts = (seen.counts - middle) * scale
    likeness = closeness(known, known)
    likeness += SIGNS_WEIGHT * (signs @ signs.T).toarray().astype(np.float32)
    likeness += COUNTS_WEIGHT * (counts @ counts.T).astype(np.float32)
    pull = _pull(likeness, examples.labels)
    counted = COUNTS_WEIGHT * (counts.T @ pull) * scale
    sparse = SIGNS_WEIGHT * np.asarray(signs.T @ pull)
    return Model(known, pull, rarity, sparse, counted, bias=-float(counted @ middle))


def _middle_and_scale(counts: Floats) -> tuple[Floats, Floats]:
    """What makes columns of mean 0 and rows that are about of length one."""
    spread = np.maximum(counts.std(axis=0), 1e-6)
    return counts.mean(axis=0), 1 / (spread * np.sqrt(counts.shape[1]))


def _pull(likeness: Vectors, labels: Floats) -> Floats:
    """The pull of each example, both labels weighing alike in all; ``likeness`` is written over.

    So a sentence that is like none of them has the sum 0, not that of the more frequent label.
    """
    shares = np.where(labels == 1, labels.mean(), 1 - labels.mean())
    likeness[np.diag_indices_from(likeness)] += (RESTRAINT * 2 * shares).astype(np.float32)
    factor = cho_factor(likeness, lower=True, overwrite_a=True, check_finite=False)
    pull: Floats = cho_solve(factor, (2 * labels - 1).astype(np.float32), check_finite=False).astype(np.float64)
    return pull


def _rarity(signs: Sequence[Buckets]) -> Floats:
    """Smoothed inverse document frequency of each bucket, shape (BUCKETS,); 0 for those in too few sentences."""
    counts = np.zeros(BUCKETS)
    for each in signs:
        counts[np.unique(each)] += 1
    return np.where(counts >= LEAST_SENTENCES, np.log((1 + len(signs)) / (1 + counts)) + 1, 0.0)


def _matrix(signs: Sequence[Buckets], rarity: Floats) -> csr_matrix:
    """Shape (n, BUCKETS)."""
    rows = [weighed(each, rarity) for each in signs]
    ends = np.cumsum([0, *(len(buckets) for buckets, _ in rows)])
    buckets, values = (np.concatenate(column) for column in zip(*rows, strict=True))
    return csr_matrix((values, buckets, ends), shape=(len(rows), BUCKETS))


def _line(sums: Floats, labels: Floats) -> tuple[float, float]:
    """Slope and offset of the probability that a sum stands for, both labels weighed alike."""
    regression = LogisticRegression(C=1e6, class_weight="balanced").fit(sums.reshape(-1, 1), labels)
    return float(regression.coef_[0, 0]), float(regression.intercept_[0])
