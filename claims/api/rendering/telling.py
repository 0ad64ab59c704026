"""What tells a row as its serializer does, without asking again for each row what is the same for all of them.

A field whose way is known (a column, the row that a column points to, a property) is read at once; every other field,
and every row that is not of the serializer's model, is left to the framework.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, tzinfo
from functools import lru_cache
from operator import attrgetter
from typing import Any, TypeAlias

from django.db.models import Field as Column
from django.db.models import ForeignKey, Manager
from rest_framework import serializers
from rest_framework.fields import SkipField
from rest_framework.relations import PKOnlyObject
from rest_framework.settings import api_settings

Field: TypeAlias = serializers.Field[Any, Any, Any, Any]
Tell = Callable[[Any], Any]
# What each of these makes of a value.
PLAIN: dict[type[Field], Tell] = {
    serializers.CharField: str,
    serializers.IntegerField: int,
    serializers.FloatField: float,
    serializers.StringRelatedField: str,
}


@lru_cache(maxsize=512)
def teller(serializer: type[serializers.Serializer[Any]], zone: tzinfo) -> Tell:
    """What makes JSON of the serializer's rows, with times in ``zone``."""
    return _teller_of_rows(serializer(), zone)


def does_as(thing: object, method: str, owner: type) -> bool:
    """Whether ``thing`` is an ``owner`` that does this as all of them do, and not in a way of its own."""
    return isinstance(thing, owner) and getattr(type(thing), method) is getattr(owner, method)


def _teller_of_rows(made: serializers.Serializer[Any], zone: tzinfo) -> Tell:
    model: Any = getattr(getattr(made, "Meta", None), "model", None)
    if model is None or not does_as(made, "to_representation", serializers.Serializer):
        return made.to_representation
    readable = [(name, field) for name, field in made.fields.items() if not field.write_only]
    steps = [(name, _getter(field, model), _teller(field, zone)) for name, field in readable]

    def tell(row: Any) -> Any:
        if not isinstance(row, model):
            return made.to_representation(row)
        told = {}
        for name, get, tell_one in steps:
            try:
                value = get(row)
            except SkipField:
                continue
            told[name] = None if value is None else tell_one(value)
        return told

    return tell


def _getter(field: Field, model: Any) -> Tell:
    """What reads the field's value from a row."""
    name, _, beyond = str(field.source).partition(".")
    column = _column(model, name)
    if isinstance(field, serializers.PrimaryKeyRelatedField):
        # It is in the row itself.
        return attrgetter(column.attname) if column and not beyond else _left_to_framework(field)
    if beyond:
        return _reaching(field, column, beyond)
    if column or isinstance(getattr(model, name, None), property):
        return attrgetter(name)
    return _left_to_framework(field)


def _column(model: Any, name: str) -> Column[Any, Any] | None:
    """The column of that name, or the one that points to the row of that name; none for what lies elsewhere."""
    return next((column for column in model._meta.concrete_fields if column.name == name), None)


def _reaching(field: Field, column: Column[Any, Any] | None, beyond: str) -> Tell:
    """A column of the row that ``column`` points to, none where it points to none and the field allows for it."""
    if not isinstance(column, ForeignKey) or field.default is not None or not _column(column.related_model, beyond):
        return _left_to_framework(field)
    get_row, get = attrgetter(column.name), attrgetter(beyond)

    def reach(row: Any) -> Any:
        there = get_row(row)
        return None if there is None else get(there)

    return reach


def _left_to_framework(field: Field) -> Tell:
    def get(row: Any) -> Any:
        found = field.get_attribute(row)
        return found.pk if isinstance(found, PKOnlyObject) else found

    return get


def _teller(field: Field, zone: tzinfo) -> Tell:
    """What makes JSON of the field's value, which is not none."""
    if isinstance(field, serializers.Serializer):
        return _teller_of_rows(field, zone)
    for listing in (serializers.ListSerializer, serializers.ListField):
        if does_as(field, "to_representation", listing):
            return _each(_teller(field.child, zone))  # type: ignore[attr-defined]
    if does_as(field, "to_representation", serializers.PrimaryKeyRelatedField):
        return _key_of(field)
    if does_as(field, "to_representation", serializers.DateTimeField):
        return _moment(field, zone)
    for kind, tell in PLAIN.items():
        if does_as(field, "to_representation", kind):
            return tell
    return field.to_representation


def _each(tell_one: Tell) -> Tell:
    def tell(values: Any) -> list[Any]:
        rows = values.all() if isinstance(values, Manager) else values
        return [None if value is None else tell_one(value) for value in rows]

    return tell


def _key_of(field: Any) -> Tell:
    """Keys come bare from a row, and as rows from a list of them."""
    of_key = field.pk_field.to_representation if field.pk_field else None

    def tell(value: Any) -> Any:
        key = getattr(value, "pk", value)
        return of_key(key) if of_key else key

    return tell


def _moment(field: Any, zone: tzinfo) -> Tell:
    if getattr(field, "format", api_settings.DATETIME_FORMAT) != "iso-8601" or hasattr(field, "timezone"):
        return field.to_representation  # type: ignore[no-any-return]

    def tell(moment: Any) -> Any:
        if not isinstance(moment, datetime) or moment.tzinfo is None:
            return field.to_representation(moment)
        try:
            told = moment.astimezone(zone).isoformat()
        except OverflowError:
            return field.to_representation(moment)
        return f"{told[:-6]}Z" if told.endswith("+00:00") else told

    return tell
