"""Texts as they came in."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.functional import cached_property

from claims.articles.release import ReleaseState
from claims.core.text import Offsets
from claims.models.bounds import require_sensible_day
from claims.models.fields import Line
from claims.models.moments import day_of, on_its_clock
from claims.models.search_words import words_of
from claims.states import ArticleStatus, Release

STATUSES = [(status.value, status.value) for status in ArticleStatus]
RELEASES = [(release.value, release.value) for release in Release]


class Article(models.Model):
    """A text with where it stood. The text itself is in its Revisions, the newest one counts.

    ``attempts``, ``next_attempt_at`` and ``quarantined_at`` belong to the extraction that is still to be done:
    a row is due when it is ``received``, not quarantined, and ``next_attempt_at`` has come. ``release`` is what was
    decided, and an embargo whose ``embargoed_until`` has passed is none: what it comes to (``release_now``,
    ``embargo_ends``, ``version``) is read by ``queries.with_release``.
    """

    release_now: str
    embargo_ends: datetime | None

    title = Line(max_length=500, blank=True)
    url = models.URLField(max_length=2000, blank=True)
    url_key = models.CharField(max_length=64, default="", db_default="")
    outlet = Line(max_length=200, blank=True)
    byline = Line(max_length=500, blank=True)
    language = models.CharField(max_length=35, default="en")
    published_at = models.DateTimeField(null=True, blank=True, validators=[require_sensible_day])
    published_utc_offset = models.IntegerField(null=True, blank=True)
    text_sha256 = models.CharField(max_length=64)
    text_key = models.CharField(max_length=64, default="", db_default="")
    status = models.CharField(max_length=16, choices=STATUSES, default=ArticleStatus.RECEIVED.value)
    problem = models.TextField(blank=True)
    release = models.CharField(
        max_length=16, choices=RELEASES, default=Release.INTERNAL.value, db_default=Release.INTERNAL.value
    )
    embargoed_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(db_default=Now())
    quarantined_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["text_sha256"], name="article_text_once"),
            models.UniqueConstraint(fields=["text_key"], condition=~Q(text_key=""), name="article_text_once_compared"),
            models.UniqueConstraint(fields=["url_key"], condition=~Q(url_key=""), name="article_address_once"),
            models.CheckConstraint(
                condition=Q(status__in=[status.value for status in ArticleStatus]), name="article_status_known"
            ),
            models.CheckConstraint(
                condition=Q(release__in=[release.value for release in Release]), name="article_release_known"
            ),
            models.CheckConstraint(
                condition=Q(release=Release.EMBARGOED.value, embargoed_until__isnull=False)
                | (~Q(release=Release.EMBARGOED.value) & Q(embargoed_until__isnull=True)),
                name="article_embargoed_until_a_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=Q(status=ArticleStatus.RECEIVED.value, quarantined_at__isnull=True),
                name="article_to_extract",
            ),
            GinIndex(words_of("title", "outlet", "byline"), name="article_search"),
            models.Index(
                fields=["quarantined_at"], condition=Q(quarantined_at__isnull=False), name="article_quarantined"
            ),
            models.Index(
                fields=["embargoed_until"], condition=Q(release=Release.EMBARGOED.value), name="article_embargoed"
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.url or f"Article {self.pk}"

    @property
    def release_state(self) -> ReleaseState:
        return ReleaseState(Release(self.release_now), self.embargo_ends)

    @property
    def version(self) -> str:
        """What of its release somebody decides on."""
        return self.release_state.version

    @property
    def published_local(self) -> datetime | None:
        """When, on the clock that it was given on."""
        return on_its_clock(self.published_at, self.published_utc_offset)

    @property
    def published_on(self) -> date | None:
        """The day that was given."""
        return day_of(self.published_at, self.published_utc_offset)


class Revision(models.Model):
    """One text of an Article, normalised (see `claims.core.text`); ``number`` counts from 1.

    ``sha256``: of the text; ``text_key``: the digest by which texts are compared; ``original_sha256``: of the bytes
    that came in (empty where that was not kept yet); ``offsets``: the ``runs`` of `Offsets` between text and original.
    """

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    sha256 = models.CharField(max_length=64, db_index=True)
    text_key = models.CharField(max_length=64, default="", db_default="", db_index=True)
    original_sha256 = models.CharField(max_length=64, default="", db_default="")
    offsets = models.JSONField(default=list, db_default=[])
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["article", "number"]
        constraints = [models.UniqueConstraint(fields=["article", "number"], name="revision_number_once")]

    def __str__(self) -> str:
        return f"{self.article}, revision {self.number}"

    @cached_property
    def places(self) -> Offsets:
        """Where the places of the text were in its original."""
        return Offsets(self.offsets)
