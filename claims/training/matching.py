"""Training of the ranker: posts with the claims they repeat, against the nearest claims that they do not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import log_softmax
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from claims.matching.collection import Collection, subject_of
from claims.matching.features import Features, Rarities, measure
from claims.matching.model import Floats, Model, Trees
from claims.matching.rarity import count_rarity
from claims.matching.subjects import Subject
from claims.matching.words import read

SEED = 20
FOLDS = 5
# Chosen by cross-validation on the train queries, as are the settings of the trees below.
LINEAR_SHARE = 0.6
PENALTY = 0.01

Row = Mapping[str, Any]
Labels = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Group:
    """One query's candidates, measured with their headlines and without, and which of them it repeats."""

    keys: tuple[str, ...]
    titled: Features
    bare: Features
    labels: Labels
    fold: int


@dataclass(frozen=True, slots=True)
class Trained:
    """``ranked``: for each query the candidates' keys, best first, by a model that saw none of its claims."""

    model: Model
    ranked: tuple[tuple[str, ...], ...]


def train(queries: Sequence[Row], claims: Sequence[Row]) -> Trained:
    """The same weights for the same rows. Folds keep queries of one claim together."""
    readings = [read(f"{claim['text']} {claim['title']}") for claim in claims]
    rarities = Rarities(
        count_rarity(reading.stems for reading in readings), count_rarity(reading.grams for reading in readings)
    )
    collection = Collection.of([(claim["id"], claim["text"], claim["title"]) for claim in claims])
    groups = [_group(query, collection, rarities) for query in queries]
    held_out = [_fit([group for group in groups if group.fold != fold], rarities) for fold in range(FOLDS)]
    slope, intercept = _curve(groups, held_out)
    model = replace(_fit(groups, rarities), slope=slope, intercept=intercept)
    return Trained(model, tuple(_ranked(group, held_out[group.fold]) for group in groups))


def _group(query: Row, collection: Collection, rarities: Rarities) -> Group:
    asked = subject_of(query["text"])
    candidates = collection.candidates(asked)
    bare = [_without_title(candidate) for candidate in candidates]
    return Group(
        keys=tuple(candidate.key for candidate in candidates),
        titled=measure(asked, candidates, rarities),
        bare=measure(asked, bare, rarities),
        labels=np.array([candidate.key in query["relevant"] for candidate in candidates]),
        fold=crc32(min(query["relevant"]).encode()) % FOLDS,
    )


def _without_title(subject: Subject) -> Subject:
    return replace(subject, title="")


def _fit(groups: Sequence[Group], rarities: Rarities) -> Model:
    features = np.stack([each for group in groups for each in (group.titled, group.bare)])
    labels = np.stack([group.labels for group in groups for _ in range(2)])
    rows = features.reshape(-1, features.shape[2])
    return Model(rarities, _linear(features, labels) * LINEAR_SHARE, _trees(rows, labels.ravel()), 1.0, 0.0)


def _linear(features: Features, labels: Labels) -> Floats:
    """Weights that make what is repeated the likeliest of its query's candidates (ListNet, Cao et al. 2007).

    ``features`` (queries, candidates, features), ``labels`` (queries, candidates).
    """
    scale = features.std(axis=(0, 1)).astype(np.float64) + 1e-6
    found = labels.any(axis=1)
    rows, wanted = features[found] / scale, labels[found] / labels[found].sum(axis=1, keepdims=True)

    def loss(weights: Floats) -> tuple[float, Floats]:
        logs = log_softmax(rows @ weights, axis=1)
        slopes = np.einsum("qc,qcf->f", np.exp(logs) - wanted, rows) / len(rows) + 2 * PENALTY * weights
        return float(-(wanted * logs).sum() / len(rows) + PENALTY * weights @ weights), slopes

    fitted = minimize(loss, np.zeros(features.shape[2]), jac=True, method="L-BFGS-B")
    return np.asarray(fitted.x / scale, dtype=np.float64)


def _trees(features: Features, labels: Labels) -> Trees:
    fitted = HistGradientBoostingClassifier(
        learning_rate=0.08,
        max_iter=100,
        max_leaf_nodes=8,
        l2_regularization=5,
        min_samples_leaf=20,
        max_features=0.5,
        early_stopping=False,
        random_state=SEED,
    )
    # Threads add up gradients in an order of their own: on one, the weights are the same on every machine.
    with threadpool_limits(limits=1, user_api="openmp"):
        return plain_trees(fitted.fit(features, labels))


def plain_trees(fitted: HistGradientBoostingClassifier) -> Trees:
    """The trees as arrays, all of one width.

    The constant that they are added to is left to the curve.
    """
    # scikit-learn has no public way to these nodes; a test holds what is read here against its own answers.
    nodes = [stage[0].nodes for stage in fitted._predictors]
    width = max(len(tree) for tree in nodes)
    return Trees(
        feature=np.array([_padded(tree["feature_idx"], width) for tree in nodes], dtype=np.int16),
        threshold=np.array([_padded(tree["num_threshold"], width) for tree in nodes], dtype=np.float64),
        left=np.array([_padded(_next(tree, "left"), width) for tree in nodes], dtype=np.int16),
        right=np.array([_padded(_next(tree, "right"), width) for tree in nodes], dtype=np.int16),
        value=np.array([_padded(tree["value"], width) for tree in nodes], dtype=np.float64),
    )


def _next(tree: NDArray[np.void], side: str) -> NDArray[np.int64]:
    return np.where(tree["is_leaf"], np.arange(len(tree)), tree[side])


def _padded(values: NDArray[np.generic], width: int) -> NDArray[np.generic]:
    return np.pad(values, (0, width - len(values)))


def _curve(groups: Sequence[Group], held_out: Sequence[Model]) -> tuple[float, float]:
    """Slope and intercept of the logistic curve over what models said of queries that they had not seen."""
    sums = [held_out[group.fold].sums(features) for group in groups for features in (group.titled, group.bare)]
    labels = np.concatenate([group.labels for group in groups for _ in range(2)])
    fitted = LogisticRegression(C=1e6, max_iter=1000).fit(np.concatenate(sums)[:, None], labels)
    return float(fitted.coef_[0, 0]), float(fitted.intercept_[0])


def _ranked(group: Group, model: Model) -> tuple[str, ...]:
    order = np.argsort(-model.sums(group.titled), kind="stable")
    return tuple(group.keys[place] for place in order)
