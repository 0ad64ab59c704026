"""Rows of long lists, made of the columns that are told and of nothing else.

For a page of fifty the ORM takes longer to make its rows than the database takes to find them. These are ordinary rows
all the same: a column that was left out is asked for as soon as somebody wants it, for each row anew, so whoever lists
names what is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.db.models.base import ModelState
from django.db.models.query import ValuesListIterable

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Shape:
    """What is read of a table, the key first.

    ``beside`` are rows that stand beside each in one join, by the name that points to them; ``shared`` are rows of
    which a page needs few, each asked for once if any, by a name, or by one behind that of a row beside
    ("claim__speaker").
    """

    names: Sequence[str]
    beside: Mapping[str, Sequence[str]] = field(default_factory=dict)
    shared: Mapping[str, QuerySet[Any]] = field(default_factory=dict)

    def paths(self) -> list[str]:
        return [*self.names, *(f"{name}__{column}" for name, columns in self.beside.items() for column in columns)]


def lean(model: type[Row], shape: Shape) -> QuerySet[Row]:
    """Rows with these columns, to be filtered, ordered and cut as any others."""
    found: Any = model._default_manager.values_list(*shape.paths())
    found._iterable_class = type("LeanRows", (_LeanRows,), {"shape": shape})
    return found  # type: ignore[no-any-return]


class _LeanRows(ValuesListIterable):  # type: ignore[type-arg]
    shape: Shape

    def __iter__(self) -> Iterator[Any]:
        model, db = self.queryset.model, self.queryset.db
        found = list(super().__iter__())
        # Each is as wide as all columns together; its own come first.
        rows = [_made(model, self.shape.names, values, db) for values in found]
        at = len(self.shape.names)
        for name, columns in self.shape.beside.items():
            _put_beside(rows, name, columns, (values[at : at + len(columns)] for values in found), db)
            at += len(columns)
        for path, others in self.shape.shared.items():
            *beside, name = path.split("__")
            _share(_beside(rows, beside), name, others)
        return iter(rows)


def _made(model: type[Row], names: Sequence[str], values: Iterable[Any], db: str) -> Row:
    """A row as the ORM makes it of some columns, without asking for each column whether it is there."""
    row = model.__new__(model)
    vars(row).update(zip(names, values, strict=False))
    row._state = ModelState()
    row._state.db, row._state.adding = db, False
    return row


def _put_beside(rows: Sequence[Model], name: str, columns: Sequence[str], found: Iterable[Any], db: str) -> None:
    points: Any = rows[0]._meta.get_field(name) if rows else None
    for row, values in zip(rows, found, strict=True):
        there = None if values[0] is None else _made(points.related_model, columns, values, db)
        points.set_cached_value(row, there)


def _beside(rows: Sequence[Any], names: Sequence[str]) -> list[Any]:
    """The rows that ``names`` lead to, without those that lead nowhere."""
    for name in names:
        rows = [there for row in rows if (there := getattr(row, name)) is not None]
    return list(rows)


def _share(rows: Sequence[Model], name: str, others: QuerySet[Any]) -> None:
    points: Any = rows[0]._meta.get_field(name) if rows else None
    wanted = {key for row in rows if (key := getattr(row, points.attname)) is not None}
    known = {other.pk: other for other in others.filter(pk__in=wanted)} if wanted else {}
    for row in rows:
        # None where it points to none.
        points.set_cached_value(row, known.get(getattr(row, points.attname)))
