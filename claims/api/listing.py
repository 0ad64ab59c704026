"""Lists by pages, rendered by the one serializer of their class."""

from __future__ import annotations

from typing import Any

from rest_framework import mixins
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api import rendering


class ListModelMixin(mixins.ListModelMixin):
    """The framework's own, for rows whose rendering knows no request."""

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        view: Any = self
        page = view.paginate_queryset(view.filter_queryset(view.get_queryset()))
        told = rendering.told_all(view.get_serializer_class(), page)
        found: Response = view.get_paginated_response(told)
        return found
