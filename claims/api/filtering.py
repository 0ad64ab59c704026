"""What narrows a list, made once for each list and not anew, form and all, for each request."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django_filters.rest_framework import DjangoFilterBackend, FilterSet
from rest_framework.request import Request


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
