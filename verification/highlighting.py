"""An article's text cut into marked and unmarked pieces. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mark:
    """A passage from ``start`` up to ``end`` (code points): ``label`` says what it is, ``href`` where it leads."""

    start: int
    end: int
    label: str
    href: str = ""
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    mark: Mark | None = None


def pieces(text: str, marks: Iterable[Mark]) -> list[Piece]:
    """``text`` in order, each piece marked or not.

    Of marks that overlap the current one wins, then the shorter: a claim inside another stays to be seen, and the
    longer is marked around it.
    """
    taken: list[tuple[int, int, Mark]] = []
    for mark in sorted(marks, key=lambda found: (not found.is_current, found.end - found.start, found.start)):
        taken.extend((start, end, mark) for start, end in _free(mark, taken))
        taken.sort(key=lambda piece: piece[:2])
    return list(_in_order(text, taken))


def _free(mark: Mark, taken: list[tuple[int, int, Mark]]) -> list[tuple[int, int]]:
    """What of a passage nothing else has taken; ``taken`` in order and apart."""
    found = []
    position = mark.start
    for start, end, _ in taken[max(0, bisect_left(taken, (mark.start,)) - 1) :]:
        if start >= mark.end:
            break
        if start > position:
            found.append((position, start))
        position = max(position, end)
    return [*found, (position, mark.end)] if position < mark.end else found


def _in_order(text: str, taken: list[tuple[int, int, Mark]]) -> Iterator[Piece]:
    position = 0
    for start, end, mark in taken:
        if start > position:
            yield Piece(text[position:start])
        yield Piece(text[start:end], mark)
        position = end
    if position < len(text):
        yield Piece(text[position:])
