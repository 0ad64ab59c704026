"""The log of everything that moved. Rows are only ever added; a trigger in the database refuses the rest."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast, Now, Upper


class Event(models.Model):
    """Who moved what from where to where, why and when. ``from_status`` is empty where something began."""

    subject_type = models.CharField(max_length=16)
    subject_id = models.BigIntegerField()
    from_status = models.CharField(max_length=16, blank=True)
    to_status = models.CharField(max_length=16)
    why = models.TextField(blank=True)
    data = models.JSONField(default=dict)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "id"], name="event_by_subject"),
            models.Index(fields=["subject_id"], name="event_by_number"),
            # As "contains, whatever the case" is asked; most events have no reason.
            GinIndex(
                OpClass(Upper(Cast("why", models.TextField())), name="gin_trgm_ops"),
                condition=~Q(why=""),
                name="event_by_words",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject_type} {self.subject_id}: {self.from_status or 'new'} → {self.to_status}"
