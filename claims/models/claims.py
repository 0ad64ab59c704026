"""What was said, by whom, and where it stands."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower, Now

from claims.extraction.statements import Kind
from claims.models.articles import Article, Revision
from claims.models.fields import Line, Prose
from claims.models.moments import day_of, on_its_clock
from claims.models.search_words import words_of

KINDS = [(kind.value, kind.value) for kind in Kind]


class Speaker(models.Model):
    """Who said it."""

    name = Line(max_length=300)
    role = Line(max_length=300, blank=True)
    aliases = ArrayField(Line(max_length=300), default=list, blank=True)
    same_as = models.URLField(max_length=2000, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(Lower("name"), name="speaker_name_once")]

    def __str__(self) -> str:
        return self.name


class Claim(models.Model):
    """One checkable statement that stands alone as text.

    ``quantities``: list of {text, low, high, unit, kind, is_approximate, si_low, si_high, si_unit} (see ``Quantity``;
    those stored before the last five were known lack them); ``dates``: list of {text, from, to} (ISO days, inclusive,
    null when open or not known), with opens, closes (ISO times), duration (ISO 8601), repeats (TIMEX3) where read;
    ``worthiness``: 0..1; ``article``: where it was found first (none when a client handed in the bare claim);
    ``fingerprint``: sha256 of the folded text and who said it, so that one article holds a claim of a speaker once;
    ``vanished_in``: the revision of its article in which it was no longer found (none while it stands).

    ``substitutions``: what the machine changed so that the text reads alone, list of {start, end, original,
    replacement, is_sure} in order. Places are code points of ``text`` itself, which stays as it is however often the
    words are found again elsewhere: ``text[start:end]`` is ``replacement`` (empty where words were left out), or,
    where ``is_sure`` is false, the ``original`` that was left. The words of the article are each Mention's ``exact``.
    ``via``: who passed the speaker's words on, the outermost first, list of {name, role}.
    """

    text = Prose()
    fingerprint = models.CharField(max_length=64)
    # It is found by the first column of a constraint.
    article = models.ForeignKey(
        Article, null=True, blank=True, on_delete=models.PROTECT, related_name="claims", db_index=False
    )
    speaker = models.ForeignKey(Speaker, null=True, blank=True, on_delete=models.PROTECT, related_name="claims")
    kind = models.CharField(max_length=16, choices=KINDS, default=Kind.NARRATOR.value)
    said_at = models.DateTimeField(null=True, blank=True)
    said_utc_offset = models.IntegerField(null=True, blank=True)
    language = models.CharField(max_length=35, default="en")
    quantities = models.JSONField(default=list, blank=True)
    dates = models.JSONField(default=list, blank=True)
    substitutions = models.JSONField(default=list, blank=True)
    via = models.JSONField(default=list, blank=True)
    topics = ArrayField(Line(max_length=64), default=list, blank=True)
    worthiness = models.FloatField(default=0.0)
    created_at = models.DateTimeField(db_default=Now())
    # Nobody looks for claims by it.
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    vanished_in = models.ForeignKey(
        Revision, null=True, blank=True, on_delete=models.PROTECT, related_name="vanished_claims", db_index=False
    )
    search = models.GeneratedField(expression=words_of("text"), output_field=SearchVectorField(), db_persist=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["article", "fingerprint"],
                condition=Q(article__isnull=False),
                name="claim_once_an_article",
            ),
            models.UniqueConstraint(
                fields=["fingerprint"], condition=Q(article__isnull=True), name="claim_once_without_an_article"
            ),
            models.CheckConstraint(condition=Q(worthiness__gte=0, worthiness__lte=1), name="claim_worthiness_0_to_1"),
        ]
        indexes = [
            GinIndex(fields=["search"], name="claim_search"),
            GinIndex(fields=["topics"], name="claim_topics"),
            models.Index(fields=["article"], condition=Q(vanished_in__isnull=False), name="claim_vanished"),
            models.Index(fields=["vanished_in"], condition=Q(vanished_in__isnull=False), name="claim_vanished_in"),
        ]

    def __str__(self) -> str:
        return self.text if len(self.text) <= 100 else f"{self.text[:99]}…"

    @property
    def said_local(self) -> datetime | None:
        """When, on the clock that it was given on."""
        return on_its_clock(self.said_at, self.said_utc_offset)

    @property
    def said_on(self) -> date | None:
        """The day that was given."""
        return day_of(self.said_at, self.said_utc_offset)

    @property
    def in_current_text(self) -> bool:
        """Whether its article still says it, as far as is known; a bare claim stands by itself."""
        return self.vanished_in_id is None


class Mention(models.Model):
    """Where a Claim stands in a Revision: W3C TextQuoteSelector and TextPositionSelector (code points)."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="mentions")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="mentions")
    exact = models.TextField()
    prefix = models.CharField(max_length=64, blank=True)
    suffix = models.CharField(max_length=64, blank=True)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()

    class Meta:
        ordering = ["revision", "start"]
        constraints = [
            models.UniqueConstraint(fields=["claim", "revision", "start", "end"], name="mention_once"),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="mention_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.start}–{self.end}: {self.exact[:80]}"

    @property
    def original_start(self) -> int:
        """Where it begins in the text as it came in."""
        return self.revision.places.original_span(self.start, self.end)[0]

    @property
    def original_end(self) -> int:
        return self.revision.places.original_span(self.start, self.end)[1]
