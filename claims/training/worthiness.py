"""Trains the model of worthiness, and says how well it does on sentences that it had not seen.

Logistic regression on a sentence's vector beside its signs, weighed by how rare they are. Scores out of fold (five
folds, near duplicates kept in one) give the figures of the card and the line that makes probabilities of sums: the
shipped weights, fitted to all of the data, have seen it and would flatter themselves.

The line is fitted with both labels weighed alike. A calibrated score hangs on how many sentences are worth checking:
a quarter of the debates' is, of a news text's more. Claimdesk takes half, the balance of no opinion, so that 0.5 is
the place at which either label is as likely, and an evaluation on balanced data needs no threshold of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack
from scipy.sparse.csgraph import connected_components
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedGroupKFold
from sklearn.neighbors import radius_neighbors_graph

from claims.embedding import DIMENSIONS, Vectors
from claims.extraction.worthiness import read
from claims.extraction.worthiness.model import Floats, Model, weighed
from claims.extraction.worthiness.signs import BUCKETS, Buckets

SEED = 20_170_906
FOLDS = 5
STRENGTH = 3.0
SIGNS_WEIGHT = 1.5
# A sign in fewer sentences than this is left out: it would be learnt by heart.
LEAST_SENTENCES = 3
# Vectors of length one that are nearer than this have a cosine over 0.92: one sentence said twice.
NEAR = 0.4


@dataclass(frozen=True, slots=True)
class Examples:
    """Sentences as the model sees them: ``vectors`` (n, DIMENSIONS), ``signs`` n, ``labels`` (n,) of 0 and 1."""

    vectors: Vectors
    signs: Sequence[Buckets]
    labels: Floats

    def at(self, places: Iterable[int]) -> Examples:
        chosen = list(places)
        return Examples(self.vectors[chosen], [self.signs[place] for place in chosen], self.labels[chosen])


@dataclass(frozen=True, slots=True)
class Trained:
    """``model`` of all examples; ``out_of_fold`` (n,): each one's score by a model that had not seen it."""

    model: Model
    out_of_fold: Floats


def examples(texts: Sequence[str], labels: Sequence[int]) -> Examples:
    """Labelled texts as the shipped model will see them."""
    vectors, signs = read(texts)
    return Examples(vectors, signs, np.array(labels, dtype=np.float64))


def train(examples: Examples) -> Trained:
    """The same examples in the same order give the same weights. Raises ValueError where a label has too few."""
    sums = np.zeros(len(examples.labels))
    line = np.zeros_like(sums)
    for seen, unseen in _folds(examples):
        sums[unseen] = _sums(_fitted(examples.at(seen)), examples.at(unseen))
    for seen, unseen in _folds(examples):
        slope, offset = _line(sums[seen], examples.labels[seen])
        line[unseen] = 1 / (1 + np.exp(-(slope * sums[unseen] + offset)))
    slope, offset = _line(sums, examples.labels)
    fitted = _fitted(examples)
    model = Model(fitted.dense, fitted.rarity, fitted.sparse, bias=fitted.bias, slope=slope, offset=offset)
    return Trained(model, line)


def _folds(examples: Examples) -> list[tuple[Any, Any]]:
    """(seen, unseen) places of each fold; sentences that say nearly the same fall into one."""
    graph = radius_neighbors_graph(examples.vectors, NEAR)
    _, groups = connected_components(graph, directed=False)
    folds = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=SEED)
    return list(folds.split(examples.vectors, examples.labels, groups))


def _fitted(examples: Examples) -> Model:
    """Without a line yet: its scores are those of an uncalibrated logistic regression."""
    rarity = _rarity(examples.signs)
    known = np.flatnonzero(rarity)
    matrix = hstack([csr_matrix(examples.vectors.astype(np.float64)), _matrix(examples.signs, rarity)[:, known]])
    regression = LogisticRegression(C=STRENGTH, max_iter=1000).fit(matrix.tocsr(), examples.labels)
    weights = regression.coef_[0]
    sparse = np.zeros(BUCKETS)
    sparse[known] = weights[DIMENSIONS:] * SIGNS_WEIGHT
    return Model(weights[:DIMENSIONS], rarity, sparse, bias=float(regression.intercept_[0]), slope=1.0, offset=0.0)


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
    return csr_matrix((values * SIGNS_WEIGHT, buckets, ends), shape=(len(rows), BUCKETS))


def _sums(model: Model, examples: Examples) -> Floats:
    chances = model.scores(examples.vectors, examples.signs)
    return np.log(chances / (1 - chances))


def _line(sums: Floats, labels: Floats) -> tuple[float, float]:
    """Slope and offset of the probability that a sum stands for, both labels weighed alike."""
    regression = LogisticRegression(C=1e6, class_weight="balanced").fit(sums.reshape(-1, 1), labels)
    return float(regression.coef_[0, 0]), float(regression.intercept_[0])
