"""Weeks, months, quarters, seasons, years, decades and centuries: "last week", "the early 1990s", "Q3 2019"."""

from __future__ import annotations

import re
from datetime import date

from claims.extraction.dates import words
from claims.extraction.dates.days import Named
from claims.extraction.dates.parts import EitherPart, Part
from claims.extraction.dates.reading import Reader, compiled
from claims.extraction.dates.spans import Quarter, Relative, Season, Weekend, WeekNumber
from claims.extraction.dates.values import Fixed, Node, Value

_STEPS = {
    "last": -1,
    "past": -1,
    "previous": -1,
    "next": 1,
    "this coming": 1,
    "coming": 1,
    "upcoming": 1,
    "following": 1,
}
_DECADES = "twenties thirties forties fifties sixties seventies eighties nineties".split()


def _relative(match: re.Match[str]) -> Node:
    unit = " ".join(match["unit"].lower().replace("-", " ").split())
    unit = {"work week": "workweek", "working week": "workweek", "business week": "workweek"}.get(unit, unit)
    which = match["which"].lower()
    return Relative(unit, _STEPS.get(which, 0))


def _to_date(match: re.Match[str]) -> Node:
    unit = match["unit"].lower()
    return Part("to date", Relative(_LETTERS.get(unit, unit), 0))


_LETTERS = {"y": "year", "m": "month", "q": "quarter", "w": "week", "d": "day"}


def _two_off(match: re.Match[str]) -> Node:
    return Relative(match["unit"].lower(), 2 if match["which"].lower() == "after next" else -2)


def _end_of(match: re.Match[str]) -> Node:
    """ "EOY", "year-end"."""
    unit = match["long"].lower() if match["long"] else _LETTERS[match["unit"].lower()]
    return EitherPart("end", Relative(unit, 0))


def _weekend(match: re.Match[str]) -> Node:
    return Weekend()


def _quarter(match: re.Match[str]) -> Node | None:
    text = match["number"].lower()
    letter = text.strip("1234") if len(text) == 2 else ""
    number = int(text.strip("qh")) if letter in ("q", "h") else words.ordinal(text)
    of: Node | None = None
    if match.groupdict().get("year"):
        of = Named(year=words.year(match["year"]))
    elif match.groupdict().get("which"):
        of = Relative("year", _STEPS.get(match["which"].lower(), 0))
    if letter == "h" or match.groupdict().get("half"):
        number = 2 if number < 0 else number
        return Quarter(number, of, 6) if number <= 2 else None
    number = 4 if number < 0 else number
    return Quarter(number, of) if number <= 4 else None


def _season(match: re.Match[str]) -> Node:
    year = words.year(match["year"]) if match.groupdict().get("year") else None
    which = (match.groupdict().get("which") or "").lower()
    if which in ("coming", "upcoming", "this coming"):
        return Season(match["season"].lower(), is_coming=True)
    return Season(match["season"].lower(), year, _STEPS.get(which, 0) if which else None)


def _decade(match: re.Match[str]) -> Node:
    """ "the 1990s", "the '80s", "the nineties" are of the 1900s unless they say otherwise; so are "the twenties"."""
    text = match["decade"].lower().strip("'’")
    if text in _DECADES:
        year = 1920 + 10 * _DECADES.index(text)
    else:
        digits = text.rstrip("s").rstrip("'’")
        year = int(digits) if len(digits) == 4 else 1900 + int(digits)
    return Fixed(Value(date(year, 1, 1), date(year + 9, 12, 31)))


_AGE = re.compile(r"(?i)\b(?:his|her|their|my|our|your|its) (?:early|late|mid)[ -]$")


def _decade_of(match: re.Match[str]) -> Node | None:
    """ "the early 80s", but nobody's age ("in his early 80s")."""
    return None if _AGE.search(match.string, max(0, match.start() - 12), match.start()) else _decade(match)


def _decade_part(match: re.Match[str]) -> Node:
    return Part(match[0].lower().split()[1].split("-")[0], _decade(match))


def _century(match: re.Match[str]) -> Node | None:
    """The 20th century is taken for the years 1900 to 1999, as people speak of it."""
    number = words.ordinal(match["number"])
    if not 2 <= number <= 30:
        return None
    return Fixed(Value(date(100 * (number - 1), 1, 1), date(100 * number - 1, 12, 31)))


def _week_number(match: re.Match[str]) -> Node:
    given = {name: value for name, value in match.groupdict().items() if value}
    weekday = int(given["weekday"]) if "weekday" in given else None
    return WeekNumber(int(match["number"]), words.year(given["year"]) if "year" in given else None, weekday)


def _fiscal(match: re.Match[str]) -> Node:
    """A fiscal year begins whenever its owner says, so its days are not known."""
    return Fixed(Value())


