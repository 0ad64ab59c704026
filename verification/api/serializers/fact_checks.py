"""The fields of what is published."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from verification.api.serializers.desks import RatingOut
from verification.models import FactCheck, FactCheckRevision


class FactCheckIn(serializers.Serializer[Any]):
    headline = serializers.CharField(max_length=300)
    summary = serializers.CharField(max_length=100_000)


class CorrectionIn(FactCheckIn):
    note = serializers.CharField(max_length=5_000, help_text="what was wrong, for readers")


class FactCheckRevisionOut(serializers.ModelSerializer[FactCheckRevision]):
    rating = RatingOut()

    class Meta:
        model = FactCheckRevision
        fields = [
            "number",
            "headline",
            "claim_text",
            "claimant",
            "claimant_role",
            "said_at",
            "article_title",
            "article_url",
            "outlet",
            "rating",
            "summary",
            "sources",
            "note",
            "published_at",
        ]


class FactCheckOut(serializers.ModelSerializer[FactCheck]):
    check_id = serializers.IntegerField(source="check_row_id")
    is_withdrawn = serializers.BooleanField()
    in_current_text = serializers.BooleanField(source="check_row.claim.in_current_text")
    vanished_in_revision = serializers.IntegerField(
        source="check_row.claim.vanished_in.number", default=None, allow_null=True
    )
    revisions = FactCheckRevisionOut(many=True)
    url = serializers.CharField(read_only=True)
    claim_review = serializers.DictField()

    class Meta:
        model = FactCheck
        fields = [
            "slug",
            "check_id",
            "url",
            "is_withdrawn",
            "in_current_text",
            "vanished_in_revision",
            "created_at",
            "claim_review",
            "revisions",
        ]


class PublishedOut(serializers.Serializer[FactCheck]):
    """A fact-check that stands, in short."""

    slug = serializers.SlugField()
    url = serializers.CharField(source="get_absolute_url")
    headline = serializers.CharField(source="newest.headline")
    rating = RatingOut(source="newest.rating")
    published_at = serializers.DateTimeField(source="newest.published_at")
