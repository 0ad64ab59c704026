"""What people put right of what the machine found: kept as it was and as it is, to train and to measure."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from claims.models.articles import Revision
from claims.models.claims import Claim


class Correction(models.Model):
    """One thing put right. ``before`` and ``after`` hold what the kind is about (see ``claims.services.correcting``).

    ``revision``: the text in which it was seen; none for a claim without an article.
    """

    class Kind(models.TextChoices):
        SPAN = "span"
        SPEAKER = "speaker"
        QUANTITIES = "quantities"
        WORDING = "wording"
        SPLIT = "split"
        MERGE = "merge"
        NOT_A_CLAIM = "not_a_claim"
        ADDED = "added"

    kind = models.CharField(max_length=16, choices=Kind.choices)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="corrections")
    revision = models.ForeignKey(Revision, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        "span",
                        "speaker",
                        "quantities",
                        "wording",
                        "split",
                        "merge",
                        "not_a_claim",
                        "added",
                    ]
                ),
                name="correction_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.claim}"
