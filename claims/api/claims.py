"""Claims and speakers in the API."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from claims import queries, services
from claims.access import Scope
from claims.api.articles import ID
from claims.api.once import Once
from claims.api.serializers import ClaimDetail, ClaimIn, ClaimOut, SpeakerOut
from claims.models import Claim, Speaker
from claims.queueing import enqueue


class ClaimFilter(filters.FilterSet):  # type: ignore[misc]
    q = filters.CharFilter(method="search", label="words, in the syntax of web search")
    topic = filters.CharFilter(field_name="topics", method="with_topic")
    speaker = filters.CharFilter(field_name="speaker__name", lookup_expr="iexact")
    outlet = filters.CharFilter(field_name="article__outlet", lookup_expr="iexact")
    article = filters.NumberFilter(field_name="article_id", max_value=2**63 - 1)
    language = filters.CharFilter()
    min_worthiness = filters.NumberFilter(field_name="worthiness", lookup_expr="gte")

    in_current_text = filters.BooleanFilter(field_name="vanished_in", lookup_expr="isnull")

    def search(self, found: QuerySet[Claim], name: str, words: str) -> QuerySet[Claim]:
        return queries.search_claims(found, words)

    def with_topic(self, found: QuerySet[Claim], name: str, topic: str) -> QuerySet[Claim]:
        return found.filter(topics__contains=[topic.lower()])


class ClaimViewSet(Once, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Claim]):
    """Statements that can be checked, found in articles or handed in alone."""

    queryset = queries.claims_list()
    serializer_class = ClaimOut
    filterset_class = ClaimFilter
    lookup_value_regex = ID
    scopes = {"list": Scope.CLAIMS_READ, "retrieve": Scope.CLAIMS_READ, "create": Scope.CLAIMS_WRITE}

    @extend_schema(responses=ClaimDetail)
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One claim with every place where it stands."""
        return Response(ClaimDetail(self.get_object()).data)

    @extend_schema(request=ClaimIn, responses={202: ClaimDetail})
    def create(self, request: Request) -> Response:
        """Hand in a bare claim to be checked."""
        given = ClaimIn(data=request.data)
        given.is_valid(raise_exception=True)
        claim = services.create_claim(actor=request.user, **given.validated_data)  # type: ignore[arg-type]
        for task_name in settings.TASKS_AFTER_CLAIM:
            enqueue(task_name)
        return Response(ClaimDetail(claim).data, status=202)


class SpeakerFilter(filters.FilterSet):  # type: ignore[misc]
    name = filters.CharFilter(lookup_expr="icontains")


class SpeakerViewSet(viewsets.ReadOnlyModelViewSet[Speaker]):
    """Who said it."""

    queryset = Speaker.objects.all()
    serializer_class = SpeakerOut
    filterset_class = SpeakerFilter
    lookup_value_regex = ID
    scopes = {"list": Scope.CLAIMS_READ, "retrieve": Scope.CLAIMS_READ}
