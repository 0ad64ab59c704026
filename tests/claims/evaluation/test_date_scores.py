"""How what was read is held against Recognizers-Text's results; the rows are made up in their shape."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from claims.evaluation import dates
from claims.evaluation.reports import BadRow
from claims.extraction.dates import find_dates

NOW = "2025-06-18T09:30:00"


def row(text: str, *results: tuple[str, dict[str, Any]]) -> dict[str, Any]:
    found = [{"Text": words, "Resolution": {"values": [value]}} for words, value in results]
    return {"input": text, "context": {"ReferenceDateTime": NOW}, "results": found}


def metrics(*rows: dict[str, Any]) -> dict[str, float]:
    published = datetime.fromisoformat(NOW).replace(tzinfo=UTC)
    found = [find_dates(each["input"], published=published) for each in rows]
    return dates.report(rows, found).metrics


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("it closed on 3 May 2024", {"type": "date", "timex": "2024-05-03", "value": "2024-05-03"}),
        ("it closed last month", {"type": "daterange", "timex": "2025-05", "start": "2025-05-01", "end": "2025-06-01"}),
        ("it closed at 9 pm yesterday", {"type": "datetime", "timex": "T", "value": "2025-06-17 21:00:00"}),
        ("it closes after 9 pm", {"type": "timerange", "timex": "T21", "start": "21:00:00"}),
        ("it was shut for three months", {"type": "duration", "timex": "P3M", "value": "7776000"}),
        ("it is shut every Friday", {"type": "set", "timex": "XXXX-WXX-5", "value": "not resolved"}),
    ],
)
def test_every_kind_is_asked_for(text: str, value: dict[str, Any]) -> None:
    assert metrics(row(text, (text, value)))["exact"] == 1.0
    assert metrics(row("it closed", (text, value)))["exact"] == 0.0


def test_a_day_more_or_less_is_wrong() -> None:
    value = {"type": "daterange", "timex": "2025-05", "start": "2025-05-01", "end": "2025-05-31"}
    assert metrics(row("it closed last month", ("last month", value)))["exact"] == 0.0


def test_an_end_that_is_named_may_be_included_but_not_as_written() -> None:
    value = {"type": "daterange", "timex": "(2014-01-01,2018-01-01,P4Y)", "start": "2014-01-01", "end": "2018-01-01"}
    found = metrics(row("it grew from 2014 to 2018", ("from 2014 to 2018", value)))
    assert (found["exact"], found["exact_as_written"]) == (1.0, 0.0)


def test_what_the_specification_leaves_open_is_not_asked_for() -> None:
    value = {"type": "daterange", "timex": "FY2008", "value": "not resolved"}
    assert metrics(row("in fiscal year 2008", ("fiscal year 2008", value)), row("it closed"))["exact"] == 0.0
    assert dates.readings({"Text": "x", "Resolution": {"values": [value]}}) == set()


def test_anything_found_where_nothing_is_listed_is_a_false_alarm() -> None:
    assert metrics(row("it closed"), row("it closed on Monday"))["false_alarms"] == 0.5


def test_a_value_that_is_no_date_is_a_bad_row() -> None:
    with pytest.raises(BadRow, match="no value"):
        dates.check(row("x", ("x", {"type": "date", "timex": "", "value": "soon"})))
