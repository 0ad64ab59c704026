"""The fields of matches, and of what a text resembles."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from claims.api.fields import GivenMomentField
from claims.api.serializers import ClaimOut
from claims.api.strict import StrictFields
from claims.models import ImportedFactCheck, Match, User
from claims.models.matching import RELATIONS
from verification.api.serializers.fact_checks import PublishedOut


class RemarkIn(StrictFields, serializers.Serializer[Any]):
    why = serializers.CharField(max_length=5_000, required=False, allow_blank=True)


class ImportedOut(serializers.ModelSerializer[ImportedFactCheck]):
    """A fact-check of somebody else."""

    said_at = GivenMomentField(source="said_local", read_only=True, allow_null=True)
    published_at = GivenMomentField(source="published_local", read_only=True, allow_null=True)

    class Meta:
        model = ImportedFactCheck
        fields = [
            "id",
            "url",
            "claim_text",
            "headline",
            "claimant",
            "publisher",
            "rating",
            "said_at",
            "published_at",
            "language",
        ]


class EarlierOut(serializers.Serializer[Any]):
    """An earlier claim, how far its check is, and the fact-check that was published about it."""

    claim = ClaimOut()
    check_id = serializers.IntegerField(source="check.pk", default=None, allow_null=True)
    check_status = serializers.CharField(source="check.status", default=None, allow_null=True)
    fact_check = PublishedOut(allow_null=True)


class FoundOut(serializers.Serializer[Any]):
    """What a text resembles: an earlier claim, or an imported fact-check."""

    relation = serializers.ChoiceField(choices=RELATIONS)
    score = serializers.FloatField(min_value=0, max_value=1)
    why = serializers.ListField(child=serializers.CharField())
    earlier = EarlierOut(allow_null=True)
    imported = ImportedOut(allow_null=True)


class DecisionOut(serializers.ModelSerializer[Match]):
    """A match without its other side: how sure the machine was, and what a person decided."""

    decided_by = serializers.StringRelatedField[User](allow_null=True)

    class Meta:
        model = Match
        fields = [
            "id",
            "claim",
            "relation",
            "score",
            "why",
            "status",
            "decided_by",
            "decided_at",
            "created_at",
            "version",
        ]


class MatchOut(DecisionOut):
    """A match with an earlier claim, or with an imported fact-check."""

    earlier = EarlierOut(allow_null=True)
    imported = ImportedOut(allow_null=True)

    class Meta(DecisionOut.Meta):
        fields = [*DecisionOut.Meta.fields, "earlier", "imported"]
