"""Pages of the API: by cursor, so that page 2,000 costs what page 1 costs and nothing shifts while you read."""

from __future__ import annotations

from rest_framework.pagination import CursorPagination


class Pages(CursorPagination):
    page_size = 50
    max_page_size = 200
    page_size_query_param = "page_size"
    ordering = "-id"
