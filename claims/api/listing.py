"""Lists by pages, rendered by the one serializer of their class."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from rest_framework import mixins
from rest_framework.request import Request
from rest_framework.response import Response

from claims import queries
from claims.api import rendering
from claims.permissions import viewer_of


class ListModelMixin(mixins.ListModelMixin):
    """The framework's own, for rows whose rendering knows no request."""

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        view: Any = self
        page = view.paginate_queryset(view.filter_queryset(view.get_queryset()))
        told = rendering.told_all(view.get_serializer_class(), page)
        found: Response = view.get_paginated_response(told)
        return found


class OfArticles:
    """Rows of articles, without those of which the sender may not know; each of ``to_article`` leads to an article."""

    to_article: ClassVar[tuple[str, ...]]

    def get_queryset(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset()  # type: ignore[misc]
        request: Request | None = getattr(self, "request", None)
        return queries.visible_to(viewer_of(request), rows, *self.to_article) if request else rows.none()
