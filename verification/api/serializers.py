"""The fields of checks, verdicts and fact-checks in the API. Fields only."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from claims.api.serializers import ClaimOut, LanguageField
from claims.models import ImportedFactCheck, Match, User
from claims.models.matching import RELATIONS
from verification.models import (
    Assignment,
    Check,
    Delivery,
    Desk,
    FactCheck,
    FactCheckRevision,
    Membership,
    Rating,
    RatingScale,
    Reviewer,
    Source,
    Verdict,
    Webhook,
)
from verification.queries import Agreement
from verification.services import SourceDraft, VerdictDraft
from verification.services.slots import MAX_DEFER_HOURS

WORKS = ["time_zone", "work_days", "works_from", "works_until", "holidays_of"]


class RatingOut(serializers.ModelSerializer[Rating]):
    class Meta:
        model = Rating
        fields = ["key", "name", "definition", "value"]


class RatingScaleOut(serializers.ModelSerializer[RatingScale]):
    ratings = RatingOut(many=True)

    class Meta:
        model = RatingScale
        fields = ["id", "name", "version", "created_at", "ratings"]


class RatingScaleIn(serializers.Serializer[RatingScale]):
    name = serializers.CharField(max_length=100)
    ratings = RatingOut(many=True)


class DeskOut(serializers.ModelSerializer[Desk]):
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
        ]


class UpheldOut(serializers.Serializer[Any]):
    reviewer = serializers.IntegerField()
    name = serializers.CharField()
    topic = serializers.CharField(help_text="empty: all topics together")
    upheld = serializers.IntegerField()
    judged = serializers.IntegerField()


class AgreementOut(serializers.Serializer[Agreement]):
    """Krippendorff's alpha by equal ratings and by distance on the scale; null where chance cannot be told."""

    checks = serializers.IntegerField()
    nominal = serializers.FloatField(allow_null=True)
    ordinal = serializers.FloatField(allow_null=True)
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


class MembershipOut(serializers.ModelSerializer[Membership]):
    class Meta:
        model = Membership
        fields = ["desk", "is_lead"]


class ReviewerOut(serializers.ModelSerializer[Reviewer]):
    user = serializers.CharField(source="user.username")
    name = serializers.CharField(source="user")
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
        ]


class ReviewerIn(serializers.Serializer[Reviewer]):
    user = serializers.SlugRelatedField(slug_field="username", queryset=User.objects.filter(is_active=True))
    desks = serializers.PrimaryKeyRelatedField(many=True, queryset=Desk.objects.all())
    leads = serializers.PrimaryKeyRelatedField(many=True, queryset=Desk.objects.all(), required=False)
    topics = serializers.ListField(child=serializers.CharField(max_length=64), required=False, max_length=50)
    languages = serializers.ListField(child=LanguageField(), required=False, max_length=50)
    capacity = serializers.IntegerField(min_value=1, max_value=1000, required=False)
    away_until = serializers.DateTimeField(required=False, allow_null=True)
    time_zone = serializers.CharField(max_length=64, required=False)
    work_days = serializers.CharField(max_length=7, required=False)
    works_from = serializers.TimeField(required=False)
    works_until = serializers.TimeField(required=False)
    holidays_of = serializers.CharField(max_length=10, required=False, allow_blank=True)
    conflicts = serializers.ListField(child=serializers.CharField(max_length=300), required=False, max_length=200)


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
        ]


class SlotOut(serializers.ModelSerializer[Assignment]):
    """An assignment as others see it."""

    reviewer = serializers.StringRelatedField[Reviewer]()

    class Meta:
        model = Assignment
        fields = ["id", "reviewer", "kind", "how", "round", "slot", "status", "why", "lease_until", "ended_why"]


class CheckDetail(CheckOut):
    assignments = SlotOut(many=True)
    verdicts = VerdictOut(many=True)

    class Meta(CheckOut.Meta):
        fields = [*CheckOut.Meta.fields, "waiting_why", "assignments", "verdicts"]


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
        ]


