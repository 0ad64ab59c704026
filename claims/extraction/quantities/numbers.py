"""The number at one place of a sentence, whatever its form.

Own code: text2num, word2number and the number part of recognizers-text (last released 2017 and 2019) read whole
numbers or lose where they stand.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from claims.extraction.quantities.cardinals import Number, Words, read_cardinal
from claims.extraction.quantities.fractions import (
    read_digit_fraction,
    read_fraction,
    read_half,
    read_mixed,
    read_part_of_scale,
    read_share,
)
from claims.extraction.quantities.lexemes import is_glued, lower
from claims.extraction.quantities.words import DENOMINATORS, GLUED, LARGE, MONEY_SCALES, ORDINALS, SMALL, TENS, UNITS

_STARTS: Final = frozenset({*UNITS, *TENS, "a", "an", "half", "quarter"})
_GOES_ON: Final = frozenset(
    {*LARGE, *SMALL, *MONEY_SCALES, *DENOMINATORS, "and", "in", "out", "over", "/", "-", "point"}
    | {f"{word}s" for word in DENOMINATORS}
    | {letter.lower() for letter in GLUED}
)
_Reader = Callable[[Words, int, bool], Number | None]


def read_number(words: Words, at: int, *, is_money: bool = False) -> Number | None:
    """The number that starts at ``at``. ``is_money``: "m" and "b" behind it are millions and billions."""
    if not _is_sign(words, at):
        return _unsigned(words, at, is_money)
    number = _unsigned(words, at + 1, is_money)
    if number is None:
        return None
    return number if words[at].text == "+" else replace(number, value=-number.value)


def read_ordinal(words: Words, at: int) -> Number | None:
    """The number of an ordinal in words: "tenth", "twenty-first"."""
    tens = TENS.get(lower(words, at))
    if tens and lower(words, at + 1) == "-" and 0 < (unit := ORDINALS.get(lower(words, at + 2), 0.0)) < 10:
        return Number(at + 3, tens + unit)
    value = ORDINALS.get(lower(words, at))
    return Number(at + 1, value) if value else None


def _is_sign(words: Words, at: int) -> bool:
    word = lower(words, at)
    if word in ("minus", "negative"):
        return True
    if at and words[at - 1].value is not None:
        return False
    loose = not is_glued(words, at) or words[at - 1].text in "(=<>~≤≥$€£"
    return word in ("-", "−", "+") and loose and is_glued(words, at + 1) and words[at + 1].value is not None


def _unsigned(words: Words, at: int, is_money: bool) -> Number | None:
    if not _is_start(words, at):
        return None
    # Most numbers are a numeral and nothing else, and need no grammar.
    if words[at].value is not None and not _may_go_on(words, at + 1):
        return Number(at + 1, words[at].value or 0.0)
    for read in _READERS:
        if number := read(words, at, is_money):
            return replace(number, value=round(number.value, 15))
    return None


def _is_start(words: Words, at: int) -> bool:
    return at < len(words) and (words[at].value is not None or words[at].lower in _STARTS)


def _may_go_on(words: Words, at: int) -> bool:
    return at < len(words) and (words[at].value is not None or words[at].lower in _GOES_ON)


_READERS: Final[tuple[_Reader, ...]] = (
    read_share,
    read_part_of_scale,
    read_mixed,
    read_digit_fraction,
    read_fraction,
    read_half,
    read_cardinal,
)
