"""Dates against Recognizers-Text's specification: one of the listed readings of each expression, and false alarms.

``exact`` is the share of the examples with a result in which, for every result, one of its readings was given; that is
by kind:

- days, spans of days and moments: the same beginning and the same end, to the second; a day is the span from its
  midnight to the next, and the end of a span is exclusive in the specification and inclusive here,
- times of day without a day: the same opening and closing; lengths: the same number of seconds, with months of 30 days
  and years of 365 as the specification has them; repetitions, which have no value there: the same TIMEX3.

Results that the specification itself leaves unresolved and that are no repetitions ("this summer", "fiscal year 2008")
are not asked for, and an example that has only those is left out.

Two conventions differ, and either side of them is right. "After 15 August" begins on the 15th in the specification and
on the 16th in a claim. Where the words name both ends or the last one ("from 2014 to 2018", "November 18-19", "by
Friday") the specification ends with the beginning of the last one, a claim with its end. ``exact_as_written`` takes
only what the specification has, and so is the lower figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from claims.evaluation.reports import BadRow, Miss, Report, Row, require, share
from claims.extraction.statements import DateRange

# A kind and its value: ("span", from, to), ("hours", opens, closes), ("length", seconds) or ("set", TIMEX3).
Reading = tuple[Any, ...]
# Some rows name no reference, because what they hold is an absolute date.
DEFAULT_REFERENCE = "2016-11-07T00:00:00"
_DAY = timedelta(1)
_NAMES_ITS_END = re.compile(r"(?i)\b(?:to|and|through|until|till|by)\b|[-–~]")
_IS_ONE_DAY = re.compile(r"[\dX]{4}-[\dX]{2}-[\dX]{2}")
_SECONDS = {"S": 1, "M": 60, "H": 3600, "D": 86_400, "BD": 86_400, "W": 604_800, "WE": 172_800, "Y": 31_536_000}
_MONTH_SECONDS = 2_592_000
_AMOUNT = re.compile(r"(\d{1,9}(?:\.\d{1,9})?)(BD|WE|[SMHDWY])")


def check(row: Row) -> None:
    """A row is ``{input, context: {ReferenceDateTime}, results}``. Raises BadRow."""
    require(row, "input", str)
    reference(row)
    for result in require(row, "results", list):
        readings(result)


def reference(row: Row) -> datetime:
    """The moment that counts as now, without a time zone; a fixed one where the row names none. Raises BadRow."""
    context = row.get("context") or {}
    if not isinstance(context, dict):
        raise BadRow('"context" is no object')
    try:
        return datetime.fromisoformat(context.get("ReferenceDateTime", DEFAULT_REFERENCE))
    except (TypeError, ValueError) as error:
        raise BadRow(f'"ReferenceDateTime": {error}') from error


def report(rows: Sequence[Row], found: Sequence[Sequence[DateRange]]) -> Report:
    right = written = alarms = wanted = empty = 0
    misses: list[Miss] = []
    for row, ranges in zip(rows, found, strict=True):
        given = {reading for each in ranges if (reading := given_reading(each))}
        goals = [goal for result in row["results"] if (goal := readings(result))]
        strict = [readings(result, is_as_written=True) for result in row["results"] if readings(result)]
        good = all(goal & given for goal in goals)
        alarm = not row["results"] and bool(ranges)
        wanted, right = wanted + bool(goals), right + (bool(goals) and good)
        written += bool(goals) and all(goal & given for goal in strict)
        empty, alarms = empty + (not row["results"]), alarms + alarm
        if alarm or not good:
            misses.append(Miss(1.0, f"{row['input']} ({reference(row):%Y-%m-%d}): found {_shown(ranges)}"))
    metrics = {
        "exact": share(right, wanted),
        "exact_as_written": share(written, wanted),
        "false_alarms": share(alarms, empty),
    }
    return Report(metrics, tuple(misses), len(rows))


def _shown(ranges: Sequence[DateRange]) -> list[tuple[str, ...]]:
    return [(each.text, *(str(part) for part in given_reading(each) or ())) for each in ranges]


def given_reading(found: DateRange) -> Reading | None:
    """What the machine gave, in the form of ``readings``; None where it gave no value."""
    if found.repeats:
        return ("set", found.repeats)
    if found.duration:
        return ("length", _seconds(found.duration))
    if not found.first and not found.last:
        return ("hours", found.opens, found.closes) if found.opens or found.closes else None
    opens = datetime.combine(found.first, found.opens or time()) if found.first else None
    return ("span", opens, _closing(found.last, found.closes) if found.last else None)


def _closing(last: date, closes: time | None) -> datetime:
    if closes is not None:
        return datetime.combine(last, closes)
    return datetime.combine(last, time()) + _DAY if last < date.max else datetime.combine(last, time.max)


def _seconds(duration: str) -> float:
    """Of an ISO 8601 duration: "P1Y", "PT2.5H"; M before the T is a month."""
    days, _, hours = duration.partition("T")
    months = sum(float(count) for count, unit in _AMOUNT.findall(days) if unit == "M")
    parts = [part for part in _AMOUNT.findall(days) if part[1] != "M"] + _AMOUNT.findall(hours)
    return months * _MONTH_SECONDS + sum(float(count) * _SECONDS[unit] for count, unit in parts)


def readings(result: object, *, is_as_written: bool = False) -> set[Reading]:
    """Every reading of one result; empty when the specification gives none. Raises BadRow for another shape."""
    resolution = result.get("Resolution") if isinstance(result, dict) else None
    values = resolution.get("values") if isinstance(resolution, dict) else None
    if not isinstance(values, list) or not isinstance(result, dict):
        raise BadRow('a result has no "Resolution" with "values"')
    names_end = bool(_NAMES_ITS_END.search(str(result.get("Text", ""))))
    try:
        spans = [value for value in values if isinstance(value, dict)]
        written = {found for value in spans for found in _readings(value)}
        return written | {found for value in spans for found in _in_days(value, names_end) if not is_as_written}
    except (TypeError, ValueError, OverflowError) as error:
        raise BadRow(f"a reading is no value: {error}") from error


def _readings(value: Mapping[str, Any]) -> Iterator[Reading]:
    kind = value.get("type")
    if kind == "set":
        yield ("set", value.get("timex"))
    elif value.get("value") == "not resolved":
        return
    elif kind == "duration":
        yield ("length", float(value["value"]))
    elif kind in ("time", "timerange"):
        yield ("hours", _time(value, "value", "start"), _time(value, "value", "end"))
    elif kind in ("date", "datetime", "daterange", "datetimerange"):
        yield from _spans(value)


def _time(value: Mapping[str, Any], *keys: str) -> time | None:
    return next((time.fromisoformat(value[key]) for key in keys if key in value), None)


def _spans(value: Mapping[str, Any]) -> Iterator[Reading]:
    if "value" in value:
        at = datetime.fromisoformat(value["value"])
        yield ("span", at, at + _DAY if value["type"] == "date" else at)
        return
    start = datetime.fromisoformat(value["start"]) if "start" in value else None
    end = datetime.fromisoformat(value["end"]) if "end" in value else None
    if start or end:
        yield ("span", start, end)


def _in_days(value: Mapping[str, Any], names_end: bool) -> Iterator[Reading]:
    """The same span with its last day included, or after its first day."""
    if value.get("type") != "daterange" or "value" in value:
        return
    timex = str(value.get("timex", ""))
    for _, start, end in _spans(value):
        if start and value.get("Mod") == "after" and _IS_ONE_DAY.fullmatch(timex):
            yield ("span", start + _DAY, end)
        if end and names_end:
            yield from (("span", start, included) for included in _ends_included(end, timex))


def _ends_included(end: datetime, timex: str) -> Iterator[datetime]:
    """Ends with the last day named, month or year: the unit of the range's length in its TIMEX3 tells which."""
    unit = timex.rstrip(")")[-1:]
    if unit == "Y":
        yield end.replace(year=end.year + 1)
    elif unit == "M":
        yield end.replace(year=end.year + end.month // 12, month=end.month % 12 + 1)
    else:
        yield end + _DAY
