"""The fields of what is published."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from claims.api.fields import GivenMomentField
from claims.api.strict import StrictFields
from verification.api.serializers.desks import RatingOut
from verification.display_status import PublicStatus
from verification.models import FactCheck, FactCheckRevision


class FactCheckIn(StrictFields, serializers.Serializer[Any]):
    headline = serializers.CharField(max_length=300)
    summary = serializers.CharField(max_length=100_000)


class CorrectionIn(FactCheckIn):
    note = serializers.CharField(max_length=5_000, help_text="what was wrong, for readers")


class FactCheckRevisionOut(serializers.ModelSerializer[FactCheckRevision]):
    """What was published. The article is told while it is public, and addresses that stand on the open web."""

    article_title = serializers.CharField(source="appearance.title")
    article_url = serializers.CharField(source="appearance.url")
    outlet = serializers.CharField(source="appearance.outlet")
    sources = serializers.JSONField(source="public_sources")
    said_at = GivenMomentField(source="said_local", read_only=True, allow_null=True)
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


class StandsOut(serializers.Serializer[FactCheck]):
    """How a fact-check stands. A withdrawn one has no rating, whatever its revisions said."""

    is_withdrawn = serializers.BooleanField()
    display_status = serializers.ChoiceField(
        source="display_status.status", choices=[(status.value, status.value) for status in PublicStatus]
    )
    note = serializers.CharField(
        source="display_status.note", help_text="what readers are told of this step; of a withdrawal the reason"
    )
    changed_at = serializers.DateTimeField()
    rating = RatingOut(allow_null=True)


class FactCheckOut(StandsOut, serializers.ModelSerializer[FactCheck]):
    check_id = serializers.IntegerField(source="check_row_id")
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
            "display_status",
            "note",
            "changed_at",
            "rating",
            "in_current_text",
            "vanished_in_revision",
            "created_at",
            "claim_review",
            "revisions",
        ]


class PublishedOut(StandsOut):
    """A fact-check in short."""

    slug = serializers.SlugField()
    url = serializers.CharField(source="get_absolute_url")
    headline = serializers.CharField(source="newest.headline")
    published_at = serializers.DateTimeField(source="newest.published_at")
