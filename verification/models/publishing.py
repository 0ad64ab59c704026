"""The published result: what a reader sees, frozen at each revision."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models.functions import Now
from django.urls import reverse

from claims.models.fields import Line, Prose
from claims.models.moments import day_of, on_its_clock
from claims.models.search_words import words_of
from verification.appearances import Appearance, appearance, public_sources
from verification.display_status import DisplayStatus, display_status
from verification.models.checks import Check
from verification.models.desks import Rating
from verification.states import CheckStatus


class FactCheck(models.Model):
    """The public face of a Check; what it says stands in its revisions, the newest one counts.

    ``changed_at``: when it was last published, corrected, re-opened or withdrawn; ``withdrawal_reason``: what readers
    are told of why it was taken back, empty until then.
    ``article_is_public``: whether readers may know of the article in which the claim stands; asked with each row of
    ``queries.fact_checks``, because it is the clock of the database that ends an embargo.
    """

    article_is_public: bool

    check_row = models.OneToOneField(Check, on_delete=models.PROTECT, related_name="fact_check", db_column="check_id")
    slug = models.SlugField(max_length=120, unique=True)
    created_at = models.DateTimeField(db_default=Now())
    changed_at = models.DateTimeField(db_default=Now())
    withdrawal_reason = Prose(blank=True, default="", db_default="")

    class Meta:
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="fact_check_newest"),
            models.Index(fields=["-changed_at", "-id"], name="fact_check_changed"),
        ]

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        return reverse("fact-check", args=[self.slug])

    @property
    def newest(self) -> FactCheckRevision:
        """The revision that readers see (without a query where the revisions are prefetched)."""
        return max(self.revisions.all(), key=lambda revision: revision.number)

    @property
    def is_withdrawn(self) -> bool:
        return self.check_row.status == CheckStatus.WITHDRAWN

    @property
    def display_status(self) -> DisplayStatus:
        """What everybody is told of it."""
        newest = self.newest
        return display_status(
            self.check_row.status,
            since=self.changed_at,
            revision=newest.number,
            revision_note=newest.note,
            rating=newest.rating.name,
            withdrawal_reason=self.withdrawal_reason,
        )

    @property
    def rating(self) -> Rating | None:
        """The rating that it states; None once it is withdrawn."""
        return None if self.is_withdrawn else self.newest.rating


class FactCheckRevision(models.Model):
    """What was published, word for word; it stays as it was whatever becomes of the rows it was made from.

    ``sources``: list of {url, title, publisher, kind, stance, quote, locator, published_at, archived_url}.
    ``note`` tells readers what was corrected (empty in the first revision).
    """

    fact_check = models.ForeignKey(FactCheck, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    headline = Line(max_length=300)
    claim_text = Prose()
    claimant = Line(max_length=300, blank=True)
    claimant_role = Line(max_length=300, blank=True)
    said_at = models.DateTimeField(null=True, blank=True)
    said_utc_offset = models.IntegerField(null=True, blank=True)
    article_title = Line(max_length=500, blank=True)
    article_url = models.URLField(max_length=2000, blank=True)
    outlet = Line(max_length=200, blank=True)
    rating = models.ForeignKey(Rating, on_delete=models.PROTECT, related_name="+")
    summary = Prose()
    sources = models.JSONField(default=list)
    note = Prose(blank=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(db_default=Now())
    # What readers see of it whatever becomes of the article.
    search = models.GeneratedField(
        expression=words_of(
            "headline", "claim_text", "claimant", "claimant_role", "summary", "note", sources="sources"
        ),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        ordering = ["fact_check", "number"]
        constraints = [models.UniqueConstraint(fields=["fact_check", "number"], name="fact_check_revision_once")]
        indexes = [
            GinIndex(fields=["search"], name="revision_search"),
            GinIndex(words_of("article_title", "outlet"), name="revision_article_search"),
        ]

    def __str__(self) -> str:
        return f"{self.headline} (revision {self.number})"

    @property
    def said_local(self) -> datetime | None:
        """When, on the clock that it was given on."""
        return on_its_clock(self.said_at, self.said_utc_offset)

    @property
    def said_on(self) -> date | None:
        """The day that was given."""
        return day_of(self.said_at, self.said_utc_offset)

    @property
    def appearance(self) -> Appearance:
        """The article, as far as readers are told."""
        return appearance(
            is_public=self.fact_check.article_is_public,
            title=self.article_title,
            url=self.article_url,
            outlet=self.outlet,
        )

    @property
    def public_sources(self) -> list[dict[str, Any]]:
        """The sources, as far as readers are told."""
        return public_sources(self.sources)
