"""So long before or after the moment of publication: "two days ago", "in three weeks", "the past five years"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from claims.extraction.dates import words
from claims.extraction.dates.lengths import LENGTH, UNIT, Length, length
from claims.extraction.dates.reading import Reader, compiled
from claims.extraction.dates.spans import Relative
from claims.extraction.dates.values import Context, Node, Value, later, months_from


@dataclass(frozen=True, slots=True)
class Lasting:
    """A length of time by itself."""

    length: Length

    def read(self, context: Context) -> Value:
        return Value(duration=self.length.iso)


@dataclass(frozen=True, slots=True)
class FromNow:
    """A day, or with hours and minutes a moment, ``sign`` 1 after and -1 before the moment of publication."""

    length: Length
    sign: int

    def read(self, context: Context) -> Value:
        if not self.length.is_of_days:
            then = _moved(context.now, self.length, self.sign)
            return Value(then.date(), then.date(), _clock(then), _clock(then))
        day = shifted(context.today, self.length, self.sign)
        return Value(day, day)


@dataclass(frozen=True, slots=True)
class Ago:
    """As FromNow, but as vague as the words: "two months ago" is that month, "two years ago" that year."""

    length: Length

    def read(self, context: Context) -> Value:
        then = FromNow(self.length, -1).read(context)
        units = {unit for unit, _ in self.length.amounts}
        if then.first is None or not units <= {"MO", "Y"}:
            return then
        if units == {"Y"}:
            return Value(date(then.first.year, 1, 1), date(then.first.year, 12, 31))
        return months_from(then.first.replace(day=1), 1)


@dataclass(frozen=True, slots=True)
class Within:
    """ "in three years": a day ahead, but how long something took where the sentence tells of the past."""

    length: Length

    def read(self, context: Context) -> Value:
        return Lasting(self.length).read(context) if context.lean < 0 else FromNow(self.length, 1).read(context)


@dataclass(frozen=True, slots=True)
class Later:
    """ "two days later": from publication on, but from what was told before where the sentence tells of the past."""

    length: Length
    sign: int

    def read(self, context: Context) -> Value:
        return Value() if context.lean < 0 else FromNow(self.length, self.sign).read(context)


@dataclass(frozen=True, slots=True)
class NextFew:
    """ "the next three days" from tomorrow on, "the last two weeks" up to yesterday, "the next hour" from now on."""

    length: Length
    sign: int

    def read(self, context: Context) -> Value:
        if not self.length.is_of_days:
            edges = sorted((context.now, _moved(context.now, self.length, self.sign)))
            return Value(edges[0].date(), edges[1].date(), _clock(edges[0]), _clock(edges[1]))
        edge = shifted(context.today, self.length, self.sign)
        if self.sign > 0:
            return Value(context.today + timedelta(1), edge)
        return Value(edge, context.today - timedelta(1))


@dataclass(frozen=True, slots=True)
class Quarters:
    """Whole quarters before or after the one of publication."""

    count: int
    sign: int

    def read(self, context: Context) -> Value:
        here = context.today.replace(day=1, month=3 * ((context.today.month - 1) // 3) + 1)
        first = later(here, months=3 if self.sign > 0 else -3 * self.count)
        return months_from(first, 3 * self.count)


@dataclass(frozen=True, slots=True)
class Apart:
    """So long before or after a day; "more than" leaves it open and "less than" spans the days between."""

    lasting: Lasting
    way: str
    day: Node
    bound: str = ""

    def read(self, context: Context) -> Value:
        start = self.day.read(context).first
        if start is None:
            raise ValueError("nothing to reckon from")
        sign = -1 if self.way in ("before", "prior to") else 1
        day = shifted(start, self.lasting.length, sign)
        if self.way in ("starting", "beginning", "starting on", "beginning on"):
            return Value(start, day - timedelta(1))
        if self.bound == "less":
            return Value(day + timedelta(1), start) if sign < 0 else Value(start, day - timedelta(1))
        if self.bound == "more":
            return Value(None, day - timedelta(1)) if sign < 0 else Value(day + timedelta(1), None)
        return Value(day, day)


def shifted(day: date, length: Length, sign: int) -> date:
    """``day`` so much later (``sign`` 1) or earlier (-1). Working days step over Saturdays and Sundays."""
    working = min(length.working_days, 10_000)
    moved = later(day, months=sign * length.months, days=sign * (length.days - length.working_days))
    for _ in range(working):
        moved += timedelta(sign)
        while moved.weekday() > 4:
            moved += timedelta(sign)
    return moved


def _moved(now: datetime, length: Length, sign: int) -> datetime:
    day = shifted(now.date(), length, sign)
    return datetime.combine(day, now.time(), now.tzinfo) + sign * length.clock


def _clock(moment: datetime) -> time:
    return moment.time().replace(microsecond=0)


def _sign(match: re.Match[str]) -> int:
    return 1 if match["which"].lower() in ("next", "coming", "following", "upcoming") else -1


# "A week" is how often in "twice a week" and how long after these.
_HOW_LONG = re.compile(
    r"\b(?:for|than|within|least|most|about|around|nearly|almost|only|just|over|lasts?|lasted|took|takes?|spent|to|half|of)"
    r" $",
    re.IGNORECASE,
)
_LEADS_ON = re.compile(r" (?:from|before|after|prior|and)\b", re.IGNORECASE)
_ONE_UNIT = re.compile(r"an? \w+$", re.IGNORECASE)


_WHOLE_ONES = re.compile(rf"(?i)(?P<count>{words.COUNT}) (?P<unit>weekend|quarter)s?$")


def _lasting(match: re.Match[str]) -> Node | None:
    if _ONE_UNIT.match(match["length"]) and match.start("length") == match.start():
        is_led_to = _HOW_LONG.search(match.string, max(0, match.start() - 12), match.start())
        if not is_led_to and not _LEADS_ON.match(match.string, match.end()):
            return None
    return Lasting(length(match["length"]))


def _ago(match: re.Match[str]) -> Node:
    """Weekends and quarters are whole ones: "two quarters ago"."""
    if whole := _WHOLE_ONES.match(match["length"]):
        return Relative(whole["unit"].lower(), -max(1, round(words.count(whole["count"]))))
    return Ago(length(match["length"]))


def _ahead(match: re.Match[str]) -> Node:
    return FromNow(length(match["length"] or match["time"]), 1)


def _in(match: re.Match[str]) -> Node:
    return Within(length(match["length"]))


def _later(match: re.Match[str]) -> Node:
    return Later(length(match["length"]), -1 if match["way"].lower() in ("earlier", "before") else 1)


def _day_on(match: re.Match[str]) -> Node:
    return Later(length("1 day"), 1)


# "The course will last three weeks".
_VERB_FOLLOWS = re.compile(r"(?i)\b(?:will|would|to|could|can|should|not|n['’]t|may|might|must) $")


def _next_few(match: re.Match[str]) -> Node | None:
    if match["which"].lower() == "last" and _VERB_FOLLOWS.search(
        match.string, max(0, match.start() - 10), match.start()
    ):
        return None
    found = length(match["length"])
    if "quarter" in match["length"].lower():
        return Quarters(max(1, found.months // 3), _sign(match))
    return NextFew(found, _sign(match))


def _next_count(match: re.Match[str]) -> Node:
    return NextFew(length(f"{match['count']} {match['unit']}"), _sign(match))


def _within(match: re.Match[str]) -> Node:
    return NextFew(length(match["length"]), 1)


def _whole(match: re.Match[str]) -> Node:
    return Lasting(length("1 " + match["unit"]))


def _next_one(match: re.Match[str]) -> Node:
    return NextFew(length("1 " + match["unit"]), _sign(match))


_WHICH = r"(?P<which>next|last|past|coming|upcoming|following|previous)"
_LENGTH = rf"(?P<length>{LENGTH})"

READERS: tuple[Reader, ...] = (
    (compiled(rf"(?i:{_LENGTH} (?:ago|back))"), _ago),
    (compiled(rf"(?i:{_LENGTH} from (?:now|today)|(?<=\bin )(?P<time>{LENGTH})['’]? time)"), _ahead),
    (compiled(rf"(?i:within (?:the )?(?:next )?{_LENGTH})"), _within),
    (compiled(rf"(?i:(?:in )?(?:the )?{_WHICH} {_LENGTH})"), _next_few),
    (compiled(rf"(?i:(?:the )?(?P<count>\d{{1,3}}) (?P<which>next|last|past) (?P<unit>{UNIT}))"), _next_count),
    (compiled(rf"(?i:(?:the )?{_WHICH} (?P<unit>hour|minute|second)s?)"), _next_one),
    (compiled(rf"(?i:(?:the )?{_WHICH} (?P<unit>(?:year|decade|month|week) and a half))"), _next_one),
    (compiled(rf"(?i:in {_LENGTH})"), _in),
    (compiled(rf"(?i:{_LENGTH} (?P<way>later|earlier|hence))"), _later),
    (compiled(r"(?i:the (?:next|following) day|the day after)(?=[.,;!?]|$)"), _day_on),
    (compiled(r"(?i:(?:all|(?:the )?(?:whole|entire|full)) (?P<unit>day|night|week|month|year))"), _whole),
)
LENGTHS: tuple[Reader, ...] = (
    (compiled(rf"(?i:(?:(?:more|less|fewer) than |at least |up to )?{_LENGTH})(?![- ](?:old|of age)\b)"), _lasting),
)
