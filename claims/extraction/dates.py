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
    r"(?P<month>January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan\.|Feb\.|Mar\.|Apr\.|Aug\.|Sept?\.|Oct\.|Nov\.|Dec\.)"
)
_WEEKDAY = r"(?P<weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_TIME = r"(?:\d{1,2}(?::\d\d)? ?[ap]\.?m\.?(?: [A-Z]{2,4})?,? (?:on )?)?"
_YEAR = r"(?P<year>(?:1[89]|20)\d\d)"
_NUMBER = r"(?P<count>\d{1,3}|a|an|one|two|three|four|five|six|seven|eight|nine|ten)"
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
    steps = {"yesterday": -1, "tomorrow": 1, "tonight": 0, "today": 0, "last night": -1}
    day = today + timedelta(steps[" ".join(match["word"].lower().split())])
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
    word = match["count"].lower()
    count = _COUNTS[word] if word in _COUNTS else int(word)
    unit = match["unit"].lower()
    if unit in ("day", "week"):
        day = today - timedelta(count * (7 if unit == "week" else 1))
        return day, day
    if unit == "month":
        months = today.year * 12 + today.month - 1 - count
        return _whole_month(months // 12, months % 12 + 1)
    return date(today.year - count, 1, 1), date(today.year - count, 12, 31)


def _year(match: re.Match[str], today: date, ahead: bool) -> Found | None:
    year = int(match["year"])
    return date(year, 1, 1), date(year, 12, 31)


def _since_year(match: re.Match[str], today: date, ahead: bool) -> Found | None:
    return date(int(match["year"]), 1, 1), None


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
    (_compiled(r"(?P<y>(?:1[89]|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)"), _iso),
    (_compiled(rf"(?:\w{{6,9}},? )?{_MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,? {_YEAR})?"), _day),
    (_compiled(rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? {_MONTH}(?:,? {_YEAR})?"), _day),
    (_compiled(rf"(?:the )?(?P<quarter>first|second|third|fourth|Q[1-4])(?: quarter)?(?: of)? {_YEAR}"), _quarter),
    (_compiled(r"(?:the )?(?P<quarter>first|second|third|fourth) quarter(?P<year>)"), _quarter),
    (_compiled(rf"{_MONTH},? {_YEAR}"), _month),
    (
        _compiled(
            r"(?P<month>January|February|April|June|July|August|September|October|November|December"
            r"|(?<=[iI]n )(?:May|March)|(?<=[sS]ince )(?:May|March)|(?<=last )(?:May|March))(?P<year>)"
        ),
        _month,
    ),
    (_compiled(rf"{_TIME}(?:(?P<which>[Ll]ast|[Nn]ext|[Tt]his) )?{_WEEKDAY}"), _weekday),
    (_compiled(r"(?P<word>[Yy]esterday|[Tt]omorrow|[Tt]onight|[Tt]oday|[Ll]ast night)"), _relative_day),
    (
        _compiled(r"(?P<which>[Ll]ast|[Pp]ast|[Pp]revious|[Tt]his|[Nn]ext|[Cc]oming) (?P<unit>week|month|year)"),
        _relative_span,
    ),
    (_compiled(rf"(?i:{_NUMBER}) (?P<unit>day|week|month|year)s? ago"), _ago),
    (_compiled(rf"[Ss]ince {_YEAR}"), _since_year),
    (_compiled(rf"(?<=[iI]n ){_YEAR}"), _year),
    (_compiled(rf"(?<=of ){_YEAR}"), _year),
)
