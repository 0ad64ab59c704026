"""When somebody works: the columns that a desk and a reviewer share."""

from __future__ import annotations

from datetime import time

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models

from verification.hours import WorkingHours, keeps_holidays, time_zones

DAYS = r"^[1-7]{1,7}$"


def require_time_zone(name: str) -> None:
    if name not in time_zones():
        raise ValidationError("“%(name)s” is no time zone; one is “Europe/Berlin”.", params={"name": name})


def require_place(place: str) -> None:
    if not keeps_holidays(place):
        told = "The holidays of “%(place)s” are not known; write a country or its part, as in “DE” or “DE-BE”."
        raise ValidationError(told, params={"place": place})


class Works(models.Model):
    """Working hours. Two equal times mean round the clock, and an earlier end is one on the next day."""

    time_zone = models.CharField(
        max_length=64, default="UTC", validators=[require_time_zone], help_text="As in “Europe/Berlin”."
    )
    work_days = models.CharField(
        max_length=7,
        default="1234567",
        validators=[RegexValidator(DAYS, "Write the days as digits from 1 to 7.")],
        help_text="One digit a day; 1 is Monday, so that 12345 is Monday to Friday.",
    )
    works_from = models.TimeField(default=time(0))
    works_until = models.TimeField(default=time(0), help_text="The same time twice means round the clock.")
    holidays_of = models.CharField(
        max_length=10,
        blank=True,
        validators=[require_place],
        help_text="Whose public holidays are days off: a country or its part, as in “DE” or “DE-BE”; empty: none.",
    )

    class Meta:
        abstract = True

    @property
    def hours(self) -> WorkingHours:
        days = tuple(int(day) for day in self.work_days)
        return WorkingHours(self.time_zone, days, self.works_from, self.works_until, self.holidays_of)
