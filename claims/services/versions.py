"""A decision is made on what its maker saw: on a version of a row."""

from __future__ import annotations

from typing import Any, Protocol

from claims.errors import Stale

# What is told of a row that has changed, where it has it.
TOLD = ("status", "round", "rating", "priority")


class Versioned(Protocol):
    """A row whose version goes up with everything that a decision on it is made on."""

    @property
    def version(self) -> Any: ...


def require_version(row: Versioned, version: int | None) -> None:
    """Raise Stale where a locked row is no longer the version that somebody decided on.

    None is for what decides on the row as it is, such as a sweep or a command.
    """
    if version is not None and row.version != version:
        raise stale(row)


def stale(row: Versioned) -> Stale:
    """The error that tells how ``row`` stands now."""
    found = {name: getattr(row, name) for name in TOLD if hasattr(row, name)}
    plain = {name: value if value is None or isinstance(value, int) else str(value) for name, value in found.items()}
    return Stale({"version": row.version, **plain})
