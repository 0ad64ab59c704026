"""The fields of checks, and of what is done to them."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from claims.api.serializers import ClaimOut
from claims.api.strict import StrictFields
from verification.api.serializers.desks import RatingOut
from verification.api.serializers.verdicts import VerdictOut
from verification.models import Assignment, Check, Desk, Reviewer


class CheckOut(serializers.ModelSerializer[Check]):
    """A check; one that is matched has the result of the check that it ``follows``."""

    claim = ClaimOut()
    desk = serializers.StringRelatedField[Desk]()
    rating = RatingOut(allow_null=True)

    class Meta:
        model = Check
        fields = [
            "id",
            "claim",
            "desk",
            "status",
            "priority",
            "worthiness",
            "slots",
            "round",
            "rating",
            "follows",
            "due_at",
            "escalated_at",
            "quarantined_at",
            "created_at",
            "version",
        ]


class SlotOut(serializers.ModelSerializer[Assignment]):
    """An assignment as others see it."""

    reviewer = serializers.StringRelatedField[Reviewer]()

    class Meta:
        model = Assignment
        fields = [
            "id",
            "reviewer",
            "kind",
            "how",
            "round",
            "slot",
            "status",
            "why",
            "lease_until",
            "ended_why",
            "version",
        ]


class CheckDetail(CheckOut):
    assignments = SlotOut(many=True)
    verdicts = VerdictOut(many=True)
    sign_off_by = serializers.ListField(
        child=serializers.CharField(),
        help_text="who could sign it off once you had judged it or decided its dispute; empty: nobody could",
    )

    class Meta(CheckOut.Meta):
        fields = [*CheckOut.Meta.fields, "waiting_why", "assignments", "verdicts", "sign_off_by"]


class WhyIn(StrictFields, serializers.Serializer[Any]):
    why = serializers.CharField(max_length=5_000)


class PriorityIn(StrictFields, serializers.Serializer[Any]):
    priority = serializers.IntegerField(min_value=-100, max_value=100)
