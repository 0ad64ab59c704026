"""What somebody is at: words that are not handed in yet, and who reads which article just now."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from claims.models import Article
from verification.models.checks import Assignment


class Draft(models.Model):
    """The verdict form of an assignment as it was last saved; kept when the claim is no longer with its author.

    There are several where open pages differ. ``values``: the form's fields as a browser sends them, name to text;
    ``version``: counts every save of the author's on the check, of whichever draft; ``page``: the open page that saved.
    """

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="drafts")
    values = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    page = models.CharField(max_length=32, blank=True)
    saved_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"Draft of {self.assignment}"


class Presence(models.Model):
    """When a person's open page of an article last said so; old rows mean nothing and are swept away."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "user"], name="presence_once")]

    def __str__(self) -> str:
        return f"{self.user} at {self.article}"
