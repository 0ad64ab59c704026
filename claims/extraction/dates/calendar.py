"""Days, months and years by name or number: "July 4", "4/7/2017", "the 21st", "Dec-2018", "in 2014", "Monday"."""

from __future__ import annotations

import re

from claims.extraction.dates import words
from claims.extraction.dates.days import DayOfMonth, MonthOf, Named, Shifted, YearsOff, made
from claims.extraction.dates.figures import bare_numbers, numbers
from claims.extraction.dates.lengths import UNIT
from claims.extraction.dates.ranges import Between
from claims.extraction.dates.reading import Reader, compiled
from claims.extraction.dates.values import Node
from claims.extraction.dates.weekdays import weekday, weekday_two_off, weekdays_off


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
    if named.year is not None and named.month and named.day and not made([(named.year, named.month, named.day)]):
        return None
    return named


def _full_year(match: re.Match[str]) -> Node | None:
    """Not the number of a thing: "flight 1945", "Room 2012"."""
    if _NUMBERED.search(match.string, max(0, match.start() - 10), match.start()):
        return None
    return Named(year=words.year(match["year"]))


_NUMBERED = re.compile(
    r"(?i)\b(?:flight|room|page|route|highway|channel|model|no\.?|number|unit|lot|section|suite|version|bus) $"
)


def _month_name(match: re.Match[str]) -> Node | None:
    """A bare "May" or "March" is a month only where the words before it leave no other reading."""
    before = match.string[max(0, match.start() - 12) : match.start()]
    is_name = match["month"] in _GIVEN_NAMES and _SURNAME.match(match.string, match.end())
    if match["month"].lower() not in ("may", "march") and not is_name:
        return _named(match)
    return _named(match) if _LEADS_TO_MONTH.search(before) else None


# "April Ryan" is a person.
_GIVEN_NAMES = ("April", "June", "August")
_SURNAME = re.compile(r" (?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)[A-Z][a-z]")


_LEADS_TO_MONTH = re.compile(
    r"(?:\b(?:in|since|until|till|by|before|after|from|to|through|last|next|this|of|early|late|mid|and|during|between) "
    r"|mid-)$",
    re.IGNORECASE,
)


def _relative_day(match: re.Match[str]) -> Node:
    word = " ".join(match["word"].lower().split())
    steps = {
        "yesterday": -1,
        "tomorrow": 1,
        "the day before yesterday": -2,
        "the day after tomorrow": 2,
        "tmr": 1,
        "tmrw": 1,
        "tmw": 1,
    }
    return Shifted(days=steps.get(word, 0))


def _day_of_month(match: re.Match[str]) -> Node | None:
    """ "the 15th of next month"."""
    step = {"last": -1, "previous": -1, "next": 1, "following": 1}.get(match["which"].lower(), 0)
    return DayOfMonth(words.ordinal(match["day"]), step)


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


def _days_of_this_month(match: re.Match[str]) -> Node | None:
    """ "from the 4th to the 22nd of this month"."""
    step = {"last": -1, "previous": -1, "next": 1, "following": 1}.get(match["which"].lower(), 0)
    return Between(DayOfMonth(words.ordinal(match["first"]), step), DayOfMonth(words.ordinal(match["day"]), step))


def _month_of_year(match: re.Match[str]) -> Node:
    return MonthOf(words.month(match["month"]), match["which"].lower())


