"""Days and times as they are given: ISO 8601 (as schema.org's Date and DateTime have it), within bounds. Pure.

A day is a moment too: its midnight, with the offset of the zone that it is taken for. The offset stays with a moment,
so that its day is the one that was given, wherever it is read.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

EARLIEST = date(1000, 1, 1)
# Embargoes and announced events lie ahead, but none so far.
LATEST = date(2199, 12, 31)
# As far as any zone goes, and XML Schema's dateTime allows.
WIDEST_OFFSET = timedelta(hours=14)
EXAMPLE = "Write it like 2025-06-18 or 2025-06-18T09:30:00+02:00"

_DAY = r"[0-9]{4}(?:-[0-9]{2}-[0-9]{2}|[0-9]{4}|-W[0-9]{2}-[1-7])"
_CLOCK = r"[0-9]{2}(?::?[0-9]{2}(?::?[0-9]{2}(?:[.,][0-9]+)?)?)?"
_ZONE = r"[Zz]|[+\-\u2212][0-9]{2}(?::?[0-9]{2})?"
_DATE = re.compile(_DAY)
_MOMENT = re.compile(rf"(?P<day>{_DAY})(?:[Tt ](?P<clock>{_CLOCK})(?: ?(?P<zone>{_ZONE}))?)?")
_TIMESTAMP = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")
_PART = re.compile(r"[0-9]{4}(?:-[0-9]{2}|-?W[0-9]{2})?", re.IGNORECASE)


def read_moment(text: str, *, zone: tzinfo) -> datetime:
    """An aware moment with its own offset; where none is given, that of ``zone``. Raises ValueError, in words."""
    given = text.strip()
    found = _MOMENT.fullmatch(given)
    if found is None:
        raise ValueError(_refusal(given))
    day, clock, offset = found["day"], found["clock"] or "00:00", found["zone"] or ""
    offset = offset.upper().replace("\u2212", "-")
    try:
        moment = datetime.fromisoformat(f"{day}T{clock}{offset}")
    except ValueError as error:
        raise ValueError(f"“{given[:40]}” is not a day or time that there is. {EXAMPLE}.") from error
    require_in_bounds(moment.date())
    if abs(moment.utcoffset() or timedelta(0)) > WIDEST_OFFSET:
        raise ValueError(f"“{given[:40]}” is farther from UTC than any place on Earth.")
    return localized(moment, zone)


def read_day(text: str) -> date:
    """A day. Raises ValueError, in words."""
    given = text.strip()
    if not _DATE.fullmatch(given):
        raise ValueError(_refusal(given))
    try:
        day = date.fromisoformat(given)
    except ValueError as error:
        raise ValueError(f"“{given[:40]}” is not a day that there is. Write it like 2025-06-18.") from error
    require_in_bounds(day)
    return day


def require_in_bounds(day: date) -> None:
    """Raise ValueError, in words, for a day that no newsroom can mean, and that nothing could be reckoned from."""
    if not EARLIEST <= day <= LATEST:
        raise ValueError(f"The year {day.year} is out of bounds; {EARLIEST.year} to {LATEST.year} are allowed.")


def localized(moment: datetime, zone: tzinfo) -> datetime:
    """``moment`` with a fixed offset: its own, or the one that its wall clock has in ``zone``."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=zone)
    return aware.replace(tzinfo=timezone(aware.utcoffset() or timedelta(0)))


def offset_seconds(moment: datetime | None) -> int | None:
    """Seconds east of UTC on the clock that ``moment`` was read from; None without a moment or its zone."""
    offset = moment.utcoffset() if moment else None
    return None if offset is None else round(offset.total_seconds())


def local_moment(moment: datetime | None, seconds: int | None, *, zone: tzinfo = UTC) -> datetime | None:
    """``moment`` on the clock that is ``seconds`` east of UTC, or on that of ``zone`` where this is not known."""
    if moment is None:
        return None
    return moment.astimezone(zone if seconds is None else timezone(timedelta(seconds=seconds)))


def _refusal(given: str) -> str:
    """Why ``given`` cannot be read."""
    shown = given[:40]
    if _PART.fullmatch(given):
        return f"“{shown}” does not name one day of a calendar. {EXAMPLE}."
    if _TIMESTAMP.fullmatch(given):
        return f"“{shown}” is a number, such as a Unix timestamp, and not a date. {EXAMPLE}."
    return f"“{shown}” is not an ISO 8601 date. {EXAMPLE}."
