"""Moments that keep the clock they were read from, in a second column: seconds east of UTC.

Where that is not known (rows from before, or stored without) the clock is that of the site.
"""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from claims.core.moments import local_moment


def on_its_clock(moment: datetime | None, seconds: int | None) -> datetime | None:
    """``moment`` with the offset that it was given with."""
    return local_moment(moment, seconds, zone=timezone.get_default_timezone())


def day_of(moment: datetime | None, seconds: int | None) -> date | None:
    """The day of ``moment`` as it was given."""
    local = on_its_clock(moment, seconds)
    return local.date() if local else None
