"""The weights come from the rows and nothing else, and are read as they were made."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from sklearn.ensemble import HistGradientBoostingClassifier

from claims.matching import model
from claims.matching.features import NAMES
from claims.training import matching as training
from tests.claims.matching.sample import CLAIMS, QUERIES

ROWS = [{"text": text, "relevant": [wanted]} for text, wanted in QUERIES.items()]
CLAIM_ROWS = [{"id": key, "text": text, "title": title} for key, (text, title) in CLAIMS.items()]


@pytest.fixture(scope="module")
def trained() -> training.Trained:
    return training.train(ROWS, CLAIM_ROWS)


def test_the_same_rows_give_the_same_file(trained: training.Trained, tmp_path: Path) -> None:
    again = training.train(ROWS, CLAIM_ROWS)
    model.save(trained.model, tmp_path / "one.npz")
    model.save(again.model, tmp_path / "two.npz")
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()
    assert again.ranked == trained.ranked


def test_weights_are_read_as_they_were_written(trained: training.Trained, tmp_path: Path) -> None:
    model.save(trained.model, tmp_path / "weights.npz")
    features = np.random.default_rng(1).random((20, len(NAMES)), dtype=np.float32)
    read = model.load(tmp_path / "weights.npz")
    assert np.array_equal(read.likeness(features), trained.model.likeness(features))


def test_trees_answer_as_those_that_they_were_read_from() -> None:
    random = np.random.default_rng(2)
    features = random.random((500, 5), dtype=np.float32)
    labels = features[:, 0] + features[:, 1] * features[:, 2] > 0.8
    fitted = HistGradientBoostingClassifier(max_iter=10, max_leaf_nodes=8, early_stopping=False).fit(features, labels)
    sums = training.plain_trees(fitted).sum(features)
    expected = fitted.decision_function(features)
    assert np.ptp(sums - expected) < 1e-9


def test_weights_for_other_features_are_refused(trained: training.Trained, tmp_path: Path) -> None:
    file = tmp_path / "weights.npz"
    model.save(trained.model, file)
    with np.load(file) as arrays:
        changed = dict(arrays) | {"names": np.array(["something else"])}
    np.savez(file, **changed)
    with pytest.raises(ValueError, match="train again"):
        model.load(file)


def test_every_query_is_ranked_by_a_model_that_did_not_see_it(trained: training.Trained) -> None:
    assert len(trained.ranked) == len(ROWS)
    assert all(len(keys) == len(CLAIMS) for keys in trained.ranked)
