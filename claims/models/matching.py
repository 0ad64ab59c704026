"""What was said before: fact-checks of others, how claims are compared, and what resembled what."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from pgvector.django import HalfVectorField, HnswIndex

from claims.embedding import DIMENSIONS
from claims.matching import Relation
from claims.models.claims import Claim
from claims.models.fields import Line, Prose
from claims.models.moments import day_of, on_its_clock
from claims.models.search_words import words_of
from claims.states import EmbeddingStatus, MatchStatus

RELATIONS = [(relation.value, relation.value) for relation in Relation]
MATCH_STATUSES = [(status.value, status.value) for status in MatchStatus]
EMBEDDING_STATUSES = [(status.value, status.value) for status in EmbeddingStatus]


class ImportedFactCheck(models.Model):
    """A fact-check that somebody else published, as their ClaimReview says it; known by its address and claim.

    ``rating`` is in the publisher's own words; ``quantities`` and ``dates`` are read in the claim as in a Claim.
    """

    url = models.URLField(max_length=2000)
    url_key = models.CharField(max_length=64, default="", db_default="")
    claim_text = Prose()
    fingerprint = models.CharField(max_length=64)
    headline = Line(max_length=500, blank=True)
    claimant = Line(max_length=300, blank=True)
    publisher = Line(max_length=300, blank=True)
    rating = Line(max_length=300, blank=True)
    said_at = models.DateTimeField(null=True, blank=True)
    said_utc_offset = models.IntegerField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_utc_offset = models.IntegerField(null=True, blank=True)
    language = models.CharField(max_length=35, default="en")
    quantities = models.JSONField(default=list, blank=True)
    dates = models.JSONField(default=list, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    search = models.GeneratedField(
        expression=words_of("claim_text", "headline", "claimant", "publisher", "rating"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["url_key", "fingerprint"], condition=~Q(url_key=""), name="imported_once_at_an_address"
            ),
        ]
        indexes = [GinIndex(fields=["search"], name="imported_search")]

    def __str__(self) -> str:
        return self.claim_text if len(self.claim_text) <= 100 else f"{self.claim_text[:99]}…"

    @property
    def said_local(self) -> datetime | None:
        """When, on the clock that it was given on."""
        return on_its_clock(self.said_at, self.said_utc_offset)

    @property
    def said_on(self) -> date | None:
        """The day that was given."""
        return day_of(self.said_at, self.said_utc_offset)

    @property
    def published_local(self) -> datetime | None:
        """When, on the clock that it was given on."""
        return on_its_clock(self.published_at, self.published_utc_offset)

    @property
    def published_on(self) -> date | None:
        """The day that was given."""
        return day_of(self.published_at, self.published_utc_offset)


class Embedding(models.Model):
    """What a Claim or an imported fact-check is compared by, and how far that has come.

    ``vector``: of length one, none until it is computed. ``attempts``, ``next_attempt_at`` and ``quarantined_at``
    belong to the comparison that is still to be done: a row is due when it is ``waiting``, not quarantined, and
    ``next_attempt_at`` has come.
    """

    claim = models.OneToOneField(Claim, null=True, on_delete=models.PROTECT, related_name="embedding")
    imported = models.OneToOneField(
        ImportedFactCheck, null=True, blank=True, on_delete=models.PROTECT, related_name="embedding"
    )
    vector = HalfVectorField(dimensions=DIMENSIONS, null=True, blank=True)
    status = models.CharField(max_length=16, choices=EMBEDDING_STATUSES, default=EmbeddingStatus.WAITING.value)
    problem = models.TextField(blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(db_default=Now())
    quarantined_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(claim__isnull=False, imported__isnull=True) | Q(claim__isnull=True, imported__isnull=False),
                name="embedding_of_one",
            ),
            models.CheckConstraint(
                condition=Q(status__in=[status.value for status in EmbeddingStatus]), name="embedding_status_known"
            ),
            models.CheckConstraint(
                condition=~Q(status=EmbeddingStatus.COMPARED.value) | Q(vector__isnull=False),
                name="embedding_compared_by_vector",
            ),
        ]
        indexes = [
            # One for each kind, so that sixty publishers who checked the same do not hide who said it.
            # The defaults of pgvector: 16 neighbours, 64 looked at while building.
            HnswIndex(
                fields=["vector"],
                m=16,
                ef_construction=64,
                opclasses=["halfvec_cosine_ops"],
                condition=Q(claim__isnull=False),
                name="embedding_nearest_claims",
            ),
            HnswIndex(
                fields=["vector"],
                m=16,
                ef_construction=64,
                opclasses=["halfvec_cosine_ops"],
                condition=Q(imported__isnull=False),
                name="embedding_nearest_imported",
            ),
            models.Index(
                fields=["next_attempt_at"],
                condition=Q(status=EmbeddingStatus.WAITING.value, quarantined_at__isnull=True),
                name="embedding_to_compare",
            ),
            models.Index(
                fields=["quarantined_at"], condition=Q(quarantined_at__isnull=False), name="embedding_quarantined"
            ),
        ]

    def __str__(self) -> str:
        return f"Embedding of “{self.told}”"

    @property
    def told(self) -> Claim | ImportedFactCheck | None:
        """What is compared."""
        return self.claim or self.imported


class Match(models.Model):
    """Claim ~ earlier Claim or imported fact-check, as the machine sees it, and what a person decided.

    ``score``: 0..1; ``why``: plain words; accepted means that a person says: this is the same claim. A pair of claims
    stands once, from the later (by id) to the earlier.
    """

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="matches")
    earlier = models.ForeignKey(Claim, null=True, blank=True, on_delete=models.PROTECT, related_name="later_matches")
    imported = models.ForeignKey(
        ImportedFactCheck, null=True, blank=True, on_delete=models.PROTECT, related_name="matches"
    )
    score = models.FloatField()
    relation = models.CharField(max_length=16, choices=RELATIONS)
    why = ArrayField(models.CharField(max_length=300), default=list)
    status = models.CharField(max_length=16, choices=MATCH_STATUSES, default=MatchStatus.SUGGESTED.value)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    # Goes up with every change.
    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)

    class Meta:
        verbose_name_plural = "matches"
        constraints = [
            models.UniqueConstraint(fields=["claim", "earlier"], name="match_with_earlier_once"),
            models.UniqueConstraint(fields=["claim", "imported"], name="match_with_imported_once"),
            models.CheckConstraint(
                condition=Q(earlier__isnull=False, imported__isnull=True)
                | Q(earlier__isnull=True, imported__isnull=False),
                name="match_with_one",
            ),
            models.CheckConstraint(condition=Q(earlier__lt=F("claim")), name="match_goes_back"),
            models.CheckConstraint(condition=Q(score__gte=0, score__lte=1), name="match_score_0_to_1"),
            models.CheckConstraint(
                condition=Q(status__in=[status.value for status in MatchStatus]), name="match_status_known"
            ),
            models.CheckConstraint(
                condition=Q(relation__in=[relation.value for relation in Relation]), name="match_relation_known"
            ),
            models.CheckConstraint(
                condition=Q(status=MatchStatus.SUGGESTED.value, decided_at__isnull=True)
                | (~Q(status=MatchStatus.SUGGESTED.value) & Q(decided_at__isnull=False)),
                name="match_decided_by_people",
            ),
        ]
        indexes = [
            models.Index(fields=["claim", "status"], name="match_by_claim"),
            models.Index(fields=["status"], condition=Q(status="accepted"), name="match_accepted"),
        ]

    def __str__(self) -> str:
        return f"“{self.claim}” ~ “{self.earlier or self.imported}”"
