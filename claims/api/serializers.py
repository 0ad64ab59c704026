"""The fields of articles, claims and people in the API. Fields only: services write, queries read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from rest_framework import serializers

from claims.access import Role, Scope
from claims.api import rendering
from claims.api.fields import GivenMomentField, MomentField
from claims.api.strict import StrictFields
from claims.errors import Invalid
from claims.intake import MAX_CLAIM_CHARS, MAX_TEXT_CHARS, ArticleDraft, ClaimDraft
from claims.models import ApiKey, Article, Claim, Event, Mention, Revision, Speaker, User
from claims.services.people import MAX_KEY_DAYS
from claims.states import Release

LANGUAGE = r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}$"


class LanguageField(serializers.RegexField):
    """A BCP 47 tag: "en", "en-GB"."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(LANGUAGE, max_length=35, **kwargs)


class ArticleIn(StrictFields, serializers.Serializer[ArticleDraft]):
    text = serializers.CharField(max_length=MAX_TEXT_CHARS, trim_whitespace=False)
    title = serializers.CharField(max_length=500, required=False, allow_blank=True)
    url = serializers.URLField(max_length=2000, required=False, allow_blank=True)
    outlet = serializers.CharField(max_length=200, required=False, allow_blank=True)
    byline = serializers.CharField(max_length=500, required=False, allow_blank=True)
    language = LanguageField(required=False)
    published_at = MomentField(required=False, allow_null=True)


def article_draft(values: Any) -> ArticleDraft:
    """What somebody sent, as a draft. Raises Invalid that names each field which cannot be used."""
    try:
        return ArticleDraft(**rendering.read(ArticleIn, values))
    except serializers.ValidationError as error:
        raise Invalid(rendering.flatten(error.detail)) from error


class RevisionOut(serializers.ModelSerializer[Revision]):
    class Meta:
        model = Revision
        fields = ["id", "number", "sha256", "original_sha256", "created_at"]


class ArticleOut(serializers.ModelSerializer[Article]):
    """An article; ``version`` names what stands of its release, for who decides on it."""

    release = serializers.ChoiceField(source="release_now", choices=[release.value for release in Release])
    embargoed_until = serializers.DateTimeField(source="embargo_ends", allow_null=True)
    version = serializers.CharField()
    published_at = GivenMomentField(source="published_local", read_only=True, allow_null=True)

    class Meta:
        model = Article
        fields = [
            "id",
            "title",
            "url",
            "outlet",
            "byline",
            "language",
            "published_at",
            "release",
            "embargoed_until",
            "version",
            "status",
            "problem",
            "quarantined_at",
            "created_at",
        ]


class ArticleReleaseIn(StrictFields, serializers.Serializer[Any]):
    release = serializers.ChoiceField(choices=[release.value for release in Release])
    embargoed_until = MomentField(required=False, allow_null=True, help_text="when an embargo ends")


class ArticleDetail(ArticleOut):
    text = serializers.SerializerMethodField()
    revisions = RevisionOut(many=True)

    class Meta(ArticleOut.Meta):
        fields = [*ArticleOut.Meta.fields, "text", "revisions"]

    def get_text(self, article: Article) -> str:
        """The text of the newest revision."""
        return list(article.revisions.all())[-1].text


class ReceiptOut(serializers.Serializer[Any]):
    """What became of an article handed in, and where to look."""

    id = serializers.IntegerField()
    status = serializers.CharField()
    created = serializers.BooleanField(help_text="false for what was handed in before")
    revised = serializers.BooleanField(help_text="whether the text is new at its address")
    revision = serializers.IntegerField(help_text="the number of the present text, from 1")
    url = serializers.URLField()


class LineOut(serializers.Serializer[Any]):
    """What became of one line: the article, or why there is none."""

    line = serializers.IntegerField()
    article = ReceiptOut(allow_null=True)
    problems = serializers.DictField(child=serializers.ListField(child=serializers.CharField()))


class BatchOut(serializers.Serializer[Any]):
    received = serializers.IntegerField()
    failed = serializers.IntegerField()
    lines = LineOut(many=True)


class SpeakerOut(serializers.ModelSerializer[Speaker]):
    class Meta:
        model = Speaker
        fields = ["id", "name", "role", "aliases", "same_as"]


class MentionOut(serializers.ModelSerializer[Mention]):
    article = serializers.IntegerField(source="revision.article_id")
    revision = serializers.IntegerField(source="revision.number")
    start = serializers.IntegerField(help_text="in code points of the article's text, as this API gives it")
    end = serializers.IntegerField(help_text="behind the last one")
    original_start = serializers.IntegerField(help_text="in code points of the text as it was handed in")
    original_end = serializers.IntegerField(help_text="behind the last one")

    class Meta:
        model = Mention
        fields = [
            "article",
            "revision",
            "exact",
            "prefix",
            "suffix",
            "start",
            "end",
            "original_start",
            "original_end",
        ]


class SubstitutionOut(serializers.Serializer[Any]):
    """What the machine changed; places are code points of the claim's text.

    Where ``is_sure`` is false the ``original`` stands there still, and ``replacement`` is a guess (or empty).
    """

    start = serializers.IntegerField()
    end = serializers.IntegerField()
    original = serializers.CharField()
    replacement = serializers.CharField()
    is_sure = serializers.BooleanField()


