"""Dates against Recognizers-Text's specification: one of the listed readings of each expression, and false alarms.

Claimdesk knows days, not hours, durations or repetitions: those results are left out, and an example that has only
those is left out of ``exact``. The specification's end of a range is exclusive and ours inclusive.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from claims.evaluation.reports import BadRow, Miss, Report, Row, require, share
from claims.extraction.statements import DateRange

Days = tuple[date | None, date | None]
# Some rows name no reference, because what they hold is an absolute date.
DEFAULT_REFERENCE = "2016-11-07T00:00:00"
_KINDS = {"date", "daterange", "datetime", "datetimerange"}


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
    right = alarms = wanted = empty = 0
    misses: list[Miss] = []
    for row, ranges in zip(rows, found, strict=True):
        goals = [days for result in row["results"] if (days := readings(result))]
        given = {(each.first, each.last) for each in ranges}
        good = all(days & given for days in goals)
        alarm = not row["results"] and bool(ranges)
        wanted, right = wanted + bool(goals), right + (bool(goals) and good)
        empty, alarms = empty + (not row["results"]), alarms + alarm
        if alarm or not good:
            texts = [(each.text, str(each.first), str(each.last)) for each in ranges]
            misses.append(Miss(1.0, f"{row['input']} ({reference(row):%Y-%m-%d}): found {texts}"))
    metrics = {"exact": share(right, wanted), "false_alarms": share(alarms, empty)}
    return Report(metrics, tuple(misses), len(rows))


def readings(result: object) -> set[Days]:
    """Every reading of one result as inclusive days; empty when it is no day. Raises BadRow for another shape."""
    resolution = result.get("Resolution") if isinstance(result, dict) else None
    values = resolution.get("values") if isinstance(resolution, dict) else None
    if not isinstance(values, list):
        raise BadRow('a result has no "Resolution" with "values"')
    return {days for value in values if isinstance(value, dict) and (days := _days(value))}


def _days(value: dict[str, Any]) -> Days | None:
    if value.get("type") not in _KINDS:
        return None
    try:
        if "value" in value:
            day = None if value["value"] == "not resolved" else datetime.fromisoformat(value["value"]).date()
            return (day, day) if day else None
        first = datetime.fromisoformat(value["start"]).date() if "start" in value else None
        last = _last_day(value["end"], first) if "end" in value else None
    except (TypeError, ValueError) as error:
        raise BadRow(f"a reading is no date: {error}") from error
    return (first, last) if first or last else None


def _last_day(end: str, first: date | None) -> date:
    last = (datetime.fromisoformat(end) - timedelta(microseconds=1)).date()
    return max(last, first) if first else last
