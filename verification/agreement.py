"""How far people who judge the same things agree, beyond chance: Krippendorff's alpha. Pure.

Klaus Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011): alpha = 1 - observed / expected disagreement,
from the coincidences of values within units. 1 is full agreement, 0 what chance would give, below 0 is worse. He takes
0.8 as reliable and 0.667 as the least from which to draw tentative conclusions. (The `krippendorff` package on PyPI is
kept, but under the GPL, which this project's licence does not allow it to ship with.)

From few things an alpha says little, so each comes with an interval: that of 95 of 100 samples of as many units, drawn
again and again from those there are (Andrew Hayes and Klaus Krippendorff, "Answering the Call for a Standard
Reliability Measure for Coding Data", 2007). ``FEW_UNITS`` is what Daniel Bloch and Helena Kraemer's formula (1989), as
Krippendorff gives it (Content Analysis, section 11.4.4), asks for to tell an alpha of 0.667 from less with four ratings
at the 5 percent level: 41.

A share of few is as vague: its interval is Edwin Wilson's (1927), which Brown, Cai and DasGupta, "Interval Estimation
for a Binomial Proportion" (2001), advise for small numbers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from itertools import accumulate, product
from math import sqrt
from typing import TypeVar

import numpy as np

Value = TypeVar("Value", bound=Hashable)
Distance = Callable[[Value, Value], float]
FEW_UNITS = 41
RESAMPLES = 1_000
# Fewer verdicts than these, and their share is told as a count alone.
FEW_VERDICTS = 20
# 95 of 100 of a normal distribution lie within so many standard deviations of its mean.
Z = 1.96


@dataclass(frozen=True, slots=True)
class Interval:
    low: float
    high: float


Counts = np.ndarray[tuple[int, ...], np.dtype[np.float64]]


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


def nominal_interval(units: Sequence[Sequence[Value]]) -> Interval | None:
    """Where the nominal alpha may lie; None where no sample of the units has one. The same units give the same."""

    def distance(given: Counts, *_: int) -> Counts:
        return np.ones(len(given))

    return _interval(_pairable(units), distance)


def ordinal_interval(units: Sequence[Sequence[int]]) -> Interval | None:
    """The same for the ordinal alpha."""

    def distance(given: Counts, one: int, other: int) -> Counts:
        between = given[:, one : other + 1].sum(axis=1)
        apart: Counts = (between - (given[:, one] + given[:, other]) / 2) ** 2
        return apart

    return _interval(_pairable(units), distance)


def _interval(pairable: Counter[tuple[Value, ...]], distance: Callable[[Counts, int, int], Counts]) -> Interval | None:
    """From samples of the units with replacement; ``distance`` is that of two values by place, in each sample."""
    if not pairable:
        return None
    ranks = sorted(_given(pairable), key=lambda value: (str(type(value)), value))
    patterns = np.array([[unit.count(value) for value in ranks] for unit in pairable], dtype=float)
    times = np.array(list(pairable.values()))
    drawn = np.random.default_rng(1).multinomial(times.sum(), times / times.sum(), size=RESAMPLES).astype(float)
    given = drawn @ patterns
    observed, expected = np.zeros(RESAMPLES), np.zeros(RESAMPLES)
    for one in range(len(ranks)):
        for other in range(one + 1, len(ranks)):
            apart = distance(given, one, other)
            within = patterns[:, one] * patterns[:, other] / (patterns.sum(axis=1) - 1)
            observed += 2 * (drawn @ within) * apart
            expected += 2 * given[:, one] * given[:, other] * apart
    told = expected > 0
    if not told.any():
        return None
    alphas = 1 - (given.sum(axis=1)[told] - 1) * observed[told] / expected[told]
    low, high = np.percentile(alphas, [2.5, 97.5])
    return Interval(float(low), float(high))


def share_interval(count: int, of: int) -> Interval:
    """Where the share of which ``count`` ``of`` so many is a sample may lie: all or nothing of none."""
    if not of:
        return Interval(0, 1)
    share, spread = count / of, Z * Z / of
    middle = (share + spread / 2) / (1 + spread)
    half = Z * sqrt(share * (1 - share) / of + spread / (4 * of)) / (1 + spread)
    return Interval(max(middle - half, 0), min(middle + half, 1))


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
