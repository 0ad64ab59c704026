"""Numbers with their units, as a sentence gives them.

A small grammar over spaCy's tokens: the number in digits or words, what bounds it ("up to", "at least"), and the
unit: a sign, a measure, or the thing counted ("four remaining launchers": launcher).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from spacy.tokens import Doc, Span, Token

from claims.extraction.statements import Quantity
from claims.extraction.statements import Span as TextSpan

_WORDS = {
    word: float(value)
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
} | {
    "twenty": 20.0,
    "thirty": 30.0,
    "forty": 40.0,
    "fifty": 50.0,
    "sixty": 60.0,
    "seventy": 70.0,
    "eighty": 80.0,
    "ninety": 90.0,
}
_SCALES = {
    "dozen": 12.0,
    "hundred": 1e2,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
    "m": 1e6,
    "bn": 1e9,
}
_FREQUENCIES = {"once": 1.0, "twice": 2.0, "thrice": 3.0}
_CURRENCIES = {"$": "US dollar", "€": "euro", "£": "pound sterling", "¥": "yen", "US$": "US dollar"}
_UPPER = (
    "up to",
    "at most",
    "no more than",
    "not more than",
    "less than",
    "fewer than",
    "under",
    "below",
    "as much as",
)
_LOWER = ("at least", "more than", "no less than", "no fewer than", "over", "above", "upwards of", "in excess of")
# The longest first: "no less than" holds "less than".
_BOUNDS = sorted(
    [(phrase, "upper") for phrase in _UPPER] + [(phrase, "lower") for phrase in _LOWER],
    key=lambda bound: -len(bound[0]),
)
_DIGITS = re.compile(r"[+-]?\d{1,15}(?:,\d{3}){0,6}(?:\.\d{1,15})?$")
_SPOILED_ONE = {"of", "another", "else"}
_MEASURES = frozenset(
    "inch foot yard mile meter metre kilometer kilometre centimeter centimetre millimeter acre hectare gallon liter "
    "litre pound ounce ton tonne kilogram gram watt kilowatt megawatt gigawatt volt kiloton megaton hour minute day "
    "week month year percent dollar euro".split()
)
_UNIT_PREFIXES = frozenset({"square", "cubic", "metric"})
_UNIT_ABBREVIATIONS = {
    "kt": "kiloton",
    "km": "kilometer",
    "m": "meter",
    "cm": "centimeter",
    "mm": "millimeter",
    "ft": "foot",
    "kg": "kilogram",
    "mg": "milligram",
    "lb": "pound",
    "lbs": "pound",
    "km2": "square kilometer",
    "mph": "mile per hour",
    "kW": "kilowatt",
    "MW": "megawatt",
    "GW": "gigawatt",
    "MB": "megabyte",
    "GB": "gigabyte",
    "%": "percent",
    "°C": "degree celsius",
}


def find_quantities(sentence: Span | Doc, *, taken: Sequence[TextSpan] = ()) -> tuple[Quantity, ...]:
    """The quantities of a parsed sentence; offsets count from the start of its document.

    ``taken``: spans that are something else, dates above all; a number inside one is no quantity.
    """
    tokens = list(sentence)
    found: list[Quantity] = []
    position = 0
    while position < len(tokens):
        length, quantity = _quantity_at(tokens, position, taken)
        if quantity:
            found.append(quantity)
        position += max(1, length)
    return tuple(_ranges(sentence, found))


def _quantity_at(tokens: list[Token], at: int, taken: Sequence[TextSpan]) -> tuple[int, Quantity | None]:
    token = tokens[at]
    if any(span.start <= token.idx < span.end for span in taken):
        return 1, None
    if token.lower_ in _FREQUENCIES:
        return 1, _made(tokens, at, at + 1, _FREQUENCIES[token.lower_], "times")
    length, value = _number(tokens, at)
    if value is None or _is_no_quantity(tokens, at, length):
        return 1, None
    end, unit = _unit(tokens, at, at + length)
    start = at - 1 if at and tokens[at - 1].text in _CURRENCIES else at
    return end - at, _made(tokens, start, end, value, unit)


def _number(tokens: list[Token], at: int) -> tuple[int, float | None]:
    """How many tokens from ``at`` on make one number, and its value: "2.5 million", "twenty-five", "a dozen"."""
    group: float | None = None
    whole = 0.0
    length = 0
    for token in tokens[at:]:
        # A sentence that ends in "£5m." leaves its full stop at the scale.
        word = token.lower_.rstrip(".") or token.text
        before = tokens[at + length - 1].lower_ if length else ""
        if group is not None and word in _SCALES:
            if word == "m" and not (at and tokens[at - 1].text in _CURRENCIES):
                break
            # "two hundred" is a group of "two hundred thousand"; the larger scales close theirs.
            group *= _SCALES[word]
            whole, group = (whole, group) if _SCALES[word] <= 100 else (whole + group, 0.0)
        elif group is not None and word in ("-", "and") and _goes_on(tokens, at + length, group):
            pass
        elif word in _WORDS and (group is None or before in ("-", "and") or before in _SCALES or _fits(group, word)):
            group = (group or 0.0) + _WORDS[word]
        elif group is None and _DIGITS.match(token.text):
            group = float(token.text.replace(",", ""))
        elif group is None and word in ("dozen", "half") and at:
            group = 12.0 if word == "dozen" else 0.5
        else:
            break
        length += 1
    return length, None if group is None else round(whole + group, 6)


def _fits(group: float, word: str) -> bool:
    """Whether a word goes on with a number in words: "sixty five", "two hundred five"."""
    return (group >= 100 and group % 100 == 0) or (20 <= group % 100 < 100 and group % 10 == 0 and _WORDS[word] < 10)


def _goes_on(tokens: list[Token], at: int, group: float) -> bool:
    """Whether the hyphen or "and" at ``at`` joins two parts of one number: "twenty-five", "one hundred and six"."""
    joined = _follows(tokens, at + 1, _WORDS)
    before = tokens[at - 1].lower_
    return joined and (before in _SCALES if tokens[at].text != "-" else before in _WORDS and group % 10 == 0)


def _follows(tokens: list[Token], at: int, words: dict[str, float]) -> bool:
    return at < len(tokens) and tokens[at].lower_ in words


def _is_no_quantity(tokens: list[Token], at: int, length: int) -> bool:
    token = tokens[at]
    after = tokens[at + length].lower_ if at + length < len(tokens) else ""
    before = tokens[at - 1] if at else None
    if before is not None and (before.lower_ in ("no", "any", "every", "each") or before.text in ("-", "/", ":", "#")):
        return True
    if token.lower_ == "one" and length == 1:
        return token.dep_ != "nummod" or after in _SPOILED_ONE
    if token.lower_ == "half":
        return after != "of"
    # Part of a name: "Boeing 737", "Group of Twenty".
    if token.ent_type_ in ("PRODUCT", "LAW", "WORK_OF_ART", "TIME", "FAC") or after in ("/", ":"):
        return True
    # A year or a day that no rule of ours has read, or a compound such as "20-year-old".
    if after == "-":
        return _measure_after_hyphen(tokens, at + length) is None
    return token.ent_type_ == "DATE" and not (at + length < len(tokens) and tokens[at + length].pos_ == "NOUN")


def _measure_after_hyphen(tokens: list[Token], hyphen: int) -> Token | None:
    """The measure in "a 3-inch pipe", "a six-mile trip"; other compounds only describe."""
    if hyphen + 1 >= len(tokens) or tokens[hyphen].text != "-":
        return None
    return tokens[hyphen + 1] if tokens[hyphen + 1].lemma_.lower() in _MEASURES else None


def _unit(tokens: list[Token], at: int, end: int) -> tuple[int, str]:
    """Where the quantity ends, its unit with it, and that unit ("" for a bare number)."""
    if at and tokens[at - 1].text in _CURRENCIES:
        return end, _CURRENCIES[tokens[at - 1].text]
    if end < len(tokens):
        following = tokens[end]
        if following.text == "%" or following.lower_ in ("percent", "pct"):
            return end + 1, "percent"
        if following.lower_ == "percentage" and _follows(tokens, end + 1, {"point": 1.0, "points": 1.0}):
            return end + 2, "percentage point"
        if measure := _measure_after_hyphen(tokens, end):
            return end + 2, measure.lemma_.lower()
        if following.text in _UNIT_ABBREVIATIONS:
            return end + 1, _UNIT_ABBREVIATIONS[following.text]
    return _counted(tokens, at, end)


def _counted(tokens: list[Token], at: int, end: int) -> tuple[int, str]:
    head = tokens[at].head
    # "a dozen boats": the number word may hang on another one.
    while head.lower_ in _SCALES and head.head != head:
        head = head.head
    places = {token.i: place for place, token in enumerate(tokens)}
    if tokens[at].dep_ in ("nummod", "quantmod", "compound", "det", "predet") and head.pos_ in ("NOUN", "PROPN"):
        place = places.get(head.i, -1)
        if end <= place <= end + 6:
            return _whole_unit(tokens, place)
    if end < len(tokens) and tokens[end].pos_ == "NOUN":
        return _whole_unit(tokens, end)
    return end, ""


def _whole_unit(tokens: list[Token], place: int) -> tuple[int, str]:
    """Where the unit at ``place`` ends and its name: "square meter", "mile per hour", "degree celsius"."""
    name = _unit_name(tokens[place])
    if place and tokens[place - 1].lower_ in _UNIT_PREFIXES:
        name = f"{tokens[place - 1].lower_} {name}"
    words = [token.lower_ for token in tokens[place + 1 : place + 3]]
    if name == "degree" and words[:1] in (["celsius"], ["fahrenheit"]):
        return place + 2, f"degree {words[0]}"
    if len(words) == 2 and words[0] in ("per", "an", "a") and words[1] in ("hour", "second", "minute"):
        return place + 3, f"{name} per {words[1]}"
    return place + 1, name


def _unit_name(head: Token) -> str:
    return "times" if head.lower_ in ("time", "times") else head.lemma_.lower()


def _made(tokens: list[Token], at: int, end: int, value: float, unit: str) -> Quantity:
    first, last = tokens[at], tokens[end - 1]
    document = first.doc
    bound, start = _bound(document.text, first.idx)
    low = None if bound == "upper" else value
    high = None if bound == "lower" else value
    stop = last.idx + len(last)
    return Quantity(document.text[start:stop], start, stop, low, high, unit)


def _bound(text: str, start: int) -> tuple[str, int]:
    """What bounds the number that starts at ``start``, and where the words that say so start."""
    before = text[max(0, start - 20) : start].lower().rstrip()
    for phrase, kind in _BOUNDS:
        lead = before.removesuffix(phrase)
        if lead != before and not lead[-1:].isalpha():
            return kind, max(0, start - 20) + len(lead)
    return "", start


def _ranges(sentence: Span | Doc, found: list[Quantity]) -> list[Quantity]:
    """Two neighbours that make one range: "from 50 kilotons to 120 kilotons", "between five and ten boats"."""
    text = sentence.doc.text
    merged: list[Quantity] = []
    for quantity in found:
        before = merged[-1] if merged else None
        if before and _is_range(text, before, quantity):
            merged[-1] = Quantity(
                text[before.start : quantity.end],
                before.start,
                quantity.end,
                before.low,
                quantity.high,
                quantity.unit or before.unit,
            )
        else:
            merged.append(quantity)
    return merged


def _is_range(text: str, first: Quantity, second: Quantity) -> bool:
    if first.unit and second.unit and first.unit != second.unit:
        return False
    if first.low is None or second.high is None or first.low >= second.high:
        return False
    between = text[first.end : second.start].strip().lower()
    lead = text[max(0, first.start - 9) : first.start].lower()
    return between in ("to", "–", "-") or (between == "and" and "between" in lead)
