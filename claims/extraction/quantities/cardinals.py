"""Whole numbers and decimals, in digits and words: "2.5 million", "two hundred and five", "ten point five".

Each function takes the lexemes and where to start, and gives where the number ends and its value, or None; each looks
at a bounded number of lexemes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from claims.extraction.quantities.lexemes import Lexeme, is_glued, lower
from claims.extraction.quantities.words import DENOMINATORS, GLUED, LARGE, MONEY_SCALES, ORDINALS, SMALL, TENS, UNITS

_MOST_SCALES: Final = 3  # "A hundred thousand million" is the longest that anybody says.
_MULTIPLIERS: Final = frozenset(word for word in (*LARGE, *SMALL) if not word.endswith("s"))


@dataclass(frozen=True, slots=True)
class Number:
    """``end``: behind its last lexeme; ``scale``: what its last word multiplies by ("2.5 million": a million).

    ``is_share``: a part of one, in words or as a fraction.
    """

    end: int
    value: float
    scale: float = 1.0
    is_share: bool = False


Words = Sequence[Lexeme]


def read_cardinal(words: Words, at: int, is_money: bool) -> Number | None:
    """Parts of falling size, one behind the other: "one million two hundred thousand and five"."""
    total = _product(words, at, is_money)
    while total and total.scale > 1:
        joined = lower(words, total.end) == "and"
        part = _product(words, total.end + joined, is_money)
        if not part or max(part.value, part.scale) >= total.scale or not _goes_on(words, total, part, joined):
            break
        total = Number(part.end, total.value + part.value, part.scale)
    return _decimals(words, total) if total else None


def _goes_on(words: Words, total: Number, part: Number, joined: bool) -> bool:
    """Whether ``part`` belongs to the number before it: digits only behind words ("3 hundred and 21")."""
    first = total.end + joined
    if not part.value or (joined and _is_above_a_fraction(words, part)):
        return False
    if words[first].value is None:
        return lower(words, first) not in ("a", "an") and (joined or words[total.end - 1].is_word)
    goes_on = part.scale > 1 or lower(words, first + 1) in SMALL
    return total.scale <= 1e3 if joined else goes_on


def _is_above_a_fraction(words: Words, part: Number) -> bool:
    """Whether more than a whole follows: the two of "three hundred and two thirds"."""
    hyphen = lower(words, part.end) == "-"
    return read_denominator(words, part.end + hyphen, is_plural=part.value != 1) is not None


def _product(words: Words, at: int, is_money: bool) -> Number | None:
    """A number below a thousand, or in digits, and what multiplies it: "three hundred thousand", "10k"."""
    group = _group(words, at)
    return scaled(words, group, is_money) if group else None


def _group(words: Words, at: int) -> Number | None:
    small = _small(words, at)
    if not small:
        return None
    step = SMALL.get(lower(words, small.end))
    if not step:
        return _decimals(words, small)
    group = Number(small.end + 1, small.value * step, step)
    joined = lower(words, group.end) == "and"
    rest = _small(words, group.end + joined) if step == 100 else None
    if not rest or rest.value >= 100 or lower(words, rest.end) in SMALL or not _goes_on(words, group, rest, joined):
        return _decimals(words, group)
    return _decimals(words, Number(rest.end, group.value + rest.value))


def _small(words: Words, at: int) -> Number | None:
    """A numeral, "seven", "twenty", "twenty-five"; "a" only before what it counts ("a hundred")."""
    if at >= len(words):
        return None
    word = words[at].lower
    if words[at].value is not None:
        return Number(at + 1, words[at].value or 0.0)
    if word in UNITS:
        return Number(at + 1, UNITS[word])
    if word in ("a", "an"):
        return Number(at + 1, 1.0) if lower(words, at + 1) in _MULTIPLIERS else None
    return _tens(words, at) if word in TENS else None


def _tens(words: Words, at: int) -> Number | None:
    hyphen = lower(words, at + 1) == "-"
    after = lower(words, at + 1 + hyphen)
    if hyphen and after.removesuffix("s") in ORDINALS:
        return None
    unit = UNITS.get(after, 0.0)
    value = TENS[words[at].lower]
    return Number(at + 2 + hyphen, value + unit) if 0 < unit < 10 else Number(at + 1, value)


def _decimals(words: Words, whole: Number) -> Number:
    """ "Two point five", "two hundred point zero three"."""
    if lower(words, whole.end) != "point" or words[whole.end - 1].value is not None:
        return whole
    digits, at = "", whole.end + 1
    while len(digits) < 15 and UNITS.get(lower(words, at), 10.0) < 10:
        digits, at = digits + str(int(UNITS[lower(words, at)])), at + 1
    if not digits and (rest := _tens(words, at) if lower(words, at) in TENS else None):
        digits, at = str(int(rest.value)), rest.end
    return Number(at, whole.value + float(f"0.{digits}"), whole.scale) if digits else whole


def scaled(words: Words, number: Number, is_money: bool) -> Number:
    for _ in range(_MOST_SCALES):
        # "A 2-million-gallon tank"
        at = number.end + (lower(words, number.end) == "-" and lower(words, number.end + 1) in LARGE)
        scale = _scale(words, at, is_money)
        if not scale:
            break
        number = Number(at + 1, number.value * scale, scale)
    return number


def _scale(words: Words, at: int, is_money: bool) -> float | None:
    word = lower(words, at)
    if word in LARGE:
        return LARGE[word]
    if not at or at >= len(words) or words[at - 1].value is None or (is_glued(words, at + 1) and words[at + 1].is_word):
        return None
    if is_money and word in MONEY_SCALES:
        return MONEY_SCALES[word]
    return GLUED.get(words[at].text) if is_glued(words, at) and words[at].text != "mm" else None


def read_denominator(words: Words, at: int, *, is_plural: bool) -> Number | None:
    """The "thirds" of "two thirds", the "twenty-fifth" of "one twenty-fifth"."""
    tens = TENS.get(lower(words, at))
    if tens and lower(words, at + 1) == "-":
        unit = ORDINALS.get(_singular(lower(words, at + 2), is_plural), 0.0)
        return Number(at + 3, tens + unit) if 0 < unit < 10 else None
    value = DENOMINATORS.get(_singular(lower(words, at), is_plural))
    return Number(at + 1, value) if value else None


def _singular(word: str, is_plural: bool) -> str:
    """The word without its plural ending; empty when it is not of the wanted number."""
    if not is_plural:
        return word
    return word[:-1] if word.endswith("s") else ""
