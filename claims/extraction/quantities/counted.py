"""The things that a number counts, by the parse of the sentence: "four remaining launchers": launcher."""

from __future__ import annotations

from typing import Final

from spacy.tokens import Token

from claims.extraction.quantities.cardinals import Number
from claims.extraction.quantities.context import Context
from claims.extraction.quantities.lexemes import lower
from claims.extraction.quantities.numbers import read_number
from claims.extraction.quantities.units import TIMES, Unit, read_unit
from claims.extraction.statements import QuantityKind

_MODIFIES: Final = ("nummod", "quantmod", "compound", "det", "predet", "amod")
_FARTHEST: Final = 6  # "Four newly built and still unused launchers"


def read_counted(sentence: Context, first: int, number: Number) -> tuple[int, Unit] | None:
    """What the number from ``first`` on counts, and where that ends: the noun it hangs on, or the one behind it."""
    if lower(sentence.words, number.end) == "times":
        return number.end + 1, TIMES
    head = _head(sentence, first, number.end)
    place = _lexeme_of(sentence, head, number.end) if head is not None else None
    if place is None and number.end < len(sentence.words) and _is_noun(sentence.token(number.end)):
        place = number.end
    if place is None or not sentence.words[place].is_word or _counts_again(sentence, number.end, place):
        return None
    return _named(sentence, place)


def _head(sentence: Context, first: int, end: int) -> Token | None:
    """The noun behind the number that one of the number's own tokens hangs on."""
    stop = sentence.words[end - 1].end
    for at in range(first, end):
        token = sentence.token(at)
        head = token.head
        if token.dep_ in _MODIFIES and head.pos_ in ("NOUN", "PROPN") and head.idx >= stop:
            return head
    return None


def _is_noun(token: Token) -> bool:
    return token.pos_ == "NOUN"


def _lexeme_of(sentence: Context, head: Token, end: int) -> int | None:
    for at in range(end, min(end + _FARTHEST + 1, len(sentence.words))):
        if sentence.words[at].start == head.idx:
            return at
    return None


def _counts_again(sentence: Context, end: int, place: int) -> bool:
    """Whether another number stands between: in "five and ten boats" only the ten are surely boats."""
    return any(read_number(sentence.words, at) for at in range(end, place))


def _named(sentence: Context, place: int) -> tuple[int, Unit] | None:
    measured = read_unit(sentence.words, place)
    if measured and measured[1].kind is not QuantityKind.PERCENT:
        return measured
    head = sentence.token(place)
    if any(letter.isdigit() for letter in head.text):
        return None
    if lower(sentence.words, place) in ("time", "times"):
        return place + 1, TIMES
    end = place + 1
    while end < len(sentence.words) and sentence.words[end].start < head.idx + len(head):
        end += 1
    return end, Unit(head.lemma_.lower(), QuantityKind.COUNT)
