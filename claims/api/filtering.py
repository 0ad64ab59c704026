"""What narrows a list, made once for each list and not anew, form and all, for each request."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django_filters import BooleanFilter, NumberFilter
from django_filters.rest_framework import DjangoFilterBackend, FilterSet
from rest_framework.request import Request

_ANSWERS = {"true": True, "1": True, "false": False, "0": False}
# No id is greater.
MAX_ID = 2**63 - 1


class YesNoField(forms.Field):
    """True or false, in any case of letters, and nothing else."""

    def to_python(self, value: Any) -> bool | None:
        if value is None:
            return None
        if (answer := _ANSWERS.get(value.lower())) is None:
            raise ValidationError("Give true or false.", code="invalid")
        return answer


class YesNo(BooleanFilter):  # type: ignore[misc]
    """The framework's own takes what is neither for nothing at all, and lists everything."""

    field_class = YesNoField


class WholeNumberField(forms.IntegerField):
    """Digits and nothing else; the framework's own takes 1.0 for 1."""

    def to_python(self, value: Any) -> int | None:
        if value is None:
            return None
        if not (value.isascii() and value.isdecimal()):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)


class IdFilter(NumberFilter):  # type: ignore[misc]
    """The number of a row; the framework's own takes 1.5 for 1."""

    field_class = WholeNumberField

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_value=MAX_ID, **kwargs)


class Filters(DjangoFilterBackend):  # type: ignore[misc]
    """The framework's own, for filters that know no request."""

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: Any) -> QuerySet[Any]:
        kind = self.get_filterset_class(view, queryset)
        if kind is None:
            return queryset
        filters = _made(kind, queryset.model)  # type: ignore[arg-type]
        try:
            asked = {name: _asked(request, name, one.field) for name, one in filters.items()}
        except ValidationError:
            # It tells of every mistake.
            return super().filter_queryset(request, queryset, view)  # type: ignore[no-any-return]
        for name, value in asked.items():
            queryset = filters[name].filter(queryset, value)
        return queryset


def filter_names(view: Any) -> list[str]:
    """The parameters that narrow the list of ``view``."""
    queryset = getattr(view, "queryset", None)
    kind = Filters().get_filterset_class(view, queryset)
    return [] if kind is None or queryset is None else list(_made(kind, queryset.model))


@lru_cache(maxsize=64)
def _made(kind: type[FilterSet], model: type[Model]) -> dict[str, Any]:
    made: dict[str, Any] = kind(queryset=model._default_manager.none()).filters
    return made


def _asked(request: Request, name: str, field: Any) -> Any:
    return field.clean(field.widget.value_from_datadict(request.query_params, {}, name))
