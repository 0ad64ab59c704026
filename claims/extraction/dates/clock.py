"""Times of day: "9 a.m. ET", "half past seven", "from 3 to 8pm", "in the morning", "noon".

Mornings and other parts of a day get the hours that Recognizers-Text gives them. A time that could be of either half
of the day is taken as written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import time

from claims.extraction.dates import words
from claims.extraction.dates.reading import Reader
from claims.extraction.dates.values import Context, Node, Value

END_OF_DAY = time(23, 59, 59)
_PARTS = {
    "morning": (8, 12), "afternoon": (12, 16), "evening": (16, 20), "lunchtime": (11, 13), "lunch time": (11, 13),
    "daytime": (8, 18), "night-time": (0, 8), "nighttime": (0, 8), "business hours": (8, 18), "night": (20, 24),
    "breakfast": (8, 12), "brunch": (8, 12), "lunch": (11, 13), "dinner": (16, 20), "dinnertime": (16, 20),
    "dinner time": (16, 20), "breakfast time": (8, 12), "am": (8, 12), "pm": (12, 16),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Clock:
    """A time on the clock; ``half`` is "a", "p", or empty where the words leave it open."""

    hour: int
    minute: int = 0
    second: int = 0
    half: str = ""

    @property
    def of_day(self) -> time:
        hour = self.hour
        if self.half and 1 <= hour <= 12:
            hour = hour % 12 + 12 * (self.half == "p")
        return time(hour % 24, self.minute, self.second)

    @property
    def is_open(self) -> bool:
        return not self.half and 1 <= self.hour <= 12

    def read(self, context: Context) -> Value:
        return Value(opens=self.of_day, closes=self.of_day)

    def after(self, start: time) -> Clock:
        """Of two readings the first that is later than ``start``."""
        halves = [replace(self, half=half) for half in "ap"] if self.is_open else [self]
        return next((clock for clock in halves if clock.of_day > start), halves[0])


@dataclass(frozen=True, slots=True)
class NextClock:
    """Of the two readings of a time the one to come on the day of publication."""

    clock: Clock

    def read(self, context: Context) -> Value:
        return self.clock.after(context.now.time()).read(context)


@dataclass(frozen=True, slots=True)
class Hours:
    """A span of a day, open where None; it goes over midnight when it closes before it opens.

    ``is_vague``: a part of the day by name, which a time on the clock makes precise.
    """

    opens: time | None
    closes: time | None
    is_vague: bool = False

    def read(self, context: Context) -> Value:
        return Value(opens=self.opens, closes=self.closes)

    def part(self, which: str) -> Hours:
        """The early or the late half of it."""
        if self.opens is None or self.closes is None:
            return self
        opens, closes = self.opens.hour, self.closes.hour or 24
        middle = time((opens + closes) // 2)
        return replace(self, closes=middle) if which.startswith("earl") else replace(self, opens=middle)


def between(first: Clock, last: Clock) -> Hours:
    """ "3 to 8pm" is in one half of the day, "11 to 1pm" in two, "10:30 to 3" ends with the first 3 o'clock after."""
    if first.is_open and last.half:
        start = replace(first, half=last.half)
        if start.of_day >= last.of_day:
            start = replace(first, half="a")
        return Hours(start.of_day, last.of_day)
    return Hours(first.of_day, last.after(first.of_day).of_day)


# The last dot of "p.m." is its own, the one after "pm" ends the sentence.
_MERIDIEM = r"(?:[ap] ?\. ?m ?\.|[ap] ?\.? ?m\b|[ap](?![a-z'’]|\.[a-z]))"
_HOUR_WORDS = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_ONES = r"(?:one|two|three|four|five|six|seven|eight|nine)"
_MINUTE_WORDS = (
    rf"(?:(?:twenty|thirty|forty|fifty)(?:[ -]{_ONES})?|ten|eleven|twelve|thirteen|fifteen|sixteen|seventeen"
    rf"|eighteen|nineteen|oh[ -]{_ONES})"
)
_ZONE = (
    r"(?:,? \(?(?:E[SD]?T|C[SD]?T|M[SD]?T|P[SD]?T|GMT|UTC|BST|CES?T|IST|JST|AES?T|"
    r"(?:local|Eastern|Central|Mountain|Pacific|Beijing|Moscow|London|Tokyo) "
    r"(?:[Ss]tandard |[Dd]aylight )?(?:[Tt]ime(?:zone)?))\b\)?)?"
)


