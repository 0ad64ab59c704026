"""Files of articles on their way in."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from claims.models.articles import Article
from claims.models.fields import Line
from claims.states import ImportRowStatus, ImportStatus

IMPORT_STATUSES = [(status.value, status.value) for status in ImportStatus]
ROW_STATUSES = [(status.value, status.value) for status in ImportRowStatus]


class Import(models.Model):
    """A file of articles that somebody uploaded, looked at, and then started or discarded.

    ``attempts``, ``next_attempt_at`` and ``quarantined_at`` belong to the next rows that are still to be brought in:
    one is due when it is ``running``, not quarantined, and ``next_attempt_at`` has come.
    """

    name = Line(max_length=200)
    status = models.CharField(max_length=16, choices=IMPORT_STATUSES, default=ImportStatus.UPLOADED.value)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(db_default=Now())
    quarantined_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=[status.value for status in ImportStatus]), name="import_status_known"
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=Q(status=ImportStatus.RUNNING.value, quarantined_at__isnull=True),
                name="import_to_go_on",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ImportRow(models.Model):
    """One article of the file, known by its ``line``: ``draft`` holds the fields of the API, none where ``problem``
    says why the line is no article; ``article`` is what became of it.
    """

    # "import" is a word of the language.
    file = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rows", db_column="import_id")
    line = models.PositiveIntegerField()
    draft = models.JSONField(null=True, blank=True)
    status = models.CharField(max_length=16, choices=ROW_STATUSES, default=ImportRowStatus.WAITING.value)
    problem = models.TextField(blank=True)
    article = models.ForeignKey(Article, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["file", "line"]
        constraints = [
            models.UniqueConstraint(fields=["file", "line"], name="import_line_once"),
            models.CheckConstraint(
                condition=Q(status__in=[status.value for status in ImportRowStatus]), name="import_row_status_known"
            ),
            models.CheckConstraint(
                condition=Q(draft__isnull=False) | Q(status=ImportRowStatus.REFUSED.value),
                name="import_row_without_draft_is_refused",
            ),
        ]
        indexes = [models.Index(fields=["file", "status"], name="import_row_by_status")]

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}"
