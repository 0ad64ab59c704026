"""Corrections as rows of the evaluation data: what a machine that had been right would have been marked with. Pure.

Worthiness: ``{text, label}``. Attribution: one article as ``{id, published, title, text, attributions}``, every claim
that has a speaker with the words that it stands on. Quantities: ``{model, input, context, results}``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Row = dict[str, Any]
# Every kind of figure may be among them, where the specification names one.
ANY_MODEL = "Claimdesk"


@dataclass(frozen=True, slots=True)
class Attributed:
    """Who said the words from ``start`` up to ``end`` (code points of the article)."""

    speaker: str
    start: int
    end: int


def worthiness_row(text: str, *, is_claim: bool) -> Row:
    return {"text": text, "label": int(is_claim)}


def attribution_row(*, number: int, published: str, title: str, text: str, attributed: Iterable[Attributed]) -> Row:
    """``number`` names the revision; the source is where the speaker is named nearest to the words, else empty."""
    marked = [
        {"source": _named(text, one), "cue": [], "content": [[one.start, one.end]]}
        for one in sorted(attributed, key=lambda one: (one.start, one.end))
    ]
    return {"id": f"revision-{number}", "published": published, "title": title, "text": text, "attributions": marked}


def quantity_row(text: str, quantities: Sequence[Mapping[str, Any]]) -> Row:
    """Places of figures as the specification has them: the last character is included."""
    return {"model": ANY_MODEL, "input": text, "context": None, "results": [_result(text, one) for one in quantities]}


def _named(text: str, one: Attributed) -> list[list[int]]:
    """The name nearest before the words or after them; the last name where the whole one does not stand there."""
    for name in (one.speaker, one.speaker.split()[-1]):
        before, after = text.rfind(name, 0, one.start), text.find(name, one.start)
        places = [place for place in (before, after) if place >= 0]
        if places:
            place = min(places, key=lambda found: abs(found - one.start))
            return [[place, place + len(name)]]
    return []


def _result(text: str, quantity: Mapping[str, Any]) -> Row:
    words = str(quantity["text"])
    start = max(0, text.find(words))
    low, high = quantity.get("low"), quantity.get("high")
    value = _number(low) if low == high else f"[{_number(low)},{_number(high)}]"
    unit = quantity.get("unit") or None
    return {
        "Text": words,
        "Start": start,
        "End": start + len(words) - 1,
        "Resolution": {"value": value, **({"unit": unit} if unit else {})},
    }


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.15g}"
