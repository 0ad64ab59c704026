"""What was answered to who named their request, so that the same request sent twice is done once."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Now


class KeptAnswer(models.Model):
    """The answer to one request of ``user``, stored in the transaction of what the request did.

    ``key`` is the sha256 of the name that the request was sent under, ``request_sha256`` that of what was asked;
    ``location`` is where the answer sends its reader, ``etag`` the mark of the version that it tells, ``content`` what
    it says. Others see a row only with its answer: until then they wait for the transaction to end.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=64)
    request_sha256 = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    content = models.TextField(blank=True)
    content_type = models.CharField(max_length=200, blank=True)
    location = models.TextField(blank=True)
    etag = models.CharField(max_length=200, blank=True, db_default="")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="answer_kept_once")]
        indexes = [models.Index(fields=["created_at"], name="answer_by_age")]

    def __str__(self) -> str:
        return f"{self.status} for {self.user}"
