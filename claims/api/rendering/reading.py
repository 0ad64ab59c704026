"""What reads JSON into fields as a serializer does, at once where everything is as it should be.

Nearly everything that is sent is right. It is taken by these quick steps, which know no more than that it is; whatever
surprises them is read again by the serializer itself, which knows what is still allowed and says what is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, tzinfo
from functools import lru_cache
from math import inf, isfinite
from typing import Any, TypeAlias

from django.core.exceptions import ValidationError as RuleBroken
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator, RegexValidator
from django.core.validators import ProhibitNullCharactersValidator as NoNull
from rest_framework import serializers
from rest_framework.fields import empty
from rest_framework.validators import ProhibitSurrogateCharactersValidator as NoSurrogates

from claims.api.fields import MomentField
from claims.api.rendering.telling import does_as
from claims.api.strict import StrictFields
from claims.core.moments import read_moment

Field: TypeAlias = serializers.Field[Any, Any, Any, Any]
Read = Callable[[Any], Any]
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class Surprised(ValueError):
    """The serializer should look at this."""


@lru_cache(maxsize=512)
def reader(serializer: type[serializers.Serializer[Any]], zone: tzinfo) -> Callable[[Any], dict[str, Any]]:
    """What reads values as the serializer does, times without a zone being in ``zone``."""
    made = serializer()
    steps = _steps(made, zone)
    if steps is None:
        return made.run_validation

    is_strict, names = isinstance(made, StrictFields), {name for name, *_ in steps}

    def read(given: Any) -> Any:
        try:
            if is_strict and type(given) is dict and not given.keys() <= names:
                raise Surprised
            return _taken(steps, given)
        except (ValueError, OverflowError, RuleBroken, serializers.ValidationError):
            return made.run_validation(given)

    return read


Step = tuple[str, bool, bool, Read]


def _steps(made: serializers.Serializer[Any], zone: tzinfo) -> list[Step] | None:
    """For each field its name, whether it must be there and may be null, and what reads it.

    None where the serializer does more than read one field after the other.
    """
    asked = ("run_validation", "run_validators", "validate")
    if made.validators or not all(does_as(made, method, serializers.Serializer) for method in asked):
        return None
    if not any(does_as(made, "to_internal_value", kind) for kind in (serializers.Serializer, StrictFields)):
        return None
    steps = []
    for name, field in made.fields.items():
        is_own = field.source != name or field.read_only or field.default is not empty
        if is_own or hasattr(made, f"validate_{name}"):
            return None
        steps.append((name, field.required, field.allow_null, _reader(field, zone)))
    return steps


def _taken(steps: list[Step], given: Any) -> dict[str, Any]:
    if type(given) is not dict:
        raise Surprised
    found = {}
    for name, is_required, may_be_null, read in steps:
        if name not in given:
            if is_required:
                raise Surprised
        elif (value := given[name]) is not None:
            found[name] = read(value)
        elif may_be_null:
            found[name] = None
        else:
            raise Surprised
    return found


def _reader(field: Field, zone: tzinfo) -> Read:
    """What reads a value that is there and not null."""
    for kind, known, make in (
        (serializers.CharField, _OF_TEXT, _text),
        (serializers.FloatField, _OF_NUMBERS, _number),
        (serializers.ListField, _OF_LISTS, _list),
        (MomentField, (), _moment),
    ):
        if _is_plain(field, kind, known):
            return make(field, zone)
    return field.run_validation


def _is_plain(field: Field, kind: type[Field], known: tuple[type, ...]) -> bool:
    """Whether the field reads as all of its kind do and is held to nothing that is not ``known``."""
    reads = all(does_as(field, method, kind) for method in ("run_validation", "to_internal_value", "run_validators"))
    return reads and all(type(validator) in known for validator in field.validators)


_OF_TEXT = (MaxLengthValidator, NoNull, NoSurrogates, RegexValidator)
_OF_NUMBERS = (MinValueValidator, MaxValueValidator)
_OF_LISTS = (MaxLengthValidator,)


def _limit(field: Field, kind: type[Any], strictest: Callable[..., float], none: float) -> float:
    """The strictest limit of that kind, ``none`` where there is none."""
    return strictest([none, *(rule.limit_value for rule in field.validators if isinstance(rule, kind))])


def _text(field: Any, zone: tzinfo) -> Read:
    longest = _limit(field, MaxLengthValidator, min, inf)
    rules: list[Any] = [rule for rule in field.validators if type(rule) is RegexValidator]
    patterns = [(rule.regex.search, rule.inverse_match) for rule in rules]
    trims, may_be_blank = field.trim_whitespace, field.allow_blank

    def read(given: Any) -> str:
        if type(given) is not str:
            raise Surprised
        text = given.strip() if trims else given
        if not text and may_be_blank:
            return text
        if not text or len(text) > longest or UNSTORABLE.search(text):
            raise Surprised
        for search, must_not_be in patterns:
            if bool(search(text)) == must_not_be:
                raise Surprised
        return text

    return read


def _number(field: Any, zone: tzinfo) -> Read:
    least = _limit(field, MinValueValidator, max, -inf)
    most = _limit(field, MaxValueValidator, min, inf)

    def read(given: Any) -> float:
        if type(given) not in (int, float):
            raise Surprised
        number = float(given)
        if not isfinite(number) or not least <= number <= most:
            raise Surprised
        return number

    return read


def _list(field: Any, zone: tzinfo) -> Read:
    longest = _limit(field, MaxLengthValidator, min, inf)
    read_one, may_be_empty = _reader(field.child, zone), field.allow_empty

    def read(given: Any) -> list[Any]:
        if type(given) is not list or len(given) > longest or not (given or may_be_empty):
            raise Surprised
        return [read_one(value) for value in given]

    return read


def _moment(field: Any, zone: tzinfo) -> Read:
    def read(given: Any) -> datetime:
        if type(given) is not str:
            raise Surprised
        return read_moment(given, zone=zone)

    return read
