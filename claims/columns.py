"""Statements that are written out, for what is asked so often that composing it costs more than answering it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Generic, TypeVar

from django.db import connection, models

from claims.models.lean import Part

Row = TypeVar("Row", bound=models.Model)


class Columns(Generic[Row]):
    """The columns of ``model`` by the name that a statement gives its table, and the row that they are."""

    def __init__(self, model: type[Row], named: str, *, but_not: Collection[str] = ()) -> None:
        columns = [column for column in model._meta.concrete_fields if column.name not in but_not]
        self._part = Part(model, [column.attname for column in columns])
        self.sql = ", ".join(f'{named}."{column.column}"' for column in columns)

    def __len__(self) -> int:
        return self._part.width

    def row(self, values: Sequence[Any]) -> Row:
        """The row of these values; columns that were left out are read when somebody asks for them."""
        found: Row = self._part.row(values, connection.alias)
        return found


def cut(values: Sequence[Any], *parts: Columns[Any]) -> list[Any]:
    """One row of an answer as a row of each part, None where an outer join found nothing, and then what is left."""
    found: list[Any] = []
    begin = 0
    for part in parts:
        own = values[begin : begin + len(part)]
        found.append(None if own[0] is None else part.row(own))
        begin += len(part)
    return [*found, *values[begin:]]


def ask(statement: str, params: dict[str, Any]) -> list[tuple[Any, ...]]:
    """What the database answers."""
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def ask_for_one(statement: str, params: dict[str, Any]) -> tuple[Any, ...] | None:
    """The first row of what the database answers."""
    return next(iter(ask(statement, params)), None)
