"""Words before an expression that take a part of it: "early", "the first week of", "the rest of"."""

from __future__ import annotations

import re

from claims.extraction.dates import words
from claims.extraction.dates.clock import Clock, Hours
from claims.extraction.dates.days import WeekdayFrom
from claims.extraction.dates.moments import Now, OnDay
from claims.extraction.dates.offsets import Lasting
from claims.extraction.dates.parts import Beside, EitherPart, Nth, RestOf, WeekOf
from claims.extraction.dates.ranges import Bounded
from claims.extraction.dates.repeats import Repeated
from claims.extraction.dates.spans import Relative
from claims.extraction.dates.values import Atom, Node

# How far from an expression its leading words may begin.
_REACH = 40


def is_days(node: Node) -> bool:
    return not isinstance(node, (Clock, Hours, Lasting, Repeated, OnDay, Now, Bounded))


_PART_OF = re.compile(
    r"\b(?:the )?(?:(?P<which>early|earlier|mid|late|later)(?: |-)(?:in |part of |on )?"
    r"|(?P<side>middle|beginning|start|end|first half|second half|latter half) of )(?:the )?(?:day )?$",
    re.IGNORECASE,
)
_SIDES = {"first half": "early", "second half": "late", "latter half": "late"}
_NTH_OF = re.compile(
    rf"\b(?:the )?(?P<nth>\d{{1,3}}(?:st|nd|rd|th)|{words.ORDINAL}|last) (?:(?P<count>{words.COUNT}) )?"
    rf"(?P<unit>week|day|month|quarter|year|{words.WEEKDAY_NAME})s?(?P<of> (?:of|in))? (?:the )?$",
    re.IGNORECASE,
)
_PART_OF_DAY = re.compile(r" (?:morning|afternoon|evening|night)\b", re.IGNORECASE)
_REST_OF = re.compile(r"\b(?:the )?(?:rest|remainder) of $", re.IGNORECASE)
# "A week after Easter" is a length from it, "every week starting in May" a repetition.
_NOT_COUNTED = r"(?<!\ba )(?<!\bone )(?<!\bevery )(?<!\beach )(?<!\bper )"
_BESIDE = re.compile(
    rf"\b(?:the |{_NOT_COUNTED})(?:(?P<count>{words.ORDINAL}) )?(?P<unit>day|week|month|year|{words.WEEKDAY_NAME}) "
    r"(?P<way>before|after|following|prior to) (?:the )?$",
    re.IGNORECASE,
)
_WEEK_OF = re.compile(
    rf"\b(?:the |{_NOT_COUNTED})week(?P<end>end)? (?:of|starting|beginning|commencing) (?:the )?$", re.IGNORECASE
)


def _beside(match: re.Match[str], node: Node) -> Node:
    """ "the day after Christmas", "the Friday after Thanksgiving", "the year before 2010"."""
    sign = 1 if match["way"].lower() in ("after", "following") else -1
    unit = match["unit"].lower()
    if unit in words.WEEKDAYS:
        count = max(1, words.ordinal(match["count"])) if match["count"] else 1
        return WeekdayFrom(words.WEEKDAYS.index(unit), sign * count, node)
    return Beside(unit, sign, node)


def with_part(text: str, atom: Atom) -> Atom:
    """With the words before it that take a part of it: "the early 1990s", "the first week of May"."""
    if not is_days(atom.node) or isinstance(atom.node, Now):
        return atom
    window = max(0, atom.start - _REACH), atom.start
    if (nth := _NTH_OF.search(text, *window)) and (nth["of"] or isinstance(atom.node, Relative)):
        count = round(words.count(nth["count"])) if nth["count"] else 1
        return Atom(nth.start(), atom.end, Nth(words.ordinal(nth["nth"]), nth["unit"].lower(), atom.node, count))
    if rest := _REST_OF.search(text, *window):
        return Atom(rest.start(), atom.end, RestOf(atom.node))
    if beside := _BESIDE.search(text, *window):
        return Atom(beside.start(), atom.end, _beside(beside, atom.node))
    if week := _WEEK_OF.search(text, *window):
        return Atom(week.start(), atom.end, WeekOf(atom.node, (5, 6) if week["end"] else (0, 6)))
    if _PART_OF_DAY.match(text, atom.end):
        # "Early Monday morning" is early in that morning.
        return atom
    if part := _PART_OF.search(text, *window):
        which = (part["which"] or part["side"]).lower()
        return Atom(part.start(), atom.end, EitherPart(_SIDES.get(which, which), atom.node))
    return atom


def early_in_part(text: str, atom: Atom) -> Atom:
    """ "Early Monday morning"."""
    node = atom.node
    if not isinstance(node, OnDay) or not isinstance(node.hours, Hours) or not node.hours.is_vague:
        return atom
    part = _PART_OF.search(text, max(0, atom.start - _REACH), atom.start)
    if not part or not part["which"]:
        return atom
    return Atom(part.start(), atom.end, OnDay(node.day, node.hours.part(part["which"].lower())), atom.is_weak)
