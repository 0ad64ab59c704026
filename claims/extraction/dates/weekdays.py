"""Weekdays by name: "Monday", "last Friday", "two Sundays ago", "the Tuesday before last"."""

from __future__ import annotations

import re

from claims.extraction.dates import words
from claims.extraction.dates.days import Named, WeekdayOf, WeekdaysOff
from claims.extraction.dates.values import Node

# "Super Tuesday" and its like are days of their own, which no rule of the calendar gives.
_OTHER_DAYS = re.compile(r"\b(?:Super|Black|Cyber|Bloody|Fat|Shrove|Ruby|Ash|Giving|Maundy|Palm|Holy) $")

# "the Sunday Times", "Monday Night Football".
_NAMED_AFTER = re.compile(
    r" (?:Times|Post|Telegraph|Mail|Mirror|Express|Herald|Tribune|Star|Sun|Night (?:Live|Football|Fever|Lights|Raw))\b"
)


def weekday(match: re.Match[str]) -> Node | None:
    """ "Monday"; "last", "this", "next" Monday, and "Wednesday next week", count by whole weeks from Monday on."""
    if _OTHER_DAYS.search(match.string, max(0, match.start() - 8), match.start()):
        return None
    if _NAMED_AFTER.match(match.string, match.end()):
        return None
    which = next((match[name].lower() for name in ("which", "week") if match.groupdict().get(name)), "")
    number = words.weekday(match["weekday"])
    return WeekdayOf(number, which) if which else Named(weekday=number)


def weekdays_off(match: re.Match[str]) -> Node:
    """ "two Sundays ago"."""
    count = max(1, round(words.count(match["count"])))
    sign = 1 if match["way"].lower() == "from now" else -1
    return WeekdaysOff(words.weekday(match["weekday"]), sign * count)


def weekday_two_off(match: re.Match[str]) -> Node:
    """ "the Tuesday before last"."""
    return WeekdaysOff(words.weekday(match["weekday"]), 2 if match["way"].lower() == "after next" else -2)
