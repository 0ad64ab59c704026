"""Parts of a period: "the early 1990s", "mid-May", "the first two weeks of 2021", "the third Monday of May"."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from claims.extraction.dates import words
from claims.extraction.dates.clock import END_OF_DAY
from claims.extraction.dates.moments import PartOfDay
from claims.extraction.dates.values import Context, Node, Value, later, monday, months_from


@dataclass(frozen=True, slots=True)
class Part:
    """The early, middle or late part of a period, its first or last week."""

    which: str
    of: Node

    def read(self, context: Context) -> Value:
        whole = self.of.read(context)
        if whole.first is None or whole.last is None:
            raise ValueError("an open period has no parts")
        first, last = whole.first, whole.last
        if self.which in ("earlier", "later", "to date") and first <= context.today <= last:
            return self._split(first, last, context.today)
        return _part(self.which, first, last)

    def _split(self, first: date, last: date, today: date) -> Value:
        """ "Earlier this year" was before today, and "to date" is up to it."""
        if self.which == "later":
            return Value(today, last)
        return Value(first, today if self.which == "to date" or today == first else today - timedelta(1))


def _part(which: str, first: date, last: date) -> Value:
    """Of a week or a month in days, of anything longer in months: a half, and of a year's beginning a third."""
    length = (last - first).days + 1
    if length > 31:
        return _part_in_months(which, first, last, max(1, round(length / 30.44)))
    early, middle = (2, (1, 3)) if length <= 7 else (14, (9, 19))
    if which.startswith("mid"):
        return Value(first + timedelta(middle[0]), first + timedelta(middle[1]))
    half = first + timedelta(early)
    return Value(first, half) if which.startswith(("earl", "beg", "start")) else Value(half + timedelta(1), last)


def _part_in_months(which: str, first: date, last: date, months: int) -> Value:
    third = months // 3 or 1
    if which.startswith("mid"):
        # Of a decade by whole years: the mid-1980s are 1984 to 1986.
        before, after = (-(-third // 12) * 12, third // 12 * 12) if months >= 60 else (third, third)
        return months_from(later(first, months=before), months - before - after)
    share = third if which in ("beginning", "start") else months // 2 or 1
    if which.startswith(("earl", "beg", "start")):
        return months_from(first, share)
    return months_from(later(first, months=months - share), share)


@dataclass(frozen=True, slots=True)
class WeekOf:
    """The week that a day lies in."""

    day: Node
    days: tuple[int, int] = (0, 6)

    def read(self, context: Context) -> Value:
        first = self.day.read(context).first
        if first is None:
            raise ValueError("an open period lies in no week")
        start = monday(first)
        return Value(start + timedelta(self.days[0]), start + timedelta(self.days[1]))


@dataclass(frozen=True, slots=True)
class Nth:
    """ "the first two weeks of 2021", "the last four months of 2021", "the third Monday of May"; -1 is the last."""

    number: int
    unit: str
    of: Node
    count: int = 1

    def read(self, context: Context) -> Value:
        whole = self.of.read(context)
        if whole.first is None or whole.last is None:
            raise ValueError("an open period has no parts")
        found = self._found(whole.first, whole.last)
        if found.first is None or found.first > whole.last:
            raise ValueError("the period has not so many")
        return found

    def _found(self, first: date, last: date) -> Value:
        if self.unit in words.WEEKDAYS:
            return self._weekday(first, last)
        if self.unit in ("month", "quarter", "year"):
            months = {"month": 1, "quarter": 3, "year": 12}[self.unit]
            if self.number < 0:
                return Value(later(last + timedelta(1), months=-self.count * months) if last < date.max else None, last)
            return months_from(later(first, months=(self.number - 1) * months), self.count * months)
        if self.unit == "day":
            if self.number < 0:
                return Value(last - timedelta(self.count - 1), last)
            return Value(first + timedelta(self.number - 1), first + timedelta(self.number + self.count - 2))
        return self._weeks(first, last)

    def _weeks(self, first: date, last: date) -> Value:
        """Weeks from Monday on; the first is the one with the first Thursday, as ISO 8601 counts a year's."""
        if self.number < 0:
            end = monday(last - timedelta(3)) + timedelta(6)
            return Value(end - timedelta(7 * self.count - 1), end)
        start = monday(first + timedelta(3)) + timedelta(7 * (self.number - 1))
        return Value(start, start + timedelta(7 * self.count - 1))

    def _weekday(self, first: date, last: date) -> Value:
        number = words.WEEKDAYS.index(self.unit)
        if self.number < 0:
            day = last - timedelta((last.weekday() - number) % 7)
        else:
            day = first + timedelta((number - first.weekday()) % 7 + 7 * (self.number - 1))
        return Value(day, day)


@dataclass(frozen=True, slots=True)
class EitherPart:
    """A part of a day by hours, of anything longer by days."""

    which: str
    of: Node

    def read(self, context: Context) -> Value:
        whole = self.of.read(context)
        is_one_day = whole.first is not None and whole.first == whole.last
        node: Node = PartOfDay(self.which, self.of) if is_one_day else Part(self.which, self.of)
        return node.read(context)


@dataclass(frozen=True, slots=True)
class RestOf:
    """From publication to the end of the day, week, month or year."""

    of: Node

    def read(self, context: Context) -> Value:
        whole = self.of.read(context)
        if whole.first == whole.last == context.today:
            return replace(whole, opens=context.now.time().replace(microsecond=0), closes=END_OF_DAY)
        return Part("later", self.of).read(context)


@dataclass(frozen=True, slots=True)
class Beside:
    """The day, week, month or year right before (``sign`` -1) or after something."""

    unit: str
    sign: int
    of: Node

    def read(self, context: Context) -> Value:
        whole = self.of.read(context)
        months, days = {"day": (0, 1), "week": (0, 7), "month": (1, 0), "year": (12, 0)}[self.unit]
        if self.sign > 0 and whole.last:
            start = whole.last + timedelta(1)
            return Value(start, later(start, months=months, days=days - 1))
        if self.sign < 0 and whole.first:
            return Value(later(whole.first, months=-months, days=-days), whole.first - timedelta(1))
        raise ValueError("nothing to reckon from")
