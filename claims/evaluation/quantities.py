"""Quantities against Recognizers-Text's specification: exact value and unit, and false alarms.

An example with results is right when each of them is among the quantities found. Others found beside them do not
count: an example lists the results of one recogniser (its ``model``: currency, say), where ours finds all kinds. A bare
number has no unit in the specification, so that only its value is compared; a result without a value is a miss. But for
its ranges the specification gives each number by itself and leaves out what bounds it ("over two pounds": 2), so that
either end of ours may be that number. Currencies are compared by ISO code, where both have one, and a
tonne is a "Ton" in the specification.

``false_alarms`` are the examples without results in which a quantity of the kind that their recogniser looks for is
found: no temperature stands in "turn 45 degrees left", but an angle does. ``false_alarms_any`` counts those in which
anything at all is found.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from claims.evaluation.reports import BadRow, Miss, Report, Row, require, share
from claims.extraction.quantities.currencies import currency_code
from claims.extraction.statements import Quantity, QuantityKind

_INTERVAL = re.compile(r"[\[(]\s*([^,\s]{0,40})\s*,\s*([^,\s]{0,40})\s*[\])]")
_SAME_UNIT = {"f": "degree fahrenheit", "c": "degree celsius", "k": "kelvin", "pence": "penny", "tonne": "ton"}
_NUMBERS = frozenset({QuantityKind.NUMBER, QuantityKind.COUNT})
_KINDS = {
    "NumberModel": _NUMBERS,
    "NumberRangeModel": _NUMBERS,
    "PercentModel": frozenset({QuantityKind.PERCENT}),
    "CurrencyModel": frozenset({QuantityKind.MONEY}),
    "DimensionModel": frozenset({QuantityKind.MEASURE}),
    "TemperatureModel": frozenset({QuantityKind.TEMPERATURE}),
    "AgeModel": frozenset({QuantityKind.AGE}),
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
    right = alarms = any_alarms = wanted = 0
    misses: list[Miss] = []
    for row, quantities in zip(rows, found, strict=True):
        goals = [expected(result) for result in row["results"]]
        wanted += bool(goals)
        good = all(any(_same(goal, quantity) for quantity in quantities) for goal in goals)
        right += bool(goals) and good
        alarm = not goals and any(_is_looked_for(row, quantity) for quantity in quantities)
        alarms, any_alarms = alarms + alarm, any_alarms + (not goals and bool(quantities))
        if not good or alarm:
            given = [(quantity.text, quantity.low, quantity.high, quantity.unit) for quantity in quantities]
            misses.append(Miss(1.0, f"{row['input']}: wanted {goals}, found {given}"))
    empty = len(rows) - wanted
    metrics = {
        "exact": share(right, wanted),
        "false_alarms": share(alarms, empty),
        "false_alarms_any": share(any_alarms, empty),
    }
    return Report(metrics, tuple(misses), len(rows))


def _is_looked_for(row: Row, quantity: Quantity) -> bool:
    """Whether the row's recogniser looks for such a quantity; any, where the row names no recogniser that we know."""
    if row.get("model") == "NumberRangeModel" and quantity.low == quantity.high:
        return False
    return quantity.kind in _KINDS.get(str(row.get("model")), frozenset(QuantityKind))


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
    if goal.unit is not None and not _is_same_unit(goal.unit, quantity):
        return False
    if goal.low == goal.high and quantity.low != quantity.high:
        return any(end is not None and _close(goal.low, end) for end in (quantity.low, quantity.high))
    return _close(goal.low, quantity.low) and _close(goal.high, quantity.high)


def _is_same_unit(name: str, quantity: Quantity) -> bool:
    if quantity.kind is QuantityKind.MONEY:
        codes = [currency_code(unit) for unit in (name, quantity.unit)]
        return codes[0] == codes[1] if all(codes) else _unit(name) == _unit(quantity.unit)
    # Degrees without a scale are one word in the specification, whether of an angle or of temperature.
    return _unit(name) == _unit(quantity.unit.removesuffix(" of temperature"))


def _unit(name: str) -> str:
    lower = name.lower().replace("-", " ")
    return _SAME_UNIT.get(lower, lower)


def _close(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=1e-6)
