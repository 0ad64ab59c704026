"""Who is asking, and the keys of programs."""

from __future__ import annotations

from datetime import timedelta
from typing import cast

from drf_spectacular.utils import extend_schema
from rest_framework import mixins, viewsets
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from claims import services
from claims.access import Scope
from claims.api.once import Once
from claims.api.serializers import ApiKeyIn, ApiKeyOut, MeOut, NewApiKeyOut
from claims.api.strict import StrictView
from claims.models import ApiKey, User
from claims.permissions import scopes_for


class MeView(StrictView, APIView):
    """The person or program that asks, and what they may do with what they sent."""

    permission_classes = [IsAuthenticated]

    @extend_schema(responses=MeOut)
    def get(self, request: Request) -> Response:
        return Response(MeOut(cast(User, request.user)).data | {"scopes": sorted(scopes_for(request))})


class ApiKeyViewSet(Once, mixins.ListModelMixin, viewsets.GenericViewSet[ApiKey]):
    """Bearer keys of programs; only a hash of the secret is kept. No key opens this: an administrator signs in."""

    queryset = ApiKey.objects.select_related("user")
    serializer_class = ApiKeyOut
    filterset_class = None
    lookup_field = "token_key"
    lookup_url_kwarg = "pk"
    keeps_answers = False
    # Keys have no number to page by, and there are few.
    pagination_class = None
    paged = ()
    scopes = {"list": Scope.PEOPLE_WRITE, "create": Scope.PEOPLE_WRITE, "destroy": Scope.PEOPLE_WRITE}

    @extend_schema(request=ApiKeyIn, responses={201: NewApiKeyOut})
    def create(self, request: Request) -> Response:
        """Make a key; the secret is in this answer and nowhere else."""
        given = ApiKeyIn(data=request.data)
        given.is_valid(raise_exception=True)
        days = given.validated_data.pop("days", None)
        lasts = timedelta(days=days) if days else None
        key, secret = services.create_api_key(actor=cast(User, request.user), lasts=lasts, **given.validated_data)
        return Response(ApiKeyOut(key).data | {"secret": secret}, status=201)

    def destroy(self, request: Request, pk: str) -> Response:
        """Revoke a key at once."""
        services.revoke_api_key(key=self.get_object(), actor=cast(User, request.user))
        return Response(status=204)
