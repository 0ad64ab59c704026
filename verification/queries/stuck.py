"""What waits for a person because machines failed at it too often."""

from __future__ import annotations

from django.db.models import QuerySet

from claims.models import Article, Embedding
from verification.models import Check, Delivery
from verification.queries.outbox import deliveries
from verification.queries.reviewing import checks
from verification.states import DeliveryStatus


def stuck_articles() -> QuerySet[Article]:
    return Article.objects.filter(quarantined_at__isnull=False).order_by("quarantined_at", "pk")


def stuck_checks() -> QuerySet[Check]:
    return checks().filter(quarantined_at__isnull=False).order_by("quarantined_at", "pk")


def stuck_comparisons() -> QuerySet[Embedding]:
    found = Embedding.objects.filter(quarantined_at__isnull=False).select_related("claim", "imported")
    return found.defer("vector", "claim__search", "imported__search").order_by("quarantined_at", "pk")


def stuck_deliveries() -> QuerySet[Delivery]:
    return deliveries().filter(status=DeliveryStatus.FAILED).order_by("ended_at", "pk")
