"""Pages of the API: by cursor, so that page 2,000 costs what page 1 costs and nothing shifts while you read."""

from __future__ import annotations

from typing import Any

from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request


class Pages(CursorPagination):
    page_size = 50
    max_page_size = 200
    page_size_query_param = "page_size"
    ordering = "-id"

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """The framework's own, with null as OpenAPI 3.1 writes it: there is no page before the first one."""
        told: dict[str, Any] = super().get_paginated_response_schema(schema)
        for name in ("next", "previous"):
            page = told["properties"][name]
            del page["nullable"]
            page["type"] = ["string", "null"]
        return told

    def get_page_size(self, request: Request) -> int:
        """How many rows were asked for, at most ``max_page_size``. Raises ValidationError for no such number."""
        asked = request.query_params.get(self.page_size_query_param)
        if asked is None:
            return self.page_size
        if not (asked.isascii() and asked.isdecimal() and len(asked) < 10 and int(asked)):
            raise ValidationError({self.page_size_query_param: ["Give a whole number, 1 or more."]})
        return min(int(asked), self.max_page_size)

    def decode_cursor(self, request: Request) -> Any:
        """Where the page begins. Raises ValidationError for what was in no answer's ``next`` or ``previous``."""
        try:
            cursor = super().decode_cursor(request)
            if cursor is not None and cursor.position is not None:
                int(cursor.position)
        except (NotFound, ValueError) as error:
            raise ValidationError({self.cursor_query_param: ["Take it from an answer, as it is there."]}) from error
        return cursor
