"""What bounds a number or blurs it: "up to", "at least", "no more than", "or more", "about", "nearly"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from claims.extraction.quantities.lexemes import Lexeme, is_glued, longest, lower, phrases, phrases_before


class Bound(Enum):
    """Which end of the quantity the number is."""

    LOWEST = "lowest"
    HIGHEST = "highest"
    ABOUT = "about"


@dataclass(frozen=True, slots=True)
class Lead:
    """What stands before a number: its bound, whether it is blurred, and where the words that say so start."""

    start: int
    bound: Bound | None
    is_approximate: bool


_UP: Final = "more greater bigger larger higher longer older taller heavier faster deeper wider further hotter".split()
_DOWN: Final = "less fewer lower smaller shorter younger lighter slower cheaper colder nearer".split()
_LOWEST: Final = (
    "at least",
    "at the least",
    "over",
    "above",
    "upwards of",
    "upward of",
    "in excess of",
    "exceeding",
    "exceeds",
    "exceeded",
    "exceed",
    "surpassing",
    "surpasses",
    "surpassed",
    "surpass",
    "topping",
    "topped",
    "a minimum of",
    "minimum of",
    "minimum",
    "as few as",
    "as little as",
    "as low as",
    "not under",
    "not below",
    ">",
    ">=",
    "≥",
    "⩾",
)
_HIGHEST: Final = (
    "up to",
    "at most",
    "at the most",
    "under",
    "below",
    "a maximum of",
    "maximum of",
    "maximum",
    "as much as",
    "as many as",
    "as high as",
    "as long as",
    "not over",
    "not above",
    "not exceeding",
    "does not exceed",
    "<",
    "<=",
    "≤",
    "⩽",
)
_ABOUT_PHRASES: Final = (
    *"about around roughly approximately approx. approx nearly almost some circa ~ ≈ estimated virtually".split(),
    "close to",
    "more or less",
    "in the region of",
    "an estimated",
)
_BEHIND_LOWEST: Final = (
    *(f"or {word}" for word in (*_UP, "above", "over", "up")),
    *(f"and {word}" for word in ("more", "above", "over", "up", "older", "higher", "upwards")),
    "upwards",
    "at least",
    "at the least",
    "minimum",
    "plus",
    "-plus",
    "+",
)
_BEHIND_HIGHEST: Final = (
    *(f"or {word}" for word in (*_DOWN, "below", "under")),
    *(f"and {word}" for word in ("less", "fewer", "below", "under", "younger")),
    "at most",
    "at the most",
    "maximum",
)
_BEHIND_ABOUT: Final = ("or so", "-odd", "odd", "or thereabouts", "more or less", "approximately")


def read_lead(words: Sequence[Lexeme], at: int) -> Lead:
    """The words before the number that starts at ``at``: "more than about", "at least"."""
    blurred = _before(words, at, only=Bound.ABOUT)
    start = blurred[0] if blurred else at
    bounded = _before(words, start)
    if not bounded or bounded[1] is Bound.ABOUT:
        return Lead(start, None, blurred is not None)
    again = _before(words, bounded[0], only=Bound.ABOUT)
    return Lead(again[0] if again else bounded[0], bounded[1], bool(blurred or again))


def read_tail(words: Sequence[Lexeme], end: int) -> tuple[int, Bound] | None:
    """What stands behind a number or its unit: "or more", "or so", "+"; where it ends."""
    found = longest(_TAILS, words, end)
    if not found or lower(words, found[0]) in ("than", "or", "equal"):
        return None
    # A sign belongs to the number only without a space; "30 plus 5" is a sum.
    if words[end].text in ("+", "-") and not is_glued(words, end):
        return None
    return None if lower(words, end) in _ALSO_LEADS and _is_number(words, found[0]) else found


def _is_number(words: Sequence[Lexeme], at: int) -> bool:
    return at < len(words) and words[at].value is not None


def _before(words: Sequence[Lexeme], end: int, *, only: Bound | None = None) -> tuple[int, Bound] | None:
    """The longest phrase that ends before ``end``: where it starts, and what it says."""
    for start, bound in phrases_before(_LEADS, words, end):
        if (only is None or bound is only) and not _is_arrow(words, start):
            return start, bound
    return None


def _is_arrow(words: Sequence[Lexeme], at: int) -> bool:
    """Whether a sign of comparison is the head of "->" or "=>", or a tilde joins two numbers."""
    if not is_glued(words, at):
        return False
    is_head = words[at].text in ("<", ">") and words[at - 1].text in ("=", "-", "<", ">")
    return is_head or (words[at].text == "~" and words[at - 1].value is not None)


def _comparisons() -> Iterator[tuple[str, Bound]]:
    """ "More than", "no more than", "less than or equal to", "equal to or greater than"."""
    sides = [(word, Bound.LOWEST, Bound.HIGHEST) for word in _UP]
    sides += [(word, Bound.HIGHEST, Bound.LOWEST) for word in _DOWN]
    for word, side, other in sides:
        yield f"{word} than", side
        for negation in ("no", "not", "n't", "nothing"):
            yield f"{negation} {word} than", other
        for equal in ("equal to", "equal", "equals"):
            yield f"{word} than or {equal}", side
            yield f"{word} or {equal} than", side
            yield f"{word} or {equal} to", side
            yield f"{word} or {equal}", side
            yield f"{equal} or {word} than", side


_SIMPLE: Final = (
    *((phrase, Bound.LOWEST) for phrase in _LOWEST),
    *((phrase, Bound.HIGHEST) for phrase in _HIGHEST),
    *((phrase, Bound.ABOUT) for phrase in _ABOUT_PHRASES),
)
_LEADS: Final = phrases(dict((*_comparisons(), *_SIMPLE)))
_TAILS: Final = phrases(
    dict.fromkeys(_BEHIND_LOWEST, Bound.LOWEST)
    | dict.fromkeys(_BEHIND_HIGHEST, Bound.HIGHEST)
    | dict.fromkeys(_BEHIND_ABOUT, Bound.ABOUT)
)
_ALSO_LEADS: Final = {"at", "minimum", "maximum", "approximately", "more", "plus", "and"}
