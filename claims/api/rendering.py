"""Rows to JSON and JSON to fields, by serializers that are made once.

The framework makes a serializer and all of its fields anew for each use, which costs more than the use. Those that
know no request and no row keep nothing of what they render or read, so one of each serves every thread.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rest_framework.serializers import Serializer

_made: dict[type[Serializer[Any]], Serializer[Any]] = {}


def shared(serializer: type[Serializer[Any]]) -> Serializer[Any]:
    """The one serializer of its class; its fields are made at the first use."""
    if serializer not in _made:
        _made[serializer] = serializer()
    return _made[serializer]


def told(serializer: type[Serializer[Any]], row: Any) -> dict[str, Any]:
    """The fields of one row."""
    found: dict[str, Any] = shared(serializer).to_representation(row)
    return found


def told_all(serializer: type[Serializer[Any]], rows: Iterable[Any]) -> list[dict[str, Any]]:
    return [told(serializer, row) for row in rows]


def read(serializer: type[Serializer[Any]], given: Any) -> dict[str, Any]:
    """The validated fields of what somebody sent. Raises ValidationError that names each bad one."""
    found: dict[str, Any] = shared(serializer).run_validation(given)
    return found


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
