"""The same claim said twice in one article in nearly the same words: one Claim with two mentions. Pure.

Exact repeats have one fingerprint and need no help. Of near ones only those count that cannot be told apart by what
they state: same speaker, figures, days and names, and a cosine so high that little but the order of words differs.
"The new bridge" and "the old bridge" came to 0.96 where this was tried, an active and a passive sentence to 0.98.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import replace

from claims.embedding import Vectors, embed
from claims.extraction.statements import Statement
from claims.facts import contradict, same_facts

REPEATED_FROM = 0.97
# A long text says much about the same figures; each sentence is held against this many, so that cost stays linear.
HELD_AGAINST = 32


def merge_repeats(statements: Sequence[Statement]) -> list[Statement]:
    """The statements in their order, a near repeat with the text of the first that said it; quotes stay as they are."""
    merged = list(statements)
    for places in _alike(statements):
        vectors = embed([statements[place].text for place in places])
        for place, first in _repeats(statements, places, vectors):
            merged[place] = replace(statements[place], text=statements[first].text)
    return merged


def _alike(statements: Sequence[Statement]) -> list[list[int]]:
    """The places of claims that state the same figures and days of the same speaker, where there are several."""
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for place, statement in enumerate(statements):
        if statement.is_claim:
            groups[_stated(statement)].append(place)
    return [places for places in groups.values() if len(places) > 1]


def _stated(statement: Statement) -> Hashable:
    speaker = statement.speaker.name.casefold() if statement.speaker else ""
    figures = frozenset((quantity.low, quantity.high, quantity.unit) for quantity in statement.quantities)
    days = frozenset(tuple(sorted(found.stored().items())) for found in statement.dates)
    return speaker, figures, days


def _repeats(statements: Sequence[Statement], places: Sequence[int], vectors: Vectors) -> list[tuple[int, int]]:
    """Each repeat among ``places`` with the first place that said it; ``vectors`` are theirs, in their order."""
    firsts: list[int] = []
    found: list[tuple[int, int]] = []
    for number, place in enumerate(places):
        held = firsts[-HELD_AGAINST:]
        likely = [(float(vectors[number] @ vectors[first]), -first) for first in held]
        said = [
            -first
            for cosine, first in sorted(likely, reverse=True)
            if cosine >= REPEATED_FROM and _says_the_same(statements[place], statements[places[-first]])
        ]
        if said:
            found.append((place, places[said[0]]))
        else:
            firsts.append(number)
    return found


def _says_the_same(one: Statement, other: Statement) -> bool:
    """Days may stand elsewhere in the sentence; they are known to be the same."""
    return same_facts(_undated(one), _undated(other)) and not contradict(one.text, other.text)


def _undated(statement: Statement) -> str:
    text = statement.text
    for found in statement.dates:
        text = text.replace(found.text, " ", 1)
    return text
