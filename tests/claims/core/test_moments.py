"""Days and times are read as ISO 8601, keep their own day, and stay within bounds."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.core.moments import local_moment, offset_seconds, read_day, read_moment

KOLKATA, KIRITIMATI = ZoneInfo("Asia/Kolkata"), ZoneInfo("Pacific/Kiritimati")


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("2024-03-09", "2024-03-09T00:00:00+05:30"),
        ("20240309", "2024-03-09T00:00:00+05:30"),
        ("2024-W10-6", "2024-03-09T00:00:00+05:30"),
        ("2024-03-09T18:20", "2024-03-09T18:20:00+05:30"),
        ("2024-03-09 18:20:05", "2024-03-09T18:20:05+05:30"),
        ("2024-03-09T23:45:00-09:30", "2024-03-09T23:45:00-09:30"),
        ("20240309T234500Z", "2024-03-09T23:45:00+00:00"),
        ("2024-03-09t23:45:00.5z", "2024-03-09T23:45:00.500000+00:00"),
        ("2024-03-09T23:45:00 +1400", "2024-03-09T23:45:00+14:00"),
        ("2024-03-09T23:45:00\u221212:00", "2024-03-09T23:45:00-12:00"),
        (" 1000-01-01 ", "1000-01-01T00:00:00+05:53:28"),
    ],
)
def test_what_iso_8601_allows_is_read_and_keeps_its_offset(written: str, told: str) -> None:
    assert read_moment(written, zone=KOLKATA).isoformat() == told


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("1699920000", "Unix timestamp"),
        ("1699920000123", "Unix timestamp"),
        ("-62135596800", "Unix timestamp"),
        ("1699920000.25", "Unix timestamp"),
        ("2024", "does not name one day"),
        ("2024-03", "does not name one day"),
        ("2024-W10", "does not name one day"),
        ("03/09/2024", "not an ISO 8601 date"),
        ("9.3.2024", "not an ISO 8601 date"),
        ("2024-3-9", "not an ISO 8601 date"),
        ("2024-03-09T18:20:00+02:00 or so", "not an ISO 8601 date"),
        ("", "not an ISO 8601 date"),
        ("2023-02-29", "not a day or time that there is"),
        ("2024-03-09T25:00", "not a day or time that there is"),
        ("2024-03-09T18:20+23:00", "farther from UTC"),
        ("0044-03-15", "out of bounds"),
        ("0999-12-31T23:59:59-12:00", "out of bounds"),
        ("9999-12-31T23:59:59-14:00", "out of bounds"),
        ("2200-01-01", "out of bounds"),
    ],
)
def test_what_is_no_day_of_ours_is_refused_with_the_reason(written: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        read_moment(written, zone=UTC)


@pytest.mark.parametrize("written", ["1699920000", "2024-W10", "0044-03-15", "2024-03-09T10:00", "tomorrow"])
def test_a_day_is_read_as_strictly(written: str) -> None:
    assert read_day("2024-03-09") == date(2024, 3, 9)
    with pytest.raises(ValueError, match=r"like|bounds"):
        read_day(written)


@given(st.text(max_size=30) | st.from_regex(r"[0-9TZWz:+\-. ]{0,30}", fullmatch=True))
def test_no_text_is_read_as_what_another_zone_cannot_hold(text: str) -> None:
    try:
        moment = read_moment(text, zone=KIRITIMATI)
    except ValueError:
        return
    for hours in (-14, 14):
        assert moment.astimezone(timezone(timedelta(hours=hours))) == moment


@pytest.mark.parametrize("written", ["2024-03-09", "2024-03-09T00:10:00+14:00", "2024-03-09T23:50:00-12:00"])
@pytest.mark.parametrize("zone", [UTC, KOLKATA, KIRITIMATI, ZoneInfo("America/Los_Angeles")])
def test_the_day_comes_back_from_a_moment_in_utc_and_its_offset(written: str, zone: ZoneInfo) -> None:
    moment = read_moment(written, zone=zone)
    back = local_moment(moment.astimezone(UTC), offset_seconds(moment))
    assert back is not None
    assert back.date() == date(2024, 3, 9)


def test_a_day_without_a_midnight_is_still_that_day() -> None:
    """The clocks of Beirut go from 23:59 to 01:00."""
    moment = read_moment("2024-03-31", zone=ZoneInfo("Asia/Beirut"))
    assert (moment.date(), moment.time().hour) == (date(2024, 3, 31), 0)


def test_without_an_offset_the_clock_is_that_of_the_zone() -> None:
    late = datetime(2024, 3, 9, 20, 0, tzinfo=UTC)
    told = local_moment(late, None, zone=KOLKATA)
    assert told is not None
    assert told.isoformat() == "2024-03-10T01:30:00+05:30"
    assert (local_moment(None, None), offset_seconds(None)) == (None, None)
