"""Questions about webhooks and what is still to be told to them."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from verification.models import Delivery, Desk, Webhook
from verification.states import DeliveryStatus, WebhookStatus
from verification.webhooks import Happening


def webhooks_for(desk: Desk, happening: Happening) -> QuerySet[Webhook]:
    """The active ones that want to know of this on that desk."""
    wanting = Webhook.objects.filter(status=WebhookStatus.ACTIVE, events__contains=[happening.value])
    return wanting.filter(Q(desk=desk) | Q(desk__isnull=True)).order_by("pk")


def deliveries_waiting() -> QuerySet[Delivery]:
    """They are to be sent now or later: what a paused webhook has not got waits without a date."""
    return Delivery.objects.filter(status=DeliveryStatus.PENDING, webhook__status=WebhookStatus.ACTIVE)


def deliveries_due() -> QuerySet[Delivery]:
    return deliveries_waiting().filter(next_attempt_at__lte=Now()).order_by("next_attempt_at", "pk")


def deliveries() -> QuerySet[Delivery]:
    """With what a list shows."""
    found = Delivery.objects.select_related("webhook", "revision__fact_check")
    return found.defer("payload", "revision__summary", "revision__sources").order_by("-pk")
