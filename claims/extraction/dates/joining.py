"""What neighbouring expressions say together: "from May to October", "Monday at 9", "three weeks before Easter"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime

from claims.extraction.dates import words
from claims.extraction.dates.bounds import bounded
from claims.extraction.dates.clock import Clock, Hours, NextClock, between
from claims.extraction.dates.days import DayOfMonth, Named, Shifted, WeekdayOf
from claims.extraction.dates.festivals import Festival
from claims.extraction.dates.hours import AT, both_as, gap_between, hours_of_part, in_part
from claims.extraction.dates.leading import is_days, with_part
from claims.extraction.dates.moments import Now, OnDay
from claims.extraction.dates.offsets import Apart, FromNow, Lasting
from claims.extraction.dates.parts import Nth
from claims.extraction.dates.ranges import Between, Bounded
from claims.extraction.dates.repeats import Repeated
from claims.extraction.dates.values import Atom, Node

# How far from an expression its connecting words may begin.
_REACH = 40

Rule = Callable[[str, Atom, Atom], Atom | None]


def joined(text: str, atoms: Iterable[Atom]) -> list[Atom]:
    """``atoms`` in order and apart from each other; those that belong together as one, weak ones alone left out."""
    found = _swallowing(with_part(text, atom) for atom in atoms)
    for rule in _RULES:
        found = _merged(text, found, rule)
    found = _swallowing(bounded(text, atom) for atom in found if not atom.is_weak)
    return _swallowing(_merged(text, found, _deadline))


def _swallowing(atoms: Iterable[Atom]) -> list[Atom]:
    """Apart from each other again, after one has taken in words before it that another had read."""
    found: list[Atom] = []
    for atom in atoms:
        while found and found[-1].end > atom.start:
            found.pop()
        found.append(atom)
    return found


def _merged(text: str, atoms: list[Atom], rule: Rule) -> list[Atom]:
    found: list[Atom] = []
    for atom in atoms:
        before = found[-1] if found else None
        near = before and 0 <= atom.start - before.end <= _REACH
        together = rule(text, before, atom) if before and near else None
        if together:
            found[-1] = together
        else:
            found.append(atom)
    return found


_TO = re.compile(r"\s?(?:-|–|—|~|\bto\b|\bthrough\b|\bthru\b|\buntil\b|\btill\b)\s?(?:the\s)?", re.IGNORECASE)
_AND = re.compile(r"\s?(?:-|–|—|~|\band\b|\bto\b|\bthrough\b)\s?(?:the\s)?", re.IGNORECASE)
_FROM = re.compile(r"\b(?:from|in|on)\s$", re.IGNORECASE)
_BETWEEN = re.compile(r"\bbetween\s$", re.IGNORECASE)


def _opening(text: str, atom: Atom, opening: re.Pattern[str]) -> int | None:
    """Where the word that opens a range begins, inside the atom's words or right before them."""
    if opening is _BETWEEN and text[atom.start : atom.start + 8].lower() == "between ":
        return atom.start
    found = opening.search(text, max(0, atom.start - 10), atom.start)
    return found.start() if found else None


def _is_one_day(node: Node) -> bool:
    if isinstance(node, Named):
        return node.day is not None or node.weekday is not None
    if isinstance(node, Nth):
        return node.unit in ("day", *words.WEEKDAYS)
    if isinstance(node, FromNow):
        return node.length.is_of_days
    return isinstance(node, (WeekdayOf, Shifted, DayOfMonth, Festival, Apart))


def _range(text: str, left: Atom, right: Atom) -> int | None:
    """Where a range of both begins; None where the words between them make none."""
    gap = gap_between(text, left, right)
    between_word = _opening(text, left, _BETWEEN)
    if between_word is not None and _AND.fullmatch(gap):
        return between_word
    if not _TO.fullmatch(gap):
        return None
    from_word = _opening(text, left, _FROM)
    return left.start if from_word is None else from_word


_BESIDE = re.compile(r",? ?\(?|-")


def _weekday_beside(text: str, left: Atom, right: Atom) -> Atom | None:
    """ "Sunday 3/4/2018", "next Friday 5/12", "8 November, Tuesday": the day that is named in full is meant."""
    if not _BESIDE.fullmatch(gap_between(text, left, right)):
        return None
    for weekday, day in ((left.node, right.node), (right.node, left.node)):
        is_weekday = isinstance(weekday, WeekdayOf) or (
            isinstance(weekday, Named) and weekday.weekday is not None and weekday.day is None
        )
        if is_weekday and isinstance(day, Named) and day.month and day.day and day.weekday is None:
            named = replace(day, weekday=weekday.weekday) if isinstance(weekday, (Named, WeekdayOf)) else day
            return Atom(left.start, right.end, named)
    return None


def _clocks(text: str, left: Atom, right: Atom) -> Atom | None:
    """ "1 p.m. - 3 p.m."; "7 in the morning", "in the morning at 7"."""
    if isinstance(left.node, Clock) and isinstance(right.node, Clock):
        start = _range(text, left, right)
        return None if start is None else both_as(left, right, between(left.node, right.node), start)
    if not AT.fullmatch(gap_between(text, left, right)):
        return None
    for precise, vague in ((left.node, right.node), (right.node, left.node)):
        if not isinstance(precise, (Clock, Hours)) or not isinstance(vague, Hours):
            continue
        # "At 2 morning sessions" is no time.
        is_apart = precise is left.node and text[right.start : right.start + 3].lower() not in ("in ", "at ", "dur")
        if vague.is_vague and not is_apart and not (isinstance(precise, Hours) and precise.is_vague):
            return Atom(left.start, right.end, in_part(precise, vague))
    return None


