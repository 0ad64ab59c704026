"""Days, months and years, as much of them as is named, and the one that is meant: "July 4", "next Monday"."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from claims.extraction.dates.values import Context, Node, Value, later


@dataclass(frozen=True, slots=True)
class Named:
    """As much of a day, month or year as is named; ``weekday``: Monday is 0."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None

    def read(self, context: Context) -> Value:
        if self.year is not None and self.month is None:
            return Value(date(self.year, 1, 1), date(self.year, 12, 31))
        if self.day is None and self.month is not None:
            return self._month(context)
        chosen = self._leaning(self._candidates(context.today), context)
        return Value(chosen, chosen)

    def _month(self, context: Context) -> Value:
        month = self.month or 1
        if self.year is not None:
            return _whole_month(self.year, month)
        here = replace(context, now=context.now.replace(day=1))
        chosen = here.nearest([date(year, month, 1) for year in _around(context.today.year, 1)])
        return _whole_month(chosen.year, chosen.month)

    def _candidates(self, today: date) -> list[date]:
        if self.day is None:
            days = [today + timedelta(step) for step in range(-7, 8) if _is_in_calendar(today, step)]
        elif self.month is None:
            firsts = [later(today.replace(day=1), months=step) for step in _months_around(today)]
            days = made((first.year, first.month, self.day) for first in firsts)
        else:
            years = [self.year] if self.year is not None else list(_around(today.year, 4 if self.is_leap_day else 1))
            days = made((year, self.month, self.day) for year in years)
        fitting = [day for day in days if self.weekday in (None, day.weekday())]
        return fitting or days

    @property
    def is_leap_day(self) -> bool:
        return (self.month, self.day) == (2, 29)

    def _leaning(self, days: list[date], context: Context) -> date:
        """ "Wednesday the 31st" comes so seldom that the nearest one is meant."""
        if not days:
            raise ValueError("no such day")
        if self.month is None and self.day is not None and self.weekday is not None:
            return min(days, key=lambda day: abs(day - context.today))
        return context.nearest(sorted(days))

    def completed(self, other: Node) -> Named:
        """With the year, and for a bare day the month too, of the other end of its range ("May to Oct 2020")."""
        if not isinstance(other, Named) or self.year is not None:
            return self
        return replace(self, year=other.year, month=self.month if self.month is not None else other.month)


def _is_in_calendar(day: date, step: int) -> bool:
    return date.min.toordinal() <= day.toordinal() + step <= date.max.toordinal()


def _around(year: int, reach: int) -> range:
    return range(max(1, year - reach), min(9999, year + reach) + 1)


def _months_around(today: date, reach: int = 14) -> range:
    here = today.year * 12 + today.month - 1
    return range(max(-reach, 12 - here), min(reach, 9999 * 12 + 11 - here) + 1)


def made(parts: Iterable[tuple[int, int, int]]) -> list[date]:
    return [date(y, m, d) for y, m, d in parts if 1 <= y <= 9999 and 1 <= m <= 12 and 1 <= d <= monthrange(y, m)[1]]


def _whole_month(year: int, month: int) -> Value:
    return Value(date(year, month, 1), date(year, month, monthrange(year, month)[1]))


@dataclass(frozen=True, slots=True)
class WeekdayOf:
    """ "past Wednesday" is the latest one, "last" and "next" ones are in the weeks beside this one."""

    weekday: int
    which: str

    def read(self, context: Context) -> Value:
        ahead = self.weekday - context.today.weekday()
        steps = {
            "past": ahead - 7 * (ahead >= 0),
            "coming": ahead + 7 * (ahead <= 0),
            "this coming": ahead + 7 * (ahead <= 0),
            "upcoming": ahead + 7 * (ahead <= 0),
        }
        weeks = {"last": -1, "previous": -1, "next": 1, "following": 1}.get(self.which, 0)
        day = context.today + timedelta(steps.get(self.which, ahead + 7 * weeks))
        return Value(day, day)


@dataclass(frozen=True, slots=True)
class WeekdaysOff:
    """The so-manieth such weekday ahead, or behind where ``count`` is negative; today is none of them."""

    weekday: int
    count: int

    def read(self, context: Context) -> Value:
        return self.counted(context.today)

    def counted(self, start: date) -> Value:
        sign = 1 if self.count > 0 else -1
        nearest = (sign * (self.weekday - start.weekday()) - 1) % 7 + 1
        day = start + timedelta(sign * (nearest + 7 * (abs(self.count) - 1)))
        return Value(day, day)


@dataclass(frozen=True, slots=True)
class WeekdayFrom:
    """ "the Friday after Thanksgiving", "the second Sunday before Easter": ``count`` is 2 or -2."""

    weekday: int
    count: int
    of: Node

    def read(self, context: Context) -> Value:
        value = self.of.read(context)
        start = value.last if self.count > 0 else value.first
        if start is None:
            raise ValueError("nothing to count from")
        return WeekdaysOff(self.weekday, self.count).counted(start)


@dataclass(frozen=True, slots=True)
class Shifted:
    """A day so and so far from the day of publication."""

    months: int = 0
    days: int = 0

    def read(self, context: Context) -> Value:
        day = later(context.today, months=self.months, days=self.days)
        return Value(day, day)


@dataclass(frozen=True, slots=True)
class DayOfMonth:
    day: int
    step: int

    def read(self, context: Context) -> Value:
        month = later(context.today.replace(day=1), months=self.step)
        day = month.replace(day=self.day)
        return Value(day, day)


@dataclass(frozen=True, slots=True)
class YearsOff:
    """A day or month of the year so many years from this one."""

    named: Named
    step: int

    def read(self, context: Context) -> Value:
        return replace(self.named, year=context.today.year + self.step).read(context)


@dataclass(frozen=True, slots=True)
class MonthOf:
    """ "This August" is of this year, "last" and "next" August are the nearest on that side."""

    month: int
    which: str

    def read(self, context: Context) -> Value:
        year, here = context.today.year, context.today.month
        if self.which in ("last", "past", "previous"):
            year -= self.month >= here
        elif self.which != "this":
            year += self.month <= here
        return _whole_month(year, self.month)
