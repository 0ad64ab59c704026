"""Worthiness: average precision, F1 at 0.5 and expected calibration error."""

from __future__ import annotations

from collections.abc import Sequence

from claims.evaluation.reports import BadRow, Miss, Report, Row, require, share

BINS = 10
THRESHOLD = 0.5


def check(row: Row) -> None:
    """A row is ``{text, label}``, label 0 or 1. Raises BadRow."""
    require(row, "text", str)
    if require(row, "label", int) not in (0, 1):
        raise BadRow('"label" is neither 0 nor 1')


def report(rows: Sequence[Row], scores: Sequence[float]) -> Report:
    labels = [int(row["label"]) for row in rows]
    misses = tuple(
        Miss(abs(score - label), f"{score:.2f} for {label}: {row['text']}")
        for row, label, score in zip(rows, labels, scores, strict=True)
        if (score >= THRESHOLD) != bool(label)
    )
    metrics = {
        "average_precision": average_precision(labels, scores),
        "f1": f1(labels, scores),
        "calibration_error": calibration_error(labels, scores),
    }
    return Report(metrics, misses, len(rows), scored=(labels, scores))


def average_precision(labels: Sequence[int], scores: Sequence[float]) -> float:
    """The sum over thresholds of precision times the recall gained; equal scores are one threshold.

    The same number as scikit-learn's ``average_precision_score``.
    """
    ranked = sorted(zip(scores, labels, strict=True), reverse=True)
    total, hits, gained, value = sum(labels), 0, 0, 0.0
    for place, (score, label) in enumerate(ranked, 1):
        gained += label
        if place == len(ranked) or ranked[place][0] != score:
            hits += gained
            value += share(gained, total) * hits / place
            gained = 0
    # A sum of many shares may end a hair over one.
    return min(value, 1.0)


def f1(labels: Sequence[int], scores: Sequence[float], *, threshold: float = THRESHOLD) -> float:
    chosen = [score >= threshold for score in scores]
    right = sum(label for label, chose in zip(labels, chosen, strict=True) if chose)
    return share(2 * right, sum(chosen) + sum(labels))


def calibration_error(labels: Sequence[int], scores: Sequence[float]) -> float:
    """Expected calibration error over ten bins of equal width, each weighed by its count (Guo et al. 2017)."""
    counts, hits, sums = [0] * BINS, [0] * BINS, [0.0] * BINS
    for label, score in zip(labels, scores, strict=True):
        place = min(int(score * BINS), BINS - 1)
        counts[place] += 1
        hits[place] += label
        sums[place] += score
    return share(sum(abs(hit - total) for hit, total in zip(hits, sums, strict=True)), len(labels))
