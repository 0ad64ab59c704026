"""Learns what fact-checkers picked from debates of which they picked little, and says how well that is foretold.

Two logistic regressions, on words and on the sentence's vector, each scaled to one standard deviation on sentences of
other data. Of rare labels a mean says little, so they are judged by average precision over the whole file, beside the
same of TF-IDF and logistic regression: five runs of neighbouring sentences, so that a debate is seldom in two, each
scored by what had not seen it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from claims.embedding import Vectors
from claims.evaluation.worthiness import average_precision
from claims.extraction.worthiness.model import Model
from claims.extraction.worthiness.picks import Picks
from claims.extraction.worthiness.seen import Floats
from claims.training.examples import Examples, matrix, rarity

BLOCKS = 5
# The inverse of how much the squares of the weights count (C of LogisticRegression), for words and for the vector.
WORDS_FREEDOM = 10.0
MATTER_FREEDOM = 4.0
# How much the vector's part counts beside that of the words.
MATTER_WEIGHT = 0.7
LEAST_SENTENCES = 2
# Few are picked, so that a gradient is small long before the end is reached.
TOLERANCE = 1e-5
MOST_STEPS = 400
BASELINE_FREEDOM = 3.0


@dataclass(frozen=True, slots=True)
class Foretold:
    """Average precision of a file of rare labels: ``ours``, and TF-IDF with logistic regression ``tfidf`` trained on
    the same blocks, ``tfidf_plain`` trained on the other file."""

    ours: float
    tfidf: float
    tfidf_plain: float


def fit(picked: Examples, plain: Examples) -> Picks:
    """``plain``: other sentences, labelled worth checking or not, which say what a usual sum is."""
    rare = rarity(picked.seen.words, least=LEAST_SENTENCES)
    words = _weights(matrix(picked.seen.words, rare), picked.labels, WORDS_FREEDOM)
    words /= _spread(matrix(plain.seen.words, rare) @ words)
    matter = _weights(picked.seen.vectors, picked.labels, MATTER_FREEDOM)
    matter *= MATTER_WEIGHT / _spread(plain.seen.vectors @ matter)
    sums = Picks(rare, words, matter).sums(plain.seen)[plain.labels == 1]
    return Picks(rare, words, matter, float(sums.mean()), _spread(sums))


def foretold(picked: Examples, plain: Examples, model: Model) -> Foretold:
    """``model`` is trained on ``plain`` alone; its picks are not used."""
    odds = model.slope * model.totals(picked.seen) + model.offset
    ours, tfidf = np.zeros(len(odds)), np.zeros(len(odds))
    for unseen in np.array_split(np.arange(len(odds)), BLOCKS):
        learnt = picked.at(np.setdiff1d(np.arange(len(odds)), unseen))
        asked = picked.at(unseen)
        ours[unseen] = fit(learnt, plain).stretched(odds[unseen], asked.seen)
        tfidf[unseen] = _baseline(learnt, asked.texts)
    return Foretold(
        _precision(picked.labels, ours),
        _precision(picked.labels, tfidf),
        _precision(picked.labels, _baseline(plain, picked.texts)),
    )


def _weights(inputs: csr_matrix | Vectors, labels: Floats, freedom: float) -> Floats:
    """Shape (columns,); the bias is left out, since sums are set against those of other sentences."""
    regression = LogisticRegression(C=freedom, max_iter=MOST_STEPS, tol=TOLERANCE)
    weights: Floats = regression.fit(inputs, labels).coef_[0].astype(np.float64)
    return weights


def _spread(sums: Floats) -> float:
    return max(float(sums.std()), 1e-6)


def _baseline(learnt: Examples, texts: Sequence[str]) -> Floats:
    """Sums of TF-IDF of words and pairs of words with logistic regression."""
    tfidf = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
    regression = LogisticRegression(C=BASELINE_FREEDOM, max_iter=MOST_STEPS, tol=TOLERANCE)
    regression.fit(tfidf.fit_transform(learnt.texts), learnt.labels)
    sums: Floats = regression.decision_function(tfidf.transform(texts))
    return sums


def _precision(labels: Floats, sums: Floats) -> float:
    return average_precision([int(label) for label in labels], sums.tolist())
