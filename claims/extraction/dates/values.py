"""What an expression of time comes to, the moment it is read at, and reckoning with months of unequal length."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Protocol

_SOON_DAYS = 75
_LONG_AGO_DAYS = 280


@dataclass(frozen=True, slots=True)
class Context:
    """``now`` is the aware moment of publication; ``lean`` is 1 where the words speak of the future, -1 of the past.

    ``is_firm``: the word that says so stands right before ("resigned in March").
    """

    now: datetime
    lean: int = 0
    is_firm: bool = False

    @property
    def is_ahead(self) -> bool:
        """Whether a day that is named without its year lies ahead; behind, where the words do not say."""
        return self.lean > 0

    @property
    def today(self) -> date:
        return self.now.date()

    def nearest(self, days: Sequence[date]) -> date:
        """Of the same day or month in several years, in order, the one that is meant: ahead or the last one behind.

        Newspapers leave the year away for what is near. So a day soon to come is meant, and none almost a year ago,
        unless the word right before speaks of the past.
        """
        behind = [day for day in days if day <= self.today]
        ahead = [day for day in days if day >= self.today]
        if not behind or not ahead:
            return (behind[-1:] + ahead)[0]
        is_soon = (ahead[0] - self.today).days <= _SOON_DAYS and (self.today - behind[-1]).days >= _LONG_AGO_DAYS
        return ahead[0] if self.is_ahead or (is_soon and not self.is_firm) else behind[-1]


@dataclass(frozen=True, slots=True)
class Value:
    """As in ``statements.DateRange``: whole days, hours on them, a length as ISO 8601, a repetition."""

    first: date | None = None
    last: date | None = None
    opens: time | None = None
    closes: time | None = None
    duration: str = ""
    repeats: str = ""


class Node(Protocol):
    """A part of the grammar that has been read; what it comes to depends on when it was written."""

    def read(self, context: Context) -> Value:
        """Raises ValueError or OverflowError where no such day exists."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """What does not depend on when it was written."""

    value: Value

    def read(self, context: Context) -> Value:
        return self.value


@dataclass(frozen=True, slots=True)
class Atom:
    """A node and where its words stand; a weak one ("at 7") counts only together with another."""

    start: int
    end: int
    node: Node
    is_weak: bool = False


def later(day: date, *, months: int = 0, days: int = 0) -> date:
    """Raises OverflowError outside the years 1 to 9999. The 31st is the last day of a shorter month."""
    count = day.year * 12 + day.month - 1 + months
    year, month = count // 12, count % 12 + 1
    if not 1 <= year <= 9999:
        raise OverflowError("outside the calendar")
    return date(year, month, min(day.day, monthrange(year, month)[1])) + timedelta(days)


def months_from(first: date, count: int) -> Value:
    """``count`` whole months from the first of a month on."""
    month = later(first, months=count - 1)
    return Value(first, month.replace(day=monthrange(month.year, month.month)[1]))


def monday(day: date) -> date:
    return day - timedelta(day.weekday())
