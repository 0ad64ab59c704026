"""The version of a row that somebody sees just now, as the desk's forms and the API take it."""

from __future__ import annotations

from typing import Any


def version_of(row: Any) -> int:
    version: int = type(row)._default_manager.values_list("version", flat=True).get(pk=row.pk)
    return version


def seen(row: Any) -> dict[str, int]:
    """What a form of the row's page sends besides."""
    return {"version": version_of(row)}


def if_match(row: Any) -> dict[str, Any]:
    """The header of a request that decides on the row."""
    return {"HTTP_IF_MATCH": f'"{version_of(row)}"'}
