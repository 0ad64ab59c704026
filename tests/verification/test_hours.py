"""Working hours and deadlines counted in them, the nights on which clocks jump included."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verification.hours import WorkingHours, after, is_open, keeps_holidays, open_time

WEEKDAYS = (1, 2, 3, 4, 5)
OFFICE = WorkingHours("Europe/Berlin", WEEKDAYS, time(9), time(17))
BERLIN, NEW_YORK, APIA = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York"), ZoneInfo("Pacific/Apia")
ONE_HOUR = timedelta(hours=1)


def test_round_the_clock_a_deadline_is_so_many_hours_later() -> None:
    start = datetime(2025, 6, 18, 23, 30, tzinfo=UTC)
    assert after(WorkingHours(), start, 24 * ONE_HOUR) == start + 24 * ONE_HOUR


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        (datetime(2025, 6, 18, 10, tzinfo=BERLIN), 4, datetime(2025, 6, 18, 14, tzinfo=BERLIN)),
        (datetime(2025, 6, 18, 10, tzinfo=BERLIN), 7, datetime(2025, 6, 18, 17, tzinfo=BERLIN)),
        (datetime(2025, 6, 18, 15, tzinfo=BERLIN), 4, datetime(2025, 6, 19, 11, tzinfo=BERLIN)),
        (datetime(2025, 6, 18, 3, tzinfo=BERLIN), 4, datetime(2025, 6, 18, 13, tzinfo=BERLIN)),
        (datetime(2025, 6, 18, 20, tzinfo=BERLIN), 1, datetime(2025, 6, 19, 10, tzinfo=BERLIN)),
        # A Friday afternoon, and a Saturday.
        (datetime(2025, 6, 20, 16, tzinfo=BERLIN), 2, datetime(2025, 6, 23, 10, tzinfo=BERLIN)),
        (datetime(2025, 6, 21, 12, tzinfo=BERLIN), 8, datetime(2025, 6, 23, 17, tzinfo=BERLIN)),
        (datetime(2025, 6, 21, 12, tzinfo=BERLIN), 0, datetime(2025, 6, 23, 9, tzinfo=BERLIN)),
        # Asked from elsewhere: it is evening in New York and night in Berlin.
        (datetime(2025, 6, 18, 20, tzinfo=NEW_YORK), 1, datetime(2025, 6, 19, 10, tzinfo=BERLIN)),
    ],
)
def test_nights_and_weekends_do_not_count(start: datetime, hours: int, due: datetime) -> None:
    assert after(OFFICE, start, hours * ONE_HOUR) == due


NIGHT_BERLIN = WorkingHours("Europe/Berlin", opens_at=time(22), closes_at=time(6))
NIGHT_NEW_YORK = WorkingHours("America/New_York", opens_at=time(22), closes_at=time(6))
NIGHT_APIA = WorkingHours("Pacific/Apia", opens_at=time(22), closes_at=time(6))


@pytest.mark.parametrize(
    ("hours", "evening", "lasts"),
    [
        (NIGHT_BERLIN, datetime(2025, 3, 28, 21, tzinfo=BERLIN), 8),
        (NIGHT_BERLIN, datetime(2025, 3, 29, 21, tzinfo=BERLIN), 7),
        (NIGHT_BERLIN, datetime(2025, 10, 25, 21, tzinfo=BERLIN), 9),
        (NIGHT_NEW_YORK, datetime(2025, 3, 8, 21, tzinfo=NEW_YORK), 7),
        (NIGHT_NEW_YORK, datetime(2025, 11, 1, 21, tzinfo=NEW_YORK), 9),
        # The last years in which Apia had a summer time, and it is summer there when it is winter in Berlin.
        (NIGHT_APIA, datetime(2020, 9, 26, 21, tzinfo=APIA), 7),
        (NIGHT_APIA, datetime(2021, 4, 3, 21, tzinfo=APIA), 9),
    ],
)
def test_a_shift_over_the_night_of_a_jump_is_shorter_or_longer(
    hours: WorkingHours, evening: datetime, lasts: int
) -> None:
    morning = (evening + timedelta(days=1)).replace(hour=12)
    assert open_time(hours, evening, morning) == lasts * ONE_HOUR
    assert after(hours, evening, lasts * ONE_HOUR) == morning.replace(hour=6)


@pytest.mark.parametrize(
    ("opens", "closes", "day", "lasts"),
    [
        # 02:30 does not happen in Berlin on 30 March 2025: 02:00 is 03:00.
        (time(2, 30), time(5), datetime(2025, 3, 30, tzinfo=BERLIN), timedelta(hours=1, minutes=30)),
        (time(1), time(2, 30), datetime(2025, 3, 30, tzinfo=BERLIN), timedelta(hours=1, minutes=30)),
        # And it happens twice on 26 October.
        (time(2, 30), time(5), datetime(2025, 10, 26, tzinfo=BERLIN), timedelta(hours=3, minutes=30)),
        (time(1), time(2, 30), datetime(2025, 10, 26, tzinfo=BERLIN), timedelta(hours=2, minutes=30)),
        # In New York 02:30 is left out on 9 March, and 01:30 happens twice on 2 November.
        (time(2, 30), time(5), datetime(2025, 3, 9, tzinfo=NEW_YORK), timedelta(hours=1, minutes=30)),
        (time(1, 30), time(5), datetime(2025, 11, 2, tzinfo=NEW_YORK), timedelta(hours=4, minutes=30)),
        # In Apia 03:30 is left out on 27 September 2020 and happens twice on 4 April 2021.
        (time(3, 30), time(6), datetime(2020, 9, 27, tzinfo=APIA), timedelta(hours=1, minutes=30)),
        (time(3, 30), time(6), datetime(2021, 4, 4, tzinfo=APIA), timedelta(hours=3, minutes=30)),
    ],
)
def test_a_time_that_the_clocks_skip_or_show_twice(opens: time, closes: time, day: datetime, lasts: timedelta) -> None:
    hours = WorkingHours(str(day.tzinfo), opens_at=opens, closes_at=closes)
    assert open_time(hours, day, day + timedelta(days=1)) == lasts


def test_a_deadline_over_a_jump_counts_what_passes() -> None:
    midnight = datetime(2025, 3, 30, tzinfo=BERLIN)
    always = WorkingHours("Europe/Berlin")
    assert after(always, midnight, 4 * ONE_HOUR) == datetime(2025, 3, 30, 5, tzinfo=BERLIN)
    assert open_time(always, midnight, datetime(2025, 3, 31, tzinfo=BERLIN)) == 23 * ONE_HOUR


def test_a_day_that_a_place_left_out_has_no_hours() -> None:
    """Apia went from Thursday the 29th to Saturday the 31st of December 2011."""
    office = WorkingHours("Pacific/Apia", (4, 5, 6), time(9), time(17))
    thursday = datetime(2011, 12, 29, 16, tzinfo=APIA)
    assert after(office, thursday, 2 * ONE_HOUR) == datetime(2011, 12, 31, 10, tzinfo=APIA)
    assert open_time(office, thursday, datetime(2012, 1, 1, tzinfo=APIA)) == 9 * ONE_HOUR


def test_round_the_clock_in_apia_no_hour_is_missing_or_doubled() -> None:
    start = datetime(2011, 12, 29, 12, tzinfo=APIA)
    always = WorkingHours("Pacific/Apia")
    assert after(always, start, 30 * ONE_HOUR) == start.astimezone(UTC) + 30 * ONE_HOUR
    overnight = WorkingHours("Pacific/Apia", opens_at=time(22), closes_at=time(6))
    assert open_time(overnight, start, datetime(2011, 12, 31, 12, tzinfo=APIA)) == 8 * ONE_HOUR


def test_open_or_not() -> None:
    assert is_open(OFFICE, datetime(2025, 6, 18, 9, tzinfo=BERLIN))
    assert not is_open(OFFICE, datetime(2025, 6, 18, 17, tzinfo=BERLIN))
    assert not is_open(OFFICE, datetime(2025, 6, 21, 12, tzinfo=BERLIN))
    assert is_open(NIGHT_BERLIN, datetime(2025, 6, 18, 2, tzinfo=BERLIN))


@pytest.mark.parametrize(
    ("hours", "told"),
    [
        (OFFICE, "Mon, Tue, Wed, Thu, Fri 09:00–17:00 (Europe/Berlin)"),
        (WorkingHours("UTC", opens_at=time(22), closes_at=time(6)), "22:00–06:00 (UTC)"),
        (WorkingHours("Asia/Tokyo", (6, 7)), "Sat, Sun (Asia/Tokyo)"),
        (WorkingHours(), "always"),
    ],
)
def test_hours_in_words(hours: WorkingHours, told: str) -> None:
    assert str(hours) == told


@pytest.mark.parametrize("days", [(), (0,), (1, 8)])
def test_days_are_days_of_a_week(days: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="from 1 to 7"):
        WorkingHours(days=days)


some_hours = st.builds(
    WorkingHours,
    time_zone=st.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "Pacific/Apia", "Australia/Lord_Howe"]),
    days=st.sets(st.integers(1, 7), min_size=1).map(tuple),
    opens_at=st.times().map(lambda found: found.replace(second=0, microsecond=0)),
    closes_at=st.times().map(lambda found: found.replace(second=0, microsecond=0)),
)
# The weeks around each jump, minute by minute, told in UTC or in a zone that jumps.
moments = st.builds(
    lambda start, minutes, zone: (start + timedelta(minutes=minutes)).astimezone(zone),
    st.sampled_from([datetime(*day, tzinfo=UTC) for day in ((2011, 12, 20), (2025, 3, 1), (2025, 10, 20))]),
    st.integers(0, 35 * 24 * 60),
    st.sampled_from([UTC, BERLIN, NEW_YORK, APIA]),
)
work = st.timedeltas(timedelta(0), timedelta(hours=60))


@given(some_hours, moments, work)
def test_between_start_and_deadline_lies_exactly_the_work(
    hours: WorkingHours, start: datetime, lasts: timedelta
) -> None:
    assert open_time(hours, start, after(hours, start, lasts)) == lasts


@given(some_hours, moments, work, work)
def test_work_in_two_pieces_is_due_when_it_is_in_one(
    hours: WorkingHours, start: datetime, first: timedelta, second: timedelta
) -> None:
    in_two = after(hours, after(hours, start, first), second)
    assert open_time(hours, start, in_two) == first + second


@given(some_hours, moments, work, st.timedeltas(timedelta(0), timedelta(days=3)))
def test_who_starts_later_is_not_due_earlier(
    hours: WorkingHours, start: datetime, lasts: timedelta, later: timedelta
) -> None:
    start = start.astimezone(UTC)
    assert after(hours, start, lasts) <= after(hours, start + later, lasts)


@given(some_hours, moments)
def test_no_hour_counts_twice(hours: WorkingHours, start: datetime) -> None:
    start = start.astimezone(UTC)
    assert open_time(hours, start, start + timedelta(days=4)) <= timedelta(days=4)


# --- Public holidays ------------------------------------------------------------------------------------------
BERLIN_OFFICE = WorkingHours("Europe/Berlin", WEEKDAYS, time(9), time(17), "DE-BE")


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        # Easter 2025, from Thursday afternoon to Tuesday.
        (datetime(2025, 4, 17, 16, tzinfo=BERLIN), 2, datetime(2025, 4, 22, 10, tzinfo=BERLIN)),
        # Over the end of a year.
        (datetime(2025, 12, 31, 16, tzinfo=BERLIN), 2, datetime(2026, 1, 2, 10, tzinfo=BERLIN)),
        (datetime(2025, 6, 18, 15, tzinfo=BERLIN), 4, datetime(2025, 6, 19, 11, tzinfo=BERLIN)),
    ],
)
def test_public_holidays_do_not_count(start: datetime, hours: int, due: datetime) -> None:
    assert after(BERLIN_OFFICE, start, hours * ONE_HOUR) == due


def test_a_part_of_a_country_has_holidays_of_its_own() -> None:
    """Corpus Christi is one in Munich and not in Berlin."""
    at = datetime(2025, 6, 19, 12, tzinfo=BERLIN)
    munich = WorkingHours("Europe/Berlin", WEEKDAYS, time(9), time(17), "DE-BY")
    assert (is_open(BERLIN_OFFICE, at), is_open(munich, at), is_open(OFFICE, at)) == (True, False, True)


def test_even_round_the_clock_a_holiday_is_off() -> None:
    hours = WorkingHours("Europe/Berlin", holidays_of="DE")
    assert not is_open(hours, datetime(2025, 12, 25, 12, tzinfo=BERLIN))
    assert is_open(hours, datetime(2025, 12, 24, 23, 59, tzinfo=BERLIN))
    start = datetime(2025, 12, 24, 23, tzinfo=BERLIN)
    # Two days off.
    assert after(hours, start, 2 * ONE_HOUR) == datetime(2025, 12, 27, 1, tzinfo=BERLIN)


def test_a_night_shift_belongs_to_the_day_on_which_it_begins() -> None:
    nights = WorkingHours("Europe/Berlin", opens_at=time(22), closes_at=time(6), holidays_of="DE")
    assert is_open(nights, datetime(2025, 5, 1, 3, tzinfo=BERLIN))
    assert not is_open(nights, datetime(2025, 5, 1, 23, tzinfo=BERLIN))
    assert not is_open(nights, datetime(2025, 5, 2, 3, tzinfo=BERLIN))


@pytest.mark.parametrize("place", ["DE", "DE-BE", "US-NY", "GB-ENG", "WS"])
def test_holidays_of_countries_and_their_parts_are_known(place: str) -> None:
    assert keeps_holidays(place)


@pytest.mark.parametrize("place", ["", "de", "XX", "DE-", "DE-XX", "DE-BE-X", "Berlin"])
def test_of_other_places_they_are_not(place: str) -> None:
    assert not keeps_holidays(place)


def test_hours_say_whose_holidays_are_kept() -> None:
    told = "Mon, Tue, Wed, Thu, Fri 09:00–17:00 (Europe/Berlin) but for holidays of DE-BE"
    assert str(BERLIN_OFFICE) == told
