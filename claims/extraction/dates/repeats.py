"""What happens again and again: "every Monday", "daily", "every three weeks", "the 19th of every month".

Repetitions are written as TIMEX3 does: the period they come in ("P1W"), or the days with what varies left open
("XXXX-WXX-1" is every Monday, "XXXX-XX-19" the 19th of every month), and "T17:30" for the time of day.
"/P2W" behind a weekday says that it is each second one, which TIMEX3 has no place for; "XXXX-XX-WXX-1-#1" is the first
Monday of every month.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import time

from claims.extraction.dates import words
from claims.extraction.dates.lengths import UNIT, length
from claims.extraction.dates.reading import Reader, compiled
from claims.extraction.dates.values import Context, Node, Value

_PERIODS = {
    "daily": "P1D", "everyday": "P1D", "nightly": "P1D", "weekly": "P1W", "biweekly": "P2W", "bi-weekly": "P2W",
    "fortnightly": "P2W", "monthly": "P1M", "bimonthly": "P2M", "bi-monthly": "P2M", "quarterly": "P3M",
    "yearly": "P1Y", "annually": "P1Y", "annual": "P1Y", "hourly": "PT1H", "biannual": "P0.5Y", "biannually": "P0.5Y",
    "semiannual": "P0.5Y", "semi-annual": "P0.5Y", "semiannually": "P0.5Y", "semi-annually": "P0.5Y",
    "biennial": "P2Y", "biennially": "P2Y",
}  # fmt: skip
_PARTS = {"morning": "TMO", "afternoon": "TAF", "evening": "TEV", "night": "TNI"}


# A time on the clock makes it precise.
_PART_OF_DAY = re.compile(r"T(?:MO|AF|EV|NI)$")


@dataclass(frozen=True, slots=True)
class Repeated:
    timex: str

    def read(self, context: Context) -> Value:
        return Value(repeats=self.timex)

    def at(self, clock: time) -> Repeated:
        """With a time of day; of every day, that alone says it."""
        hours = clock.isoformat("seconds" if clock.second else "minutes").removesuffix(":00")
        days = "" if self.timex == "P1D" else _PART_OF_DAY.sub("", self.timex)
        return replace(self, timex=f"{days}T{hours}")


def _period(match: re.Match[str]) -> Node | None:
    """Not in a name ("the Daily News")."""
    if match["word"][0].isupper() and match.string[match.end() + 1 : match.end() + 2].isupper():
        return None
    return Repeated(_PERIODS[match["word"].lower()])


def _every(match: re.Match[str]) -> Node:
    unit, count = match["unit"], match["count"] or ("two" if match["other"] else "one")
    return Repeated(length(f"{count} {unit}").iso)


def _weekday(match: re.Match[str]) -> Node:
    part = (match.groupdict().get("part") or "").lower().rstrip("s")
    every = f"XXXX-WXX-{words.weekday(match['weekday']) + 1}"
    return Repeated(every + _PARTS.get(part, ""))


# "Three weekends" are a length.
_COUNTED_BEFORE = re.compile(rf"(?i)\b(?:{words.COUNT}|last|next|past|these|those) $")


def _kind_of_day(match: re.Match[str]) -> Node | None:
    is_led_to = match[0][:3].lower() == "on "
    if not is_led_to and _COUNTED_BEFORE.search(match.string, max(0, match.start() - 20), match.start()):
        return None
    return Repeated("P1WE" if (match["days"] or "").lower() == "weekends" else "XXXX-WXX-WD")


def _every_other(match: re.Match[str]) -> Node:
    """The weekday, and that it is each second one."""
    return Repeated(f"XXXX-WXX-{words.weekday(match['weekday']) + 1}/P2W")


def _weekday_of_month(match: re.Match[str]) -> Node:
    return Repeated(f"XXXX-XX-WXX-{words.weekday(match['weekday']) + 1}-#{words.ordinal(match['nth'])}")


def _month(match: re.Match[str]) -> Node:
    return Repeated(f"XXXX-{words.month(match['month']):02}")


def _twice(match: re.Match[str]) -> Node:
    """Twice a week is every half week."""
    return Repeated(length(f"half a {match['unit']}").iso)


def _part(match: re.Match[str]) -> Node:
    return Repeated(_PARTS[match["part"].lower().rstrip("s")])


def _day_of_month(match: re.Match[str]) -> Node:
    return Repeated(f"XXXX-XX-{words.ordinal(match['day']):02}")


def _day_of_year(match: re.Match[str]) -> Node:
    return Repeated(f"XXXX-{words.month(match['month']):02}-{words.ordinal(match['day']):02}")


_EVERY = r"(?:every|each)"
_PART = r"(?P<part>morning|afternoon|evening|night)"

READERS: tuple[Reader, ...] = (
    (compiled(rf"(?i:(?:the )?(?P<day>{words.ORDINAL}) (?:day )?of {_EVERY} month)"), _day_of_month),
    (
        compiled(rf"(?i:{_EVERY} )(?P<month>{words.MONTH}) (?P<day>(?i:{words.DAY}))"),
        _day_of_year,
    ),
    (
        compiled(rf"(?i:{_EVERY} (?:the )?(?P<day>{words.ORDINAL}) of )(?P<month>{words.MONTH})"),
        _day_of_year,
    ),
    (
        compiled(
            rf"(?i:(?:the )?(?P<nth>{words.ORDINAL}|last) (?P<weekday>{words.WEEKDAY_NAME}) (?:of|in) {_EVERY} month)"
        ),
        _weekday_of_month,
    ),
    (compiled(rf"(?i:{_EVERY} (?:other|second) (?P<weekday>{words.WEEKDAY_NAME}))"), _every_other),
    (compiled(rf"(?i:{_EVERY} (?P<day>{words.ORDINAL}) of (?:the|a) month)"), _day_of_month),
    (compiled(rf"(?i:{_EVERY} )(?P<month>{words.MONTH_NAME})"), _month),
    (compiled(r"(?i:twice (?:a|every|each|per) (?P<unit>day|week|month|year))"), _twice),
    (compiled(rf"(?i:(?:on )?{_EVERY} (?P<weekday>{words.WEEKDAY_NAME})s?(?: {_PART}s?)?)"), _weekday),
    (compiled(rf"(?i:(?:on )?(?P<weekday>{words.WEEKDAY_NAME})s(?! ago| from now)(?: {_PART}s?)?)"), _weekday),
    (compiled(rf"(?i:(?P<weekday>{words.WEEKDAY_NAME}) (?P<part>mornings|afternoons|evenings|nights))"), _weekday),
    (compiled(rf"(?i:(?:in )?{_EVERY} {_PART}s?)"), _part),
    (compiled(rf"(?i:(?:on )?(?P<days>weekends|weekdays)|{_EVERY} weekday)"), _kind_of_day),
    (compiled(r"(?i:(?:in the )?(?P<part>mornings|afternoons|evenings))"), _part),
    (
        compiled(
            rf"(?i:{_EVERY} (?:single )?(?P<other>other |second )?(?:(?P<count>{words.COUNT}) )?(?P<unit>{UNIT}))"
        ),
        _every,
    ),
    (compiled(rf"(?i:once (?:a|every|each|per) (?P<other>)(?P<count>)(?P<unit>{UNIT}))"), _every),
    (compiled(rf"(?i:(?P<word>{'|'.join(sorted(_PERIODS, key=len, reverse=True))}))"), _period),
)
