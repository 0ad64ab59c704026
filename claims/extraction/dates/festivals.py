"""Holidays and feasts that English-speaking newsrooms name: "Thanksgiving", "last Easter", "Christmas Eve 2016".

Their days are those of the ``holidays`` package, for the United States and else for England.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import holidays

from claims.extraction.dates import words
from claims.extraction.dates.reading import Reader, compiled
from claims.extraction.dates.values import Context, Fixed, Node, Value

# How it is written, and the name that the package has for it; the longest first.
_NAMES = {
    r"new year['’]?s eve": "New Year's Eve",
    r"new year(?:['’]?s(?: day)?| day)": "New Year's Day",
    r"(?:martin luther king,?(?: jr\.?,?)?|mlk) day": "Martin Luther King Jr. Day",
    r"groundhog day": "Groundhog Day",
    r"(?:st\.?|saint) valentine['’]?s day|valentine['’]?s(?: day)?": "Valentine's Day",
    r"president['’]?s['’]? day|washington['’]s birthday": "Washington's Birthday",
    r"(?:st\.?|saint) patrick(?:['’]?s)?(?: day)?": "Saint Patrick's Day",
    r"good friday": "Good Friday",
    r"easter monday": "Easter Monday",
    r"easter(?: sunday)?": "Easter Sunday",
    r"mother['’]?s['’]? day": "Mother's Day",
    r"memorial day": "Memorial Day",
    r"father['’]?s['’]? day": "Father's Day",
    r"juneteenth": "Juneteenth",
    r"independence day": "Independence Day",
    r"labou?r day": "Labor Day",
    r"columbus day": "Columbus Day",
    r"halloween": "Halloween",
    r"veterans['’]? day": "Veterans Day",
    r"thanksgiving(?: day)?": "Thanksgiving Day",
    r"black friday": "Black Friday",
    r"christmas eve|xmas eve": "Christmas Eve",
    r"(?:christmas|xmas)(?: day)?": "Christmas Day",
    r"boxing day": "Boxing Day",
    r"cyber monday": "Cyber Monday",
    r"april fools?['’]?s?['’]?(?: day)?": "April Fools",
    r"earth day": "Earth Day",
    r"may day|(?:international )?workers['’]? day": "May Day",
    r"(?:international )?women['’]?s day": "Women's Day",
    r"canada day": "Canada Day",
    r"australia day": "Australia Day",
    r"anzac day": "Anzac Day",
    r"flag day": "Flag Day",
    r"armistice day|remembrance day": "Armistice Day",
    r"all saints['’]? day": "All Saints",
    r"all souls['’]? day": "All Souls",
    r"inauguration day": "Inauguration Day",
    r"election day": "Election Day",
    r"epiphany": "Epiphany",
    r"kwanzaa": "Kwanzaa",
    r"singles?['’]? day": "Singles Day",
    r"mardi gras|shrove tuesday": "Shrove Tuesday",
    r"ash wednesday": "Ash Wednesday",
    r"palm sunday": "Palm Sunday",
    r"(?:maundy|holy) thursday": "Maundy Thursday",
    r"ascension day": "Ascension Day",
    r"pentecost|whit sunday": "Pentecost",
    r"whit monday": "Whit Monday",
    r"(?:chinese|lunar) new year(?:['’]?s)?(?: day)?": "Chinese New Year",
    r"diwali": "Diwali",
    r"eid[ -]al[ -]fitr": "Eid al-Fitr",
    r"eid[ -]al[ -]adha": "Eid al-Adha",
    r"passover": "Pesach",
    r"rosh hashanah?": "Rosh Hashanah",
    r"yom kippur": "Yom Kippur",
    r"cinco de mayo": "Cinco de Mayo",
    r"bastille day": "Bastille Day",
    r"guy fawkes (?:night|day)|bonfire night": "Guy Fawkes",
}
# What the package leaves out because nobody has the day off for it: month and day.
_FIXED = {
    "April Fools": (4, 1),
    "Earth Day": (4, 22),
    "May Day": (5, 1),
    "Cinco de Mayo": (5, 5),
    "Bastille Day": (7, 14),
    "Guy Fawkes": (11, 5),
    "Juneteenth": (6, 19),
    "Women's Day": (3, 8),
    "Canada Day": (7, 1),
    "Australia Day": (1, 26),
    "Anzac Day": (4, 25),
    "Flag Day": (6, 14),
    "Armistice Day": (11, 11),
    "All Saints": (11, 1),
    "All Souls": (11, 2),
    "Inauguration Day": (1, 20),
    "Epiphany": (1, 6),
    "Kwanzaa": (12, 26),
    "Singles Day": (11, 11),
}
# Days that move with Easter, counted from its Sunday.
_FROM_EASTER = {
    "Shrove Tuesday": -47,
    "Ash Wednesday": -46,
    "Palm Sunday": -7,
    "Maundy Thursday": -3,
    "Ascension Day": 39,
    "Pentecost": 49,
    "Whit Monday": 50,
}
# Where a feast of another calendar is a public holiday, the first of its days.
_ELSEWHERE = {
    "SG": ("Chinese New Year", "Diwali"),
    "AE": ("Eid al-Fitr", "Eid al-Adha"),
    "IL": ("Pesach", "Rosh Hashanah", "Yom Kippur"),
}
_WRITTEN = tuple((re.compile(pattern, re.IGNORECASE), name) for pattern, name in _NAMES.items())


@lru_cache(maxsize=256)
def _days(year: int) -> Mapping[str, date]:
    """The days of a year by name; empty for years that the package does not know."""
    abroad = holidays.country_holidays("GB", subdiv="ENG", years=year, observed=False)
    home = holidays.country_holidays("US", years=year, observed=False, categories=("public", "unofficial"))
    days = {name: day for found in (abroad, home) for day, names in found.items() for name in names.split("; ")}
    if thanksgiving := days.get("Thanksgiving Day"):
        days |= {"Black Friday": thanksgiving + timedelta(1), "Cyber Monday": thanksgiving + timedelta(4)}
    if easter := days.get("Easter Sunday"):
        days |= {name: easter + timedelta(step) for name, step in _FROM_EASTER.items()}
    first = date(year, 11, 2)
    days |= {"Election Day": first + timedelta((1 - first.weekday()) % 7)} | _elsewhere(year)
    return days | {name: date(year, month, day) for name, (month, day) in _FIXED.items()}


def _elsewhere(year: int) -> dict[str, date]:
    days: dict[str, date] = {}
    for country, wanted in _ELSEWHERE.items():
        found = holidays.country_holidays(country, years=year, observed=False, language="en_US")
        for day, names in sorted(found.items()):
            for name in (name.removesuffix(" (estimated)") for name in names.split("; ")):
                if name in wanted:
                    days.setdefault(name, day)
    return days


@dataclass(frozen=True, slots=True)
class Festival:
    """Without a year the last or the next one, as ``which`` or else the words around it say."""

    name: str
    year: int | None = None
    which: str = ""

    def read(self, context: Context) -> Value:
        if self.year is not None:
            days = [self._in(self.year)]
        else:
            days = [
                self._in(year) for year in range(max(1, context.today.year - 1), min(9999, context.today.year + 1) + 1)
            ]
        chosen = self._chosen([day for day in days if day], context)
        return Value(chosen, chosen)

    def _in(self, year: int) -> date | None:
        return _days(year).get(self.name)

    def _chosen(self, days: list[date], context: Context) -> date:
        if not days:
            raise ValueError(f"no {self.name} in that year")
        if self.year is not None:
            return days[0]
        today, which = context.today, self.which
        if which == "this":
            return min(days, key=lambda day: abs(day.year - today.year))
        if not which:
            return context.nearest(days)
        ahead = which in ("next", "following", "coming", "upcoming")
        side = [day for day in days if (day > today if ahead else day <= today)]
        return (min(side) if ahead else max(side)) if side else days[0]


@dataclass(frozen=True, slots=True)
class FestivalWeekend:
    """The weekend that a holiday makes long: up to a Monday or Tuesday, else from the holiday to Sunday."""

    festival: Festival

    def read(self, context: Context) -> Value:
        day = self.festival.read(context).first
        if day is None:
            raise ValueError("no such day")
        number = day.weekday()
        if number < 2:
            return Value(day - timedelta(number + 2), day)
        return Value(min(day, day + timedelta(5 - number)), day + timedelta(6 - number))


def _attacks(match: re.Match[str]) -> Node:
    """ "9/11" is a name; "on 9/11" was and is that day too."""
    return Fixed(Value(date(2001, 9, 11), date(2001, 9, 11)))


def _festival(match: re.Match[str]) -> Node:
    text = match["name"]
    name = next(name for pattern, name in _WRITTEN if pattern.fullmatch(text))
    year = words.year(match["year"]) if match["year"] else None
    festival = Festival(name, year, (match["which"] or "").lower())
    return FestivalWeekend(festival) if match["weekend"] or match["of"] else festival


READERS: tuple[Reader, ...] = (
    (compiled(r"9/11|Sept(?:ember|\.) 11(?= (?:terror|attack|hijack))"), _attacks),
    (
        compiled(
            r"(?i:(?P<of>(?:the )?weekend of )?(?:the )?"
            r"(?:(?P<which>last|past|previous|this|next|following|coming|upcoming) )?"
            rf"(?P<name>{'|'.join(_NAMES)})(?:,? (?:of |in )?(?P<year>{words.YEAR}))?(?P<weekend> weekend)?)"
        ),
        _festival,
    ),
)
