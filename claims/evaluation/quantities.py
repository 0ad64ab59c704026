"""Quantities against Recognizers-Text's specification: exact value and unit, and false alarms.

An example with results is right when each of them is among the quantities found. Others found beside them do not
count: an example lists the results of one recogniser (currency, say), where ours finds all kinds. A bare number has no
unit in the specification, so that only its value is compared; a result without a value is a miss. The specification
gives a number and leaves out what bounds it ("over two pounds": 2), so that either end of ours may be that number. Of
the examples without results, each in which anything at all is found is a false alarm.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from claims.evaluation.reports import BadRow, Miss, Report, Row, require, share
from claims.extraction.statements import Quantity

_INTERVAL = re.compile(r"[\[(]\s*([^,\s]{0,40})\s*,\s*([^,\s]{0,40})\s*[\])]")
_SAME_UNIT = {
    "united states dollar": "us dollar",
    "dollar": "us dollar",
    "british pound": "pound sterling",
    "japanese yen": "yen",
    "f": "degree fahrenheit",
    "c": "degree celsius",
}


@dataclass(frozen=True, slots=True)
class Expected:
    """A value or an interval; ``unit`` None when the specification has none."""

    low: float | None
    high: float | None
    unit: str | None


def check(row: Row) -> None:
    """A row is ``{input, results}``, as in the specification. Raises BadRow."""
    require(row, "input", str)
    for result in require(row, "results", list):
        expected(result)


def report(rows: Sequence[Row], found: Sequence[Sequence[Quantity]]) -> Report:
    right = alarms = wanted = 0
    misses: list[Miss] = []
    for row, quantities in zip(rows, found, strict=True):
        goals = [expected(result) for result in row["results"]]
        wanted += bool(goals)
        good = all(any(_same(goal, quantity) for quantity in quantities) for goal in goals)
        right += bool(goals) and good
        alarms += not goals and bool(quantities)
        if not good or (not goals and quantities):
            given = [(quantity.text, quantity.low, quantity.high, quantity.unit) for quantity in quantities]
            misses.append(Miss(1.0, f"{row['input']}: wanted {goals}, found {given}"))
    metrics = {"exact": share(right, wanted), "false_alarms": share(alarms, len(rows) - wanted)}
    return Report(metrics, tuple(misses), len(rows))


def expected(result: object) -> Expected:
    """What one result of the specification says. Raises BadRow for another shape."""
    resolution = result.get("Resolution") if isinstance(result, dict) else None
    if not isinstance(resolution, dict) or "value" not in resolution:
        raise BadRow('a result has no "Resolution" with a "value"')
    value, unit = resolution["value"], resolution.get("unit")
    if isinstance(value, str) and (interval := _INTERVAL.fullmatch(value)):
        return Expected(_float(interval[1]), _float(interval[2]), unit)
    number = _float(str(value).rstrip("%")) if value is not None else None
    percent = "percent" if isinstance(value, str) and value.endswith("%") else unit
    return Expected(number, number, percent)


def _float(text: str) -> float | None:
    try:
        return float(text) if text and text != "null" else None
    except ValueError as error:
        raise BadRow(f'"{text}" is no number') from error


def _same(goal: Expected, quantity: Quantity) -> bool:
    if goal.unit is not None and _unit(goal.unit) != _unit(quantity.unit):
        return False
    if goal.low == goal.high and None in (quantity.low, quantity.high):
        return _close(goal.low, quantity.high if quantity.low is None else quantity.low)
    return _close(goal.low, quantity.low) and _close(goal.high, quantity.high)


def _unit(name: str) -> str:
    lower = name.lower().replace("metre", "meter")
    return _SAME_UNIT.get(lower, lower)


def _close(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=1e-6)
