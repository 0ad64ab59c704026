"""Units of measure: what they are called, what kind of quantity they give, and how pint calls them.

``units.tsv`` lists them; names follow the American spelling of the dictionaries ("kilometer", "square meter"). Its
columns: ``words`` are read in any case, ``signs`` only as they stand, both divided by "|", and ``makes`` says what else
comes of a unit: ``prefixed`` (kilo-, mega-), ``square``, ``cubic``, ``speed`` and ``rate`` (per hour).
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from claims.extraction.quantities.lexemes import Lexeme, Phrases, is_glued, longest, lower, phrases
from claims.extraction.statements import QuantityKind


@dataclass(frozen=True, slots=True)
class Unit:
    """``pint`` and ``si`` are expressions that pint reads; empty where there is no SI unit. ``per``: takes a time."""

    name: str
    kind: QuantityKind
    pint: str = ""
    si: str = ""
    per: frozenset[str] = frozenset()


NO_UNIT: Final = Unit("", QuantityKind.NUMBER)
TIMES: Final = Unit("times", QuantityKind.FREQUENCY)
# Without a scale nobody can say how warm it is.
DEGREE_OF_TEMPERATURE: Final = Unit("degree of temperature", QuantityKind.TEMPERATURE)

# The signs of some would be other words: "dam", "pm".
_PREFIXES: Final = {
    "pico": "",
    "nano": "n",
    "micro": "µ",
    "milli": "m",
    "centi": "c",
    "deci": "d",
    "deca": "",
    "deka": "",
    "hecto": "h",
    "kilo": "k",
    "mega": "M",
    "giga": "G",
    "tera": "T",
    "peta": "",
    "exa": "",
}
# In small letters these are no other word: "5 mb", "20 KM".
_ANY_CASE: Final = set("mm cm dm km mg kg ml cl dl kb mb gb tb kw gw kwh mwh gwh twh hz khz mhz ghz".split())
_TIMES: Final = {
    **{"second": "second", "sec": "second", "s": "second", "minute": "minute", "min": "minute", "hour": "hour"},
    **{"hr": "hour", "millisecond": "millisecond", "ms": "millisecond", "microsecond": "microsecond"},
    **{"nanosecond": "nanosecond", "ns": "nanosecond"},
}
_LONG_TIMES: Final = {"h": "hour", "day": "day", "week": "week", "month": "month", "year": "year"}
_SPEED: Final = frozenset(_TIMES) | {"h"}
_RATE: Final = frozenset(_TIMES | _LONG_TIMES)


@dataclass(frozen=True, slots=True)
class _Row:
    unit: Unit
    words: tuple[str, ...]
    signs: tuple[str, ...]
    makes: frozenset[str]


def read_unit(words: list[Lexeme], at: int) -> tuple[int, Unit] | None:
    """The unit of measure that starts at ``at``, and where it ends: "km", "square meters", "miles an hour"."""
    both = (longest(_signs(), words, at, folded=False), longest(_words(), words, at))
    found = [reading for reading in both if reading]
    if not found:
        return None
    end, unit = max(found, key=lambda reading: reading[0])
    if is_glued(words, end) and _is_code(words, end):
        return None
    return _per_time(words, end, unit)


def _is_code(words: list[Lexeme], end: int) -> bool:
    """Whether what follows a unit without a space makes it no unit: "173m212", "24703 L-202"; "5km-10km" is a range."""
    if words[end].value is not None or words[end].is_word:
        return True
    has_digits = words[end].text == "-" and is_glued(words, end + 1) and words[end + 1].value is not None
    return has_digits and not longest(_signs(), words, end + 2, folded=False) and not longest(_words(), words, end + 2)


def _per_time(words: list[Lexeme], end: int, unit: Unit) -> tuple[int, Unit]:
    """ "Kilometers per hour", "miles an hour", "barrels a day", "mile-per-hour"."""
    at = end + (lower(words, end) == "-")
    after = at + 1 + (lower(words, at + 1) == "-")
    time = lower(words, after)
    if lower(words, at) not in ("per", "a", "an", "/") or time not in unit.per:
        return end, unit
    name = (_TIMES | _LONG_TIMES)[time]
    return after + 1, Unit(f"{unit.name} per {name}", unit.kind, f"{unit.pint}/{name}", f"{unit.si}/s")


@cache
def _words() -> Phrases[Unit]:
    return phrases({word.lower(): row.unit for row in _rows() for word in row.words})


@cache
def _signs() -> Phrases[Unit]:
    return phrases({sign: row.unit for row in _rows() for sign in row.signs})


@cache
def _rows() -> tuple[_Row, ...]:
    with Path(__file__).with_name("units.tsv").open(encoding="utf-8", newline="") as file:
        listed = [_listed(line) for line in csv.DictReader(file, delimiter="\t")]
    prefixed = [made for row in listed if "prefixed" in row.makes for made in _prefixed(row)]
    every = [*listed, *prefixed]
    return (*(made for row in every for made in _powers(row)), *every)


def _listed(line: dict[str, str]) -> _Row:
    makes = frozenset(line["makes"].split(","))
    per = _SPEED if "speed" in makes else _RATE if "rate" in makes else frozenset()
    kind = QuantityKind(line["kind"]) if line["kind"] in set(QuantityKind) else QuantityKind.MEASURE
    unit = Unit(line["name"], kind, line["pint"], line["si"], per)
    signs = tuple(sign for sign in line["signs"].split("|") if sign)
    words = tuple(word for word in line["words"].split("|") if word)
    return _Row(unit, (unit.name, *words), signs, makes)


def _prefixed(row: _Row) -> Iterator[_Row]:
    base = row.unit
    for prefix, letter in _PREFIXES.items():
        unit = Unit(f"{prefix}{base.name}", base.kind, f"{prefix}{base.pint}", base.si, base.per)
        known = row.signs or _SIGNS_WITH_PREFIX.get(base.name, ())
        signs = tuple(f"{letter}{sign}" for sign in known if letter)
        words = [f"{prefix}{word}" for word in row.words] + [
            sign.lower() for sign in signs if sign.lower() in _ANY_CASE
        ]
        if prefix == "micro":
            words += [f"mc{sign}" for sign in row.signs]
        yield _Row(unit, tuple(words), signs, row.makes)


_SIGNS_WITH_PREFIX: Final = {"byte": ("B",), "calorie": ("cal",), "joule": ("J",), "ampere": ("A",)}


def _powers(row: _Row) -> Iterator[_Row]:
    for power, name, short, marks in ((2, "square", "sq", ("2", "²", "^2")), (3, "cubic", "cu", ("3", "³", "^3"))):
        if name not in row.makes:
            continue
        unit = Unit(f"{name} {row.unit.name}", row.unit.kind, f"({row.unit.pint})**{power}", f"m**{power}", _RATE)
        words = [f"{front} {word}" for front in (name, short, f"{short}.") for word in (*row.words, *row.signs)]
        marked = [f"{sign}{mark}" for sign in (*row.signs, *row.words) if len(sign) < 3 for mark in marks]
        yield _Row(unit, (*words, *(mark for mark in marked if mark.isascii())), tuple(marked), frozenset())


def _named(name: str) -> Unit:
    return next(row.unit for row in _rows() if row.unit.name == name)


INCH: Final = _named("inch")
FOOT: Final = _named("foot")
CELSIUS: Final = _named("degree celsius")
FAHRENHEIT: Final = _named("degree fahrenheit")
