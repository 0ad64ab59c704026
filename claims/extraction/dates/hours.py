"""What times of day say together, with each other and with their day: "7 in the morning", "Monday at 9"."""

from __future__ import annotations

import re
from dataclasses import replace

from claims.extraction.dates.clock import Clock, Hours
from claims.extraction.dates.moments import OnDay
from claims.extraction.dates.values import Atom, Node

# What may stand between a time and its day, or its part of the day.
AT = re.compile(r"\s?(?:,|\(|-|@)?\s?(?:(?:at|on|for|from|in|of|the|by|around|about)\s){0,2}", re.IGNORECASE)


def gap_between(text: str, left: Atom, right: Atom) -> str:
    return text[left.end : right.start]


def both_as(left: Atom, right: Atom, node: Node, start: int | None = None) -> Atom:
    """One of two, from ``start`` on where words before them belong to it."""
    return Atom(left.start if start is None else start, right.end, node, left.is_weak and right.is_weak)


def hours_of_part(text: str, left: Atom, right: Atom) -> Atom | None:
    """ "tonight from 7 to 9", "at five-thirty tomorrow evening": the hours within that part of the day."""
    if not AT.fullmatch(gap_between(text, left, right)):
        return None
    for part, hours in ((left.node, right.node), (right.node, left.node)):
        if isinstance(part, OnDay):
            for vague, precise in ((part.hours, hours), (hours, part.hours)):
                if isinstance(vague, Hours) and vague.is_vague and isinstance(precise, (Clock, Hours)):
                    return both_as(left, right, OnDay(part.day, in_part(precise, vague)))
    return None


def in_part(precise: Clock | Hours, part: Hours) -> Clock | Hours:
    """ "7 in the morning", "tonight from 7 to 9": in the half of the day that the part is in."""
    is_late = part.opens is not None and part.opens.hour >= 11
    if isinstance(precise, Clock):
        half = "p" if is_late or precise.hour == 12 else "a"
        return replace(precise, half=half) if precise.is_open else precise
    opens, closes = precise.opens, precise.closes
    if not is_late or not opens or not closes or max(opens.hour, closes.hour) > 11:
        return precise
    return Hours(opens.replace(hour=opens.hour + 12), closes.replace(hour=closes.hour + 12))