class ViaOut(serializers.Serializer[Any]):
    """Somebody who passed the speaker's words on."""

    name = serializers.CharField()
    role = serializers.CharField()


class ClaimOut(serializers.ModelSerializer[Claim]):
    """A claim; ``in_current_text`` is false once a later revision of its article no longer makes it."""

    speaker = SpeakerOut(allow_null=True)
    said_at = GivenMomentField(source="said_local", read_only=True, allow_null=True)
    via = ViaOut(many=True)
    substitutions = SubstitutionOut(many=True)
    in_current_text = serializers.BooleanField(read_only=True)
    vanished_in_revision = serializers.IntegerField(
        source="vanished_in.number", default=None, allow_null=True, read_only=True
    )

    class Meta:
        model = Claim
        fields = [
            "id",
            "text",
            "substitutions",
            "article",
            "speaker",
            "via",
            "kind",
            "said_at",
            "language",
            "quantities",
            "dates",
            "topics",
            "worthiness",
            "in_current_text",
            "vanished_in_revision",
            "created_at",
        ]


class ClaimDetail(ClaimOut):
    mentions = MentionOut(many=True)

    class Meta(ClaimOut.Meta):
        fields = [*ClaimOut.Meta.fields, "mentions"]


class NewClaimOut(ClaimDetail):
    """A claim handed in; ``created`` is false for one that was handed in before."""

    created = serializers.BooleanField(read_only=True)

    class Meta(ClaimDetail.Meta):
        fields = [*ClaimDetail.Meta.fields, "created"]


class ClaimIn(StrictFields, serializers.Serializer[Claim]):
    text = serializers.CharField(max_length=MAX_CLAIM_CHARS)
    speaker_name = serializers.CharField(max_length=300, required=False, allow_blank=True)
    speaker_role = serializers.CharField(max_length=300, required=False, allow_blank=True)
    said_at = MomentField(required=False, allow_null=True)
    language = LanguageField(required=False)
    topics = serializers.ListField(child=serializers.CharField(max_length=64), required=False, max_length=20)
    worthiness = serializers.FloatField(min_value=0, max_value=1, required=False)


class ClaimReceiptOut(serializers.Serializer[Any]):
    """What became of one claim of a batch: ``id`` is the known claim's where it is a duplicate."""

    index = serializers.IntegerField(help_text="from 0, in the order of the batch")
    status = serializers.ChoiceField(choices=["created", "duplicate", "invalid"])
    created = serializers.BooleanField()
    id = serializers.IntegerField(allow_null=True)
    problems = serializers.DictField(child=serializers.ListField(child=serializers.CharField()))


class ClaimBatchOut(serializers.Serializer[Any]):
    created = serializers.IntegerField()
    duplicates = serializers.IntegerField()
    invalid = serializers.IntegerField()
    results = ClaimReceiptOut(many=True)


def claim_drafts(values: Iterable[Any]) -> Iterator[ClaimDraft | Invalid]:
    """The claims of a batch, or what is wrong with one."""
    for found in rendering.read_each(ClaimIn, values):
        if isinstance(found, serializers.ValidationError):
            yield Invalid(rendering.flatten(found.detail))
        else:
            yield ClaimDraft(**found)


class EventOut(serializers.ModelSerializer[Event]):
    actor = serializers.StringRelatedField[User](allow_null=True, help_text="null: the machine")

    class Meta:
        model = Event
        fields = ["id", "from_status", "to_status", "why", "data", "actor", "at"]


class MeOut(serializers.ModelSerializer[User]):
    role = serializers.ChoiceField(choices=[role.value for role in Role], source="effective_role")
    scopes = serializers.ListField(child=serializers.ChoiceField(choices=[scope.value for scope in Scope]))

    class Meta:
        model = User
        fields = ["id", "username", "first_name", "last_name", "role", "time_zone", "scopes"]


class ApiKeyOut(serializers.ModelSerializer[ApiKey]):
    id = serializers.CharField(source="token_key")
    user = serializers.StringRelatedField[User]()

    class Meta:
        model = ApiKey
        fields = ["id", "name", "user", "scopes", "created", "expiry"]


class ApiKeyIn(StrictFields, serializers.Serializer[ApiKey]):
    user = serializers.SlugRelatedField(slug_field="username", queryset=User.objects.filter(is_active=True))
    name = serializers.CharField(max_length=200)
    scopes = serializers.ListField(
        child=serializers.ChoiceField(choices=[scope.value for scope in Scope]),
        help_text="No more than you and the owner may; `people:write` is for no key.",
    )
    days = serializers.IntegerField(
        min_value=1, max_value=MAX_KEY_DAYS, required=False, help_text="None: as the site is set."
    )


class NewApiKeyOut(ApiKeyOut):
    """The one time that the secret is shown."""

    secret = serializers.CharField()

    class Meta(ApiKeyOut.Meta):
        fields = [*ApiKeyOut.Meta.fields, "secret"]