_HOUR_BEFORE = re.compile(rf"\b{_HOUR_WORDS}[ -]$", re.IGNORECASE)
_NAMED = re.compile(r"noon|mid ?day|mid ?night")
_HALF = re.compile(r"\d ?\.? ?([ap])\.? ?|[a-z] ([ap]) ?\.? ?m")
_FIGURES = re.compile(r"(\d{1,2})(?:[:.]?(\d\d)(?::(\d\d))?)?")
_WORDS = re.compile(rf"({_HOUR_WORDS})(?: ({_MINUTE_WORDS}))?")


def _clock_of(text: str) -> Clock | None:
    """ "8:00:31am", "9", "0730", "five-thirty pm", "noon". None for 25:00."""
    text = " ".join(text.lower().replace("-", " ").split())
    if special := _NAMED.search(text):
        return Clock(0) if "night" in special[0] else Clock(12)
    half = _HALF.search(text)
    letter = (half[1] or half[2]) if half else ""
    if digits := _FIGURES.match(text):
        hour, minute, second = (int(part or 0) for part in digits.groups())
        is_right = (hour < 24 and minute < 60 and second < 60) or (hour, minute, second) == (24, 0, 0)
        return Clock(hour, minute, second, letter) if is_right else None
    if spoken := _WORDS.match(text):
        minutes = words.count(spoken[2].replace("oh ", "")) if spoken[2] else 0.0
        return Clock(int(words.count(spoken[1])), int(minutes), 0, letter)
    return None


def _clock(match: re.Match[str]) -> Node | None:
    return _clock_of(match["clock"])


def _range(match: re.Match[str]) -> Node | None:
    first, last = _clock_of(match["first"]), _clock_of(match["last"])
    return between(first, last) if first and last else None


def _past_hour(match: re.Match[str]) -> Node | None:
    """ "20 min past eight", "quarter to nine"."""
    hour = _clock_of(match["hour"])
    if not hour or not 1 <= hour.hour <= 12:
        return None
    if _HOUR_BEFORE.search(match.string, max(0, match.start() - 8), match.start()):
        # "From two thirty to three".
        return None
    word = match["minutes"].lower()
    minutes = {"half": 30, "quarter": 15, "a quarter": 15}.get(word) or int(words.count(word))
    hour = replace(hour, half=(match["half"] or "").lower()) if match.groupdict().get("half") else hour
    if not 0 < minutes < 60:
        return None
    if match["way"].lower() in ("to", "before", "till"):
        return replace(hour, hour=hour.hour - 1 or 12, minute=60 - minutes)
    return replace(hour, minute=minutes)


def hours_of(part: str) -> Hours:
    """ "morning", "lunchtime", "night"."""
    word = part.lower()
    opens, closes = _PARTS.get(word) or _PARTS.get(word.replace("-", " ")) or _PARTS["night"]
    return Hours(time(opens), time(closes) if closes < 24 else END_OF_DAY, is_vague=True)


def _part(match: re.Match[str]) -> Node:
    hours = hours_of(match["part"])
    early = match.groupdict().get("early") or match.groupdict().get("inner")
    return hours.part(early.lower()) if early else hours


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.$€£])(?<!\d[:,/-])(?i:{pattern})(?![\w%/]|[.:,]\d)")


_DIGITS = r"\d{1,2}(?:[:.]\d\d(?::\d\d)?)?"
_SPECIAL = r"(?:\d{1,2}-?ish|(?:12(?::00)? ?)?(?:noon(?:ish)?|mid[ -]?day|mid[ -]?night))"
_SURE = (
    rf"(?:{_SPECIAL}|{_DIGITS}(?: |\.)?{_MERIDIEM}|\d{{1,2}}:\d\d(?::\d\d)?"
    rf"|{_HOUR_WORDS}(?:[ -]{_MINUTE_WORDS})? ?(?:[ap]\.m\.|[ap][. ]?m\b|o['’]?clock)|\d{{1,2}} ?o['’]?clock)"
)
_SPOKEN = rf"{_HOUR_WORDS}(?:[ -]{_MINUTE_WORDS})?"
_ANY = rf"(?:{_SURE}|{_DIGITS}|{_SPOKEN})"
# Not the hyphen of "forty-five".
_TO = r" ?(?:(?<!y)-|–|—|to|until|till|through|and) ?"
_AROUND = r"(?:(?:at|around|about|by about|shortly (?:before|after)) )?"
_PART_WORDS = r"(?:morning|afternoon|evening|night[ -]?time|night|daytime|lunch[ -]?time|business hours)"
_MEAL = r"(?P<part>breakfast|brunch|lunch|dinner)"
_DAY_FOLLOWS = r"(?=\s(?:tonight|tomorrow|today|yesterday|this|on)\b)"

