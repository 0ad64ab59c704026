"""Days in figures alone: "4/7/2017", "10/25"; and what looks like one and is a fraction."""

from __future__ import annotations

import re

from claims.extraction.dates import words
from claims.extraction.dates.days import Named, made
from claims.extraction.dates.lengths import UNIT
from claims.extraction.dates.values import Node


def numbers(match: re.Match[str]) -> Node | None:
    """ "4/7/2017", "10/25": month first as in the United States, or the other way round if only that is a day."""
    first, second, text = int(match["one"]), int(match["two"]), match.groupdict().get("year")
    year = None if not text else words.century_of(int(text)) if len(text) == 2 else int(text)
    for month, day in ((first, second), (second, first)):
        if made([(2000 if year is None else year, month, day)]):
            return Named(year, month, day)
    return None


# "4/5 of the voters", "1/2 cup", "24/7" are no days, unless a word before them says so.
_ON = re.compile(r"(?i)\b(?:on|this|by|from|to|until|since|between|before|after|and)\s$")

_COUNTED = re.compile(rf"(?i) (?:of (?!(?:19|20)\d\d)|cups?|inch|miles?|pounds?|majority|(?:full )?time|{UNIT})\b")

_USUAL = ("1/2", "1/3", "2/3", "1/4", "3/4", "24/7")


def bare_numbers(match: re.Match[str]) -> Node | None:
    """ "10/25", which is a fraction when something is counted by it."""
    text = match.string
    if _ON.search(text, max(0, match.start("one") - 10), match.start("one")):
        return numbers(match)
    if f"{match['one']}/{match['two']}" in _USUAL or _COUNTED.match(text, match.end()):
        return None
    return numbers(match)
