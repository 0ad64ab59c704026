"""Trains the model of worthiness, and says how well it does on sentences that it had not seen.

Regularised least squares with a kernel (Rifkin et al. 2003): the likeness of two sentences is that of their vectors
and of the means of the language model's middle layers (Gaussian), plus the product of their signs, weighed by how rare
they are, plus that of their counts. The last two are linear, so that what is shipped of them are weights. Scores out of
fold (five folds, near duplicates kept in one) give the figures of the card and the line that makes probabilities of
sums: the shipped weights, fitted to all of the data, have seen it and would flatter themselves.

The line is fitted with both labels weighed alike. A calibrated score hangs on how many sentences are worth checking:
a quarter of the debates' is, of a news text's more. Claimdesk takes half, the balance of no opinion, so that 0.5 is
the place at which either label is as likely, and an evaluation on balanced data needs no threshold of its own.

Data of which next to nothing is labelled 1 says what was picked, not what is worth checking (``picks``).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy.linalg import cho_factor, cho_solve
from scipy.sparse.csgraph import connected_components
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedGroupKFold
from sklearn.neighbors import radius_neighbors_graph
from threadpoolctl import threadpool_limits

from claims.embedding import Vectors
from claims.extraction.worthiness.model import DIRECTIONS, Axes, Known, Model, chances
from claims.extraction.worthiness.picks import Picks, no_picks
from claims.extraction.worthiness.seen import Floats, Seen
from claims.extraction.worthiness.weights import as_stored
from claims.training import picks as picking
from claims.training.examples import Examples, matrix, rarity

SEED = 20_170_906
FOLDS = 5
# How much the squares of the weights count against those of the errors.
RESTRAINT = 3.0
SIGNS_WEIGHT = 1.0
COUNTS_WEIGHT = 0.3
# A sign in fewer sentences than this is left out: it would be learnt by heart.
LEAST_SENTENCES = 3
# Vectors of length one that are nearer than this have a cosine over 0.92: one sentence said twice.
NEAR = 0.4


@dataclass(frozen=True, slots=True)
class Trained:
    """``model`` of all examples; ``out_of_fold`` (n,): each one's score by a model that had not seen it.

    ``foretold``: how well the picks of other data are ranked; None without such data.
    """

    model: Model
    out_of_fold: Floats
    foretold: picking.Foretold | None = None


def train(plain: Examples, picked: Examples | None = None) -> Trained:
    """The same examples in the same order give the same weights. Raises ValueError where a label has too few.

    ``picked``: none of them among ``plain``, or the scores out of fold have seen what they are asked.
    """
    # Threads add up in an order of their own: on one, the weights are the same on every machine.
    with threadpool_limits(limits=1):
        return _trained(plain, picked)


def _trained(plain: Examples, picked: Examples | None) -> Trained:
    sums = _sums_out_of_fold(plain)
    slope, offset = _line(sums, plain.labels)
    picks = picking.fit(picked, plain) if picked else no_picks()
    model = replace(_fitted(plain), slope=slope, offset=offset, picks=picks)
    foretold = picking.foretold(picked, plain, model) if picked else None
    return Trained(model, _chances_out_of_fold(plain, sums, picks), foretold)


def _sums_out_of_fold(examples: Examples) -> Floats:
    sums = np.zeros(len(examples.labels))
    for learnt, unseen in _folds(examples):
        sums[unseen] = _fitted(examples.at(learnt)).totals(examples.seen.at(unseen))
    return sums


def _chances_out_of_fold(examples: Examples, sums: Floats, picks: Picks) -> Floats:
    """By lines that are fitted to the sums of the other folds."""
    odds = np.zeros_like(sums)
    for learnt, unseen in _folds(examples):
        slope, offset = _line(sums[learnt], examples.labels[learnt])
        odds[unseen] = slope * sums[unseen] + offset
    return chances(picks.stretched(odds, examples.seen))


def _folds(examples: Examples) -> list[tuple[Any, Any]]:
    """(learnt, unseen) places of each fold; sentences that say nearly the same fall into one."""
    vectors = examples.seen.vectors
    _, groups = connected_components(radius_neighbors_graph(vectors, NEAR), directed=False)
    folds = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=SEED)
    return list(folds.split(vectors, examples.labels, groups))


def _fitted(examples: Examples) -> Model:
    """Without line and picks yet: its scores are no probabilities."""
    seen = examples.seen
    rare = rarity(seen.signs, least=LEAST_SENTENCES)
    signs = matrix(seen.signs, rare)
    known = _known(seen)
    middle, scale = _middle_and_scale(seen.counts)
    counts = (seen.counts - middle) * scale
    likeness = known.likeness(known.vectors, known.places)
    likeness += SIGNS_WEIGHT * (signs @ signs.T).toarray().astype(np.float32)
    likeness += COUNTS_WEIGHT * (counts @ counts.T).astype(np.float32)
    pull = _pull(likeness, examples.labels)
    counted = COUNTS_WEIGHT * (counts.T @ pull) * scale
    sparse = SIGNS_WEIGHT * np.asarray(signs.T @ pull)
    return Model(known, pull, rare, sparse, counted, no_picks(), bias=-float(counted @ middle))


def _known(seen: Seen) -> Known:
    axes = _axes(seen.middles)
    return Known(axes, as_stored(seen.vectors), as_stored(axes.places(seen.middles)))


def _axes(middles: Vectors) -> Axes:
    """Principal components (Pearson 1901) of the means of layers, each sentence scaled to length one."""
    spread = np.maximum(middles.std(axis=0), np.float32(1e-3))
    bare = Axes(middles.mean(axis=0), 1 / spread, np.zeros((middles.shape[1], 0), dtype=np.float32))
    steps = bare.steps(middles)
    steps -= steps.mean(axis=0)
    _, directions = np.linalg.eigh(steps.T @ steps)
    return replace(bare, directions=directions[:, ::-1][:, :DIRECTIONS].astype(np.float16).astype(np.float32))


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


def _line(sums: Floats, labels: Floats) -> tuple[float, float]:
    """Slope and offset of the probability that a sum stands for, both labels weighed alike."""
    regression = LogisticRegression(C=1e6, class_weight="balanced").fit(sums.reshape(-1, 1), labels)
    return float(regression.coef_[0, 0]), float(regression.intercept_[0])
