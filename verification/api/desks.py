"""Desks, reviewers and scales in the API."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from claims.access import Scope
from claims.api import versions
from claims.api.articles import ID
from claims.api.once import Once
from verification import queries, services
from verification.api.checks import given
from verification.api.serializers.desks import (
    AgreementOut,
    DeskOut,
    RatingScaleIn,
    RatingScaleOut,
    ReviewerChanges,
    ReviewerIn,
    ReviewerOut,
)
from verification.models import Desk, RatingScale, Reviewer
from verification.services import RatingDraft

READING = {"list": Scope.DESKS_READ, "retrieve": Scope.DESKS_READ}
WRITING = {"create": Scope.DESKS_WRITE, "partial_update": Scope.DESKS_WRITE}


class DeskViewSet(Once, mixins.ListModelMixin, versions.RetrieveModelMixin, viewsets.GenericViewSet[Desk]):
    """Teams of reviewers."""

    queryset = Desk.objects.all()
    serializer_class = DeskOut
    lookup_value_regex = ID
    conditional = frozenset({"partial_update"})
    scopes = READING | WRITING | {"agreement": Scope.DESKS_WRITE}

    @extend_schema(responses=AgreementOut, filters=False)
    @action(detail=True)
    def agreement(self, request: Request, pk: str) -> Response:
        """How far the desk's reviewers agree, and how often each was upheld, over the last 90 days."""
        found = queries.agreement_of(self.get_object())
        return Response(AgreementOut(found).data)

    def create(self, request: Request) -> Response:
        """Found a desk."""
        return Response(DeskOut(services.create_desk(**given(DeskOut, request))).data, status=201)

    def partial_update(self, request: Request, pk: str) -> Response:
        """Change a desk; checks under way keep the scale and the number of verdicts they began with."""
        desk = self.get_object()
        versions.require_match(request, desk)
        changes = DeskOut(desk, data=request.data, partial=True)
        changes.is_valid(raise_exception=True)
        saved = services.update_desk(desk=desk, version=desk.version, **changes.validated_data)
        return versions.tagged(DeskOut(saved).data, saved)


class ReviewerViewSet(Once, mixins.ListModelMixin, versions.RetrieveModelMixin, viewsets.GenericViewSet[Reviewer]):
    """Who judges: what they know, how much they carry, what they must not judge."""

    queryset = Reviewer.objects.select_related("user").prefetch_related("memberships")
    serializer_class = ReviewerOut
    lookup_value_regex = ID
    conditional = frozenset({"partial_update"})
    # Conflicts of interest are nobody's business but the editors'.
    scopes = {
        "list": Scope.DESKS_WRITE,
        "retrieve": Scope.DESKS_WRITE,
        "create": Scope.DESKS_WRITE,
        "partial_update": Scope.DESKS_WRITE,
    }

    @extend_schema(request=ReviewerIn, responses={201: ReviewerOut})
    def create(self, request: Request) -> Response:
        """Make somebody a reviewer, with a seat on each of the desks."""
        reviewer = services.create_reviewer(**given(ReviewerIn, request))
        return Response(ReviewerOut(reviewer).data, status=201)

    @extend_schema(request=ReviewerChanges)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change what a reviewer knows, carries or must not judge."""
        reviewer = self.get_object()
        versions.require_match(request, reviewer)
        changes = ReviewerChanges(reviewer, data=request.data, partial=True)
        changes.is_valid(raise_exception=True)
        saved = services.update_reviewer(reviewer=reviewer, version=reviewer.version, **changes.validated_data)
        return versions.tagged(ReviewerOut(saved).data, saved)


class RatingScaleViewSet(Once, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[RatingScale]):
    """The ratings that desks judge with; a changed scale is a new version."""

    queryset = RatingScale.objects.prefetch_related("ratings")
    serializer_class = RatingScaleOut
    lookup_value_regex = ID
    scopes = READING | {"create": Scope.DESKS_WRITE}

    @extend_schema(request=RatingScaleIn, responses={201: RatingScaleOut})
    def create(self, request: Request) -> Response:
        """A new scale, or the next version of the one of that name."""
        values = given(RatingScaleIn, request)
        ratings = [RatingDraft(**rating) for rating in values["ratings"]]
        return Response(
            RatingScaleOut(services.create_rating_scale(name=values["name"], ratings=ratings)).data, status=201
        )
