"""A sentence cut into numerals, words and signs, with where each stands."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

Value = TypeVar("Value")

_VULGAR = "¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"
# Every repeat is bounded, but for the runs of digits and of letters, which nothing follows that could fail.
LEXEME = re.compile(
    r"(?P<numeral>"
    r"[0-9]{1,3}(?:\.[0-9]{3}){1,6},[0-9]{1,20}(?![0-9,])"  # 1.234,5 as in most of Europe
    r"|(?<![0-9][,.])[0-9]{1,9},[0-9]{1,2}(?![0-9]|[,.][0-9])"  # 3,5 there; "3,5,7" is a list
    r"|"
    r"[0-9]{1,3}(?:,[0-9]{3}){1,6}(?!,?[0-9])(?:\.[0-9]{1,20}(?![0-9]))?"  # 1,234.5
    r"|[0-9]{1,2}(?:,[0-9]{2}){1,6},[0-9]{3}(?!,?[0-9])(?:\.[0-9]{1,20}(?![0-9]))?"  # 12,34,567 as in India
    r"|[0-9]{1,3}(?:[\u202f\u00a0\u2009][0-9]{3}){1,6}(?![0-9])(?:\.[0-9]{1,20}(?![0-9]))?"  # 1 234 with narrow spaces
    r"|[0-9]{1,3} 0[0-9]{2}(?! ?[0-9])"  # Nothing else than a group of thousands starts with 0.
    r"|[0-9]{1,3}(?: [0-9]{3}){2,6}(?! ?[0-9])(?:\.[0-9]{1,20}(?![0-9]))?"
    r"|[0-9]{1,15}(?![0-9])(?:\.[0-9]{1,20}(?![0-9]))?(?:[eE][+-]?[0-9]{1,3}(?!\w)|\^[+-]?[0-9]{1,3}(?!\w))?"
    r"|(?<![\w.])\.[0-9]{1,15}(?![0-9])"
    rf"|[{_VULGAR}])"
    r"|(?P<other>[0-9]+)"
    rf"|(?P<word>[^\W\d_{_VULGAR}]+)"
    r"|[^\s]",
)
_EUROPEAN = re.compile(r"(?:[0-9]{1,9}|[0-9]{1,3}(?:\.[0-9]{3}){1,6}),(?:[0-9]{1,2}|(?<=\.[0-9]{3},)[0-9]{1,20})")
_SEPARATORS = re.compile("[, \u202f\u00a0\u2009]")


class Lexeme(NamedTuple):
    """``value``: the number a numeral stands for, None for anything else; ``is_glued``: no space before it."""

    text: str
    lower: str
    start: int
    end: int
    value: float | None
    is_word: bool
    is_glued: bool


def cut(text: str, base: int = 0) -> list[Lexeme]:
    """The lexemes of ``text``; offsets are those in ``text`` plus ``base``."""
    found: list[Lexeme] = []
    end = -1
    for match in LEXEME.finditer(text):
        kind = match.lastgroup
        value = _value(match[0]) if kind == "numeral" else None
        start, glued = match.start(), match.start() == end
        end = match.end()
        found.append(Lexeme(match[0], match[0].lower(), base + start, base + end, value, kind == "word", glued))
    return found


def _value(numeral: str) -> float | None:
    if numeral in _VULGAR:
        return round(unicodedata.numeric(numeral), 15)
    if _EUROPEAN.fullmatch(numeral):
        return _finite(float(numeral.replace(".", "").replace(",", ".")))
    if "^" not in numeral:
        return _finite(float(_SEPARATORS.sub("", numeral)))
    base, power = (float(part) for part in numeral.split("^"))
    try:
        return _finite(base**power)
    except (OverflowError, ZeroDivisionError):
        return None


def _finite(value: float) -> float | None:
    return value if abs(value) < 1e100 else None


@dataclass(frozen=True, slots=True)
class Phrases(Generic[Value]):
    """Phrases by their lexemes; ``by_first`` and ``by_last``: how long the longest with that lexeme at that end is."""

    values: Mapping[tuple[str, ...], Value]
    by_first: Mapping[str, int]
    by_last: Mapping[str, int]


def phrases(table: Mapping[str, Value]) -> Phrases[Value]:
    """A table of phrases, for ``longest`` and ``phrases_before``."""
    values = {tuple(lexeme.text for lexeme in cut(phrase)): value for phrase, value in table.items()}
    return Phrases(values, _lengths(values, 0), _lengths(values, -1))


def _lengths(keys: Iterable[tuple[str, ...]], side: int) -> dict[str, int]:
    lengths: dict[str, int] = {}
    for key in keys:
        lengths[key[side]] = max(len(key), lengths.get(key[side], 0))
    return lengths


def longest(
    table: Phrases[Value], lexemes: Sequence[Lexeme], at: int, *, folded: bool = True
) -> tuple[int, Value] | None:
    """The longest phrase of ``table`` that starts at ``at``: where it ends, and its value.

    ``folded``: case does not count. A digit in a phrase belongs to the sign before it ("km2"), without a space.
    """
    if at >= len(lexemes):
        return None
    most = table.by_first.get(lexemes[at].lower if folded else lexemes[at].text, 0)
    for length in range(min(most, len(lexemes) - at), 0, -1):
        some = lexemes[at : at + length]
        key = tuple(lexeme.lower if folded else lexeme.text for lexeme in some)
        if key in table.values and all(lexeme.is_glued for lexeme in some[1:] if lexeme.value is not None):
            return at + length, table.values[key]
    return None


def phrases_before(table: Phrases[Value], lexemes: Sequence[Lexeme], end: int) -> Iterator[tuple[int, Value]]:
    """The phrases of ``table`` that end before ``end``, the longest first: where each starts, and its value."""
    most = table.by_last.get(lower(lexemes, end - 1), 0)
    for length in range(min(most, end), 0, -1):
        key = tuple(lexeme.lower for lexeme in lexemes[end - length : end])
        if key in table.values:
            yield end - length, table.values[key]


def lower(lexemes: Sequence[Lexeme], at: int) -> str:
    """The lexeme at ``at`` in small letters; empty before the first and behind the last."""
    return lexemes[at].lower if 0 <= at < len(lexemes) else ""


def is_glued(lexemes: Sequence[Lexeme], at: int) -> bool:
    """Whether there is a lexeme at ``at`` that follows the one before it without a space."""
    return 0 < at < len(lexemes) and lexemes[at].is_glued
