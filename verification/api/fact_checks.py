"""Published fact-checks in the API, for everybody."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.strict import StrictView
from claims.core.isolation import each
from claims.permissions import PUBLIC
from verification import presenting, queries
from verification.api.serializers.fact_checks import FactCheckOut
from verification.models import FactCheck


class FactCheckFilter(filters.FilterSet):  # type: ignore[misc]
    q = filters.CharFilter(method="search", label="words of the claim, in the syntax of web search")

    def search(self, found: QuerySet[FactCheck], name: str, words: str) -> QuerySet[FactCheck]:
        return queries.search_fact_checks(found, words)


class FactCheckViewSet(
    StrictView, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[FactCheck]
):
    """What was published, with its markup; withdrawn ones are found by their address only."""

    queryset = queries.fact_checks()
    serializer_class = FactCheckOut
    filterset_class = FactCheckFilter
    lookup_field = "slug"
    lookup_value_regex = r"[-\w]+"
    scopes = {"list": PUBLIC, "retrieve": PUBLIC}

    def get_queryset(self) -> QuerySet[FactCheck]:
        return queries.published_fact_checks() if self.action == "list" else queries.fact_checks()

    @extend_schema(responses=FactCheckOut(many=True))
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Those that stand, newest first."""
        found = self.paginate_queryset(self.filter_queryset(self.get_queryset())) or []
        return self.get_paginated_response(each(found, told))

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One with every revision, newest first."""
        return Response(told(self.get_object()))


def told(fact_check: FactCheck) -> dict[str, Any]:
    markup = presenting.markup(fact_check)
    fact_check.claim_review = markup  # type: ignore[attr-defined]
    fact_check.url = presenting.published(fact_check).url  # type: ignore[attr-defined]
    return dict(FactCheckOut(fact_check).data)
