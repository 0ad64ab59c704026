"""Parts of one, and numbers with parts: "two thirds", "3 1/2", "1 in 5", "half of", "three and a half million".

Each function takes the lexemes, where to start, and whether the number is one of money.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from claims.extraction.quantities.cardinals import Number, Words, read_cardinal, read_denominator, scaled
from claims.extraction.quantities.lexemes import is_glued, lower
from claims.extraction.quantities.words import LARGE, ORDINALS, SMALL, TENS

# Fractions in digits are of these; "9/11" and "24/7" are names.
_COMMON_DENOMINATORS: Final = {2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 32, 64, 100}
_OWNERS: Final = frozenset("the its his her their our my your all these those that this what".split())
_WHOLE_OF_HALF: Final = frozenset("first second other latter better one last each this next third -".split())
_BEFORE_A_HALF: Final = frozenset("than nearly almost about roughly approximately around over".split())
_ENDS: Final = frozenset(". , ;".split()) | {""}
_AFTER_A_FRACTION: Final = frozenset("of off more less fewer higher lower larger smaller . , ;".split()) | {""}
_TIMES: Final = {"day", "week", "month", "year", "hour", "minute", "second", "decade"}


def read_share(words: Words, at: int, is_money: bool) -> Number | None:
    """ "One in five", "two out of ten", "1 over 20": a part of one."""
    first = read_cardinal(words, at, is_money)
    if not first or first.value < 1:
        return None
    joint = _joint(words, first.end)
    second = read_cardinal(words, joint, is_money) if joint else None
    if not second or 1900 <= second.value < 2100:
        return None
    # "2000 over 3" is a sum to do; "5 over 3 games" and "5 in 3" are none.
    is_sum = lower(words, first.end) == "over" and lower(words, second.end) in _ENDS and second.value
    if second.value <= first.value and not is_sum:
        return None
    if lower(words, second.end).rstrip("s") in _TIMES or lower(words, second.end) in ("%", "percent"):
        return None
    return Number(second.end, first.value / second.value, is_share=True)


def _joint(words: Words, at: int) -> int:
    if lower(words, at) == "out" and lower(words, at + 1) == "of":
        return at + 2
    return at + 1 if lower(words, at) in ("in", "over") else 0


def read_part_of_scale(words: Words, at: int, is_money: bool) -> Number | None:
    """ "Half a million", "a quarter of a million", "half million"."""
    part = _half_or_quarter(words, at)
    if not part:
        return None
    after = part.end
    after += lower(words, after) == "of"
    after += lower(words, after) in ("a", "an")
    scale = LARGE.get(lower(words, after)) or SMALL.get(lower(words, after))
    return Number(after + 1, part.value * scale, scale) if scale else None


def _half_or_quarter(words: Words, at: int) -> Number | None:
    after = at + (lower(words, at) in ("a", "one"))
    value = {"half": 0.5, "quarter": 0.25}.get(lower(words, after))
    return Number(after + 1, value, is_share=True) if value else None


def read_mixed(words: Words, at: int, is_money: bool) -> Number | None:
    """ "Three and a half", "3 1/2", "2½", "five and a half million"; "a million and a half" is half of a million.

    "One billion and a half million" is half of a million, too.
    """
    whole = read_cardinal(words, at, is_money)
    part = _part_behind(words, whole.end) if whole else None
    if not whole or not part:
        return None
    own = LARGE.get(lower(words, part.end), whole.scale)
    if own < whole.scale:
        return Number(part.end + 1, whole.value + part.value * own, own)
    value = whole.value + part.value * (whole.scale if whole.scale >= 1e3 else 1.0)
    return scaled(words, Number(part.end, value, whole.scale), is_money)


def _part_behind(words: Words, at: int) -> Number | None:
    if lower(words, at) == "and":
        return _fraction_in_words(words, at + 1, is_mixed=True)
    vulgar = at < len(words) and words[at].value is not None and not words[at].text.isascii()
    if vulgar:
        return Number(at + 1, words[at].value or 0.0)
    return read_digit_fraction(words, at + (lower(words, at) == "-" and is_glued(words, at)), False)


def read_digit_fraction(words: Words, at: int, is_money: bool = False) -> Number | None:
    """ "3/4"; not a day ("3/4/2021"), nor what is no part of one."""
    if at + 2 >= len(words) or words[at + 1].text != "/":
        return None
    above, below = words[at].value, words[at + 2].value
    if above is None or below is None or not above.is_integer() or not 0 < above < below:
        return None
    if below not in _COMMON_DENOMINATORS or lower(words, at + 3) == "/":
        return None
    return Number(at + 3, above / below, is_share=True)


def read_fraction(words: Words, at: int, is_money: bool) -> Number | None:
    return _fraction_in_words(words, at, is_mixed=False)


def _fraction_in_words(words: Words, at: int, *, is_mixed: bool) -> Number | None:
    """ "Two thirds", "three-fifths", "a third of", "one half"."""
    article = lower(words, at) in ("a", "an")
    above = Number(at + 1, 1.0) if article else _without_tens_of_below(words, read_cardinal(words, at, False))
    if not above or not above.value.is_integer():
        return None
    hyphen = lower(words, above.end) == "-"
    below = _below(words, above.end + hyphen, is_plural=above.value != 1)
    if not below or not (is_mixed or hyphen or _is_fraction(words, below, article, above.value)):
        return None
    return Number(below.end, above.value / below.value, is_share=True)


def _without_tens_of_below(words: Words, above: Number | None) -> Number | None:
    """The hundred of "one hundred thirty fifths": what goes before tens and an ordinal is parts of both."""
    if not above:
        return None
    tens = TENS.get(words[above.end - 1].lower, 0.0)
    is_below = tens and 0 < ORDINALS.get(lower(words, above.end).removesuffix("s"), 0.0) < 10
    is_after_words = is_below and above.value > tens and lower(words, above.end - 2) not in ("and", "-")
    return Number(above.end - 1, above.value - tens) if is_after_words else above


def _below(words: Words, at: int, *, is_plural: bool) -> Number | None:
    """The denominator, of which the largest are "one hundred and fifth" and "one thousand twentieth"."""
    front = read_cardinal(words, at, False) if lower(words, at) == "one" else None
    if not front or front.scale == 1:
        spaced = TENS.get(lower(words, at), 0.0) and ORDINALS.get(lower(words, at + 1).removesuffix("s"), 10.0) < 10
        rest = read_denominator(words, at + 1, is_plural=is_plural) if spaced else None
        return _larger(rest, TENS[words[at].lower]) if rest else read_denominator(words, at, is_plural=is_plural)
    rest = read_denominator(words, front.end + (lower(words, front.end) == "and"), is_plural=is_plural)
    return _larger(rest, front.value) if rest and rest.value < 100 else None


def _larger(number: Number, more: float) -> Number:
    return replace(number, value=number.value + more)


def _is_fraction(words: Words, below: Number, article: bool, above: float) -> bool:
    """Whether the words mean a part: "a third of the votes" does, "a third man" and "two quarters" do not."""
    if article:
        return lower(words, below.end) in _AFTER_A_FRACTION and (below.value > 2 or lower(words, below.end) == "of")
    return below.value != 4 or above in (1, 3) or lower(words, below.end) == "of"


def read_half(words: Words, at: int, is_money: bool) -> Number | None:
    """ "Half of the boats", "half the boats", "half a mile", "fell by half"; not "the first half"."""
    if lower(words, at) != "half" or lower(words, at - 1) in _WHOLE_OF_HALF:
        return None
    after = lower(words, at + 1)
    if after in ("a", "an"):
        return Number(at + 2, 0.5, is_share=True)
    is_all = after in _ENDS and lower(words, at - 1) != "the"
    is_bounded = lower(words, at - 1) in _BEFORE_A_HALF and after.isalpha() and after not in ("past", "time")
    if is_bounded:
        return Number(at + 1, 0.5, is_share=True)
    return Number(at + 1, 0.5, is_share=True) if is_all or after == "of" or after in _OWNERS else None