_DAY = rf"(?P<day>(?i:{words.DAY}))"
_ORDINAL = rf"(?P<day>(?i:{words.ORDINAL}))"
_MONTH = rf"(?P<month>{words.MONTH})"
_YEAR = rf"(?P<year>(?i:{words.YEAR}))"
_FULL_YEAR = r"(?P<year>(?:1[89]|20)\d\d)"
_SPOKEN_YEAR = rf"(?P<year>(?=[a-z])(?i:{words.YEAR}))"
_WEEKDAY = rf"(?P<weekday>{words.WEEKDAY})"
_WHICH = r"(?P<which>(?i:last|past|previous|this coming|this|next|coming|upcoming|following))"
_BEFORE = rf"(?:{_WEEKDAY},? (?:(?i:the) )?)?"
_OF_YEAR = rf"(?:(?:,? ?(?i:(?:of|in) (?:the year )?)|, ?|[-/ ]){_YEAR}(?!\w))?"
_IN_BRACKETS = rf"(?: ?\({words.WEEKDAY}\))?"
_YEAR_BESIDE = r"(?P<beside>(?i:last|previous|this|next|the following))"
# Not the hyphen of "twenty-first".
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
    (compiled(rf"(?P<year>(?:1\d|20)\d\d)(?P<sep>[-/ ])(?P<day>\d{{1,2}})(?P=sep){_MONTH}"), _possible),
    (compiled(rf"{_MONTH}-(?P<year>20\d\d)-(?P<day>\d{{1,2}})"), _possible),
    (compiled(rf"{_FULL_YEAR},? {_MONTH} {_ORDINAL}"), _possible),
    (compiled(rf"{_FULL_YEAR},? (?!May|Mar){_MONTH}(?! \d)"), _possible),
    (compiled(rf"(?P<year>(?:1\d|20)\d\d)[-/ ]{_MONTH}[-/ ](?P<day>\d{{1,2}})"), _possible),
    (compiled(rf"(?P<day>\d{{1,2}})[-/](?P<year>(?:1\d|20)\d\d)[-/]{_MONTH}"), _possible),
    (re.compile(r"(?<![\w.])(?P<year>(?:19|20)\d\d)(?P<month>[01]\d)(?P<day>[0-3]\d)(?!\w)"), _possible),
    (
        re.compile(
            r"(?<![\w./])(?:(?<!\d-)|(?=\d{1,2}/))(?P<one>\d{1,2})(?P<sep>[/.-])(?P<two>\d{1,2})(?P=sep)(?P<year>(?:1\d|20)?\d\d)"
            r"(?![\w/]|[.,:]\d)"
        ),
        numbers,
    ),
    (compiled(r"(?P<one>\d{1,2})/(?P<two>\d{1,2})(?= ?[-–] ?\d{1,2}/\d{1,2}/(?P<year>(?:19|20)\d\d))"), numbers),
    (compiled(rf"{_MONTH} (?:(?i:the) )?{_DAY},? (?i:of )?{_YEAR_BESIDE} (?i:year)"), _beside),
    (compiled(rf"(?:(?i:the) )?{_DAY} (?i:of )?{_MONTH},? (?i:of )?{_YEAR_BESIDE} (?i:year)"), _beside),
    (
        compiled(rf"{_BEFORE}{_MONTH}[/ -](?:(?i:the) )?{_DAY}(?! ?(?i:of )?{words.MONTH}\b){_IN_BRACKETS}{_OF_YEAR}"),
        _possible,
    ),
    (compiled(rf"{_BEFORE}(?:(?i:the) )?{_DAY}(?: ?[/-] ?| )?(?i:day )?(?i:of |in )?{_MONTH}{_OF_YEAR}"), _possible),
    (compiled(rf"{_MONTH}(?:,? | ?[-/] ?|(?i: of | in ))(?i:the year )?{_YEAR}"), _possible),
    (compiled(rf"{_MONTH} (?i:of) (?P<year>\d\d){words.ENDS}"), _possible),
    (compiled(rf"{_MONTH},? (?i:of |in )?{_YEAR_BESIDE} (?i:year)"), _beside),
    (compiled(rf"{_YEAR_BESIDE} (?i:year)['’]s {_MONTH}"), _beside),
    (
        compiled(
            rf"(?:(?i:from|between) )?(?:(?i:the) )?{_FIRST_DAY}(?:{_TO}| (?i:and) ){_DAY} (?i:of |in )?"
            rf"{_WHICH} (?i:month)"
        ),
        _days_of_this_month,
    ),
    (compiled(rf"{_WEEKDAY} ?\(?(?P<one>\d{{1,2}})[/.](?P<two>\d{{1,2}})\)?"), numbers),
    (compiled(rf"(?i:this ){_WEEKDAY} ?\({_MONTH}[- ]{_DAY}\)"), _possible),
    (
        re.compile(
            r"(?<![\w./])(?<!\d[,: ])(?:(?i:on|this) )?(?P<one>\d{1,2})/(?P<two>\d{1,2})(?![\w/]|[.,:]\d|-\d{3})"
        ),
        bare_numbers,
    ),
    (compiled(rf"(?i:on )(?P<one>\d{{1,2}})[.-](?P<two>\d{{1,2}}){words.ENDS}"), numbers),
    (compiled(rf"{_WEEKDAY},? (?:(?i:the) )?{_ORDINAL}"), _possible),
    (compiled(rf"{_WEEKDAY} (?P<day>\d{{1,2}}){words.ENDS}"), _possible),
    (compiled(rf"(?:(?i:the) )?{_ORDINAL}(?i: day)? (?i:of) {_WHICH} (?i:month)"), _day_of_month),
    (
        compiled(rf"(?P<count>(?i:{words.COUNT})) (?P<weekday>{words.WEEKDAY_NAME})s? (?P<way>(?i:ago|from now))"),
        weekdays_off,
    ),
    (compiled(rf"(?i:on) (?i:the) {_ORDINAL}{words.ENDS}"), _possible),
    (compiled(rf"(?i:on) (?P<day>\d{{1,2}}(?:st|nd|rd|th)){words.ENDS}"), _possible),
    (compiled(rf"(?i:on) (?i:the) (?P<day>\d{{1,2}}){words.ENDS}"), _possible),
    (compiled(r"(?P<year>(?:19|20)\d\d)[-/](?P<month>0?[1-9]|1[0-2])(?![-/]\d)"), _possible),
    (compiled(r"(?P<month>0?[1-9]|1[0-2])[-/](?P<year>(?:19|20)\d\d)(?![-/]\d)"), _possible),
    (
        compiled(rf"(?:(?i:the) )?(?P<weekday>{words.WEEKDAY_NAME}) (?P<way>(?i:before last|after next))"),
        weekday_two_off,
    ),
    (compiled(rf"{_WHICH} {_WEEKDAY}"), weekday),
    (
        compiled(rf"(?P<week>(?i:last|previous|this|next|following)) (?i:week)(?:['’]s|,| -)? (?i:on )?{_WEEKDAY}"),
        weekday,
    ),
    (compiled(rf"{_WEEKDAY},? (?i:of )?(?P<week>(?i:last|previous|this|next|following)) (?i:week)"), weekday),
    (compiled(rf"(?P<weekday>{words.WEEKDAY_NAME})"), weekday),
    (
        compiled(r"(?i:(?P<word>the day before yesterday|the day after tomorrow|yesterday|tomorrow|today|tmrw?|tmw))"),
        _relative_day,
    ),
    (compiled(rf"{_MONTH}(?=(?i:,? and|,? or|,) {words.MONTH} {_YEAR})"), _possible),
    (compiled(rf"{_WHICH} {_MONTH}"), _month_of_year),
    (compiled(rf"(?P<month>{words.MONTH_NAME})"), _month_name),
    (compiled(rf"(?<=\b(?i:in) ){_MONTH}"), _possible),
    (compiled(rf"(?<=\b(?i:on) )(?!Sun ){_WEEKDAY}"), weekday),
)
# Read only together with what stands beside it: "Mon 9 am", "Jan to March", "ninth through the seventeenth".
WEAK_READERS: tuple[Reader, ...] = (
    (compiled(rf"{_WEEKDAY}"), weekday),
    (compiled(rf"{_MONTH}"), _possible),
    (compiled(rf"(?:(?i:the) )?{_ORDINAL}"), _possible),
    (compiled(_FULL_YEAR), _full_year),
)
# A bare year: after a word that leads to one, or before the end of what it could have counted.
YEAR_READERS: tuple[Reader, ...] = (
    (compiled(rf"(?i:the year|year|calendar year|cy) ?{_YEAR}"), _full_year),
    (compiled(r"(?i:cy) ?(?P<year>\d\d)"), _full_year),
    (
        compiled(rf"(?:(?<=\b(?i:in) )|(?<=\b(?i:of) )|(?<=\b(?i:since) )){_SPOKEN_YEAR}(?! (?i:{UNIT}|percent))"),
        _full_year,
    ),
    (compiled(r"(?<=\b(?i:in) )(?P<year>['’]\d\d)"), _full_year),
    (compiled(rf"(?<=\b(?i:in) ){_FULL_YEAR}"), _full_year),
    (compiled(rf"(?<=\b(?i:since) ){_FULL_YEAR}"), _full_year),
    (compiled(rf"(?<![\d$€£][ ]){_FULL_YEAR}{words.ENDS}"), _full_year),
)
