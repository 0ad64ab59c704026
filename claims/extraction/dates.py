"""Expressions of time, resolved against the moment of publication.

A grammar of its own: the general parsers (dateparser, parsedatetime) read single expressions and give one moment,
where a claim needs the span of days that the words cover and the place of every expression in a sentence.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, datetime, timedelta

from claims.extraction.statements import DateRange

_MONTH_NAMES = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_WEEKDAY_NAMES = "monday tuesday wednesday thursday friday saturday sunday".split()
_MONTH = (
    r"(?P<month>(?i:January|February|April|June|July|August|September|October|November|December)|(?i:march|may)"
    r"|(?i:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?)"
)
_WEEKDAY = r"(?P<weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_DAY_NAME = r"(?i:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
_TIME = r"(?:\d{1,2}(?::\d\d)? ?[ap]\.?m\.?(?: [A-Z]{2,4})?,? (?:on )?)?"
_YEAR = r"(?P<year>(?:1[89]|20)\d\d)"
_NUMBER = r"(?P<count>\d{1,3}|a|an|one|two|three|four|five|six|seven|eight|nine|ten)"
_UNIT = r"(?P<unit>day|week|month|year)s?"
_COUNTS = {
    word: n
    for n, word in enumerate(["a", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"])
} | {
    "a": 1,
    "an": 1,
}
_FUTURE = re.compile(r"\b(?:will|scheduled|shall|plans? to|due to|going to|expected to|next|upcoming)\b", re.IGNORECASE)

Found = tuple[date | None, date | None]
Reader = Callable[[re.Match[str], date, bool], Found | None]


def find_dates(text: str, *, published: datetime, future: bool | None = None) -> tuple[DateRange, ...]:
    """The expressions of time in one sentence, in order; offsets count from its start.

    ``published`` is aware, and the day is the one of its time zone. ``future``: whether a bare weekday or month lies
    ahead; None lets the words decide ("will", "scheduled"), and without such words it lies behind.
    """
    today = published.date()
    ahead = bool(_FUTURE.search(text)) if future is None else future
    found: list[DateRange] = []
    for pattern, reader in _GRAMMAR:
        for match in pattern.finditer(text):
            if any(match.start() < other.end and other.start < match.end() for other in found):
                continue
            if span := reader(match, today, ahead):
                found.append(DateRange(match[0], match.start(), match.end(), *span))
    return tuple(sorted(found, key=lambda expression: expression.start))


def _day(match: re.Match[str], today: date, ahead: bool) -> Found | None:
    """ "July 4", "4 July 2017", "Monday, July 4"."""
    month, day = _month_number(match["month"]), int(match["day"])
    years = [int(match["year"])] if match["year"] else [today.year - 1, today.year, today.year + 1]
    days = [made for year in years if (made := _made(year, month, day))]
    chosen = _nearest(days, today, ahead)
    return (chosen, chosen) if chosen else None


def _iso(match: re.Match[str], today: date, ahead: bool) -> Found | None:
    made = _made(int(match["y"]), int(match["m"]), int(match["d"]))
    return (made, made) if made else None


def _numbers(match: re.Match[str], today: date, ahead: bool) -> Found | None:
    """ "4/7/2017", month first as in the United States unless that is no month; two digits mean this century."""
    first, second, year = int(match["one"]), int(match["two"]), int(match["year"])
    year += 2000 if year < 100 else 0
    made = _made(year, first, second) or _made(year, second, first)
    return (made, made) if made else None


def _years(match: re.Match[str], today: date, ahead: bool) -> Found | None:
    """ "from 2014 to 2018", "between 2007 and 2009": up to the last day of the second."""
    first, last = int(match["year"]), int(match["until"])
    return (date(first, 1, 1), date(last, 12, 31)) if first <= last else None


def _bounded_year(match: re.Match[str], today: date, ahead: bool) -> Found | None:
    """ "since 2018", "after 2018" (from the next year on), "before 2018" (to the end of the year before)."""
    year, word = int(match["year"]), match["bound"].lower()
    if word == "before":
        return None, date(year - 1, 12, 31)
    return date(year + (word == "after"), 1, 1), None


def _next_few(match: re.Match[str], today: date, ahead: bool) -> Found | None:
    """ "the next three days" from tomorrow on, "the last two weeks" up to yesterday."""
    count, unit = _count(match), match["unit"].lower()
    if match["which"].lower() in ("next", "coming"):
        return today + timedelta(1), _later(today, count, unit)
    return _later(today, -count, unit), today - timedelta(1)


def _in_some(match: re.Match[str], today: date, ahead: bool) -> Found | None:
    """ "in two days", "three weeks from now"."""
    day = _later(today, _count(match), match["unit"].lower())
    return day, day


def _count(match: re.Match[str]) -> int:
    word = match["count"].lower()
    return _COUNTS[word] if word in _COUNTS else int(word)


def _later(today: date, count: int, unit: str) -> date:
    """``count`` units after ``today`` (before it, when negative), on the last day of a shorter month."""
    if unit in ("day", "week"):
        return today + timedelta(count * (7 if unit == "week" else 1))
    months = today.year * 12 + today.month - 1 + count * (12 if unit == "year" else 1)
    year, month = months // 12, months % 12 + 1
    return date(year, month, min(today.day, monthrange(year, month)[1]))


def _half(match: re.Match[str], today: date, ahead: bool) -> Found | None:
    year = int(match["year"])
    return (date(year, 1, 1), date(year, 6, 30)) if match["half"] == "1" else (date(year, 7, 1), date(year, 12, 31))


def _month(match: re.Match[str], today: date, ahead: bool) -> Found | None:
    """ "in July", "July 2017", "early July": the whole month."""
    month = _month_number(match["month"])
    if match["year"]:
        return _whole_month(int(match["year"]), month)
    firsts = [date(year, month, 1) for year in (today.year - 1, today.year, today.year + 1)]
    this = today.replace(day=1)
    chosen = min(d for d in firsts if d >= this) if ahead else max(d for d in firsts if d <= this)
    return _whole_month(chosen.year, chosen.month)


def _quarter(match: re.Match[str], today: date, ahead: bool) -> Found | None:
    word = match["quarter"].lower()
    number = {"first": 1, "second": 2, "third": 3, "fourth": 4}.get(word) or int(word[-1])
    year = int(match["year"]) if match["year"] else today.year
    return date(year, 3 * number - 2, 1), _whole_month(year, 3 * number)[1]


def _weekday(match: re.Match[str], today: date, ahead: bool) -> Found | None:
    which = (match["which"] or "").lower()
    number = _WEEKDAY_NAMES.index(match["weekday"].lower())
    forward = (number - today.weekday()) % 7
    behind = -((today.weekday() - number) % 7)
    days = forward if ahead else behind
    if which == "next":
        days = forward or 7
    if which == "last":
        days = behind or -7
    day = today + timedelta(days)
    return day, day


def _relative_day(match: re.Match[str], today: date, ahead: bool) -> Found | None:
    steps = {"yesterday": -1, "tomorrow": 1, "last night": -1}
    day = today + timedelta(steps.get(match["word"].lower(), 0))
    return day, day


def _relative_span(match: re.Match[str], today: date, ahead: bool) -> Found | None:
    """ "last week", "this month", "next year"."""
    step = {"last": -1, "past": -1, "previous": -1, "this": 0, "next": 1, "coming": 1}[match["which"].lower()]
    unit = match["unit"].lower()
    if unit == "week":
        monday = today - timedelta(today.weekday()) + timedelta(weeks=step)
        return monday, monday + timedelta(6)
    if unit == "month":
        months = today.year * 12 + today.month - 1 + step
        return _whole_month(months // 12, months % 12 + 1)
    return date(today.year + step, 1, 1), date(today.year + step, 12, 31)


def _ago(match: re.Match[str], today: date, ahead: bool) -> Found | None:
    """ "two days ago" is a day, "two months ago" that month, "two years ago" that year."""
    count, unit = _count(match), match["unit"].lower()
    day = _later(today, -count, unit)
    if unit == "month":
        return _whole_month(day.year, day.month)
    return (date(day.year, 1, 1), date(day.year, 12, 31)) if unit == "year" else (day, day)


def _year(match: re.Match[str], today: date, ahead: bool) -> Found | None:
    year = int(match["year"])
    return date(year, 1, 1), date(year, 12, 31)


def _month_number(name: str) -> int:
    return 1 + next(n for n, full in enumerate(_MONTH_NAMES) if full.startswith(name.lower().rstrip(".")[:3]))


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _nearest(days: list[date], today: date, ahead: bool) -> date | None:
    """Of the readings without a year: the last one behind, or the first one ahead."""
    if len(days) <= 1:
        return days[0] if days else None
    side = [day for day in days if (day >= today if ahead else day <= today)]
    return (min(side) if ahead else max(side)) if side else days[0]


def _whole_month(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})(?![\w-])")


# From the longest form to the shortest: what one has read, none after it reads again.
_GRAMMAR: tuple[tuple[re.Pattern[str], Reader], ...] = (
    (_compiled(r"(?P<y>(?:1[89]|20)\d\d)[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})"), _iso),
    (_compiled(r"(?P<one>\d{1,2})(?P<sep>[/.-])(?P<two>\d{1,2})(?P=sep)(?P<year>(?:1[89]|20)?\d\d)"), _numbers),
    (
        _compiled(
            rf"(?:{_DAY_NAME},? )?{_MONTH}[ -](?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,? (?:of )?{_YEAR})?"
        ),
        _day,
    ),
    (_compiled(rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[ -](?:of )?{_MONTH}(?:[ ,-]{{1,2}}(?:in |of )?{_YEAR})?"), _day),
    (
        _compiled(rf"(?:the )?(?P<quarter>first|second|third|fourth|Q[1-4]|q[1-4])(?: quarter)?(?: of)? {_YEAR}"),
        _quarter,
    ),
    (_compiled(rf"{_YEAR} (?P<quarter>[Qq][1-4])"), _quarter),
    (_compiled(rf"{_YEAR} H(?P<half>[12])"), _half),
    (_compiled(rf"H(?P<half>[12]) {_YEAR}"), _half),
    (_compiled(r"(?:the )?(?P<quarter>first|second|third|fourth) quarter(?P<year>)"), _quarter),
    (_compiled(rf"{_MONTH}(?:,? |-| of | in )(?:the year )?{_YEAR}"), _month),
    (
        _compiled(
            r"(?P<month>(?i:January|February|April|June|July|August|September|October|November|December)"
            r"|(?<=[iI]n )(?:May|March)|(?<=[sS]ince )(?:May|March)|(?<=last )(?:May|March))(?P<year>)"
        ),
        _month,
    ),
    (_compiled(rf"(?i:{_TIME}(?:(?P<which>last|next|this) )?{_WEEKDAY})"), _weekday),
    (
        _compiled(r"(?i:(?P<word>yesterday|tomorrow|tonight|today|last night|this (?:morning|afternoon|evening)))"),
        _relative_day,
    ),
    (_compiled(r"(?i:(?P<which>last|past|previous|this|next|coming) (?P<unit>week|month|year))"), _relative_span),
    (_compiled(rf"(?i:(?:the )?(?P<which>last|past|next|coming) {_NUMBER} {_UNIT})"), _next_few),
    (_compiled(rf"(?i:{_NUMBER} {_UNIT} ago)"), _ago),
    (_compiled(rf"(?i:{_NUMBER} {_UNIT} from (?:now|today))"), _in_some),
    (_compiled(rf"(?i:\bin {_NUMBER} {_UNIT})"), _in_some),
    (_compiled(rf"(?i:between|from) {_YEAR} (?:and|to|through|until) (?P<until>(?:1[89]|20)\d\d)"), _years),
    (_compiled(rf"{_YEAR} ?[-–~] ?(?P<until>(?:1[89]|20)\d\d)"), _years),
    (_compiled(rf"(?i:(?P<bound>since|after|before)) (?:the year )?{_YEAR}"), _bounded_year),
    (_compiled(rf"(?<=[iI]n ){_YEAR}"), _year),
    (_compiled(rf"(?i:the year) {_YEAR}"), _year),
    (_compiled(rf"(?<=of ){_YEAR}"), _year),
)
