"""Rows of long lists, made of the columns that are told and of nothing else.

For a page of fifty the ORM takes longer to make its rows than the database takes to find them. These are ordinary rows
all the same: a column that was left out is asked for as soon as somebody wants it, for each row anew, so whoever lists
names what is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, TypeVar

from django.db import connection
from django.db.models import JSONField, Model, QuerySet
from django.db.models.base import ModelState
from django.db.models.query import ValuesListIterable

Read = Callable[[Any], Any]
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
    beside = {name: Part(model._meta.get_field(name).related_model, names) for name, names in shape.beside.items()}
    facts = {"own": Part(model, shape.names), "beside": beside, "shared": shape.shared}
    found._iterable_class = type("LeanRows", (_LeanRows,), facts)
    return found  # type: ignore[no-any-return]


class Part:
    """The columns of one table, and what makes a row of their values."""

    def __init__(self, model: Any, names: Sequence[str]) -> None:
        self._model, self._names = model, names
        self.width = len(names)
        kinds = {column.attname: column for column in model._meta.concrete_fields}
        # What the database driver leaves to the field.
        left = [name for name in names if hasattr(kinds[name], "from_db_value")]
        self._readers = [(name, _reader(kinds[name])) for name in left]

    def row(self, values: Sequence[Any], db: str) -> Any:
        """As the ORM makes it of some columns, without asking for each column whether it is there."""
        row = self._model.__new__(self._model)
        facts = vars(row)
        facts.update(zip(self._names, values, strict=False))
        for name, read in self._readers:
            facts[name] = read(facts[name])
        row._state = ModelState()
        row._state.db, row._state.adding = db, False
        return row


def _reader(column: Any) -> Read:
    def read(value: Any) -> Any:
        return column.from_db_value(value, None, connection)

    def read_json(text: Any) -> Any:
        # Most lists are empty.
        return [] if text == "[]" else read(text)

    return read_json if isinstance(column, JSONField) else read


class _LeanRows(ValuesListIterable):  # type: ignore[type-arg]
    own: Part
    beside: Mapping[str, Part]
    shared: Mapping[str, QuerySet[Any]]

    def __iter__(self) -> Iterator[Any]:
        db = self.queryset.db
        compiler = self.queryset.query.get_compiler(db)
        found = list(chain.from_iterable(compiler.execute_sql()))
        # Each is as wide as all columns together; its own come first.
        rows = [self.own.row(values, db) for values in found]
        at = self.own.width
        for name, part in self.beside.items():
            cuts = (values[at : at + part.width] for values in found)
            _put_beside(rows, name, [None if cut[0] is None else part.row(cut, db) for cut in cuts])
            at += part.width
        for path, others in self.shared.items():
            *beside, name = path.split("__")
            _share(_beside(rows, beside), name, others)
        return iter(rows)


def _put_beside(rows: Sequence[Model], name: str, others: Sequence[Model | None]) -> None:
    points: Any = rows[0]._meta.get_field(name) if rows else None
    for row, other in zip(rows, others, strict=True):
        points.set_cached_value(row, other)


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
