"""Numbers that are no quantity: parts of names and versions, times of day, years, scores, ordinals."""

from __future__ import annotations

from typing import Final

from claims.extraction.quantities.cardinals import Number
from claims.extraction.quantities.context import Context
from claims.extraction.quantities.currencies import read_sign
from claims.extraction.quantities.fractions import read_digit_fraction
from claims.extraction.quantities.lexemes import Lexeme, is_glued, lower
from claims.extraction.quantities.numbers import read_number
from claims.extraction.quantities.units import read_unit

_NAMES: Final = {"PRODUCT", "LAW", "WORK_OF_ART", "TIME", "FAC"}
_NONE_OF_THEM: Final = {"no", "any", "every", "each"}
_ENUMERATORS: Final = {
    *("section article chapter page paragraph clause room flight route highway interstate channel phase".split()),
    *("level tier grade class title proposition prop amendment act step part volume no number figure table".split()),
}
_MONTHS: Final = {
    *("january february march april may june july august september october november december".split()),
    *("jan feb mar apr jun jul aug sep sept oct nov dec".split()),
}
_BEFORE_A_YEAR: Final = {"in", "since", "until", "year"}
_BEFORE_A_DAY: Final = frozenset("on since by from until till to through before after dated date of the and".split())
_AFTER_A_PART: Final = frozenset({"", ".", ",", "of"})
_FIRST_YEAR, _LAST_YEAR = 1500, 2100


def is_part_and_no_day(words: list[Lexeme], at: int) -> bool:
    """Whether what was taken for a day of a month is a part of one: "1/4 mile", "3/4 of the votes", a bare "3/4"."""
    part = read_digit_fraction(words, at) if lower(words, at + 1) == "/" else None
    if not part:
        return False
    has_day = lower(words, at - 1) in _BEFORE_A_DAY or lower(words, part.end) not in _AFTER_A_PART
    return not has_day or read_unit(words, part.end) is not None


def is_within_a_name(words: list[Lexeme], first: int, end: int) -> bool:
    """ "F-16", "Covid-19", "777F", "192.168.0.1", "10:30", "24/7", "3rd": digits that no unit can make a quantity."""
    return _goes_on_before(words, first) or _goes_on_behind(words, end)


def _goes_on_before(words: list[Lexeme], first: int) -> bool:
    if not is_glued(words, first):
        return False
    before = words[first - 1]
    if before.is_word or before.text in "/:#_@.":
        return True
    return before.text in "-–" and is_glued(words, first - 1) and not is_span(words, first - 1)


def _goes_on_behind(words: list[Lexeme], end: int) -> bool:
    if lower(words, end) in ("am", "pm") or (lower(words, end) in ("a", "p") and lower(words, end + 2) == "m"):
        return True
    if lower(words, end) == "o" and lower(words, end + 2) == "clock":
        return True
    if not is_glued(words, end):
        return False
    after = words[end].text
    if after in "-–" and is_glued(words, end + 1) and words[end + 1].value is not None:
        return not is_span(words, end)
    return after in "/:._@" and is_glued(words, end + 1) and not words[end + 1].text.isspace()


def is_span(words: list[Lexeme], hyphen: int) -> bool:
    """Whether a hyphen joins two ends of a range; "3-2" is a score, "555-12-34" a number to dial."""
    low = words[hyphen - 1].value if hyphen else None
    high = read_number(words, hyphen + 1)
    if low is None or high is None or not low < high.value:
        return False
    if is_glued(words, hyphen - 1) and words[hyphen - 2].is_word and not read_sign(words, hyphen - 2):
        return False  # "A380-800"; "EUR5-7" is a range.
    around = (lower(words, hyphen - 2) in ("-", "–") and is_glued(words, hyphen - 1), _is_hyphen(words, high.end))
    return not any(around) or (around[1] and not around[0] and not words[high.end + 1 : high.end + 2][0].value)


def _is_hyphen(words: list[Lexeme], at: int) -> bool:
    return lower(words, at) in ("-", "–") and is_glued(words, at) and at + 1 < len(words)


def is_bare_refused(sentence: Context, first: int, number: Number) -> bool:
    """Whether a number without a measure or money is no quantity, or not surely one."""
    words, end = sentence.words, number.end
    before = lower(words, first - 1)
    token = sentence.token(first)
    if before in _NONE_OF_THEM or before in _ENUMERATORS:
        return True
    hyphened = _is_hyphen(words, end) and not is_span(words, end) and lower(words, end + 1) not in ("odd", "plus")
    if is_glued(words, end) and (words[end].is_word or hyphened):
        return True
    if end - first == 1 and words[first].lower == "one":
        return token.dep_ != "nummod" or lower(words, end) in ("of", "another", "else")
    return token.ent_type_ in _NAMES or _is_date(sentence, first, number)


def is_part_of_a_name(sentence: Context, first: int, end: int) -> bool:
    """ "Apollo 11", "Group of 20": a whole number that counts nothing, behind a name."""
    words = sentence.words
    if not first or end - first > 1 or words[first].value is None or "." in words[first].text:
        return False
    if lower(words, first - 1) == "of" and lower(words, first - 2) == "group":
        return True
    before = words[first - 1]
    if read_sign(words, first - 1):
        return False  # "17 USD 25"
    return before.is_word and before.text[0].isupper() and sentence.token(first - 1).pos_ == "PROPN"


def is_part_of_a_code(words: list[Lexeme], end: int) -> bool:
    """ "24703 L-202", "24703 m212": digits before a word with digits in it."""
    if end + 1 >= len(words) or not words[end].is_word:
        return False
    after = end + 1 + (words[end + 1].text == "-" and is_glued(words, end + 1))
    return is_glued(words, after) and words[after].value is not None


def _is_date(sentence: Context, first: int, number: Number) -> bool:
    """A year or a day of a month that no rule of ours has read."""
    words, end = sentence.words, number.end
    if not number.value.is_integer() or end - first > 1:
        return False
    if _FIRST_YEAR <= number.value <= _LAST_YEAR and len(words[first].text) == 4:
        return sentence.token(first).ent_type_ == "DATE" or lower(words, first - 1) in _BEFORE_A_YEAR
    before = first - 1 - (lower(words, first - 1) == ".")
    # "May 5-7"
    before -= 2 * (lower(words, before) in ("-", "–"))
    after = end + (lower(words, end) == "of")
    return 1 <= number.value <= 31 and (lower(words, before) in _MONTHS or lower(words, after) in _MONTHS)
