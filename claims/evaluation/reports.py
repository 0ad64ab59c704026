"""What an evaluation hands back, and what is wrong with a row that cannot be scored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Miss:
    """Something the machine got wrong; the higher ``badness``, the earlier it is shown."""

    badness: float
    shown: str


@dataclass(frozen=True, slots=True)
class Report:
    """``metrics`` are shares in 0..1, rounded by nobody; ``items`` counts what was scored.

    ``scored``: labels and scores in the same order, for charts, where the task has such.
    """

    metrics: dict[str, float]
    misses: tuple[Miss, ...]
    items: int
    scored: tuple[Sequence[int], Sequence[float]] | None = None


class BadRow(ValueError):
    """A row lacks a key or has the wrong kind of value; the message says which."""


def require(row: Row, key: str, kind: type | tuple[type, ...]) -> Any:
    """The value under ``key``. Raises BadRow that names the key."""
    if key not in row:
        raise BadRow(f'no key "{key}"')
    if not isinstance(row[key], kind):
        raise BadRow(f'"{key}" is of the wrong kind: {type(row[key]).__name__}')
    return row[key]


def share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0
