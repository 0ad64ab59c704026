"""The fields of assignments, and of what reviewers and editors do to them."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from claims.api.serializers import ClaimOut
from claims.api.strict import StrictFields
from verification.api.serializers.checks import WhyIn
from verification.api.serializers.desks import RatingOut
from verification.api.serializers.verdicts import JudgementIn
from verification.models import Assignment, Reviewer
from verification.services.slots import MAX_DEFER_HOURS


class AssignmentOut(serializers.ModelSerializer[Assignment]):
    """An assignment as its reviewer sees it; `token` goes with everything that is done to it."""

    check_id = serializers.IntegerField(source="check_row_id")
    claim = ClaimOut(source="check_row.claim")
    desk = serializers.CharField(source="check_row.desk")
    ratings = RatingOut(source="check_row.ratings", many=True)

    class Meta:
        model = Assignment
        fields = [
            "id",
            "check_id",
            "claim",
            "desk",
            "ratings",
            "kind",
            "how",
            "round",
            "slot",
            "token",
            "status",
            "why",
            "lease_until",
            "created_at",
            "ended_at",
            "ended_why",
            "help_wanted",
            "version",
        ]


class TokenIn(StrictFields, serializers.Serializer[Any]):
    token = serializers.IntegerField(min_value=0, max_value=2**31 - 1)


class VerdictIn(TokenIn, JudgementIn):
    pass


class ReleaseIn(TokenIn, WhyIn):
    pass


class DeferIn(ReleaseIn):
    hours = serializers.IntegerField(min_value=1, max_value=MAX_DEFER_HOURS)


class ReassignIn(WhyIn):
    reviewer = serializers.PrimaryKeyRelatedField(queryset=Reviewer.objects.all())
