"""Expressions of time in a text, resolved against the moment of publication."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime

from claims.extraction.dates import calendar, clock, festivals, moments, offsets, periods, repeats
from claims.extraction.dates.joining import joined
from claims.extraction.dates.leaning import Leaning
from claims.extraction.dates.reading import Reader
from claims.extraction.dates.values import Atom, Context
from claims.extraction.statements import DateRange

# From the most telling form to the least: what one has read, none after it reads again.
_STRONG: tuple[Reader, ...] = (
    *repeats.READERS,
    *festivals.READERS,
    *calendar.READERS,
    *periods.READERS,
    *moments.READERS,
    *offsets.READERS,
    *clock.READERS,
    *calendar.YEAR_READERS,
    *offsets.LENGTHS,
)
_WEAK: tuple[Reader, ...] = (*moments.WEAK_READERS, *clock.WEAK_READERS, *calendar.WEAK_READERS)
_WORD = re.compile(r"\w")
READERS = (*_STRONG, *_WEAK)


def find_dates(text: str, *, published: datetime, future: bool | None = None) -> tuple[DateRange, ...]:
    """The expressions of time in one sentence, in order; offsets count from its start.

    ``published`` is aware, and the day is the one of its time zone. ``future``: whether a bare weekday or month lies
    ahead; None lets the nearest word before it decide ("will", "said"), and without such words it lies behind.
    """
    # Of a hundred thousand quotation marks each is a sentence, and no pattern need look at it.
    if not _WORD.search(text):
        return ()
    leaning = Leaning.of(text)
    found: list[DateRange] = []
    for atom in joined(text, _atoms(text)):
        lean, is_firm = leaning.at(atom.start) if future is None else (1 if future else -1, True)
        try:
            value = atom.node.read(Context(published, lean, is_firm))
        except (ValueError, OverflowError):
            # "February 30", "week 53", or so far away that no calendar has it.
            continue
        found.append(
            DateRange(
                text[atom.start : atom.end],
                atom.start,
                atom.end,
                value.first,
                value.last,
                value.opens,
                value.closes,
                value.duration,
                value.repeats,
            )
        )
    return tuple(found)


def _atoms(text: str) -> list[Atom]:
    taken = bytearray(len(text))
    atoms = [*_read(text, _STRONG, taken, is_weak=False), *_read(text, _WEAK, taken, is_weak=True)]
    return sorted(atoms, key=lambda atom: atom.start)


def _read(text: str, readers: Sequence[Reader], taken: bytearray, *, is_weak: bool) -> Iterator[Atom]:
    for pattern, reader in readers:
        for match in pattern.finditer(text):
            if taken.find(1, match.start(), match.end()) >= 0:
                continue
            if node := reader(match):
                taken[match.start() : match.end()] = b"\1" * (match.end() - match.start())
                yield Atom(match.start(), match.end(), node, is_weak)
