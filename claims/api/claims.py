"""Claims and speakers in the API."""

from __future__ import annotations

from collections import Counter
from typing import Any, cast

from django.conf import settings
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django_filters import rest_framework as filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from claims import intake, queries, services
from claims.access import Scope
from claims.api import rendering
from claims.api.articles import ID
from claims.api.filtering import IdFilter, YesNo
from claims.api.listing import ListModelMixin, OfArticles
from claims.api.once import Once
from claims.api.parsers import JSONParser, NdjsonParser
from claims.api.serializers import ClaimBatchOut, ClaimDetail, ClaimIn, ClaimOut, NewClaimOut, SpeakerOut, claim_drafts
from claims.api.strict import StrictView
from claims.errors import Invalid, KnownAlready
from claims.intake import ClaimDraft
from claims.models import Claim, Speaker, User
from claims.permissions import viewer_of
from claims.queueing import enqueue
from claims.services import ClaimReceipt


class ClaimFilter(filters.FilterSet):  # type: ignore[misc]
    q = filters.CharFilter(method="search", label="words, in the syntax of web search")
    topic = filters.CharFilter(field_name="topics", method="with_topic")
    speaker = filters.CharFilter(field_name="speaker__name", lookup_expr="iexact")
    outlet = filters.CharFilter(field_name="article__outlet", lookup_expr="iexact")
    article = IdFilter(field_name="article_id")
    language = filters.CharFilter()
    min_worthiness = filters.NumberFilter(field_name="worthiness", lookup_expr="gte", min_value=0, max_value=1)

    in_current_text = YesNo(field_name="vanished_in", lookup_expr="isnull")

    def search(self, found: QuerySet[Claim], name: str, words: str) -> QuerySet[Claim]:
        return queries.search_claims(found, words)

    def with_topic(self, found: QuerySet[Claim], name: str, topic: str) -> QuerySet[Claim]:
        return found.filter(topics__contains=[topic.lower()])


class ClaimViewSet(Once, OfArticles, ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Claim]):
    """Statements that can be checked, found in articles or handed in alone."""

    queryset = queries.claims_to_tell()
    to_article = ("article",)
    serializer_class = ClaimOut
    filterset_class = ClaimFilter
    lookup_value_regex = ID
    scopes = {
        "list": Scope.CLAIMS_READ,
        "retrieve": Scope.CLAIMS_READ,
        "create": Scope.CLAIMS_WRITE,
        "batch": Scope.CLAIMS_WRITE,
    }

    @extend_schema(responses=ClaimDetail)
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One claim with every place where it stands."""
        return Response(ClaimDetail(self.get_object()).data)

    @extend_schema(request=ClaimIn, responses={202: NewClaimOut, 200: NewClaimOut})
    def create(self, request: Request) -> Response:
        """Hand in a bare claim to be checked; one that was handed in before is answered with 200 and as it is."""
        try:
            claim = services.create_claim(actor=cast(User, request.user), **rendering.read(ClaimIn, request.data))
        except KnownAlready as error:
            known = get_object_or_404(self.get_queryset(), pk=error.known_id)
            return Response(ClaimDetail(known).data | {"created": False})
        _go_on()
        return Response(ClaimDetail(claim).data | {"created": True}, status=202)

    @extend_schema(
        request={"application/json": ClaimIn(many=True), "application/x-ndjson": OpenApiTypes.STR},
        responses={202: ClaimBatchOut, 200: ClaimBatchOut},
        filters=False,
    )
    @action(methods=["post"], detail=False, parser_classes=[JSONParser, NdjsonParser])
    def batch(self, request: Request) -> Response:
        """Hand in many bare claims, as a JSON list or as one JSON object a line, at most 5,000.

        All that can be used are stored in one transaction; a bad one is told by its place and spoils no other. What
        was handed in before is a duplicate, so a batch may be sent again: where nothing in it is new and nothing is bad
        the answer is 200. Checks are opened and routed soon after.
        """
        receipts = services.create_claims(drafts=_drafts(request.data), actor=cast(User, request.user))
        counted = Counter(receipt.status for receipt in receipts)
        if counted["created"]:
            _go_on()
        told = {"created": counted["created"], "duplicates": counted["duplicate"], "invalid": counted["invalid"]}
        results = [_told(place, receipt) for place, receipt in enumerate(receipts)]
        is_known = counted["duplicate"] == len(receipts)
        return Response({**told, "results": results}, status=200 if is_known else 202)


def _go_on() -> None:
    for task_name in settings.TASKS_AFTER_CLAIM:
        enqueue(task_name)


def _drafts(body: Any) -> list[ClaimDraft | Invalid]:
    """Each claim of a batch as far as it can be read. Raises Invalid where the body is no list."""
    if not isinstance(body, list):
        raise Invalid({"claims": "Send a list of claims."})
    if not body or not isinstance(body[0], bytes):
        return list(claim_drafts(body))
    lines = list(intake.json_lines(body))
    drafts = claim_drafts(line.value for line in lines if line.value is not None)
    return [Invalid({"line": [line.problem]}) if line.value is None else next(drafts) for line in lines]


def _told(place: int, receipt: ClaimReceipt) -> dict[str, Any]:
    return {
        "index": place,
        "status": receipt.status,
        "created": receipt.status == "created",
        "id": receipt.claim_id,
        "problems": receipt.problems or {},
    }


class SpeakerFilter(filters.FilterSet):  # type: ignore[misc]
    name = filters.CharFilter(lookup_expr="unaccent__icontains")


class SpeakerViewSet(StrictView, viewsets.ReadOnlyModelViewSet[Speaker]):
    """Who said it."""

    queryset = Speaker.objects.all()
    serializer_class = SpeakerOut
    filterset_class = SpeakerFilter
    lookup_value_regex = ID
    scopes = {"list": Scope.CLAIMS_READ, "retrieve": Scope.CLAIMS_READ}

    def get_queryset(self) -> QuerySet[Speaker]:
        return queries.speakers_visible_to(viewer_of(self.request))
