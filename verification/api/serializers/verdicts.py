"""The fields of verdicts and their sources."""

from __future__ import annotations

from rest_framework import serializers

from claims.api.fields import DayField
from claims.api.strict import StrictFields
from verification.api.serializers.desks import RatingOut
from verification.models import Source, Verdict
from verification.services import SourceDraft, VerdictDraft


class SourceOut(serializers.ModelSerializer[Source]):
    class Meta:
        model = Source
        fields = [
            "url",
            "title",
            "publisher",
            "kind",
            "stance",
            "quote",
            "locator",
            "published_at",
            "accessed_at",
            "archived_url",
        ]


class VerdictOut(serializers.ModelSerializer[Verdict]):
    rating = RatingOut()
    reviewer = serializers.CharField(source="assignment.reviewer")
    round = serializers.IntegerField(source="assignment.round")
    kind = serializers.CharField(source="assignment.kind")
    sources = SourceOut(source="cited", many=True)

    class Meta:
        model = Verdict
        fields = ["id", "rating", "reasoning", "reviewer", "round", "kind", "created_at", "sources"]


class SourceIn(StrictFields, serializers.Serializer[SourceDraft]):
    url = serializers.URLField(max_length=2000)
    title = serializers.CharField(max_length=500, required=False, allow_blank=True)
    publisher = serializers.CharField(max_length=200, required=False, allow_blank=True)
    kind = serializers.ChoiceField(choices=Source.Kind.choices, required=False)
    stance = serializers.ChoiceField(choices=Source.Stance.choices, required=False)
    quote = serializers.CharField(required=False, allow_blank=True, max_length=20_000)
    locator = serializers.CharField(max_length=200, required=False, allow_blank=True)
    published_at = DayField(required=False, allow_null=True)
    archived_url = serializers.URLField(max_length=2000, required=False, allow_blank=True)


class JudgementIn(StrictFields, serializers.Serializer[VerdictDraft]):
    rating = serializers.CharField(max_length=50, help_text="the key of a rating on the check's scale")
    reasoning = serializers.CharField(max_length=100_000)
    sources = SourceIn(many=True, required=False)
