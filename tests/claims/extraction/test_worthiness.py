"""The shipped model of worthiness: what it makes of sentences of ours, and of anything at all."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from claims.embedding import DIMENSIONS
from claims.evaluation import worthiness as measures
from claims.extraction import worthiness
from claims.extraction.worthiness.picks import Picks, no_picks
from claims.extraction.worthiness.signs import BUCKETS
from claims.extraction.worthiness.weights import BadWeights, load
from tests.claims.samples_worthiness import LABELS, TEXTS


@pytest.fixture(scope="module")
def scores() -> list[float]:
    return worthiness.scores_of_texts(TEXTS)


def test_facts_rank_over_talk(scores: list[float]) -> None:
    assert measures.average_precision(LABELS, scores) >= 0.97


def test_half_is_the_place_to_divide_them(scores: list[float]) -> None:
    # 0.909: a figure counts for much, so that a promise and a question with a sum of money in them are over a half.
    assert measures.f1(LABELS, scores) >= 0.90


def test_a_score_is_about_the_share_that_is_worth_checking(scores: list[float]) -> None:
    # 0.065; scores moved by ln 3 to either side, the odds of debates against even odds, are 0.074 and 0.082 off.
    assert measures.calibration_error(LABELS, scores) <= 0.07


@pytest.mark.parametrize(
    "text",
    ["", " ", "\n\t", "🧨" * 500, "“" * 20_000, "a" * 1_000_000, "word " * 200_000, "\u200f\u202eשלום 12", "\x00"],
    ids=["empty", "space", "breaks", "emoji", "quotes", "letters", "words", "right to left", "nul"],
)
def test_anything_has_a_score(text: str) -> None:
    (score,) = worthiness.scores_of_texts([text])
    assert 0 <= score <= 1


def test_picks_order_what_is_worth_checking_and_nothing_else() -> None:
    seen = worthiness.read(["The tax on fuel has doubled.", "The tide was out.", "The tax on fuel has doubled."])
    tax = seen.words[0]
    weights = np.zeros(BUCKETS)
    weights[np.setdiff1d(tax, seen.words[1])] = 1
    picks = Picks(np.ones(BUCKETS), weights, np.zeros(DIMENSIONS))
    liked, other, unlikely = picks.stretched(np.array([1.0, 1.0, -1.0]), seen)
    assert liked > other > 0
    assert unlikely == -1


def test_without_picks_odds_stay_as_they_are() -> None:
    seen = worthiness.read(TEXTS[:2])
    assert no_picks().stretched(np.array([2.0, -2.0]), seen).tolist() == [2.0, -2.0]


def test_nothing_has_no_scores() -> None:
    assert worthiness.scores([]) == worthiness.scores_of_texts([]) == []


def test_the_weights_are_small_and_have_a_card() -> None:
    assert worthiness.WEIGHTS.stat().st_size < 5_000_000
    assert worthiness.WEIGHTS.with_name("worthiness.card.json").exists()


def test_weights_of_another_version_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "other.npz"
    np.savez(file, version=np.int64(99))
    with pytest.raises(BadWeights, match="version"):
        load(file)
