"""Fields of the API that the framework has in a laxer form."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from rest_framework import serializers

from claims.core.moments import read_day, read_moment


class MomentField(serializers.DateTimeField):
    """An ISO 8601 time, or a day; it keeps its offset, and without one it is meant by the clock of the site."""

    def to_internal_value(self, value: Any) -> datetime:
        try:
            return read_moment(_written(value), zone=timezone.get_current_timezone())
        except ValueError as error:
            raise serializers.ValidationError(str(error), code="invalid") from error


class GivenMomentField(serializers.DateTimeField):
    """A moment on the clock that it was given on, so that its day can be read from it."""

    def to_representation(self, value: datetime) -> str:
        return value.isoformat().replace("+00:00", "Z")


class DayField(serializers.DateField):
    """An ISO 8601 day."""

    def to_internal_value(self, value: Any) -> date:
        try:
            return read_day(_written(value))
        except ValueError as error:
            raise serializers.ValidationError(str(error), code="invalid") from error


def _written(value: Any) -> str:
    """What stands there, as it would be shown to whoever sent it."""
    return value if isinstance(value, str) else str(value)
