"""Working hours in a time zone, and deadlines counted in them. Pure: moments in, moments out, all with a time zone.

Time that passes is real time: on the night when clocks go forward a shift over it is an hour shorter, and the night
they go back an hour longer. An opening that a jump of the clocks swallows happens when the jump is over; a day that a
place left out altogether (Apia, 30 December 2011) has no hours, nor has a public holiday (the ``holidays`` package says
which those are) where they are kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

import holidays

ONE_DAY = timedelta(days=1)
EVERY_DAY = (1, 2, 3, 4, 5, 6, 7)
_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """``days``: ISO weekdays (Monday is 1), one at least. What closes at or before it opens closes the next day, so
    that two equal times mean round the clock. ``holidays_of``: the country, or its part ("DE-BE"), whose public
    holidays are kept; a shift that opens on one does not take place.
    """

    time_zone: str = "UTC"
    days: tuple[int, ...] = EVERY_DAY
    opens_at: time = time(0)
    closes_at: time = time(0)
    holidays_of: str = ""

    def __post_init__(self) -> None:
        if not self.days or not set(self.days) <= set(EVERY_DAY):
            raise ValueError("Working days are numbers from 1 to 7, one at least.")

    def __str__(self) -> str:
        if self.is_always:
            return "always"
        whole = self.opens_at == self.closes_at
        hours = "" if whole else f"{self.opens_at:%H:%M}–{self.closes_at:%H:%M}"
        days = "" if set(self.days) == set(EVERY_DAY) else ", ".join(_NAMES[day - 1] for day in sorted(set(self.days)))
        kept = f"but for holidays of {self.holidays_of}" if self.holidays_of else ""
        return " ".join(part for part in (days, hours, f"({self.time_zone})", kept) if part)

    @property
    def is_always(self) -> bool:
        return self.opens_at == self.closes_at and set(self.days) == set(EVERY_DAY) and not self.holidays_of

    def has_shift_on(self, day: date) -> bool:
        if day.isoweekday() not in self.days:
            return False
        return not self.holidays_of or day not in public_holidays(self.holidays_of, day.year)


@lru_cache(maxsize=1)
def time_zones() -> frozenset[str]:
    """The names that a time zone may have."""
    return frozenset(available_timezones())


def keeps_holidays(place: str) -> bool:
    """Whether the public holidays of a country ("DE") or of a part of it ("DE-BE") are known."""
    country, _, part = place.partition("-")
    parts = holidays.list_supported_countries().get(country)
    return parts is not None and (not part or part in parts) and not place.endswith("-")


@lru_cache(maxsize=512)
def public_holidays(place: str, year: int) -> frozenset[date]:
    country, _, part = place.partition("-")
    return frozenset(holidays.country_holidays(country, subdiv=part or None, years=year))


@dataclass(frozen=True, slots=True)
class Deadline:
    """``remind_at``: when three quarters of the time are gone."""

    due_at: datetime
    remind_at: datetime


def deadline(hours: WorkingHours, start: datetime, work: timedelta) -> Deadline:
    """When what begins at ``start`` is due, and when people are reminded of it."""
    return Deadline(due_at=after(hours, start, work), remind_at=after(hours, start, work * 3 / 4))


def is_open(hours: WorkingHours, at: datetime) -> bool:
    return hours.is_always or next(_spans(hours, at))[0] <= at


def after(hours: WorkingHours, start: datetime, work: timedelta) -> datetime:
    """The moment, in UTC, at which ``work`` of open time has passed since ``start``. Linear in ``work``."""
    # Python counts between two times of one zone as the wall clock shows them; in UTC it counts what passes.
    start, left = start.astimezone(UTC), work
    for opens, closes in _spans(hours, start):
        begins = max(opens, start)
        if left <= closes - begins:
            return begins + left
        left -= closes - begins
    raise AssertionError("Hours never end.")


def open_time(hours: WorkingHours, start: datetime, end: datetime) -> timedelta:
    """How much open time lies between two moments."""
    start, end, total = start.astimezone(UTC), end.astimezone(UTC), timedelta(0)
    for opens, closes in _spans(hours, start):
        if opens >= end:
            return total
        total += max(min(closes, end) - max(opens, start), timedelta(0))
    raise AssertionError("Hours never end.")


def _spans(hours: WorkingHours, since: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Every stretch of open time, in UTC, that ends after ``since``, in their order and without overlap."""
    zone = ZoneInfo(hours.time_zone)
    # The shift of the day before may run into this one, and a day left out lies between two that touch.
    day = since.astimezone(zone).date() - 2 * ONE_DAY
    done = datetime.min.replace(tzinfo=UTC)
    while True:
        span = _span(hours, day, zone) if hours.has_shift_on(day) else None
        if span and span[1] > max(since, done):
            yield max(span[0], done), span[1]
            done = span[1]
        day += ONE_DAY


def _span(hours: WorkingHours, day: date, zone: ZoneInfo) -> tuple[datetime, datetime] | None:
    """Open time of one local day; None where the place left that day out."""
    opens = datetime.combine(day, hours.opens_at, zone).astimezone(UTC)
    if opens.astimezone(zone).date() != day:
        return None
    ends_on = day if hours.closes_at > hours.opens_at else day + ONE_DAY
    closes = datetime.combine(ends_on, hours.closes_at, zone)
    # A time that the clocks show twice closes the second time; one that they skip, after the jump.
    last = max(closes.astimezone(UTC), closes.replace(fold=1).astimezone(UTC))
    return (opens, last) if last > opens else None
