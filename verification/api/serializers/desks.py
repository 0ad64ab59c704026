"""The fields of desks, scales and reviewers."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from claims.api.fields import MomentField
from claims.api.serializers import LanguageField
from claims.api.strict import StrictFields
from claims.models import User
from verification.models import Desk, Membership, Rating, RatingScale, Reviewer
from verification.queries import Agreement

WORKS = ["time_zone", "work_days", "works_from", "works_until", "holidays_of"]


class RatingOut(StrictFields, serializers.ModelSerializer[Rating]):
    class Meta:
        model = Rating
        fields = ["key", "name", "definition", "value"]


class RatingScaleOut(serializers.ModelSerializer[RatingScale]):
    ratings = RatingOut(many=True)

    class Meta:
        model = RatingScale
        fields = ["id", "name", "version", "created_at", "ratings"]


class RatingScaleIn(StrictFields, serializers.Serializer[RatingScale]):
    name = serializers.CharField(max_length=100)
    ratings = RatingOut(many=True)


class DeskOut(StrictFields, serializers.ModelSerializer[Desk]):
    class Meta:
        model = Desk
        fields = [
            "id",
            "name",
            "topics",
            "scale",
            "verdicts_needed",
            "verdicts_if_risky",
            "risky_from",
            "accusations_are_risky",
            "third_on_disagreement",
            "worthiness_threshold",
            "lease_minutes",
            "due_hours",
            "due_hours_urgent",
            "due_hours_low",
            *WORKS,
            "is_default",
            "version",
        ]


class MembershipOut(serializers.ModelSerializer[Membership]):
    class Meta:
        model = Membership
        fields = ["desk", "is_lead"]


class ReviewerOut(serializers.ModelSerializer[Reviewer]):
    user = serializers.CharField(source="user.username")
    name = serializers.CharField(source="user")
    away_until = MomentField(required=False, allow_null=True)
    memberships = MembershipOut(many=True)

    class Meta:
        model = Reviewer
        fields = [
            "id",
            "user",
            "name",
            "topics",
            "languages",
            "capacity",
            "away_until",
            *WORKS,
            "conflicts",
            "memberships",
            "version",
        ]


class ReviewerChanges(StrictFields, serializers.ModelSerializer[Reviewer]):
    away_until = MomentField(required=False, allow_null=True)

    class Meta:
        model = Reviewer
        fields = ["topics", "languages", "capacity", "away_until", *WORKS, "conflicts"]


class ReviewerIn(StrictFields, serializers.Serializer[Reviewer]):
    user = serializers.SlugRelatedField(slug_field="username", queryset=User.objects.filter(is_active=True))
    desks = serializers.PrimaryKeyRelatedField(many=True, queryset=Desk.objects.all())
    leads = serializers.PrimaryKeyRelatedField(many=True, queryset=Desk.objects.all(), required=False)
    topics = serializers.ListField(child=serializers.CharField(max_length=64), required=False, max_length=50)
    languages = serializers.ListField(child=LanguageField(), required=False, max_length=50)
    capacity = serializers.IntegerField(min_value=1, max_value=1000, required=False)
    away_until = MomentField(required=False, allow_null=True)
    time_zone = serializers.CharField(max_length=64, required=False)
    work_days = serializers.CharField(max_length=7, required=False)
    works_from = serializers.TimeField(required=False)
    works_until = serializers.TimeField(required=False)
    holidays_of = serializers.CharField(max_length=10, required=False, allow_blank=True)
    conflicts = serializers.ListField(child=serializers.CharField(max_length=300), required=False, max_length=200)


class UpheldOut(serializers.Serializer[Any]):
    reviewer = serializers.IntegerField()
    name = serializers.CharField()
    topic = serializers.CharField(help_text="empty: all topics together")
    upheld = serializers.IntegerField()
    judged = serializers.IntegerField()


class IntervalOut(serializers.Serializer[Any]):
    low = serializers.FloatField()
    high = serializers.FloatField()


class AgreementOut(serializers.Serializer[Agreement]):
    """Krippendorff's alpha by equal ratings and by distance on the scale; null where chance cannot be told."""

    checks = serializers.IntegerField()
    is_of_few = serializers.BooleanField(help_text="there are too few checks to conclude anything from the alphas")
    nominal = serializers.FloatField(allow_null=True)
    nominal_interval = IntervalOut(allow_null=True, help_text="where it lies with a chance of 95 in 100")
    ordinal = serializers.FloatField(allow_null=True)
    ordinal_interval = IntervalOut(allow_null=True)
    disputed = serializers.IntegerField(help_text="claims that are disputed now; their verdicts are not counted below")
    reviewers = serializers.SerializerMethodField()

    @extend_schema_field(UpheldOut(many=True))
    def get_reviewers(self, found: Agreement) -> list[dict[str, Any]]:
        return [
            {
                "reviewer": reviewer.pk,
                "name": str(reviewer),
                "topic": topic,
                "upheld": counted.upheld,
                "judged": counted.judged,
            }
            for reviewer, topics in found.reviewers
            for topic, counted in topics.items()
        ]
