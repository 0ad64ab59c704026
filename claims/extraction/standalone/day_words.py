"""How an expression of time reads without the day of publication: "Sunday" as "Sunday (3 September 2017)"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from claims.extraction.statements import DateRange, Substitution

_YEAR = re.compile(r"\d{4}|['’]\d\d\b|\d\d?/\d\d?/\d\d")
_MONTHS = "January February March April May June July August September October November December".split()
_MONTH = "(?:" + "|".join(f"{name[:3]}(?:{name[3:]}|t?\\.)?" for name in _MONTHS) + ")"
_ENDS_IN_MONTH = re.compile(rf"\b{_MONTH}$")
_ENDS_IN_DAY = re.compile(rf"\b{_MONTH} \d\d?(?:st|nd|rd|th)?$")
_NEAR = re.compile(r"(?:yesterday|today|tomorrow)", re.IGNORECASE)
# "night" of "Monday night", "'s" of "Sunday's".
_PART_AFTER = re.compile(r"(?: (?:morning|afternoon|evening|night))?(?:['’]s)?\b")
# "September" of "September 16-19": a day that was not read.
_DIGIT_AFTER = re.compile(r" \d")
# After these "on" would be one preposition too many.
_PREPOSITIONS = frozenset("on until till since by from for of before after through as to between".split())
# A claim about a decade or more is told apart by its words; days in brackets would only pretend to be exact.
MAX_YEARS = 10


def day_words(text: str, found: DateRange) -> Substitution | None:
    """What to write for ``found`` (offsets in ``text``), or None where its words tell the day by themselves."""
    if _YEAR.search(found.text) or found.repeats or (found.first is None and found.last is None):
        return None
    if found.first and found.last and found.last - found.first > timedelta(366 * MAX_YEARS):
        return None
    spelled = _spelled(found)
    if not spelled:
        return None
    end = found.end
    if _is_other(text, found) or _DIGIT_AFTER.match(text, end):
        return None
    more = _PART_AFTER.match(text, end)
    if more and more.end() > end:
        end = more.end()
    elif _NEAR.fullmatch(found.text):
        return Substitution(found.start, end, found.text, _dated(text, found, spelled), is_sure=True)
    original = text[found.start : end]
    return Substitution(found.start, end, original, _with_day(original, found, spelled), is_sure=True)


def _is_other(text: str, found: DateRange) -> bool:
    """ "USA Today": a name in the middle of a sentence."""
    before = text[: found.start].rstrip(' “"')[-1:]
    return found.text in ("Today", "Tomorrow") and before.isalnum()


def _with_day(original: str, found: DateRange, spelled: str) -> str:
    """The year after a month or a day of one; anything else keeps its words, with the days in brackets."""
    day = found.first or found.last
    if day and original == found.text:
        if _ENDS_IN_DAY.search(original):
            return f"{original}, {day.year}"
        if _ENDS_IN_MONTH.search(original) or re.search(rf"\d {_MONTH}$", original):
            return f"{original} {day.year}"
    return f"{original} ({spelled})"


def _dated(text: str, found: DateRange, spelled: str) -> str:
    """ "yesterday" as "on 17 June 2025", after a preposition without the "on"."""
    before = text[max(0, found.start - 20) : found.start].split()
    head = "" if before and before[-1].lower() in _PREPOSITIONS else "on "
    return f"{head}{spelled}"


def _spelled(found: DateRange) -> str:
    first, last = found.first, found.last
    if first and last:
        return _period(first, last)
    return _day(first or last)


def _period(first: date, last: date) -> str:
    if first == last:
        return _day(first)
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return str(first.year) if first.year == last.year else f"{first.year} to {last.year}"
    if first.day == 1 and (last + timedelta(1)).day == 1:
        return _months(first, last)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {_day(last)}"
    head = f"{first.day} {_MONTHS[first.month - 1]}"
    return f"{head} to {_day(last)}" if first.year == last.year else f"{_day(first)} to {_day(last)}"


def _months(first: date, last: date) -> str:
    closing = f"{_MONTHS[last.month - 1]} {last.year}"
    if (first.year, first.month) == (last.year, last.month):
        return closing
    opening = _MONTHS[first.month - 1] if first.year == last.year else f"{_MONTHS[first.month - 1]} {first.year}"
    return f"{opening} to {closing}"


def _day(day: date | None) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}" if day else ""


def all_day_words(text: str, found: Sequence[DateRange], *, start: int) -> list[Substitution]:
    """What to write for each of ``found``; their offsets count in the article, and ``text`` begins at ``start``."""
    told = []
    for one in found:
        here = replace(one, start=one.start - start, end=one.end - start)
        if words := day_words(text, here):
            told.append(
                Substitution(words.start + start, words.end + start, words.original, words.replacement, is_sure=True)
            )
    return told
