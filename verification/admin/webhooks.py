"""Who is told of publications, and what they were told."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget, UnfoldBooleanWidget

from claims import queries as claim_queries
from claims.access import Scope
from claims.actions import Action
from claims.admin import show
from claims.admin.acts import ActingAdmin
from claims.admin.base import actor_of
from claims.admin.forms import ServiceForm
from verification import queries, services
from verification.models import Delivery, Webhook
from verification.models.webhooks import HAPPENINGS, all_happenings
from verification.states import DeliveryStatus, WebhookStatus

COLOURS = {"pending": "info", "delivered": "success", "failed": "danger", "active": "success", "paused": "warning"}
ASKED = ("name", "url", "desk", "events")
SHOWN_ONCE = "The secret of “{}”, shown this once: {}"


class WebhookForm(ServiceForm):
    """Where it is and what it wants to know."""

    events = forms.MultipleChoiceField(
        choices=HAPPENINGS, initial=all_happenings, widget=UnfoldAdminCheckboxSelectMultipleWidget
    )
    new_secret = forms.BooleanField(
        required=False,
        widget=UnfoldBooleanWidget,
        help_text="Sign with a new secret from now on. It is shown once, after saving.",
    )


@admin.register(Webhook)
class WebhookAdmin(ActingAdmin):
    reads = adds = changes = acts_with = Scope.FACT_CHECKS_WRITE
    form = WebhookForm
    list_display = ("name", "url", "desk", "state", "created_at")
    list_filter = ("status", "desk")
    list_select_related = ("desk",)
    search_fields = ("name", "url")
    ordering = ("name",)
    readonly_fields = ("state", "created_by", "created_at", "history")
    fieldsets = (
        (None, {"fields": (*ASKED, "new_secret")}),
        ("State", {"fields": ("state", "created_by", "created_at", "history")}),
    )
    acts = (
        Action(
            code="pause",
            label="Pause",
            past="paused",
            service=lambda webhook, actor, _: services.pause_webhook(webhook=webhook, actor=actor),
            explanation="Nothing more is addressed to it; what was addressed to it before waits until it goes on.",
            allowed=lambda webhook, _: webhook.status == WebhookStatus.ACTIVE,
        ),
        Action(
            code="resume",
            label="Go on",
            past="active again",
            service=lambda webhook, actor, _: services.resume_webhook(webhook=webhook, actor=actor),
            explanation="What has waited is sent at once.",
            allowed=lambda webhook, _: webhook.status == WebhookStatus.PAUSED,
        ),
    )

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return super().get_fieldsets(request, obj) if obj else ((None, {"fields": ASKED}),)

    def create(self, request: HttpRequest, form: Any) -> Webhook:
        facts = {name: form.changes[name] for name in ASKED}
        webhook = services.create_webhook(actor=actor_of(request), **facts)
        messages.warning(request, SHOWN_ONCE.format(webhook, webhook.secret))
        return webhook

    def update(self, request: HttpRequest, row: Webhook, form: Any) -> Webhook:
        changes, actor = form.changes, actor_of(request)
        if changes.pop("new_secret"):
            messages.warning(request, SHOWN_ONCE.format(row, services.renew_secret(webhook=row, actor=actor)))
        return services.update_webhook(webhook=row, actor=actor, **changes)

    @show.status(COLOURS)
    def state(self, webhook: Webhook) -> str:
        return webhook.status

    @admin.display(description="Events")
    def history(self, webhook: Webhook) -> str:
        return show.timeline(claim_queries.events_of("webhook", webhook.pk))


@admin.register(Delivery)
class DeliveryAdmin(ActingAdmin):
    reads = acts_with = Scope.FACT_CHECKS_WRITE
    list_display = ("message", "webhook", "state", "attempts", "problem", "created_at", "ended_at")
    list_filter = ("status", "event", "webhook")
    ordering = ("-pk",)
    readonly_fields = ("message", "fact_check", "state", "text", "history")
    fieldsets = (
        (None, {"fields": ("webhook", "event", "fact_check", "message_id")}),
        (
            "State",
            {"fields": ("state", "problem", "attempts", "next_attempt_at", "created_at", "ended_at", "history")},
        ),
        ("The message", {"fields": ("text",)}),
    )
    acts = (
        Action(
            code="retry",
            label="Send again",
            past="to be sent again",
            service=lambda delivery, actor, _: services.retry_delivery(delivery=delivery, actor=actor),
            explanation="A delivery that was put aside gets a fresh set of attempts.",
            allowed=lambda delivery, _: delivery.status == DeliveryStatus.FAILED,
            task="verification.deliver",
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Delivery]:
        return queries.deliveries()

    @admin.display(description="Message")
    def message(self, delivery: Delivery) -> str:
        return f"{delivery.event.removeprefix('fact_check.')}: {delivery.revision.headline}"

    @admin.display(description="Fact-check")
    def fact_check(self, delivery: Delivery) -> str:
        return show.link(delivery.revision.fact_check, str(delivery.revision))

    @show.status(COLOURS)
    def state(self, delivery: Delivery) -> str:
        return delivery.status

    @admin.display(description="As it is sent")
    def text(self, delivery: Delivery) -> str:
        return show.text_block(json.dumps(delivery.payload, ensure_ascii=False, indent=2))

    @admin.display(description="Events")
    def history(self, delivery: Delivery) -> str:
        return show.timeline(claim_queries.events_of("delivery", delivery.pk))
