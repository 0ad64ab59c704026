"""Neighbours that make one quantity: ranges, "5 feet 2 inches", "at least 20 and at most 100"."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from claims.extraction.quantities.context import Context
from claims.extraction.quantities.lexemes import lower
from claims.extraction.quantities.measures import YEAR_OF_AGE
from claims.extraction.quantities.readings import Reading
from claims.extraction.quantities.si import in_si
from claims.extraction.quantities.units import NO_UNIT
from claims.extraction.statements import QuantityKind

_TO: Final = {("to",), ("-",), ("–",), ("—",), ("~",), ("through",), ("up", "to"), ("and", "up", "to")}
_CHANGES: Final = frozenset(
    "by up down rose rise rises risen fell fall falls fallen grew grow grows climbed climb climbs dropped drop drops "
    "jumped jump jumps slid slipped gained gain lost lose added shed increased increase decreased decrease".split()
)
_FIRST_LEADS: Final = {"between", "from", "ranging"}


def joined(sentence: Context, readings: list[Reading]) -> list[Reading]:
    """The readings in order, with those that belong together made one."""
    found: list[Reading] = []
    for reading in readings:
        whole = _together(sentence, found[-1], reading) if found else None
        if whole:
            found[-1] = whole
            continue
        if found and _is_fall(sentence, found[-1], reading):
            found[-1] = replace(found[-1], unit=reading.unit)
        found.append(reading)
    return found


def _is_fall(sentence: Context, first: Reading, second: Reading) -> bool:
    """ "From 4 to 3 percent": no range, but the unit is that of both."""
    has_lead = lower(sentence.words, first.start - 1) == "from" and _between(sentence, first, second) == ("to",)
    return has_lead and first.unit is NO_UNIT and second.unit is not NO_UNIT


def _together(sentence: Context, first: Reading, second: Reading) -> Reading | None:
    for join in (_sum, _change, _range, _either, _interval):
        if whole := join(sentence, first, second):
            return whole
    return None


def _between(sentence: Context, first: Reading, second: Reading) -> tuple[str, ...]:
    return tuple(word.lower for word in sentence.words[first.end : min(second.start, first.end + 4)])


def _sum(sentence: Context, first: Reading, second: Reading) -> Reading | None:
    """ "5 feet 2 inches", "two hours and 20 minutes", "3 dollars 50 cents"."""
    if _between(sentence, first, second) not in ((), ("and",)) or not (first.is_exact and second.is_exact):
        return None
    share = _share_of(first, second)
    if not 0 < share < 1 or first.low is None:
        return None
    whole = first.low + share
    return replace(first, end=second.end, low=whole, high=whole)


def _share_of(first: Reading, second: Reading) -> float:
    """How much the second adds, in the unit of the first; 0 when it is no part of it."""
    value = second.low or 0.0
    if first.unit.kind is QuantityKind.MONEY:
        is_part = second.unit.name in ("cent", "penny") and first.unit.name not in ("cent", "penny")
        return value / 100 if is_part else 0.0
    if not first.unit.si or first.unit.si != second.unit.si or first.unit.name == second.unit.name:
        return 0.0
    one = in_si(1.0, first.unit, is_difference=True)
    added = in_si(value, second.unit, is_difference=True)
    return added / one if one and added else 0.0


def _change(sentence: Context, first: Reading, second: Reading) -> Reading | None:
    """ "15 dollars and 50", "15 dollars 50": the cents go without saying."""
    value = second.low or 0.0
    if first.unit.kind is not QuantityKind.MONEY or second.unit is not NO_UNIT or first.scale > 1:
        return None
    joint = _between(sentence, first, second)
    if (
        joint not in ((), ("and",))
        or (not joint and second.end - second.first > 1)
        or lower(sentence.words, first.start - 1) in _FIRST_LEADS
    ):
        return None
    if not (first.is_exact and second.is_exact and value.is_integer() and 0 < value < 100) or first.low is None:
        return None
    whole = first.low + value / 100
    return replace(first, end=second.end, low=whole, high=whole)


def _range(sentence: Context, first: Reading, second: Reading) -> Reading | None:
    """ "From 50 kilotons to 120 kilotons", "between five and ten boats", "$2-3 million"."""
    joint = _between(sentence, first, second)
    lead = lower(sentence.words, first.start - 1)
    if joint == ("to",) and lead not in _FIRST_LEADS and _is_change(first, second, lead):
        return None
    if joint not in _TO and not (joint == ("and",) and lead in ("between", "ranging")):
        return None
    return _spanned(sentence, first, second, has_lead=lead in _FIRST_LEADS)


def _is_change(first: Reading, second: Reading, lead: str) -> bool:
    """ "Fell 2 percent to 3,900", "rose by $5 to $85": a change, and where it led."""
    return first.unit is not NO_UNIT and (second.unit is NO_UNIT or lead in _CHANGES)


def _either(sentence: Context, first: Reading, second: Reading) -> Reading | None:
    """ "Two or three boats"."""
    is_next = first.is_exact and second.is_exact and second.low == (first.low or 0.0) + 1
    if _between(sentence, first, second) != ("or",) or not is_next or first.unit is not NO_UNIT:
        return None
    whole = _spanned(sentence, first, second, has_lead=False)
    return replace(whole, is_approximate=True) if whole else None


def _spanned(sentence: Context, first: Reading, second: Reading, *, has_lead: bool) -> Reading | None:
    if first.low is None or second.high is None or not _agree(first, second):
        return None
    low = first.low
    # "2 to 3 million": the first number leaves the scale to the second.
    if first.scale == 1 and second.scale > 1 and low < second.high / second.scale:
        low *= second.scale
    if low >= second.high:
        return None
    unit = second.unit if first.unit is NO_UNIT else first.unit
    if unit is NO_UNIT and lower(sentence.words, first.start - has_lead - 1) in ("aged", "ages"):
        unit = YEAR_OF_AGE
    blurred = first.is_approximate or second.is_approximate
    return Reading(
        first.start - has_lead, first.first, second.end, low, second.high, unit, second.scale, blurred,
        first.is_difference,
    )  # fmt: skip


def _agree(first: Reading, second: Reading) -> bool:
    return NO_UNIT in (first.unit, second.unit) or first.unit == second.unit or first.unit.name == second.unit.name


def _interval(sentence: Context, first: Reading, second: Reading) -> Reading | None:
    """ "More than 30 and less than 40", "at most 100 and at least 20"."""
    if _between(sentence, first, second) not in (("and",), ("but",), (",",), (",", "but")) or not _agree(first, second):
        return None
    ends = [(one.low, one.high) for one in (first, second)]
    lows = [low for low, high in ends if high is None and low is not None]
    highs = [high for low, high in ends if low is None and high is not None]
    if len(lows) != 1 or len(highs) != 1 or lows[0] > highs[0]:
        return None
    unit = second.unit if first.unit is NO_UNIT else first.unit
    return replace(first, end=second.end, low=lows[0], high=highs[0], unit=unit)
