"""Matching: mean average precision at 5 and precision at 1 of the claims ranked for each query."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from claims.evaluation.reports import BadRow, Miss, Report, Row, require, share

DEPTH = 5


def check(row: Row) -> None:
    """A query is ``{id, text, relevant: [claim ids]}``. Raises BadRow."""
    require(row, "text", str)
    require(row, "relevant", list)


def check_claim(row: Row) -> None:
    """A claim is ``{id, text, title}``. Raises BadRow."""
    for key in ("id", "text", "title"):
        require(row, key, str)


def check_relevant(row: Row, known: Collection[str]) -> None:
    """What a query wants must be among the claims. Raises BadRow that names the id."""
    for wanted in row["relevant"]:
        if wanted not in known:
            raise BadRow(f'the relevant claim "{wanted}" is not among the claims')


def report(rows: Sequence[Row], ranked: Sequence[Sequence[str]]) -> Report:
    """``ranked``: for each query the ids of claims, best first."""
    values = [average_precision(row["relevant"], ids) for row, ids in zip(rows, ranked, strict=True)]
    firsts = sum(bool(ids) and ids[0] in row["relevant"] for row, ids in zip(rows, ranked, strict=True))
    misses = tuple(
        Miss(1 - value, f"{row['text']}: wanted {row['relevant']}, found {list(ids[:DEPTH])}")
        for row, ids, value in zip(rows, ranked, values, strict=True)
        if value < 1
    )
    metrics = {"map_at_5": share(sum(values), len(rows)), "precision_at_1": share(firsts, len(rows))}
    return Report(metrics, misses, len(rows))


def average_precision(relevant: Collection[str], ranked: Sequence[str]) -> float:
    """Average precision of the first five: the sum of precision at each hit over how many could be there."""
    hits, value = 0, 0.0
    for place, each in enumerate(ranked[:DEPTH], 1):
        if each in relevant:
            hits += 1
            value += hits / place
    return share(value, min(len(relevant), DEPTH))
