"""Lengths of time: "three weeks", "2.5 hours", "a year and a half", "3 months and 2 days"; ISO 8601 durations."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

from claims.extraction.dates import words

_UNITS = {
    "second": ("S", 1), "sec": ("S", 1), "s": ("S", 1),
    "minute": ("M", 1), "min": ("M", 1),
    "hour": ("H", 1), "hr": ("H", 1), "h": ("H", 1),
    "day": ("D", 1), "night": ("D", 1), "business day": ("BD", 1), "working day": ("BD", 1),
    "week": ("W", 1), "wk": ("W", 1), "w": ("W", 1), "yr": ("Y", 1), "mth": ("MO", 1), "mo": ("MO", 1),
    "fortnight": ("W", 2), "weekend": ("WE", 1),
    "month": ("MO", 1), "quarter": ("MO", 3),
    "year": ("Y", 1), "decade": ("Y", 10), "century": ("Y", 100), "centurie": ("Y", 100),
}  # fmt: skip
UNIT = (
    r"(?:(?:business|working) days?|seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|nights?|fortnights?|weekends?"
    r"|weeks?|wks?|months?|mths?|quarters?|years?|yrs?|decades?|century|centuries)"
)
# Tight on the figure; no letter that is a unit of something else ("3D", "25 W"), and no age or decade ("80s").
_SHORT = rf"(?![2-9]0s\b)\d{{1,4}}(?:\.\d{{1,3}})?(?:h|s|mo|{UNIT}|(?-i:w))"
_MORE = r"(?: (?:more|additional|further|extra|straight|consecutive|full|whole|long))?"
# "A second" is an ordinal more often than a length.
_COUNT = rf"(?!an? second\b)(?:another (?=\d|{words.SMALL}))?{words.COUNT}(?:{words.AND_A_HALF})?"
_ONE = rf"(?:{_COUNT}{_MORE}[ -]{{1,2}}{UNIT}(?:{words.AND_A_HALF})?|{_SHORT})"
# At most three parts: "3 months, 2 weeks and 2 days".
LENGTH = rf"{_ONE}(?:(?:,? and |, | ){_ONE}){{0,2}}"
_PART = re.compile(
    rf"(?P<count>{words.COUNT})(?P<half1>{words.AND_A_HALF})?{_MORE}[ -]{{0,2}}"
    rf"(?P<unit>{UNIT}|h|s|mo|w)(?P<half2>{words.AND_A_HALF})?(?![a-z])",
    re.IGNORECASE,
)
_IN_DAYS = {"D": 1.0, "BD": 1.0, "W": 7.0, "WE": 2.0, "MO": 30.0, "Y": 365.0}
_IN_SECONDS = {"S": 1, "M": 60, "H": 3600}


@dataclass(frozen=True, slots=True)
class Length:
    """Amounts by unit: S, M(inutes), H, D, BD (working days), W, WE (weekends), MO(nths), Y."""

    amounts: tuple[tuple[str, float], ...]

    @property
    def is_of_days(self) -> bool:
        return all(unit in _IN_DAYS for unit, _ in self.amounts)

    @property
    def months(self) -> int:
        return round(sum(amount * {"MO": 1, "Y": 12}.get(unit, 0) for unit, amount in self.amounts))

    @property
    def days(self) -> int:
        return round(sum(amount * {"W": 7, "D": 1, "BD": 1}.get(unit, 0) for unit, amount in self.amounts))

    @property
    def working_days(self) -> int:
        return round(sum(amount for unit, amount in self.amounts if unit == "BD"))

    @property
    def clock(self) -> timedelta:
        """The part of it in hours, minutes and seconds."""
        return timedelta(seconds=sum(amount * _IN_SECONDS.get(unit, 0) for unit, amount in self.amounts))

    @property
    def iso(self) -> str:
        """ISO 8601 ("P3M2D", "PT2.5H"); weekends as "WE" and working days as "BD", which ISO does not know."""
        days = "".join(
            f"{amount:g}{unit[:1] if unit == 'MO' else unit}" for unit, amount in self.amounts if unit in _IN_DAYS
        )
        hours = "".join(f"{amount:g}{unit}" for unit, amount in self.amounts if unit in _IN_SECONDS)
        return f"P{days}" + (f"T{hours}" if hours else "")


def length(text: str) -> Length:
    """Raises ValueError where a count is none."""
    amounts: dict[str, float] = {}
    for part in _PART.finditer(text):
        unit, factor = _unit(part["unit"])
        amount = words.count(part["count"]) + (0.5 if part["half1"] or part["half2"] else 0.0)
        amounts[unit] = amounts.get(unit, 0.0) + amount * factor
    return Length(tuple(amounts.items()))


def _unit(word: str) -> tuple[str, int]:
    word = " ".join(word.lower().split())
    return _UNITS[word] if word in _UNITS else _UNITS[word.removesuffix("s")]
