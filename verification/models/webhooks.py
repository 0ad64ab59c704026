"""Who is told when something is published, and what they have been told: the outbox."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from claims.models.fields import Line
from verification.models.desks import Desk
from verification.models.publishing import FactCheckRevision
from verification.states import DeliveryStatus, WebhookStatus
from verification.webhooks import Happening

HAPPENINGS = [(happening.value, happening.value) for happening in Happening]
WEBHOOK_STATUSES = [(status.value, status.value) for status in WebhookStatus]
DELIVERY_STATUSES = [(status.value, status.value) for status in DeliveryStatus]


def all_happenings() -> list[str]:
    return [happening.value for happening in Happening]


class Webhook(models.Model):
    """An address that is told of publications, of one desk or of all (no ``desk``).

    ``secret`` signs what is sent, so it is kept as it is; people see it once, when it is made. While a webhook is
    paused nothing is addressed to it, and what was addressed to it before waits.
    """

    name = Line(max_length=100, unique=True)
    url = models.URLField(
        max_length=2000, validators=[URLValidator(schemes=["http", "https"])], help_text="Gets a signed POST request."
    )
    desk = models.ForeignKey(
        Desk, null=True, blank=True, on_delete=models.PROTECT, related_name="webhooks", help_text="Empty: all desks."
    )
    events = ArrayField(
        models.CharField(max_length=32, choices=HAPPENINGS),
        default=all_happenings,
        help_text=f"One a line, of {', '.join(happening.value for happening in Happening)}.",
    )
    secret = models.CharField(max_length=100, editable=False)
    status = models.CharField(
        max_length=16, choices=WEBHOOK_STATUSES, default=WebhookStatus.ACTIVE.value, editable=False
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    # Goes up with every change.
    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=[status.value for status in WebhookStatus]), name="webhook_status_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Delivery(models.Model):
    """One message to one webhook, written in the transaction of what it tells.

    ``payload`` is the message word for word; ``message_id`` goes with it at each attempt, so that a receiver who gets
    it twice can tell. A row is due when it is ``pending``, its webhook is active, and ``next_attempt_at`` has come.
    A withdrawal is told with the revision that stood last.
    """

    webhook = models.ForeignKey(Webhook, on_delete=models.PROTECT, related_name="deliveries")
    revision = models.ForeignKey(FactCheckRevision, on_delete=models.PROTECT, related_name="deliveries")
    event = models.CharField(max_length=32, choices=HAPPENINGS)
    message_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    payload = models.JSONField()
    status = models.CharField(max_length=16, choices=DELIVERY_STATUSES, default=DeliveryStatus.PENDING.value)
    problem = models.TextField(blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(db_default=Now())
    created_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(fields=["webhook", "revision", "event"], name="delivery_once"),
            models.CheckConstraint(
                condition=Q(status__in=[status.value for status in DeliveryStatus]), name="delivery_status_known"
            ),
            models.CheckConstraint(
                condition=Q(event__in=[happening.value for happening in Happening]), name="delivery_event_known"
            ),
            models.CheckConstraint(
                condition=Q(status="pending", ended_at__isnull=True)
                | (~Q(status="pending") & Q(ended_at__isnull=False)),
                name="delivery_ends_once",
            ),
        ]
        indexes = [
            models.Index(fields=["next_attempt_at"], condition=Q(status="pending"), name="delivery_to_send"),
            models.Index(fields=["ended_at"], condition=Q(status="failed"), name="delivery_failed"),
        ]

    def __str__(self) -> str:
        return f"{self.event} to {self.webhook}"

    @property
    def public_id(self) -> str:
        """The ``webhook-id`` of the message."""
        return f"msg_{self.message_id.hex}"
