"""The fields of webhooks and what is sent to them."""

from __future__ import annotations

from rest_framework import serializers

from claims.api.strict import StrictFields
from verification.models import Delivery, Webhook


class WebhookOut(StrictFields, serializers.ModelSerializer[Webhook]):
    """An address that is told of publications. `desk` null: of all desks."""

    class Meta:
        model = Webhook
        fields = ["id", "name", "url", "desk", "events", "status", "created_at", "version"]
        read_only_fields = ["status", "created_at"]


class NewWebhookOut(WebhookOut):
    secret = serializers.CharField(help_text="signs what is sent; shown in this answer and in no other")

    class Meta(WebhookOut.Meta):
        fields = [*WebhookOut.Meta.fields, "secret"]


class DeliveryOut(serializers.ModelSerializer[Delivery]):
    """One message to one webhook; `message_id` goes with each attempt."""

    message_id = serializers.SerializerMethodField()
    fact_check = serializers.SlugField(source="revision.fact_check.slug")
    revision = serializers.IntegerField(source="revision.number")

    class Meta:
        model = Delivery
        fields = [
            "id",
            "webhook",
            "event",
            "fact_check",
            "revision",
            "message_id",
            "status",
            "attempts",
            "problem",
            "next_attempt_at",
            "created_at",
            "ended_at",
        ]

    def get_message_id(self, delivery: Delivery) -> str:
        return delivery.public_id
