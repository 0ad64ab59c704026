"""Whole weeks, months, quarters, seasons and years, near or named."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from claims.extraction.dates.values import Context, Node, Value, monday, months_from

_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}


@dataclass(frozen=True, slots=True)
class Relative:
    """ "last week", "this month", "next year": whole ones of the calendar, weeks from Monday on."""

    unit: str
    step: int

    def read(self, context: Context) -> Value:
        today = context.today
        if self.unit == "day":
            return Value(today + timedelta(self.step), today + timedelta(self.step))
        if self.unit in ("week", "workweek", "weekend", "fortnight"):
            return self._days(monday(today))
        months = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}[self.unit]
        here = today.year * 12 + today.month - 1
        first = here - here % months + self.step * months
        return months_from(date(first // 12, first % 12 + 1, 1), months)

    def _days(self, start: date) -> Value:
        start += timedelta(weeks=self.step)
        opens, length = {"week": (0, 7), "workweek": (0, 5), "weekend": (5, 2), "fortnight": (0, 14)}[self.unit]
        return Value(start + timedelta(opens), start + timedelta(opens + length - 1))


@dataclass(frozen=True, slots=True)
class Weekend:
    """ "Over the weekend": the coming one, or the last one where the words speak of the past; the one that it is."""

    def read(self, context: Context) -> Value:
        is_over = context.lean < 0 and context.today.weekday() < 5
        return Relative("weekend", -1 if is_over else 0).read(context)


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter (or half) of a year; ``of`` is the year, this one when None."""

    number: int
    of: Node | None = None
    months: int = 3

    def read(self, context: Context) -> Value:
        year = (self.of or Relative("year", 0)).read(context).first
        if year is None:
            raise ValueError("no year to take a part of")
        return months_from(date(year.year, self.months * (self.number - 1) + 1, 1), self.months)


@dataclass(frozen=True, slots=True)
class Season:
    """Of the northern hemisphere, in whole months; without a year the last one begun, or the next one."""

    name: str
    year: int | None = None
    step: int | None = None
    is_coming: bool = False

    def read(self, context: Context) -> Value:
        month, today = _SEASONS[self.name], context.today
        if self.year is None and self.step is None:
            begun = today.month >= month
            year = today.year + (begun if context.is_ahead or self.is_coming else begun - 1)
        else:
            year = self.year if self.year is not None else today.year + (self.step or 0)
        return months_from(date(year, month, 1), 3)


@dataclass(frozen=True, slots=True)
class WeekNumber:
    """As ISO 8601 counts them, or one day of it (Monday is 1)."""

    number: int
    year: int | None = None
    weekday: int | None = None

    def read(self, context: Context) -> Value:
        if self.weekday is not None:
            day = date.fromisocalendar(self.year or context.today.isocalendar().year, self.number, self.weekday)
            return Value(day, day)
        start = date.fromisocalendar(self.year or context.today.isocalendar().year, self.number, 1)
        return Value(start, start + timedelta(6))