_WHICH = r"(?P<which>last|past|previous|this coming|this|the current|current|next|coming|upcoming|following)"
_YEAR = rf"(?P<year>{words.YEAR})"
_SHORT_YEAR = r"(?P<year>(?:20)?\d\d)"
_ORDINAL = rf"(?P<number>{words.ORDINAL}|last)"
READERS: tuple[Reader, ...] = (
    (
        compiled(
            rf"(?i:(?:{words.ORDINAL}|q[1-4]|h[12]) (?:quarter |half )?(?:of )?(?:the )?(?:(?:last|this|next) )?"
            rf"fiscal(?: year)?(?: ?{words.YEAR})?)"
        ),
        _fiscal,
    ),
    (
        compiled(
            rf"(?i:(?:(?:last|this|next|previous|the) )?(?:(?:fiscal|school|financial)(?: year)? ?{words.YEAR}"
            rf"|{words.YEAR} (?:fiscal|school|financial) year|fiscal (?:q[1-4]|h[12])))"
        ),
        _fiscal,
    ),
    (
        compiled(r"(?i:(?:the )?(?:last|this|next|previous|current) (?:fiscal|financial|school) (?:year|quarter))"),
        _fiscal,
    ),
    (compiled(r"(?:FY|SY|fy|sy) ?(?:20)?\d\d"), _fiscal),
    (compiled(rf"(?i:(?:the )?{_ORDINAL}[ -](?:(?P<half>half)|quarter) (?:of |in )?(?:the year )?{_YEAR})"), _quarter),
    (
        compiled(rf"(?i:(?:the )?{_ORDINAL}[ -](?:(?P<half>half)|quarter) (?:of )?{_WHICH} year)"),
        _quarter,
    ),
    (compiled(rf"(?i:(?P<number>[qh][1-4]) (?:of )?{_WHICH} year)"), _quarter),
    (compiled(rf"(?i:{_WHICH} year['’]s {_ORDINAL}[ -](?:(?P<half>half)|quarter))"), _quarter),
    (compiled(rf"(?i:(?P<number>[qh][1-4])(?:,? (?:of )?| ?[-/] ?){_YEAR})"), _quarter),
    (compiled(rf"(?i:{_YEAR}(?: ?[-/]? ?)(?P<number>[qh][1-4]))"), _quarter),
    (compiled(r"(?i:(?:the )?(?P<number>first|second|third|fourth) (?:(?P<half>half)|quarter) of the year)"), _quarter),
    (compiled(r"(?i:the (?P<number>first|second|third|fourth) (?:(?P<half>half)|quarter)(?!-))"), _quarter),
    (compiled(rf"(?P<number>[1-4]Q|[12]H) ?{_SHORT_YEAR}"), _quarter),
    (compiled(r"(?P<number>Q[1-4])"), _quarter),
    (compiled(rf"(?i:(?P<season>spring|summer|autumn|fall|winter)(?:,? (?:of )?){_YEAR})"), _season),
    (compiled(rf"(?i:{_WHICH} (?P<season>spring|summer|autumn|fall|winter))"), _season),
    (compiled(r"(?i:(?<=\bin the )(?P<season>spring|summer|autumn|winter))"), _season),
    (compiled(r"(?i:(?<=\bduring the )(?P<season>spring|summer|autumn|winter))"), _season),
    (compiled(r"(?:(?<=early )|(?<=late )|(?<=mid[ -]))(?P<decade>['’]?[2-9]0s)"), _decade_of),
    (compiled(rf"(?i:the nineteen[ -](?P<decade>{'|'.join(_DECADES)}))"), _decade),
    (compiled(rf"(?i:the (?:early|mid|late)[ -](?P<decade>{'|'.join(_DECADES)}))"), _decade_part),
    (compiled(r"(?:the )?(?P<decade>(?:1[5-9]|20)\d0['’]?s|(?<=the )['’]?\d0['’]?s|['’]\d0s)"), _decade),
    (compiled(rf"(?i:the (?P<decade>{'|'.join(_DECADES)}))"), _decade),
    (compiled(rf"(?i:(?:the )?(?P<number>{words.ORDINAL})[ -] ?century)"), _century),
    (compiled(rf"(?i:week (?P<number>[1-4]\d|5[0-3]|[1-9])(?:,? (?:of )?{_YEAR})?)"), _week_number),
    (
        compiled(
            rf"(?i:(?:the )?{_WHICH} (?:calendar )?"
            r"(?P<unit>week|month|year|quarter|decade|century|weekend|work ?week|working week|business week|fortnight)"
            r"(?! and a half))"
        ),
        _relative,
    ),
    (compiled(r"(?i:(?:the )?weekend)"), _weekend),
    (compiled(r"(?i:(?<=\bof )(?P<which>the) (?P<unit>week|month|quarter|year|decade|century))"), _relative),
    (compiled(r"(?i:(?P<unit>year|month|week|quarter)[- ]to[- ]date)"), _to_date),
    (compiled(r"(?i:(?P<unit>[ymq])td)"), _to_date),
    (compiled(r"(?i:the (?P<unit>week|month|year|weekend|quarter) (?P<which>after next|before last))"), _two_off),
    (compiled(r"(?i:(?<=\brest of )(?P<which>the|my|our|your) (?P<unit>day|week|month|year))"), _relative),
    (compiled(r"(?i:(?<=\bremainder of )(?P<which>the) (?P<unit>day|week|month|year))"), _relative),
    (
        compiled(
            r"(?i:(?:(?<=early in )|(?<=earlier in )|(?<=late in )|(?<=later in ))"
            r"(?P<which>the) (?P<unit>week|month|year))"
        ),
        _relative,
    ),
    # "The best for the week" has words after it, "away for the month." has none.
    (
        compiled(
            r"(?i:(?:(?<=\bfor )|(?<=\bwithin )|(?<=\bin )(?!the day))"
            r"(?P<which>the) (?P<unit>day|week|month|year)(?=[.!?]?\s*$))"
        ),
        _relative,
    ),
    (compiled(r"(?:(?i:the) )?(?:EO(?P<unit>[YMWD])|(?i:(?P<long>year|month)[- ]end))"), _end_of),
    (compiled(r"(?P<year>(?:19|20)\d\d)-?W(?P<number>[0-5]\d)(?:-(?P<weekday>[1-7]))?"), _week_number),
)
