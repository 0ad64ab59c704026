"""What columns of days and times may hold."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from claims.core.moments import EARLIEST, LATEST, require_in_bounds


def require_sensible_day(value: date) -> None:
    """Raise ValidationError for a day, or the day of a moment on its own clock, that is out of bounds."""
    day = value.date() if isinstance(value, datetime) else value
    try:
        require_in_bounds(day)
    except ValueError as error:
        bounds = {"first": EARLIEST.year, "last": LATEST.year}
        raise ValidationError(
            _("Choose a day from the year %(first)s to %(last)s."), code="out_of_bounds", params=bounds
        ) from error
