"""Attributed against PolNeAR's annotation: who is given as the source of which words.

A pair is right when its content shares at least half of its characters (intersection over union) with an annotated
content and its source touches the annotated source; each annotation and each answer is used once, the best overlap
first. ``content_f1`` asks for the content alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from claims.evaluation.reports import BadRow, Miss, Report, Row, require, share
from claims.extraction.attribution.spans import Attributed
from claims.extraction.statements import Span

MIN_OVERLAP = 0.5
SHOWN_CHARS = 120


@dataclass(frozen=True, slots=True)
class Marked:
    """The characters of one attribution's source and content."""

    source: frozenset[int]
    content: frozenset[int]


Fits = Callable[[Marked, Marked], bool]


def check(row: Row) -> None:
    """A row is ``{text, attributions: [{source, cue, content}]}``, each a list of [start, end). Raises BadRow."""
    length = len(require(row, "text", str))
    for attribution in require(row, "attributions", list):
        if not isinstance(attribution, dict):
            raise BadRow("an attribution is no object")
        for part in ("source", "cue", "content"):
            _check_spans(require(attribution, part, list), length)


def _check_spans(spans: list[object], length: int) -> None:
    for span in spans:
        if not (isinstance(span, list) and len(span) == 2 and all(isinstance(end, int) for end in span)):
            raise BadRow(f"no [start, end): {span}")
        if not 0 <= span[0] <= span[1] <= length:
            raise BadRow(f"{span} is not in the text")


def report(rows: Sequence[Row], found: Sequence[Sequence[Attributed]]) -> Report:
    """Precision, recall and F1 over all articles together; the attributions without content are left out."""
    pairs = right = said = words_right = words_gold = 0
    gold_pairs = 0
    misses: list[Miss] = []
    for row, answers in zip(rows, found, strict=True):
        gold = [marked for one in row["attributions"] if (marked := _marked(one["source"], one["content"])).content]
        given = [_marked(_ends(one.source), _ends(one.content)) for one in answers]
        sourced, given_pairs = [one for one in gold if one.source], [one for one in given if one.source]
        matched = matches(sourced, given_pairs, _same_source)
        right, gold_pairs, pairs = right + len(matched), gold_pairs + len(sourced), pairs + len(given_pairs)
        words_right += len(matches(gold, given, lambda _gold, _given: True))
        words_gold, said = words_gold + len(gold), said + len(given)
        misses += _misses(row["text"], sourced, given_pairs, matched)
    metrics = {
        "pair_f1": share(2 * right, gold_pairs + pairs),
        "pair_precision": share(right, pairs),
        "pair_recall": share(right, gold_pairs),
        "content_f1": share(2 * words_right, words_gold + said),
    }
    return Report(metrics, tuple(misses), len(rows))


def matches(gold: Sequence[Marked], given: Sequence[Marked], fits: Fits) -> list[tuple[int, int]]:
    """Which (gold, given) belong together: one to one, the best overlap of content first, none under MIN_OVERLAP."""
    candidates = [
        (overlap, -place, -answer)
        for place, one in enumerate(gold)
        for answer, other in enumerate(given)
        if (overlap := _overlap(one.content, other.content)) >= MIN_OVERLAP and fits(one, other)
    ]
    taken_gold: set[int] = set()
    taken_given: set[int] = set()
    chosen: list[tuple[int, int]] = []
    for _, place, answer in sorted(candidates, reverse=True):
        if place not in taken_gold and answer not in taken_given:
            taken_gold.add(place)
            taken_given.add(answer)
            chosen.append((-place, -answer))
    return chosen


def _same_source(gold: Marked, given: Marked) -> bool:
    return not gold.source.isdisjoint(given.source)


def _overlap(first: frozenset[int], second: frozenset[int]) -> float:
    return share(len(first & second), len(first | second))


def _marked(source: Sequence[Sequence[int]], content: Sequence[Sequence[int]]) -> Marked:
    return Marked(_characters(source), _characters(content))


def _characters(spans: Sequence[Sequence[int]]) -> frozenset[int]:
    return frozenset(place for start, end in spans for place in range(start, end))


def _ends(spans: Sequence[Span]) -> list[tuple[int, int]]:
    return [(span.start, span.end) for span in spans]


def _misses(
    text: str, gold: Sequence[Marked], given: Sequence[Marked], matched: Sequence[tuple[int, int]]
) -> list[Miss]:
    """Annotated pairs that were not found and pairs that nobody annotated, the longest first."""
    missed = [one for place, one in enumerate(gold) if place not in {pair[0] for pair in matched}]
    wrong = [one for place, one in enumerate(given) if place not in {pair[1] for pair in matched}]
    return [Miss(len(one.content), f"missed: {_shown(text, one)}") for one in missed] + [
        Miss(len(one.content), f"wrong: {_shown(text, one)}") for one in wrong
    ]


def _shown(text: str, one: Marked) -> str:
    source = text[min(one.source) : max(one.source) + 1]
    content = " ".join(text[min(one.content) : max(one.content) + 1].split()) if one.content else ""
    return f"[{source}] {content[:SHOWN_CHARS]}"
