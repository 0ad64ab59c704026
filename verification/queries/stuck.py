"""What waits for a person because machines failed at it too often."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Now

from claims.models import Article, Embedding, Import, Page
from claims.states import PageStatus
from verification.models import Check, Delivery
from verification.queries.outbox import deliveries
from verification.queries.reviewing import checks
from verification.states import DeliveryStatus

# A source that no machine could read holds nobody up for longer: its verdict was written without what the page says.
SOURCES_MATTER_FOR = timedelta(days=30)


def put_aside() -> Mapping[str, QuerySet[Any]]:
    """All of it, by what it is."""
    return {
        "article": stuck_articles(),
        "check": stuck_checks(),
        "comparison": stuck_comparisons(),
        "delivery": stuck_deliveries(),
        "import": stuck_imports(),
        "page": stuck_pages(),
    }


def count_stuck() -> dict[str, int]:
    """How much of each kind there is, of every desk."""
    return {kind: found.count() for kind, found in put_aside().items()}


def stuck_articles() -> QuerySet[Article]:
    return Article.objects.filter(quarantined_at__isnull=False).order_by("quarantined_at", "pk")


def stuck_checks() -> QuerySet[Check]:
    return checks().filter(quarantined_at__isnull=False).order_by("quarantined_at", "pk")


def stuck_comparisons() -> QuerySet[Embedding]:
    found = Embedding.objects.filter(quarantined_at__isnull=False).select_related("claim", "imported")
    return found.defer("vector", "claim__search", "imported__search").order_by("quarantined_at", "pk")


def stuck_deliveries() -> QuerySet[Delivery]:
    return deliveries().filter(status=DeliveryStatus.FAILED).order_by("ended_at", "pk")


def stuck_imports() -> QuerySet[Import]:
    return Import.objects.filter(quarantined_at__isnull=False).order_by("quarantined_at", "pk")


def stuck_pages() -> QuerySet[Page]:
    """Sources of late whose pages could not be read."""
    of_late = Page.objects.filter(status=PageStatus.UNREADABLE, read_at__gte=Now() - SOURCES_MATTER_FOR)
    return of_late.order_by("read_at", "pk")
