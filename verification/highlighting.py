"""An article's text cut into marked and unmarked pieces. Pure."""

from __future__ import annotations

from collections.abc import Iterable
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
    """``text`` in order, each piece marked or not; of marks that overlap the current one wins, then the earliest."""
    chosen: list[Mark] = []
    for mark in sorted(marks, key=lambda found: (not found.is_current, found.start, found.end)):
        if all(mark.end <= other.start or other.end <= mark.start for other in chosen):
            chosen.append(mark)
    found: list[Piece] = []
    position = 0
    for mark in sorted(chosen, key=lambda one: one.start):
        if mark.start > position:
            found.append(Piece(text[position : mark.start]))
        found.append(Piece(text[mark.start : mark.end], mark))
        position = mark.end
    if position < len(text):
        found.append(Piece(text[position:]))
    return found
