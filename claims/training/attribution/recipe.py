"""From annotated articles to the weights that the project ships, and the card that says where they come from."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from claims.extraction.attribution.features import Labels
from claims.extraction.attribution.finding import attributions
from claims.extraction.attribution.network import Network, load
from claims.extraction.attribution.spans import Attributed
from claims.extraction.language_model import english
from claims.extraction.sentences import paragraphs
from claims.training.attribution.dataset import Example, Row, examples, labels
from claims.training.attribution.fitting import Plan, Tell, fit
from claims.training.attribution.model import PARTING, READING, Attributor, Sizes

Scores = Callable[[Sequence[Row], Sequence[Sequence[Attributed]]], dict[str, float]]

DEFAULT_THRESHOLD = 0.5
THRESHOLDS = (0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6)


def train(
    rows: Sequence[Row],
    chosen_on: Sequence[Row],
    *,
    out: Path,
    sources: Sequence[str],
    today: date,
    plan: Plan,
    scores: Scores,
    tell: Tell,
) -> None:
    """Fit on ``rows``, choose the threshold on ``chosen_on`` (kept at a half without any) by the ``pair_f1`` of
    ``scores``, write ``out`` and its card beside it (``.json``)."""
    known = labels()
    seen = examples(rows, known)
    tell(f"{len(rows)} articles, {len(seen)} windows")
    model = fit(seen, sizes(seen, known), plan, tell)
    save(model, known, DEFAULT_THRESHOLD, out)
    threshold, metrics = _choose(load(out), chosen_on, scores)
    save(model, known, threshold, out)
    card = {
        "data": list(sources),
        "articles": len(rows),
        "date": today.isoformat(),
        "seed": plan.seed,
        "epochs": plan.epochs,
        "threshold": threshold,
        "chosen_on_articles": len(chosen_on),
        "metrics_where_chosen": {name: round(value, 4) for name, value in metrics.items()},
    }
    out.with_suffix(".json").write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")
    tell(json.dumps(card))


def sizes(seen: Sequence[Example], known: Labels) -> Sizes:
    return Sizes(dense=seen[0].dense.shape[1], tags=len(known.tags), deps=len(known.deps), ents=len(known.ents))


def save(model: Attributor, known: Labels, threshold: float, out: Path) -> None:
    """In half precision, which costs nothing measurable and halves the file."""
    weights: dict[str, Any] = {
        f"w:{name}": values.numpy().astype(np.float16) for name, values in model.state_dict().items()
    }
    np.savez_compressed(
        out,
        **weights,
        tags=np.array(list(known.tags)),
        deps=np.array(list(known.deps)),
        ents=np.array(list(known.ents)),
        reading=np.array(READING),
        parting=np.array(PARTING),
        threshold=np.array(threshold),
    )


def _choose(model: Network, rows: Sequence[Row], scores: Scores) -> tuple[float, dict[str, float]]:
    """The threshold with the best F1 of pairs, and the metrics there."""
    if not rows:
        return DEFAULT_THRESHOLD, {}
    pieces = [list(paragraphs(row["text"])) for row in rows]
    docs = [list(english().pipe(piece.text for piece in each)) for each in pieces]
    tried: dict[float, dict[str, float]] = {}
    for threshold in THRESHOLDS:
        asked = replace(model, threshold=threshold)
        found = [
            [one for _, some in attributions(each, parsed, asked) for one in some]
            for each, parsed in zip(pieces, docs, strict=True)
        ]
        tried[threshold] = scores(rows, found)
    best = max(THRESHOLDS, key=lambda threshold: tried[threshold]["pair_f1"])
    return best, tried[best]
