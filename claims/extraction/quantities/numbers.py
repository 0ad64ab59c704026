"""Numbers in digits and words: "2.5 million", "two hundred and five", "three and a half", "two thirds", "1 in 5".

Own code: text2num, word2number and the number part of recognizers-text (last released 2017 and 2019) read whole
numbers or lose where they stand. Each function takes the lexemes and where to start, and gives where the number ends
and its value, or None; each looks at a bounded number of lexemes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from claims.extraction.quantities.lexemes import Lexeme, is_glued, lower
from claims.extraction.quantities.words import (
    DENOMINATORS,
    GLUED,
    LARGE,
    MONEY_SCALES,
    ORDINALS,
    SMALL,
    TENS,
    UNITS,
)

# Fractions in digits are of these; "9/11" and "24/7" are names.
_MOST_SCALES = 3  # "A hundred thousand million" is the longest that anybody says.
_COMMON_DENOMINATORS = {2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 32, 64, 100}
_OWNERS = {"the", "its", "his", "her", "their", "our", "my", "your", "all", "these", "those", "that", "this", "what"}
_WHOLE_OF_HALF = {"first", "second", "other", "latter", "better", "one", "last", "each", "this", "next", "third", "-"}
_ENDS = {"", ".", ",", ";"}
_AFTER_A_FRACTION = {"of", "off", "more", "less", "fewer", "higher", "lower", "larger", "smaller", "", ".", ",", ";"}
_TIMES = {"day", "week", "month", "year", "hour", "minute", "second", "decade"}


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
    loose = not is_glued(words, at) or words[at - 1].text in "(=<>~≤≥$€£"
    return word in ("-", "−", "+") and loose and is_glued(words, at + 1) and words[at + 1].value is not None


def _unsigned(words: Words, at: int, is_money: bool) -> Number | None:
    for read in _READERS:
        if number := read(words, at, is_money):
            return replace(number, value=round(number.value, 15))
    return None


def _share(words: Words, at: int, is_money: bool) -> Number | None:
    """ "One in five", "two out of ten", "1 over 20": a part of one."""
    first = _sum(words, at, is_money)
    if not first or first.value < 1:
        return None
    joint = _joint(words, first.end)
    second = _sum(words, joint, is_money) if joint else None
    if not second or second.value <= first.value or 1900 <= second.value < 2100:
        return None
    if lower(words, second.end).rstrip("s") in _TIMES or lower(words, second.end) in ("%", "percent"):
        return None
    return Number(second.end, first.value / second.value, is_share=True)


def _joint(words: Words, at: int) -> int:
    if lower(words, at) == "out" and lower(words, at + 1) == "of":
        return at + 2
    return at + 1 if lower(words, at) in ("in", "over") else 0


def _part_of_scale(words: Words, at: int, is_money: bool) -> Number | None:
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


def _mixed(words: Words, at: int, is_money: bool) -> Number | None:
    """ "Three and a half", "3 1/2", "2½", "five and a half million"; "a million and a half" is half of a million."""
    whole = _sum(words, at, is_money)
    part = _part_behind(words, whole.end) if whole else None
    if not whole or not part:
        return None
    value = whole.value + part.value * (whole.scale if whole.scale >= 1e3 else 1.0)
    return _scaled(words, Number(part.end, value, whole.scale), is_money)


def _part_behind(words: Words, at: int) -> Number | None:
    if lower(words, at) == "and":
        return _fraction_in_words(words, at + 1, is_mixed=True)
    vulgar = at < len(words) and words[at].value is not None and not words[at].text.isascii()
    if vulgar:
        return Number(at + 1, words[at].value or 0.0)
    return _digit_fraction(words, at + (lower(words, at) == "-" and is_glued(words, at)), False)


def _digit_fraction(words: Words, at: int, is_money: bool) -> Number | None:
    """ "3/4"; not a day ("3/4/2021"), nor what is no part of one."""
    if at + 2 >= len(words) or words[at + 1].text != "/":
        return None
    above, below = words[at].value, words[at + 2].value
    if above is None or below is None or not above.is_integer() or not 0 < above < below:
        return None
    if below not in _COMMON_DENOMINATORS or lower(words, at + 3) == "/":
        return None
    return Number(at + 3, above / below, is_share=True)


def _fraction(words: Words, at: int, is_money: bool) -> Number | None:
    return _fraction_in_words(words, at, is_mixed=False)


def _fraction_in_words(words: Words, at: int, *, is_mixed: bool) -> Number | None:
    """ "Two thirds", "three-fifths", "a third of", "one half"."""
    article = lower(words, at) in ("a", "an")
    above = Number(at + 1, 1.0) if article else _sum(words, at, False)
    if not above or not above.value.is_integer():
        return None
    hyphen = lower(words, above.end) == "-"
    below = _denominator(words, above.end + hyphen, is_plural=above.value != 1)
    if not below or not (is_mixed or hyphen or _is_fraction(words, below, article, above.value)):
        return None
    return Number(below.end, above.value / below.value, is_share=True)


def _is_fraction(words: Words, below: Number, article: bool, above: float) -> bool:
    """Whether the words mean a part: "a third of the votes" does, "a third man" and "two quarters" do not."""
    if article:
        return lower(words, below.end) in _AFTER_A_FRACTION and (below.value > 2 or lower(words, below.end) == "of")
    return below.value != 4 or above in (1, 3) or lower(words, below.end) == "of"


def _denominator(words: Words, at: int, *, is_plural: bool) -> Number | None:
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


def _half(words: Words, at: int, is_money: bool) -> Number | None:
    """ "Half of the boats", "half the boats", "half a mile", "fell by half"; not "the first half"."""
    if lower(words, at) != "half" or lower(words, at - 1) in _WHOLE_OF_HALF:
        return None
    after = lower(words, at + 1)
    if after in ("a", "an"):
        return Number(at + 2, 0.5, is_share=True)
    is_all = after in _ENDS and lower(words, at - 1) != "the"
    return Number(at + 1, 0.5, is_share=True) if is_all or after == "of" or after in _OWNERS else None


def _sum(words: Words, at: int, is_money: bool) -> Number | None:
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
    if not part.value or (joined and _fraction_in_words(words, first, is_mixed=False)):
        return False
    if words[first].value is None:
        return lower(words, first) not in ("a", "an") and (joined or words[total.end - 1].is_word)
    return total.scale <= 1e3 if joined else part.scale > 1


def _product(words: Words, at: int, is_money: bool) -> Number | None:
    """A number below a thousand, or in digits, and what multiplies it: "three hundred thousand", "10k"."""
    group = _group(words, at)
    return _scaled(words, group, is_money) if group else None


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


def _scaled(words: Words, number: Number, is_money: bool) -> Number:
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


_MULTIPLIERS = {word for word in (*LARGE, *SMALL) if not word.endswith("s")}
_READERS: tuple[_Reader, ...] = (_share, _part_of_scale, _mixed, _digit_fraction, _fraction, _half, _sum)
