"""Whether the figures of two claims agree: by unit, with bounds, ranges and rounding."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from math import floor, inf, log10

from claims.extraction.statements import Quantity

# How far from a bound a figure may lie and still be what "up to" or "more than" meant.
_BOUND_SLACK = 0.2
# The most that rounding may take away, and from which size on a round number is taken for a rounded one.
_ROUNDING = 0.05
_ROUNDED_FROM = 1_000.0
_EXACT = 0.005
# Each is compared with each, and a claim does not hold that many.
_MOST = 50

_SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "bn": 1e9, "mn": 1e6}
_CURRENCIES = {"$": "US dollar", "€": "euro", "£": "pound sterling", "¥": "yen"}
# Units of one kind in terms of one of them.
_FACTORS = {
    "megaton": ("kiloton", 1_000.0),
    "mile": ("kilometer", 1.609344),
    "metre": ("meter", 1.0),
    "kilometre": ("kilometer", 1.0),
    "tonne": ("ton", 1.0),
    "megawatt": ("kilowatt", 1_000.0),
    "gigawatt": ("kilowatt", 1_000_000.0),
    "foot": ("meter", 0.3048),
    "yard": ("meter", 0.9144),
    "pound": ("kilogram", 0.45359237),
    "pct": ("percent", 1.0),
    "%": ("percent", 1.0),
    "dollar": ("US dollar", 1.0),
    "person": ("people", 1.0),
}
_PLAIN = re.compile(
    r"(?<![\w.,])(?P<sign>[$€£¥])?(?P<number>\d{1,12}(?:,\d{3}){0,4}(?:\.\d{1,6})?)"
    r"(?:[ -]?(?P<scale>hundred|thousand|million|billion|trillion|bn|mn)\b)?(?:[ -]?(?P<unit>%|[^\W\d_]{2,24}))?",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"(?:\b(?:about|nearly|almost|around|roughly|some|approximately|estimated|close to)|~) ?$", re.I)
_YEARS = (1500, 2100)
_NO_UNIT = frozenset(
    "and or of in on at by to for from with the a an is are was were has have had that than as but it he she they "
    "who which st nd rd th am pm".split()
)


@dataclass(frozen=True, slots=True)
class Figure:
    """What was said to be how much: ``low`` to ``high`` in ``unit``, -inf or inf for an open end."""

    text: str
    low: float
    high: float
    unit: str
    is_about: bool = False

    @property
    def stated(self) -> float:
        """The number in the words; of a range the middle."""
        if self.low == -inf:
            return self.high
        return self.low if self.high == inf else (self.low + self.high) / 2


def figures_of(text: str, quantities: Sequence[Quantity]) -> tuple[Figure, ...]:
    """The figures of a claim: as extracted, or else as plain digits with the word behind them."""
    if quantities:
        return tuple(_from_quantity(text, quantity) for quantity in quantities[:_MOST])
    return tuple(islice(_plain(text), _MOST))


def agree(one: Figure, other: Figure) -> bool:
    """Whether two figures of one unit can both be right, as people state figures."""
    if one.low == other.low and one.high == other.high:
        return True
    (low, high), (other_low, other_high) = _reach(one, other), _reach(other, one)
    return low <= other_high and other_low <= high


def compared(ours: Sequence[Figure], theirs: Sequence[Figure]) -> tuple[list[Figure], list[tuple[Figure, Figure]]]:
    """The figures of ours that theirs confirm, and the pairs of one unit, or of none, that disagree."""
    same: list[Figure] = []
    against: list[tuple[Figure, Figure]] = []
    for figure in ours:
        alike = [other for other in theirs if other.unit == figure.unit]
        if any(agree(figure, other) for other in alike) or _bare_match(figure, theirs):
            same.append(figure)
        elif alike:
            against.append((figure, min(alike, key=lambda other: abs(other.stated - figure.stated))))
    return same, against


def _bare_match(figure: Figure, theirs: Sequence[Figure]) -> bool:
    """A number that stands without its unit on one side says nothing against, but the same number says something."""
    return any(not (figure.unit and other.unit) and figure.stated == other.stated for other in theirs)


def _reach(figure: Figure, other: Figure) -> tuple[float, float]:
    """From where to where the figure's words reach: bounds a little way, rounded numbers half a last digit."""
    if figure.low == -inf:
        return figure.high - _BOUND_SLACK * abs(figure.high), figure.high
    if figure.high == inf:
        return figure.low, figure.low + _BOUND_SLACK * abs(figure.low)
    slack = _slack(figure, other)
    return figure.low - slack, figure.high + slack


def _slack(figure: Figure, other: Figure) -> float:
    size = abs(figure.stated)
    is_rounded = figure.is_about or other.is_about or size >= _ROUNDED_FROM
    return min(_half_last_digit(size), _ROUNDING * size) if is_rounded else _EXACT * size


def _half_last_digit(value: float) -> float:
    """Half a unit of the last digit that is not a zero: 0.5 million for 8 million, 50 for 1,900."""
    if value == 0:
        return 0.0
    digits = f"{value:.6e}".split("e")[0].rstrip("0").rstrip(".")
    places = len(digits) - 2 if "." in digits else 0
    return 0.5 * 10.0 ** (floor(log10(value)) - places)


def _from_quantity(text: str, quantity: Quantity) -> Figure:
    at = text.find(quantity.text)
    is_about = at > 0 and _is_about(text, at)
    low = -inf if quantity.low is None else quantity.low
    high = inf if quantity.high is None else quantity.high
    figure = Figure(quantity.text, low, high, quantity.unit, is_about)
    return _in_base_unit(_share(figure) if not figure.unit and 0 < figure.stated < 1 else figure)


def _share(figure: Figure) -> Figure:
    """A part of a whole in percent: "half", "nine out of ten"."""
    return Figure(figure.text, figure.low * 100, figure.high * 100, "percent", figure.is_about)


def _plain(text: str) -> Iterator[Figure]:
    for match in _PLAIN.finditer(text):
        value = float(match["number"].replace(",", "")) * _SCALES.get((match["scale"] or "").lower(), 1.0)
        unit = _plain_unit(match)
        if not unit and _YEARS[0] <= value <= _YEARS[1] and not match["scale"]:
            continue
        yield _in_base_unit(Figure(match[0].strip(), value, value, unit, _is_about(text, match.start())))


def _plain_unit(match: re.Match[str]) -> str:
    if match["sign"]:
        return _CURRENCIES[match["sign"]]
    word = (match["unit"] or "").lower()
    if word in _NO_UNIT:
        return ""
    return word.removesuffix("s") if len(word) > 3 else word


def _is_about(text: str, at: int) -> bool:
    return bool(_ABOUT.search(text[max(0, at - 16) : at]))


def _in_base_unit(figure: Figure) -> Figure:
    unit, factor = _FACTORS.get(figure.unit, (figure.unit, 1.0))
    return Figure(figure.text, figure.low * factor, figure.high * factor, unit, figure.is_about)
