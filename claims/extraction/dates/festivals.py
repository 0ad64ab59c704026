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
    r"(?:st\.?|saint) patrick['’]?s day": "Saint Patrick's Day",
    r"good friday": "Good Friday",
    r"easter monday": "Easter Monday",
    r"easter(?: sunday)?": "Easter Sunday",
    r"mother['’]?s['’]? day": "Mother's Day",
    r"memorial day": "Memorial Day",
    r"father['’]?s['’]? day": "Father's Day",
    r"juneteenth": "Juneteenth National Independence Day",
    r"independence day": "Independence Day",
    r"labor day": "Labor Day",
    r"columbus day": "Columbus Day",
    r"halloween": "Halloween",
    r"veterans['’]? day": "Veterans Day",
    r"thanksgiving(?: day)?": "Thanksgiving Day",
    r"black friday": "Black Friday",
    r"christmas eve|xmas eve": "Christmas Eve",
    r"(?:christmas|xmas)(?: day)?": "Christmas Day",
    r"boxing day": "Boxing Day",
    r"cyber monday": "Cyber Monday",
    r"april fools?['’]?s?['’]? day": "April Fools",
    r"earth day": "Earth Day",
    r"may day": "May Day",
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
    return days | {name: date(year, month, day) for name, (month, day) in _FIXED.items()}


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
