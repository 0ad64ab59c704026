"""What was said before, in the API: of one claim, of any text, and what people decide about it."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any, cast

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from claims import queries as claim_queries
from claims.access import Scope
from claims.api import versions
from claims.api.articles import ID
from claims.api.once import Once
from claims.api.strict import StrictView
from claims.embedding import embed
from claims.intake import MAX_CLAIM_CHARS, required_normal_text
from claims.models import Claim, ImportedFactCheck, Match, User
from claims.pairing import look_up
from claims.permissions import viewer_of
from claims.queueing import enqueue
from verification import queries, services
from verification.api.checks import given
from verification.api.serializers.matches import DecisionOut, EarlierOut, FoundOut, ImportedOut, MatchOut, RemarkIn
from verification.said_before import answer_for


class MatchViewSet(Once, viewsets.GenericViewSet[Match]):
    """Claims that repeat earlier ones, or what others have checked already."""

    queryset = Match.objects.all()
    serializer_class = MatchOut
    lookup_value_regex = ID
    pagination_class = None
    conditional = frozenset({"accept", "reject"})
    paged = ()
    parameters = {"list": ("q",)}
    scopes = {
        "list": Scope.CLAIMS_READ,
        "retrieve": Scope.CLAIMS_READ,
        "accept": Scope.REVIEWS_WRITE,
        "reject": Scope.REVIEWS_WRITE,
    }

    @extend_schema(
        parameters=[OpenApiParameter("q", str, required=True, description="a claim, in any words")],
        responses=FoundOut(many=True),
        filters=False,
    )
    def list(self, request: Request) -> Response:
        """Has this been checked? Earlier claims and fact-checks that say the same or nearly, the likeliest first."""
        text = request.query_params.get("q", "")
        text = required_normal_text(text, field="q", max_chars=MAX_CLAIM_CHARS)
        vector = embed([text])[0]
        rows = claim_queries.visible_among(viewer_of(request), claim_queries.resembling(text, vector))
        # With the first question, not with the web server: spaCy comes with it.
        [figures] = import_module("claims.extraction.pipeline").read_figures([(text, now())])
        found = look_up(text, vector, rows, quantities=figures.quantities)
        return Response(
            [
                {
                    "relation": ranked.relation,
                    "score": round(ranked.score, 4),
                    "why": list(ranked.why),
                    "earlier": earlier(row.claim),
                    "imported": imported(row.imported),
                }
                for row, ranked in found
            ]
        )

    def retrieve(self, request: Request, pk: str) -> Response:
        """One match with both sides."""
        match = get_object_or_404(_matches(request), pk=pk)
        return versions.tagged(told(match), match)

    @extend_schema(request=RemarkIn, responses=MatchOut)
    @action(methods=["post"], detail=True)
    def accept(self, request: Request, pk: str) -> Response:
        """It is the same claim: its check ends with the result of the earlier one, now or once that is published."""
        return self._decide(request, pk, services.accept_match)

    @extend_schema(request=RemarkIn, responses=MatchOut)
    @action(methods=["post"], detail=True)
    def reject(self, request: Request, pk: str) -> Response:
        """It is another claim; where its check was ended by this match, it is reviewed after all."""
        return self._decide(request, pk, services.reject_match)

    def _decide(self, request: Request, pk: str, service: Callable[..., Match]) -> Response:
        match = get_object_or_404(Match, pk=pk)
        versions.require_match(request, match)
        service(match_id=match.pk, actor=_actor(request), version=match.version, **_why(request))
        check = queries.checks().filter(claim=match.claim_id).first()
        if check:
            enqueue("verification.route_check", check.pk)
        match = claim_queries.matches().get(pk=match.pk)
        return versions.tagged(told(match), match)


class ClaimMatchesView(StrictView, APIView):
    """What one claim resembles."""

    scopes = {"get": Scope.CLAIMS_READ}

    @extend_schema(responses=MatchOut(many=True), operation_id="claims_matches_list", tags=["claims"])
    def get(self, request: Request, pk: int) -> Response:
        """The claim's matches with earlier claims and fact-checks of others, the likeliest first; rejected ones too."""
        claims = claim_queries.visible_to(viewer_of(request), Claim.objects.all(), "article")
        claim = get_object_or_404(claims, pk=pk)
        return Response([told(match) for match in _matches(request).filter(claim=claim)])


def _matches(request: Request) -> QuerySet[Match]:
    """Those of whose both sides the sender may know."""
    return claim_queries.visible_to(viewer_of(request), claim_queries.matches(), "claim__article", "earlier__article")


def told(match: Match) -> dict[str, Any]:
    """A match with what has become of its other side."""
    sides = {"earlier": earlier(match.earlier), "imported": imported(match.imported)}
    return {**DecisionOut(match).data, **sides}


def earlier(claim: Claim | None) -> dict[str, Any] | None:
    """An earlier claim with what has become of it."""
    if claim is None:
        return None
    answer = answer_for(claim)
    return dict(EarlierOut({"claim": claim, "check": answer.check, "fact_check": answer.fact_check}).data)


def imported(fact_check: ImportedFactCheck | None) -> dict[str, Any] | None:
    return dict(ImportedOut(fact_check).data) if fact_check else None


def _actor(request: Request) -> User:
    return cast(User, request.user)


def _why(request: Request) -> dict[str, Any]:
    return given(RemarkIn, request)
