"""Days, months and years by name or number: "July 4", "4/7/2017", "the 21st", "Dec-2018", "in 2014", "Monday"."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from claims.extraction.dates import words
from claims.extraction.dates.values import Context, Node, Value, later

Reader = tuple[re.Pattern[str], Callable[[re.Match[str]], Node | None]]


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
            days = _made((first.year, first.month, self.day) for first in firsts)
        else:
            years = [self.year] if self.year is not None else list(_around(today.year, 4 if self.is_leap_day else 1))
            days = _made((year, self.month, self.day) for year in years)
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


def _made(parts: Iterable[tuple[int, int, int]]) -> list[date]:
    return [date(y, m, d) for y, m, d in parts if 1 <= y <= 9999 and 1 <= m <= 12 and 1 <= d <= monthrange(y, m)[1]]


def _whole_month(year: int, month: int) -> Value:
    return Value(date(year, month, 1), date(year, month, monthrange(year, month)[1]))


def _named(match: re.Match[str]) -> Named:
    """From the groups that a pattern has: year, month, day, weekday, in words or figures."""
    given = {name: text for name, text in match.groupdict().items() if text}
    return Named(
        year=words.year(given["year"]) if "year" in given else None,
        month=_month_of(given["month"]) if "month" in given else None,
        day=words.ordinal(given["day"]) if "day" in given else None,
        weekday=words.weekday(given["weekday"]) if "weekday" in given else None,
    )


def _month_of(text: str) -> int:
    return int(text) if text.isdigit() else words.month(text)


def _possible(match: re.Match[str]) -> Node | None:
    named = _named(match)
    if not 1 <= (named.day or 1) <= 31 or not 1 <= (named.month or 1) <= 12:
        return None
    if named.year is not None and named.month and named.day and not _made([(named.year, named.month, named.day)]):
        return None
    return named


def _numbers(match: re.Match[str]) -> Node | None:
    """ "4/7/2017", "10/25": month first as in the United States, or the other way round if only that is a day."""
    first, second, text = int(match["one"]), int(match["two"]), match.groupdict().get("year")
    year = None if not text else words.century_of(int(text)) if len(text) == 2 else int(text)
    for month, day in ((first, second), (second, first)):
        if _made([(2000 if year is None else year, month, day)]):
            return Named(year, month, day)
    return None


def _full_year(match: re.Match[str]) -> Node | None:
    return Named(year=words.year(match["year"]))


def _month_name(match: re.Match[str]) -> Node | None:
    """A bare "May" or "March" is a month only where the words before it leave no other reading."""
    if match["month"].lower() not in ("may", "march"):
        return _named(match)
    before = match.string[max(0, match.start() - 12) : match.start()]
    return _named(match) if _LEADS_TO_MONTH.search(before) else None


_LEADS_TO_MONTH = re.compile(
    r"(?:\b(?:in|since|until|till|by|before|after|from|to|through|last|next|this|of|early|late|mid|and|during|between) "
    r"|mid-)$",
    re.IGNORECASE,
)


# "Super Tuesday" and its like are days of their own, which no rule of the calendar gives.
_OTHER_DAYS = re.compile(r"\b(?:Super|Cyber|Bloody|Fat|Shrove|Ruby|Ash|Giving|Maundy|Palm|Holy) $")


def _weekday(match: re.Match[str]) -> Node | None:
    """ "Monday"; "last", "this", "next" Monday, and "Wednesday next week", count by whole weeks from Monday on."""
    if _OTHER_DAYS.search(match.string, max(0, match.start() - 8), match.start()):
        return None
    which = next((match[name].lower() for name in ("which", "week") if match.groupdict().get(name)), "")
    number = words.weekday(match["weekday"])
    return WeekdayOf(number, which) if which else Named(weekday=number)


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


def _relative_day(match: re.Match[str]) -> Node:
    word = " ".join(match["word"].lower().split())
    steps = {"yesterday": -1, "tomorrow": 1, "the day before yesterday": -2, "the day after tomorrow": 2, "tmr": 1}
    steps |= {"the next day": 1, "the previous day": -1, "the following day": 1}
    return Shifted(days=steps.get(word, 0))


@dataclass(frozen=True, slots=True)
class Shifted:
    """A day so and so far from the day of publication."""

    months: int = 0
    days: int = 0

    def read(self, context: Context) -> Value:
        day = later(context.today, months=self.months, days=self.days)
        return Value(day, day)


def _day_of_month(match: re.Match[str]) -> Node | None:
    """ "the 15th of next month"."""
    step = {"last": -1, "previous": -1, "next": 1, "following": 1}.get(match["which"].lower(), 0)
    return DayOfMonth(words.ordinal(match["day"]), step)


@dataclass(frozen=True, slots=True)
class DayOfMonth:
    day: int
    step: int

    def read(self, context: Context) -> Value:
        month = later(context.today.replace(day=1), months=self.step)
        day = month.replace(day=self.day)
        return Value(day, day)


@dataclass(frozen=True, slots=True)
class Between:
    """Both ends included; an end that names less takes the year, the month or the side from the other one."""

    first: Node
    last: Node

    def read(self, context: Context) -> Value:
        first_node, last_node = self._completed()
        first, last = first_node.read(context), last_node.read(context)
        if first.first and last.first and last.first < first.first:
            first, last = self._in_order(first_node, last_node, first, last, context)
        if first.first and last.last and last.last < first.first:
            raise ValueError("it ends before it begins")
        return Value(first.first, last.last, first.opens, last.closes)

    def _completed(self) -> tuple[Node, Node]:
        first, last = self.first, self.last
        if isinstance(first, Named) and isinstance(last, Named):
            if last.month is None and last.day is not None:
                last = last.completed(first)
            first = first.completed(last)
        return first, last

    def _in_order(
        self, first_node: Node, last_node: Node, first: Value, last: Value, context: Context
    ) -> tuple[Value, Value]:
        """ "May to March" ends in the next year, "Nov to Feb 2017" began in the year before, "Friday to Monday" too."""
        if isinstance(last_node, Named) and last_node.weekday is not None and last_node.day is None and last.last:
            return first, Value(last.last + timedelta(7), last.last + timedelta(7), last.opens, last.closes)
        if (
            isinstance(self.first, Named)
            and self.first.year is None
            and isinstance(first_node, Named)
            and first_node.year
        ):
            return replace(first_node, year=first_node.year - 1).read(context), last
        if isinstance(last_node, Named) and last_node.year is None and last_node.month and first.first:
            ends = [replace(last_node, year=first.first.year + step).read(context) for step in (0, 1)]
            return first, next(end for end in ends if end.first and end.first >= first.first)
        return first, last


def _years(match: re.Match[str]) -> Node | None:
    """ "2014-2018"; "2011-12" too, the way seasons and budgets are written."""
    first, last = match["year"], match["until"]
    end = int(last) if len(last) == 4 else int(first[:2] + last)
    return Between(Named(int(first)), Named(end)) if int(first) < end else None


def _days_of_month(match: re.Match[str]) -> Node | None:
    """ "November 18-19", "the ninth to the seventeenth of April"."""
    last = _possible(match)
    first = Named(day=words.ordinal(match["first"]))
    return Between(first, last) if isinstance(last, Named) and 1 <= (first.day or 0) <= 31 else None


def _beside(match: re.Match[str]) -> Node | None:
    """ "May last year", "June 3 of this year", "next year's May"."""
    step = {"last": -1, "previous": -1, "this": 0}.get(match["beside"].lower(), 1)
    named = _possible(match)
    return YearsOff(named, step) if isinstance(named, Named) else None


@dataclass(frozen=True, slots=True)
class YearsOff:
    """A day or month of the year so many years from this one."""

    named: Named
    step: int

    def read(self, context: Context) -> Value:
        return replace(self.named, year=context.today.year + self.step).read(context)


def _days_of_this_month(match: re.Match[str]) -> Node | None:
    """ "from the 4th to the 22nd of this month"."""
    step = {"last": -1, "previous": -1, "next": 1, "following": 1}.get(match["which"].lower(), 0)
    return Between(DayOfMonth(words.ordinal(match["first"]), step), DayOfMonth(words.ordinal(match["day"]), step))


def _month_of_year(match: re.Match[str]) -> Node:
    return MonthOf(words.month(match["month"]), match["which"].lower())


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


def compiled(pattern: str) -> re.Pattern[str]:
    """Words that stand by themselves, and figures that are no part of a longer number."""
    return re.compile(rf"(?<![\w.])(?<!\d[-/,:])(?:{pattern})(?![\w/]|[.,:]\d|-\d{{3}})")


_DAY = rf"(?P<day>(?i:{words.DAY}))"
_ORDINAL = rf"(?P<day>(?i:{words.ORDINAL}))"
_MONTH = rf"(?P<month>{words.MONTH})"
_YEAR = rf"(?P<year>(?i:{words.YEAR}))"
_FULL_YEAR = r"(?P<year>(?:1[89]|20)\d\d)"
_WEEKDAY = rf"(?P<weekday>{words.WEEKDAY})"
_WHICH = r"(?P<which>(?i:last|past|previous|this coming|this|next|coming|upcoming|following))"
_BEFORE = rf"(?:{_WEEKDAY},? (?:(?i:the) )?)?"
_OF_YEAR = rf"(?:(?:,? ?(?i:(?:of|in) (?:the year )?)|, ?|[-/ ]){_YEAR}(?!\w))?"
_IN_BRACKETS = rf"(?: ?\({words.WEEKDAY}\))?"

# Not the hyphen of "twenty-first".
_YEAR_BESIDE = r"(?P<beside>(?i:last|previous|this|next|the following))"
_TO = r"(?: ?(?<!y)[-–—~] ?| (?i:to|through|thru|until|till) )(?:(?i:the) )?"
_OPENING = r"(?:(?i:from|in) )?(?:(?i:the) )?"
_AND = r"(?i:between )(?:(?i:the) )?"
_FIRST_DAY = rf"(?P<first>(?i:{words.DAY}))"

# From the longest form to the shortest: what one has read, none after it reads again.
READERS: tuple[Reader, ...] = (
    (compiled(rf"(?:(?i:from|between|in) )?{_FULL_YEAR}{_TO}(?P<until>(?:1[89]|20)\d\d)"), _years),
    (compiled(rf"(?i:between ){_FULL_YEAR} and (?P<until>(?:1[89]|20)\d\d)"), _years),
    (compiled(rf"(?:(?i:in) )?{_FULL_YEAR}[-–/](?P<until>\d\d)(?!\s?[-–])"), _years),
    (compiled(rf"{_OPENING}{_MONTH} (?:(?i:the) )?{_FIRST_DAY}{_TO}{_DAY}{_OF_YEAR}"), _days_of_month),
    (compiled(rf"{_AND}{_MONTH} (?:(?i:the) )?{_FIRST_DAY} (?i:and) (?:(?i:the) )?{_DAY}{_OF_YEAR}"), _days_of_month),
    (compiled(rf"{_OPENING}{_FIRST_DAY}{_TO}{_DAY} (?i:of )?{_MONTH}{_OF_YEAR}"), _days_of_month),
    (
        compiled(rf"{_AND}{_FIRST_DAY} (?i:and) (?:(?i:the) )?{_DAY} (?i:of )?{_MONTH}{_OF_YEAR}"),
        _days_of_month,
    ),
    (compiled(rf"{_DAY}(?=,? (?i:and|or) \d{{1,2}}(?:st|nd|rd|th)? {_MONTH})"), _possible),
    (re.compile(r"(?<![\w.-])(?P<year>(?:1\d|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?=T\d\d:)"), _possible),
    (compiled(r"(?P<year>(?:1\d|20)\d\d)(?P<sep>[-/.])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})"), _possible),
    (compiled(rf"(?P<year>(?:1\d|20)\d\d)[-/ ](?P<day>\d{{1,2}})[-/ ]{_MONTH}"), _possible),
    (compiled(rf"(?P<year>(?:1\d|20)\d\d)[-/ ]{_MONTH}[-/ ](?P<day>\d{{1,2}})"), _possible),
    (compiled(rf"(?P<day>\d{{1,2}})[-/](?P<year>(?:1\d|20)\d\d)[-/]{_MONTH}"), _possible),
    (re.compile(r"(?<![\w.])(?P<year>(?:19|20)\d\d)(?P<month>[01]\d)(?P<day>[0-3]\d)(?!\w)"), _possible),
    (
        re.compile(
            r"(?<![\w./])(?:(?<!\d-)|(?=\d{1,2}/))(?P<one>\d{1,2})(?P<sep>[/.-])(?P<two>\d{1,2})(?P=sep)(?P<year>(?:1\d|20)?\d\d)"
            r"(?![\w/]|[.,:]\d)"
        ),
        _numbers,
    ),
    (compiled(r"(?P<one>\d{1,2})/(?P<two>\d{1,2})(?= ?[-–] ?\d{1,2}/\d{1,2}/(?P<year>(?:19|20)\d\d))"), _numbers),
    (compiled(rf"{_BEFORE}{_MONTH}(?: ?[/-] ?| )(?:(?i:the) )?{_DAY}{_IN_BRACKETS}{_OF_YEAR}"), _possible),
    (compiled(rf"{_BEFORE}(?:(?i:the) )?{_DAY}(?: ?[/-] ?| )?(?i:day )?(?i:of |in )?{_MONTH}{_OF_YEAR}"), _possible),
    (compiled(rf"{_MONTH}(?:,? | ?[-/] ?|(?i: of | in ))(?i:the year )?{_YEAR}"), _possible),
    (compiled(rf"{_MONTH} (?i:of) (?P<year>\d\d){words.ENDS}"), _possible),
    (compiled(rf"{_MONTH} (?:(?i:the) )?{_DAY},? (?i:of )?{_YEAR_BESIDE} (?i:year)"), _beside),
    (compiled(rf"(?:(?i:the) )?{_DAY} (?i:of )?{_MONTH},? (?i:of )?{_YEAR_BESIDE} (?i:year)"), _beside),
    (compiled(rf"{_MONTH},? (?i:of |in )?{_YEAR_BESIDE} (?i:year)"), _beside),
    (compiled(rf"{_YEAR_BESIDE} (?i:year)['’]s {_MONTH}"), _beside),
    (
        compiled(
            rf"(?:(?i:from|between) )?(?:(?i:the) )?{_FIRST_DAY}(?:{_TO}| (?i:and) ){_DAY} (?i:of )?{_WHICH} (?i:month)"
        ),
        _days_of_this_month,
    ),
    (compiled(rf"{_WEEKDAY} ?\(?(?P<one>\d{{1,2}})[/.](?P<two>\d{{1,2}})\)?"), _numbers),
    (compiled(rf"(?i:this ){_WEEKDAY} ?\({_MONTH}[- ]{_DAY}\)"), _possible),
    (
        re.compile(
            r"(?<![\w./])(?<!\d[,:])(?:(?i:on|this) )?(?P<one>\d{1,2})/(?P<two>\d{1,2})(?![\w/]|[.,:]\d|-\d{3})"
        ),
        _numbers,
    ),
    (compiled(rf"(?i:on )(?P<one>\d{{1,2}})\.(?P<two>\d{{1,2}}){words.ENDS}"), _numbers),
    (compiled(rf"{_WEEKDAY},? (?:(?i:the) )?{_ORDINAL}"), _possible),
    (compiled(rf"{_WEEKDAY} (?P<day>\d{{1,2}}){words.ENDS}"), _possible),
    (compiled(rf"(?:(?i:the) )?{_ORDINAL}(?i: day)? (?i:of) {_WHICH} (?i:month)"), _day_of_month),
    (compiled(rf"(?i:on) (?i:the) {_ORDINAL}{words.ENDS}"), _possible),
    (compiled(rf"(?i:on) (?i:the) (?P<day>\d{{1,2}}){words.ENDS}"), _possible),
    (compiled(r"(?P<year>(?:19|20)\d\d)[-/](?P<month>0?[1-9])(?![-/]\d)"), _possible),
    (compiled(rf"{_WHICH} {_WEEKDAY}"), _weekday),
    (
        compiled(rf"(?P<week>(?i:last|previous|this|next|following)) (?i:week)(?:['’]s|,| -)? (?i:on )?{_WEEKDAY}"),
        _weekday,
    ),
    (compiled(rf"{_WEEKDAY},? (?i:of )?(?P<week>(?i:last|previous|this|next|following)) (?i:week)"), _weekday),
    (compiled(rf"(?P<weekday>{words.WEEKDAY_NAME})"), _weekday),
    (
        compiled(r"(?i:(?P<word>the day before yesterday|the day after tomorrow|yesterday|tomorrow|today|tmr))"),
        _relative_day,
    ),
    (compiled(rf"{_MONTH}(?=(?i:,? and|,? or|,) {words.MONTH} {_YEAR})"), _possible),
    (compiled(rf"{_WHICH} {_MONTH}"), _month_of_year),
    (compiled(rf"(?P<month>{words.MONTH_NAME})"), _month_name),
)
# Read only together with what stands beside it: "Mon 9 am", "Jan to March", "ninth through the seventeenth".
WEAK_READERS: tuple[Reader, ...] = (
    (compiled(rf"{_WEEKDAY}"), _weekday),
    (compiled(rf"{_MONTH}"), _possible),
    (compiled(rf"(?:(?i:the) )?{_ORDINAL}"), _possible),
    (compiled(_FULL_YEAR), _full_year),
)
# A bare year: after a word that leads to one, or before the end of what it could have counted.
YEAR_READERS: tuple[Reader, ...] = (
    (compiled(rf"(?i:the year|year|calendar year|cy) ?{_YEAR}"), _full_year),
    (compiled(rf"(?<=\b(?i:in) ){_FULL_YEAR}"), _full_year),
    (compiled(rf"(?<=\b(?i:since) ){_FULL_YEAR}"), _full_year),
    (compiled(rf"(?<![\d$€£][ ]){_FULL_YEAR}{words.ENDS}"), _full_year),
)
