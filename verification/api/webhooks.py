"""Webhooks in the API, and what was sent to them."""

from __future__ import annotations

from typing import cast

from drf_spectacular.utils import extend_schema
from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from claims.access import Scope
from claims.api import versions
from claims.api.articles import ID
from claims.api.once import Once
from claims.models import User
from claims.queueing import enqueue
from verification import queries, services
from verification.api.checks import given
from verification.api.serializers.webhooks import DeliveryOut, NewWebhookOut, WebhookOut
from verification.models import Delivery, Webhook


class WebhookViewSet(Once, mixins.ListModelMixin, versions.RetrieveModelMixin, viewsets.GenericViewSet[Webhook]):
    """Who is told when something is published, corrected or withdrawn, as Standard Webhooks says."""

    queryset = Webhook.objects.order_by("pk")
    serializer_class = WebhookOut
    # Two of them hold its secret.
    keeps_answers = False
    bodiless = ("pause", "resume", "secret")
    lookup_value_regex = ID
    conditional = frozenset({"partial_update", "secret"})
    scopes = dict.fromkeys(
        ["list", "retrieve", "create", "partial_update", "pause", "resume", "secret"], Scope.FACT_CHECKS_WRITE
    )

    @extend_schema(responses={201: NewWebhookOut})
    def create(self, request: Request) -> Response:
        """Add a webhook; its secret is in this answer and in no other."""
        webhook = services.create_webhook(actor=_actor(request), **given(WebhookOut, request))
        return Response(NewWebhookOut(webhook).data, status=201)

    def partial_update(self, request: Request, pk: str) -> Response:
        """Change where it is or what it wants to know."""
        webhook = self.get_object()
        versions.require_match(request, webhook)
        changes = WebhookOut(webhook, data=request.data, partial=True)
        changes.is_valid(raise_exception=True)
        changed = services.update_webhook(
            webhook=webhook, actor=_actor(request), version=webhook.version, **changes.validated_data
        )
        return versions.tagged(WebhookOut(changed).data, changed)

    @extend_schema(request=None, responses=WebhookOut)
    @action(methods=["post"], detail=True)
    def pause(self, request: Request, pk: str) -> Response:
        """Address nothing more to it; what was addressed to it before waits."""
        webhook = self.get_object()
        services.pause_webhook(webhook=webhook, actor=_actor(request))
        return Response(WebhookOut(webhook).data)

    @extend_schema(request=None, responses=WebhookOut)
    @action(methods=["post"], detail=True)
    def resume(self, request: Request, pk: str) -> Response:
        """Go on, with what has waited."""
        webhook = self.get_object()
        services.resume_webhook(webhook=webhook, actor=_actor(request))
        return Response(WebhookOut(webhook).data)

    @extend_schema(request=None, responses=NewWebhookOut)
    @action(methods=["post"], detail=True)
    def secret(self, request: Request, pk: str) -> Response:
        """Sign with a new secret from now on; it is in this answer and in no other."""
        webhook = self.get_object()
        versions.require_match(request, webhook)
        webhook.secret = services.renew_secret(webhook=webhook, actor=_actor(request), version=webhook.version)
        webhook.refresh_from_db(fields=["version"])
        return versions.tagged(NewWebhookOut(webhook).data, webhook)


class DeliveryViewSet(Once, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Delivery]):
    """What was told to webhooks, newest first."""

    queryset = queries.deliveries()
    serializer_class = DeliveryOut
    filterset_fields = ["status", "event", "webhook"]
    bodiless = ("retry",)
    lookup_value_regex = ID
    scopes = dict.fromkeys(["list", "retrieve", "retry"], Scope.FACT_CHECKS_WRITE)

    @extend_schema(request=None, responses={202: DeliveryOut})
    @action(methods=["post"], detail=True)
    def retry(self, request: Request, pk: str) -> Response:
        """Give what was put aside a fresh set of attempts."""
        delivery = self.get_object()
        services.retry_delivery(delivery=delivery, actor=_actor(request))
        enqueue("verification.deliver", delivery.pk)
        return Response(DeliveryOut(delivery).data, status=202)


def _actor(request: Request) -> User:
    return cast(User, request.user)
