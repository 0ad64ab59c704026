"""Pages of other people's sites that somebody gave as a source, and what they say of themselves."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from claims.models.fields import Line
from claims.states import PageStatus

PAGE_STATUSES = [(status.value, status.value) for status in PageStatus]


class Page(models.Model):
    """One address, read once. ``problem`` says why it could not be read.

    ``attempts`` and ``next_attempt_at`` belong to the reading that is still to be done.
    """

    url = models.URLField(max_length=2000)
    url_key = models.CharField(max_length=64, default="", db_default="")
    status = models.CharField(max_length=16, choices=PAGE_STATUSES, default=PageStatus.WAITING.value)
    title = Line(max_length=500, blank=True)
    publisher = Line(max_length=200, blank=True)
    published_at = models.DateField(null=True, blank=True)
    problem = models.TextField(blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(db_default=Now())
    read_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["url_key"], condition=~Q(url_key=""), name="page_address_once"),
            models.CheckConstraint(
                condition=Q(status__in=[status.value for status in PageStatus]), name="page_status_known"
            ),
        ]
        indexes = [
            models.Index(fields=["next_attempt_at"], condition=Q(status=PageStatus.WAITING.value), name="page_to_read"),
            models.Index(fields=["read_at"], condition=Q(status=PageStatus.UNREADABLE.value), name="page_stuck"),
        ]

    def __str__(self) -> str:
        return self.title or self.url
