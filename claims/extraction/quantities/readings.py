"""One quantity at one place of a sentence: the number, its unit, and what stands around them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from claims.extraction.quantities.bounds import Bound, read_lead, read_tail
from claims.extraction.quantities.cardinals import Number
from claims.extraction.quantities.context import Context
from claims.extraction.quantities.counted import read_counted
from claims.extraction.quantities.currencies import read_name, read_scaled_code, read_sign, read_singular
from claims.extraction.quantities.lexemes import Lexeme, is_glued, lower
from claims.extraction.quantities.measures import YEAR_OF_AGE, read_measure
from claims.extraction.quantities.numbers import read_number, read_ordinal
from claims.extraction.quantities.refusals import (
    is_bare_refused,
    is_part_of_a_code,
    is_part_of_a_name,
    is_within_a_name,
)
from claims.extraction.quantities.units import (
    NO_UNIT,
    TIMES,
    Unit,
    read_unit,
)
from claims.extraction.quantities.words import LARGE
from claims.extraction.statements import QuantityKind

_FREQUENCIES: Final = {"once": 1.0, "twice": 2.0, "thrice": 3.0}
_EVERY: Final = {"a", "an", "per", "every", "each"}
_PERIODS: Final = {"second", "minute", "hour", "day", "night", "week", "month", "season", "year", "decade"}
_BEFORE_ONCE: Final = {"than", "only", "just", "least"}
_DIFFERENCES: Final = {"warmer", "colder", "hotter", "cooler", "higher", "lower", "above", "below"}


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
    minus = words[at].text in ("-", "−") and not is_glued(words, at) and is_glued(words, at + 1)
    sign = read_sign(words, at + minus) or (read_singular(words, at) if _is_noun(sentence, at) else None)
    factor = 1.0
    if not sign and (scaled := read_scaled_code(words, at)):
        sign, factor = scaled[:2], scaled[2]
    if not sign or (is_glued(words, at) and words[at].text[0].isalpha()):
        return None
    number = read_number(words, sign[0], is_money=True)
    if not number or number.is_share:
        return None
    again = read_name(words, number.end)
    end = again[0] if again and again[1] == sign[1] else number.end
    number = replace(number, value=number.value * (-factor if minus else factor))
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
    if not counted and (is_part_of_a_name(sentence, at, number.end) or is_part_of_a_code(words, number.end)):
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
        if number.scale == 1 and lower(sentence.words, end) in LARGE:
            # "75 USD million"
            end, factor = end + 1, LARGE[lower(sentence.words, end)]
        number = replace(number, value=number.value * factor)
        return _bounded(sentence, at, number, end, unit)
    measure = read_measure(sentence, at, number)
    return _bounded(sentence, at, number, *measure) if measure else None


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


def _rank(sentence: Context, at: int) -> Reading | None:
    """ "Higher than the tenth", "between the tenth and the fifteenth": an ordinal is a number where it is compared."""
    words = sentence.words
    number = read_ordinal(words, at)
    if not number or lower(words, at - 1) != "the":
        return None
    reading = _bounded(sentence, at - 1, number, number.end, NO_UNIT)
    return reading if not reading.is_exact or _is_end_of_ranks(words, at, number.end) else None


def _is_end_of_ranks(words: list[Lexeme], at: int, end: int) -> bool:
    """Whether an ordinal is one of the two in "between the tenth and the fifteenth"."""
    if lower(words, at - 2) == "between":
        return (
            lower(words, end) == "and" and lower(words, end + 1) == "the" and read_ordinal(words, end + 2) is not None
        )
    if lower(words, at - 2) != "and":
        return False
    fronts = (at - 3, at - 5)  # Where "tenth" and "twenty-first" start.
    return any(_starts_ranks(words, front, at - 2) for front in fronts)


def _starts_ranks(words: list[Lexeme], at: int, end: int) -> bool:
    first = read_ordinal(words, at)
    has_lead = lower(words, at - 2) == "between" and lower(words, at - 1) == "the"
    return has_lead and first is not None and first.end == end


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