READERS: tuple[Reader, ...] = (
    (re.compile(r"(?<=\d)T(?P<clock>\d\d:\d\d(?::\d\d)?)(?:Z|[+-]\d\d:\d\d)?(?!\w)"), _clock),
    (_compiled(rf"(?:from |between )?(?P<first>{_SURE}){_TO}(?P<last>{_ANY})(?:{_ZONE})"), _range),
    (_compiled(rf"(?:from |between )?(?P<first>{_ANY}){_TO}(?P<last>{_SURE})(?:{_ZONE})"), _range),
    (_compiled(r"(?:from|between) (?P<first>[012]\d[0-5]\d)(?: ?- ?| to | and )(?P<last>[012]\d[0-5]\d)"), _range),
    (
        _compiled(
            rf"(?:at )?(?P<minutes>half|a quarter|quarter|\d{{1,2}}|{_MINUTE_WORDS}|five)(?: min(?:ute)?s?)? "
            rf"(?P<way>past|to|before|after|till) (?P<hour>{_HOUR_WORDS}|\d{{1,2}}(?= ?(?:[ap]\.?m|o['’]clock))"
            rf")(?: ?(?:(?P<half>[ap])(?:\.m\.|m\b)|o['’]clock))?"
        ),
        _past_hour,
    ),
    (
        _compiled(
            rf"(?:at )?(?P<minutes>half|a quarter|quarter) (?P<way>past|to|before|after|till) (?P<hour>\d{{1,2}})"
            rf"(?:{words.ENDS}|{_DAY_FOLLOWS})"
        ),
        _past_hour,
    ),
    (
        _compiled(
            rf"(?:from|between) (?P<first>{_HOUR_WORDS}[ -]{_MINUTE_WORDS}) (?:to|and|until|till) (?P<last>{_SPOKEN})"
        ),
        _range,
    ),
    (
        _compiled(
            rf"at (?P<clock>{_HOUR_WORDS}[ -]{_MINUTE_WORDS})(?: minutes|(?=[ -]?(?:{words.ENDS}|{_DAY_FOLLOWS})))"
        ),
        _clock,
    ),
    (_compiled(rf"at (?P<clock>0\d[0-5]\d){words.ENDS}"), _clock),
    (_compiled(rf"{_AROUND}(?P<clock>{_SURE}){_ZONE}"), _clock),
    (_compiled(r"(?:at )?(?P<clock>[012]\d[0-5]\d) (?:hours|hrs|GMT|UTC|local time)"), _clock),
    (
        _compiled(
            r"(?:(?P<early>early|late|later) )?(?:in|during) (?:the )?(?:(?P<inner>early|late) )?"
            rf"(?P<part>{_PART_WORDS})"
        ),
        _part,
    ),
    (_compiled(r"(?:at )?(?P<part>(?:lunch|dinner|breakfast)[ -]?time|business hours|night[ -]time)"), _part),
    (_compiled(rf"(?:(?<=before )|(?<=after )|(?<=until )|(?<=by )){_MEAL}"), _part),
)
# Only beside a day: "tomorrow at seven twenty-seven", "6-8 next Monday", "Monday morning".
WEAK_READERS: tuple[Reader, ...] = (
    (_compiled(r"(?P<part>[ap]m)"), _part),
    (_compiled(r"(?P<clock>\d{1,2})(?= tonight\b)"), _clock),
    (_compiled(rf"(?:from|between|at) (?P<first>{_DIGITS}){_TO}(?P<last>{_DIGITS})"), _range),
    (_compiled(rf"(?P<first>{_DIGITS}){_TO}(?P<last>{_DIGITS})(?= in the (?:morning|afternoon|evening))"), _range),
    (
        _compiled(rf"(?:at )?(?P<clock>{_DIGITS}|{_SPOKEN})(?= (?:in the (?:morning|afternoon|evening)|at night))"),
        _clock,
    ),
    (_compiled(rf"(?:from|between) (?P<first>{_SPOKEN}) (?:to|and|until) (?P<last>{_SPOKEN})"), _range),
    (_compiled(rf"(?:at|from|around) (?P<clock>{_ANY})"), _clock),
    (_compiled(rf"(?:(?P<early>early|late) )?(?:in |at |the )?(?P<part>{_PART_WORDS})"), _part),
)
