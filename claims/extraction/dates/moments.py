"""Times on days: "this evening", "tonight", "last night", "right now", "to date"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import time, timedelta

from claims.extraction.dates.clock import END_OF_DAY, hours_of
from claims.extraction.dates.days import Shifted
from claims.extraction.dates.reading import Reader, compiled
from claims.extraction.dates.values import Context, Node, Value


@dataclass(frozen=True, slots=True)
class Now:
    def read(self, context: Context) -> Value:
        moment = context.now.time().replace(microsecond=0)
        return Value(context.today, context.today, moment, moment)


@dataclass(frozen=True, slots=True)
class SoFar:
    """Up to and with the day of publication."""

    def read(self, context: Context) -> Value:
        return Value(None, context.today)


@dataclass(frozen=True, slots=True)
class OnDay:
    """Hours of a day; over midnight they end on the next one."""

    day: Node
    hours: Node

    def read(self, context: Context) -> Value:
        day, hours = self.day.read(context), self.hours.read(context)
        last = day.last
        if hours.opens and hours.closes and hours.closes < hours.opens and last:
            last += timedelta(1)
        return Value(day.first, last, hours.opens, hours.closes)


@dataclass(frozen=True, slots=True)
class PartOfDay:
    """ "Early Wednesday" is up to noon, "later today" from noon on, "the end of Sunday" its last second."""

    which: str
    day: Node

    def read(self, context: Context) -> Value:
        value = self.day.read(context)
        if self.which.startswith("end"):
            return replace(value, opens=END_OF_DAY, closes=END_OF_DAY)
        if self.which == "mid":
            return replace(value, opens=time(10), closes=time(14))
        if self.which.startswith("late"):
            return replace(value, opens=time(12))
        return replace(value, opens=time(0), closes=time(12))


def _part(match: re.Match[str]) -> Node:
    step = {"last": -1, "previous": -1, "next": 1, "following": 1}.get(match["which"].lower(), 0)
    hours = hours_of(match["part"])
    return OnDay(Shifted(days=step), hours.part(match["early"].lower()) if match["early"] else hours)


def _now(match: re.Match[str]) -> Node:
    return Now()


def _so_far(match: re.Match[str]) -> Node:
    return SoFar()


def _tonight(match: re.Match[str]) -> Node:
    return OnDay(Shifted(), hours_of("night"))


_PART = r"(?P<part>morning|afternoon|evening|night)"

READERS: tuple[Reader, ...] = (
    (compiled(rf"(?i:(?:(?P<early>early|late|later) )?(?P<which>last|previous|this|next|following) {_PART})"), _part),
    (compiled(r"(?i:tonight|tonite)"), _tonight),
    (compiled(r"(?i:right now|at the (?:moment|present time)|at present)"), _now),
    # At the end it is a time; elsewhere ("is now the owner") hardly one.
    (compiled(r"(?i:(?<!\bfrom )(?<!\bby )now(?=[.!?]?\s*$))"), _now),
    (compiled(r"(?i:(?<!\bup )(?<!\d )(?:to|till|until) (?:date|now)(?! \d))"), _so_far),
)
WEAK_READERS: tuple[Reader, ...] = ((compiled(r"(?i:now|(?:the )?present(?: day)?)"), _now),)
