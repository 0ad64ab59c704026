"""Rows to JSON and JSON to fields, by serializers that are made once and read once.

The framework makes a serializer and all of its fields anew for each use, and looks up again for each row what is the
same for all. Here one serializer of each class serves every thread, for those that know no request and no row; what
its fields do with a row or with a value is worked out at the first use (``telling``, ``reading``). The serializers
stay the only place that says what the fields are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils import timezone
from rest_framework.exceptions import ValidationError
from rest_framework.serializers import Serializer

from claims.api.rendering.reading import reader
from claims.api.rendering.telling import teller
from claims.core.isolation import each


def told(serializer: type[Serializer[Any]], row: Any) -> dict[str, Any]:
    """The fields of one row, its times on the clock of whoever reads them."""
    found: dict[str, Any] = teller(serializer, timezone.get_current_timezone())(row)
    return found


def told_all(serializer: type[Serializer[Any]], rows: Iterable[Any]) -> list[dict[str, Any]]:
    """The same of many; one that cannot be told is left out, so that the others are."""
    return each(rows, teller(serializer, timezone.get_current_timezone()))


def read(serializer: type[Serializer[Any]], given: Any) -> dict[str, Any]:
    """The validated fields of what somebody sent. Raises ValidationError that names each bad one."""
    return reader(serializer, timezone.get_current_timezone())(given)


def read_each(serializer: type[Serializer[Any]], given: Iterable[Any]) -> Iterator[dict[str, Any] | ValidationError]:
    """The validated fields of each, or what is wrong with it."""
    read_one = reader(serializer, timezone.get_current_timezone())
    for values in given:
        try:
            yield read_one(values)
        except ValidationError as error:
            yield error


def flatten(detail: Any, prefix: str = "") -> dict[str, list[str]]:
    """Nested validation errors as dotted fields: {"sources.0.url": ["Enter a valid URL."]}."""
    if isinstance(detail, dict):
        found: dict[str, list[str]] = {}
        for name, inner in detail.items():
            found |= flatten(inner, f"{prefix}.{name}" if prefix else str(name))
        return found
    if isinstance(detail, list) and any(isinstance(inner, dict | list) for inner in detail):
        return flatten({number: inner for number, inner in enumerate(detail) if inner}, prefix)
    return {
        prefix or "non_field_errors": [str(inner) for inner in detail] if isinstance(detail, list) else [str(detail)]
    }
