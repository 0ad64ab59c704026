"""The unit of measure behind a number, where the words around it settle which: inches, warmth, blasts, ages."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from claims.extraction.quantities.cardinals import Number
from claims.extraction.quantities.context import Context
from claims.extraction.quantities.currencies import STERLING
from claims.extraction.quantities.lexemes import Lexeme, is_glued, longest, lower, phrases
from claims.extraction.quantities.units import (
    CELSIUS,
    DEGREE_OF_TEMPERATURE,
    FAHRENHEIT,
    FOOT,
    INCH,
    Unit,
    read_unit,
)
from claims.extraction.statements import QuantityKind

_MEASURED: Final = {"tall", "wide", "long", "deep", "high", "thick"}
_FOOT_MARKS: Final = {"'", "’", "′"}
_AFTER_A_LETTER: Final = {"", ".", ",", ";", ")", "in", "on", "at", "or", "and", "today", "to"}
_WARMEST: Final = 500.0
_INCH_MARKS: Final = {'"', "”", "″"}
_DIRECTIONS: Final = {"angle", "north", "south", "east", "west", "latitude", "longitude"}
YEAR_OF_AGE: Final = Unit("year", QuantityKind.AGE, "year", "s")
_AFTER_AN_INCH: Final = {"", ".", ",", ";", ")", "x", "by"} | _MEASURED
_AGES: Final = phrases(dict.fromkeys(("yo", "y/o", "y.o", "y.o.", "yrs. old", "yr. old"), YEAR_OF_AGE))


def read_measure(sentence: Context, at: int, number: Number) -> tuple[int, Unit] | None:
    """The unit of the number that starts at ``at``, and where it ends."""
    if in_short := longest(_AGES, sentence.words, number.end):
        return in_short
    found = _unit_behind(sentence, at, number)
    return _aged(sentence, *_meant(sentence, *found)) if found else None


def _unit_behind(sentence: Context, at: int, number: Number) -> tuple[int, Unit] | None:
    words, end = sentence.words, number.end
    if letter := _letter_of_scale(sentence, at, end):
        return letter
    if inches := _feet_or_inches(words, at, end):
        return inches
    if closing := {"(": ")", "[": "]"}.get(lower(words, end)):
        found = read_unit(words, end + 1)
        return (found[0] + 1, found[1]) if found and lower(words, found[0]) == closing else None
    hyphen = lower(words, end) == "-"
    return read_unit(words, end + hyphen)


def _feet_or_inches(words: list[Lexeme], at: int, end: int) -> tuple[int, Unit] | None:
    """ "2 in.", "6ft 2in", "5'10\""; "in" alone is mostly a preposition."""
    sign, before = lower(words, end), lower(words, at - 1)
    if sign == "in":
        is_inch = is_glued(words, end) or lower(words, end + 1) in _AFTER_AN_INCH or before in ("ft", "feet", "foot")
        return (end + 1, INCH) if is_inch else None
    if not is_glued(words, end):
        spaced = INCH if sign in _INCH_MARKS else FOOT if sign in _FOOT_MARKS else None
        return (end + 1, spaced) if spaced and lower(words, end + 1) in _MEASURED else None
    if sign in _INCH_MARKS and before in _FOOT_MARKS and is_glued(words, at):
        return end + 1, INCH
    has_inches = is_glued(words, end + 1) and words[end + 1].value is not None and lower(words, end + 2) in _INCH_MARKS
    return (end + 1, FOOT) if sign in _FOOT_MARKS and has_inches else None


def _letter_of_scale(sentence: Context, at: int, end: int) -> tuple[int, Unit] | None:
    """ "30C", "86F", and "set the oven to 180 c"; "Boeing 777F" is a name."""
    words = sentence.words
    unit = {"c": CELSIUS, "f": FAHRENHEIT}.get(lower(words, end))
    if not unit or (is_glued(words, end + 1) and words[end + 1].is_word):
        return None
    # A small "c" may be cents, and 777F is no warmth.
    has_more = lower(words, end + 1) not in _AFTER_A_LETTER
    is_plain = words[end].text != "c" and not has_more and (words[end - 1].value or 0.0) < _WARMEST
    is_name = at > 0 and words[at - 1].text[:1].isupper()
    return (end + 1, unit) if sentence.is_about_warmth or (is_plain and not is_name) else None


def _meant(sentence: Context, end: int, unit: Unit) -> tuple[int, Unit]:
    """What the sentence is about settles pounds, degrees and kilotons."""
    after = lower(sentence.words, end)
    if unit.name == "pound" and sentence.is_about_payments and after != "of":
        return end, STERLING
    if unit.name == "degree" and sentence.is_about_warmth and after not in _DIRECTIONS:
        return end, DEGREE_OF_TEMPERATURE
    if unit.name in ("kiloton", "megaton") and sentence.is_about_blasts:
        return end, replace(unit, pint=f"{unit.name}_TNT", si="J")
    return end, unit


def _aged(sentence: Context, end: int, unit: Unit) -> tuple[int, Unit]:
    """ "Five years old", "20-year-old", "6 weeks of age"."""
    words = sentence.words
    hyphen = lower(words, end) == "-"
    if unit.kind is not QuantityKind.DURATION:
        return end, unit
    if lower(words, end + hyphen) in ("old", "olds"):
        return end + hyphen + 1, replace(unit, kind=QuantityKind.AGE)
    if lower(words, end) == "of" and lower(words, end + 1) == "age":
        return end + 2, replace(unit, kind=QuantityKind.AGE)
    return end, unit
