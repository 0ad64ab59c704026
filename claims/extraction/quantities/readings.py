"""One quantity at one place of a sentence: the number, its unit, and what stands around them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from claims.extraction.quantities.bounds import Bound, read_lead, read_tail
from claims.extraction.quantities.cardinals import Number
from claims.extraction.quantities.context import Context
from claims.extraction.quantities.counted import read_counted
from claims.extraction.quantities.currencies import STERLING, read_name, read_sign, read_singular
from claims.extraction.quantities.lexemes import Lexeme, is_glued, lower
from claims.extraction.quantities.numbers import read_number, read_ordinal
from claims.extraction.quantities.refusals import is_bare_refused, is_part_of_a_name, is_within_a_name
from claims.extraction.quantities.units import (
    CELSIUS,
    DEGREE_OF_TEMPERATURE,
    FAHRENHEIT,
    FOOT,
    INCH,
    NO_UNIT,
    TIMES,
    Unit,
    read_unit,
)
from claims.extraction.statements import QuantityKind

_FREQUENCIES: Final = {"once": 1.0, "twice": 2.0, "thrice": 3.0}
_EVERY: Final = {"a", "an", "per", "every", "each"}
_PERIODS: Final = {"second", "minute", "hour", "day", "night", "week", "month", "season", "year", "decade"}
_BEFORE_ONCE: Final = {"than", "only", "just", "least"}
_AFTER_AN_INCH: Final = {"", ".", ",", ";", ")", "x", "by", "tall", "wide", "long", "deep", "high", "thick"}
_FOOT_MARKS: Final = {"'", "’", "′"}
_AFTER_A_LETTER: Final = {"", ".", ",", ";", ")", "in", "on", "at", "or", "and", "today", "to"}
_WARMEST: Final = 500.0
_INCH_MARKS: Final = {'"', "”", "″"}
_DIFFERENCES: Final = {"warmer", "colder", "hotter", "cooler", "higher", "lower", "above", "below"}
_DIRECTIONS: Final = {"angle", "north", "south", "east", "west", "latitude", "longitude"}


@dataclass(frozen=True, slots=True)
class Reading:
    """Lexemes ``start`` to ``end`` of a sentence; without what bounds it, it starts at ``first``."""

    start: int
    first: int
    end: int
    low: float | None
    high: float | None
    unit: Unit
    scale: float = 1.0
    is_approximate: bool = False
    is_difference: bool = False

    @property
    def is_exact(self) -> bool:
        return self.low is not None and self.low == self.high


def read_quantity(sentence: Context, at: int) -> Reading | None:
    """The quantity whose number, or whose sign of a currency, stands at ``at``."""
    if lower(sentence.words, at) in _FREQUENCIES:
        return _frequency(sentence, at)
    return _money(sentence, at) or _amount(sentence, at) or _rank(sentence, at)


def _frequency(sentence: Context, at: int) -> Reading | None:
    """ "Twice", "three times a week"; a bare "once" is mostly "as soon as"."""
    words = sentence.words
    end, unit = _per_period(sentence, at + 1, TIMES)
    if words[at].lower == "once" and unit is TIMES and lower(words, at - 1) not in _BEFORE_ONCE:
        return None
    return _bounded(sentence, at, Number(end, _FREQUENCIES[words[at].lower]), end, unit)


def _per_period(sentence: Context, end: int, unit: Unit) -> tuple[int, Unit]:
    period = lower(sentence.words, end + 1)
    if unit is not TIMES or lower(sentence.words, end) not in _EVERY or period not in _PERIODS:
        return end, unit
    return end + 2, Unit(f"times per {period}", QuantityKind.FREQUENCY)


def _money(sentence: Context, at: int) -> Reading | None:
    """The sign comes first: "$5 million", "EUR 20", "-£3"."""
    words = sentence.words
    minus = words[at].text in ("-", "−") and not is_glued(words, at)
    sign = read_sign(words, at + minus) or (read_singular(words, at) if _is_noun(sentence, at) else None)
    if not sign or (is_glued(words, at) and words[at].text[0].isalpha()):
        return None
    number = read_number(words, sign[0], is_money=True)
    if not number or number.is_share:
        return None
    again = read_name(words, number.end)
    end = again[0] if again and again[1] == sign[1] else number.end
    number = replace(number, value=-number.value) if minus else number
    return _bounded(sentence, at, number, end, sign[1])


def _amount(sentence: Context, at: int) -> Reading | None:
    words = sentence.words
    number = read_number(words, at) or _part_of_unit(words, at)
    if not number or is_within_a_name(words, at, number.end):
        return None
    number = _millions(sentence, number)
    if measured := _measured(sentence, at, number):
        return measured
    if is_bare_refused(sentence, at, number):
        return None
    if lower(words, at - 1) in ("aged", "age") or (lower(words, at - 1) == "of" and lower(words, at - 2) == "age"):
        return _bounded(sentence, at, number, number.end, YEAR_OF_AGE)
    counted = None if number.is_share else read_counted(sentence, at, number)
    if not counted and is_part_of_a_name(sentence, at, number.end):
        return None
    end, unit = _per_period(sentence, *(counted or (number.end, NO_UNIT)))
    return _bounded(sentence, at, number, end, unit)


def _millions(sentence: Context, number: Number) -> Number:
    """The number with the "m" of "2m voters"; that of "a 2m wall" and "2m tall" is a metre."""
    words, end = sentence.words, number.end
    is_m = is_glued(words, end) and words[end].text == "m" and end + 1 < len(words)
    if not is_m or sentence.token(end + 1).tag_ != "NNS":
        return number
    return Number(end + 1, number.value * 1e6, 1e6)


def _part_of_unit(words: list[Lexeme], at: int) -> Number | None:
    """The half of "half mile" and "half-hour", the quarter of "a quarter mile"."""
    value = {"half": 0.5, "quarter": 0.25}.get(lower(words, at))
    return Number(at + 1, value) if value and read_unit(words, at + 1 + (lower(words, at + 1) == "-")) else None


def _measured(sentence: Context, at: int, number: Number) -> Reading | None:
    """A number with money or a unit of measure behind it."""
    if name := _currency_behind(sentence, at):
        number, (end, unit, factor) = name
        number = replace(number, value=number.value * factor)
        return _bounded(sentence, at, number, end, unit)
    found = _unit_behind(sentence, at, number)
    if not found:
        return None
    end, unit = _aged(sentence, *_meant(sentence, *found))
    return _bounded(sentence, at, number, end, unit)


def _currency_behind(sentence: Context, at: int) -> tuple[Number, tuple[int, Unit, float]] | None:
    """ "5 million yen", "5m euros", "a 10-dollar bill": the number as money has it, and the currency."""
    number = read_number(sentence.words, at, is_money=True)
    if not number:
        return None
    hyphen = lower(sentence.words, number.end) == "-"
    start = number.end + hyphen
    name = read_name(sentence.words, start)
    return (number, name) if name and (name[0] - start > 1 or _is_noun(sentence, start)) else None


def _is_noun(sentence: Context, at: int) -> bool:
    """Whether the lexeme may be money: "the three won" and "two real friends" have words that look like it."""
    return sentence.token(at).pos_ not in ("VERB", "AUX", "ADJ", "ADV")


def _unit_behind(sentence: Context, at: int, number: Number) -> tuple[int, Unit] | None:
    words, end = sentence.words, number.end
    if letter := _letter_of_scale(sentence, at, end):
        return letter
    if inches := _feet_or_inches(words, at, end):
        return inches
    if lower(words, end) == "(":
        found = read_unit(words, end + 1)
        return (found[0] + 1, found[1]) if found and lower(words, found[0]) == ")" else None
    hyphen = lower(words, end) == "-"
    return read_unit(words, end + hyphen)


def _feet_or_inches(words: list[Lexeme], at: int, end: int) -> tuple[int, Unit] | None:
    """ "2 in.", "6ft 2in", "5'10\""; "in" alone is mostly a preposition."""
    sign, before = lower(words, end), lower(words, at - 1)
    if sign == "in":
        is_inch = is_glued(words, end) or lower(words, end + 1) in _AFTER_AN_INCH or before in ("ft", "feet", "foot")
        return (end + 1, INCH) if is_inch else None
    if not is_glued(words, end):
        return None
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
    has_more = not is_glued(words, end) and lower(words, end + 1) not in _AFTER_A_LETTER
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


def _rank(sentence: Context, at: int) -> Reading | None:
    """ "Higher than the tenth": an ordinal is a number where it is compared."""
    number = read_ordinal(sentence.words, at)
    if not number or lower(sentence.words, at - 1) != "the" or lower(sentence.words, at - 2) != "than":
        return None
    reading = _bounded(sentence, at - 1, number, number.end, NO_UNIT)
    return reading if reading.low != reading.high else None


def _bounded(sentence: Context, first: int, number: Number, end: int, unit: Unit) -> Reading:
    lead = read_lead(sentence.words, first)
    bound, blurred = lead.bound, lead.is_approximate
    tail = read_tail(sentence.words, number.end) or read_tail(sentence.words, end)
    if tail:
        end, bound = max(end, tail[0]), bound if tail[1] is Bound.ABOUT else bound or tail[1]
        blurred = blurred or tail[1] is Bound.ABOUT
    low = None if bound is Bound.HIGHEST else number.value
    high = None if bound is Bound.LOWEST else number.value
    changes = lower(sentence.words, first - 1) == "by" or lower(sentence.words, end) in _DIFFERENCES
    is_difference = unit.kind is QuantityKind.TEMPERATURE and changes
    return Reading(lead.start, first, end, low, high, unit, number.scale, blurred, is_difference)


YEAR_OF_AGE: Final = Unit("year", QuantityKind.AGE, "year", "s")