class SourceIn(serializers.Serializer[SourceDraft]):
    url = serializers.URLField(max_length=2000)
    title = serializers.CharField(max_length=500, required=False, allow_blank=True)
    publisher = serializers.CharField(max_length=200, required=False, allow_blank=True)
    kind = serializers.ChoiceField(choices=Source.Kind.choices, required=False)
    stance = serializers.ChoiceField(choices=Source.Stance.choices, required=False)
    quote = serializers.CharField(required=False, allow_blank=True, max_length=20_000)
    locator = serializers.CharField(max_length=200, required=False, allow_blank=True)
    published_at = serializers.DateField(required=False, allow_null=True)
    archived_url = serializers.URLField(max_length=2000, required=False, allow_blank=True)


class JudgementIn(serializers.Serializer[VerdictDraft]):
    rating = serializers.CharField(max_length=50, help_text="the key of a rating on the check's scale")
    reasoning = serializers.CharField(max_length=100_000)
    sources = SourceIn(many=True, required=False)


class TokenIn(serializers.Serializer[Any]):
    token = serializers.IntegerField(min_value=0, max_value=2**31 - 1)


class VerdictIn(TokenIn, JudgementIn):
    pass


class WhyIn(serializers.Serializer[Any]):
    why = serializers.CharField(max_length=5_000)


class ReleaseIn(TokenIn, WhyIn):
    pass


class DeferIn(ReleaseIn):
    hours = serializers.IntegerField(min_value=1, max_value=MAX_DEFER_HOURS)


class ReassignIn(WhyIn):
    reviewer = serializers.PrimaryKeyRelatedField(queryset=Reviewer.objects.all())


class PriorityIn(serializers.Serializer[Any]):
    priority = serializers.IntegerField(min_value=-100, max_value=100)


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


class RemarkIn(serializers.Serializer[Any]):
    why = serializers.CharField(max_length=5_000, required=False, allow_blank=True)


class ImportedOut(serializers.ModelSerializer[ImportedFactCheck]):
    """A fact-check of somebody else."""

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


class PublishedOut(serializers.Serializer[FactCheck]):
    """A fact-check that stands, in short."""

    slug = serializers.SlugField()
    url = serializers.CharField(source="get_absolute_url")
    headline = serializers.CharField(source="newest.headline")
    rating = RatingOut(source="newest.rating")
    published_at = serializers.DateTimeField(source="newest.published_at")


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

    decided_by = serializers.StringRelatedField[User]()

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
        ]


class MatchOut(DecisionOut):
    """A match with an earlier claim, or with an imported fact-check."""

    earlier = EarlierOut(allow_null=True)
    imported = ImportedOut(allow_null=True)

    class Meta(DecisionOut.Meta):
        fields = [*DecisionOut.Meta.fields, "earlier", "imported"]


class WebhookOut(serializers.ModelSerializer[Webhook]):
    """An address that is told of publications. `desk` null: of all desks."""

    class Meta:
        model = Webhook
        fields = ["id", "name", "url", "desk", "events", "status", "created_at"]
        read_only_fields = ["status", "created_at"]


class NewWebhookOut(WebhookOut):
    secret = serializers.CharField(help_text="signs what is sent; shown in this answer and in no other")

    class Meta(WebhookOut.Meta):
        fields = [*WebhookOut.Meta.fields, "secret"]


class DeliveryOut(serializers.ModelSerializer[Delivery]):
    """One message to one webhook; `message_id` goes with each attempt."""

    message_id = serializers.SerializerMethodField()
    fact_check = serializers.SlugField(source="revision.fact_check.slug")
    revision = serializers.IntegerField(source="revision.number")

    class Meta:
        model = Delivery
        fields = [
            "id",
            "webhook",
            "event",
            "fact_check",
            "revision",
            "message_id",
            "status",
            "attempts",
            "problem",
            "next_attempt_at",
            "created_at",
            "ended_at",
        ]

    def get_message_id(self, delivery: Delivery) -> str:
        return delivery.public_id