def _hours_on_day(text: str, left: Atom, right: Atom) -> Atom | None:
    """ "Monday at 9", "9 a.m. ET Wednesday", "tomorrow morning"."""
    gap = gap_between(text, left, right)
    if not (AT.fullmatch(gap) or gap in (") ", ")-", "), ")):
        return None
    for day, hours in ((left, right), (right, left)):
        if isinstance(hours.node, (Clock, Hours)) and _is_one_day(day.node):
            return both_as(left, right, OnDay(day.node, hours.node))
    return None


def _clock_lasting(text: str, left: Atom, right: Atom) -> Atom | None:
    """ "from 9 for two hours"."""
    if not isinstance(right.node, Lasting) or gap_between(text, left, right) != " for ":
        return None
    clock = left.node.hours if isinstance(left.node, OnDay) else left.node
    if not isinstance(clock, Clock):
        return None
    closes = (datetime.combine(date(2000, 1, 1), clock.of_day) + right.node.length.clock).time()
    hours = Hours(clock.of_day, closes)
    return Atom(left.start, right.end, OnDay(left.node.day, hours) if isinstance(left.node, OnDay) else hours)


def _deadline(text: str, left: Atom, right: Atom) -> Atom | None:
    """ "before 5 p.m. tomorrow", "today before 4": nothing says when it begins."""
    if not AT.fullmatch(gap_between(text, left, right)):
        return None
    for day, bound in ((left, right), (right, left)):
        if isinstance(bound.node, Bounded) and isinstance(bound.node.node, Clock) and _is_one_day(day.node):
            return both_as(left, right, Bounded(bound.node.word, OnDay(day.node, bound.node.node)))
    return None


def _moments(text: str, left: Atom, right: Atom) -> Atom | None:
    """ "between 2:00 tomorrow and 4:00", "between eight o'clock and now"."""
    start = _range(text, left, right)
    if start is None:
        return None
    if isinstance(left.node, OnDay) and isinstance(left.node.hours, Clock) and isinstance(right.node, Clock):
        hours = between(left.node.hours, right.node)
        return both_as(left, right, OnDay(left.node.day, hours), start)
    if isinstance(left.node, Clock) and isinstance(right.node, Now):
        return both_as(left, right, Between(OnDay(Shifted(), left.node), right.node), start)
    if isinstance(left.node, Now) and isinstance(right.node, Clock):
        return both_as(left, right, Between(left.node, OnDay(Shifted(), NextClock(right.node))), start)
    if isinstance(left.node, Clock) and isinstance(right.node, OnDay) and isinstance(right.node.hours, Clock):
        return both_as(left, right, Between(OnDay(Shifted(), left.node), right.node), start)
    return None


def _days(text: str, left: Atom, right: Atom) -> Atom | None:
    """ "from May to October 2020", "between now and May 21", "2014 through May 2018"."""
    ends = (left.node, right.node)
    if any(isinstance(end, (Clock, Hours, Lasting, Repeated, Between)) for end in ends):
        return None
    start = _range(text, left, right)
    if start is None:
        return None
    if any(isinstance(end, Now) for end in ends) and not any(isinstance(end, OnDay) for end in ends):
        ends = (_whole(ends[0]), _whole(ends[1]))
    both = both_as(left, right, Between(*ends), start)
    # "Mon-Fri", "Jan to March": two names of days or months are sure where one was not.
    return replace(both, is_weak=both.is_weak and not all(_is_name(end) for end in ends))


def _is_name(node: Node) -> bool:
    return isinstance(node, Named) and (node.month is not None or node.weekday is not None)


def _whole(node: Node) -> Node:
    return Shifted() if isinstance(node, Now) else node


_WAY = re.compile(
    r"\s(before|after|from|prior to|following|starting|beginning)\s(?:(?:on|from)\s)?(?:the\s)?", re.IGNORECASE
)
_BOUND = re.compile(r"(more|less|fewer) than ", re.IGNORECASE)


def _apart(text: str, left: Atom, right: Atom) -> Atom | None:
    """ "three weeks from tomorrow", "two weeks starting May 20"."""
    way = _WAY.fullmatch(gap_between(text, left, right))
    if not way or not isinstance(left.node, Lasting) or not is_days(right.node) or not left.node.length.is_of_days:
        return None
    bound = _BOUND.match(text, left.start, left.end)
    word = {"more": "more", "less": "less", "fewer": "less"}[bound[1].lower()] if bound else ""
    return both_as(left, right, Apart(left.node, way[1].lower(), right.node, word))


def _repeated(text: str, left: Atom, right: Atom) -> Atom | None:
    """ "every Monday at 9"."""
    pair = ((left, right), (right, left))
    for repeated, clock in pair:
        if (
            isinstance(repeated.node, Repeated)
            and isinstance(clock.node, Clock)
            and AT.fullmatch(gap_between(text, left, right))
        ):
            return Atom(left.start, right.end, repeated.node.at(clock.node.of_day))
    return None


# In this order: a day with its weekday and a time with its part of the day first, then what is made of them.
_RULES: tuple[Rule, ...] = (
    _weekday_beside,
    _clocks,
    _hours_on_day,
    hours_of_part,
    _moments,
    _days,
    _apart,
    _repeated,
    _clock_lasting,
)
