"""How far people who judge the same things agree, beyond chance: Krippendorff's alpha. Pure.

Klaus Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011): alpha = 1 - observed / expected disagreement,
from the coincidences of values within units. 1 is full agreement, 0 what chance would give, below 0 is worse. He takes
0.8 as reliable and 0.667 as the least from which to draw tentative conclusions. (The `krippendorff` package on PyPI is
kept, but under the GPL, which this project's licence does not allow it to ship with.)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from itertools import accumulate, product
from typing import TypeVar

Value = TypeVar("Value", bound=Hashable)
Distance = Callable[[Value, Value], float]


def nominal_alpha(units: Sequence[Sequence[Value]]) -> float | None:
    """``units``: for each thing judged, the values it was given, in any order. Two values are the same or they differ.

    None where nothing was judged twice, or where everybody always said the same, so that chance cannot be told.
    """
    return _alpha(_pairable(units), lambda one, other: float(one != other))


def ordinal_alpha(units: Sequence[Sequence[int]]) -> float | None:
    """The same for values on a scale: the more values lie between two, as often as they were given, the worse."""
    pairable = _pairable(units)
    given = _given(pairable)
    ranks = sorted(given)
    before = dict(zip(ranks, accumulate([0] + [given[value] for value in ranks]), strict=False))

    def distance(one: int, other: int) -> float:
        low, high = sorted((one, other))
        between = before[high] + given[high] - before[low]
        return (between - (given[low] + given[high]) / 2) ** 2

    return _alpha(pairable, distance)


def _alpha(pairable: Counter[tuple[Value, ...]], distance: Distance[Value]) -> float | None:
    given = _given(pairable)
    expected = sum(
        given[one] * given[other] * distance(one, other) for one, other in product(given, repeat=2) if one != other
    )
    if not expected:
        return None
    observed = sum(times * _disagreement(unit, distance) for unit, times in pairable.items())
    return 1 - (given.total() - 1) * observed / expected


def _disagreement(unit: Sequence[Value], distance: Distance[Value]) -> float:
    counts = Counter(unit)
    apart = sum(
        counts[one] * counts[other] * distance(one, other) for one, other in product(counts, repeat=2) if one != other
    )
    return apart / (len(unit) - 1)


def _given(units: Counter[tuple[Value, ...]]) -> Counter[Value]:
    """How often each value was given."""
    found: Counter[Value] = Counter()
    for unit, times in units.items():
        for value in unit:
            found[value] += times
    return found


def _pairable(units: Sequence[Sequence[Value]]) -> Counter[tuple[Value, ...]]:
    """How often each was judged alike, since many are; what only one person judged says nothing about agreement."""
    return Counter(tuple(unit) for unit in units if len(unit) > 1)


@dataclass(frozen=True, slots=True)
class Upheld:
    """How many of ``judged`` verdicts said what the check was settled on."""

    upheld: int
    judged: int

    @property
    def part(self) -> float:
        return self.upheld / self.judged


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict on a settled check, and how many there are like it."""

    reviewer_id: int
    topics: tuple[str, ...]
    is_upheld: bool
    times: int = 1


def by_topic(verdicts: Sequence[Judged]) -> dict[int, dict[str, Upheld]]:
    """reviewer -> topic -> how often they were upheld; "" counts each verdict once, whatever its topics."""
    judged: Counter[tuple[int, str]] = Counter()
    upheld: Counter[tuple[int, str]] = Counter()
    for verdict in verdicts:
        for topic in {"", *(topic.casefold() for topic in verdict.topics)}:
            judged[verdict.reviewer_id, topic] += verdict.times
            upheld[verdict.reviewer_id, topic] += verdict.times * verdict.is_upheld
    found: dict[int, dict[str, Upheld]] = {}
    for reviewer_id, topic in sorted(judged):
        counts = Upheld(upheld[reviewer_id, topic], judged[reviewer_id, topic])
        found.setdefault(reviewer_id, {})[topic] = counts
    return found
