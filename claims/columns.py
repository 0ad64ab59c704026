"""Statements that are written out, for what is asked so often that composing it costs more than answering it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Generic, TypeVar

from django.db import connection, models

Row = TypeVar("Row", bound=models.Model)


class Columns(Generic[Row]):
    """The columns of ``model`` by the name that a statement gives its table, and the row that they are."""

    def __init__(self, model: type[Row], named: str, *, but_not: Collection[str] = ()) -> None:
        fields = [field for field in model._meta.concrete_fields if field.name not in but_not]
        self._model = model
        self._names = [field.attname for field in fields]
        # What the database driver leaves to the field: JSON, above all.
        readers = [(place, getattr(field, "from_db_value", None)) for place, field in enumerate(fields)]
        self._readers = [(place, read) for place, read in readers if read]
        self.sql = ", ".join(f'{named}."{field.column}"' for field in fields)

    def __len__(self) -> int:
        return len(self._names)

    def row(self, values: Sequence[Any]) -> Row:
        """The row of these values; columns that were left out are read when somebody asks for them."""
        found = list(values)
        for place, read in self._readers:
            found[place] = read(found[place], None, connection)
        return self._model.from_db(connection.alias, self._names, found)


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
