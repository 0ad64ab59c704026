"""Claims, to be read with their places; speakers, to be set right."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from claims import queries, services
from claims.access import Scope
from claims.actions import Action
from claims.admin import show
from claims.admin.acts import ActingAdmin
from claims.admin.base import ServiceAdmin, ShownInline
from claims.models import Claim, Match, Mention, Speaker


class MentionInline(ShownInline):
    model = Mention
    fields = ("article", "revision_number", "exact", "start", "end")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Mention]:
        mentions: QuerySet[Mention] = super().get_queryset(request)
        return mentions.select_related("revision__article").defer("revision__text")

    @admin.display
    def article(self, mention: Mention) -> str:
        return show.link(mention.revision.article)

    @admin.display(description="Revision")
    def revision_number(self, mention: Mention) -> int:
        return mention.revision.number


class VanishedFilter(show.YesNoFilter):
    title = "no longer in its article"
    parameter_name = "vanished"
    asks = Q(vanished_in__isnull=False)


class MatchInline(ShownInline):
    model = Match
    fk_name = "claim"
    fields = ("resembles", "relation", "score", "status", "decided_by")
    ordering = ("-score", "pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Match]:
        matches: QuerySet[Match] = super().get_queryset(request)
        found = matches.select_related("earlier", "imported", "decided_by")
        return found.defer("earlier__search", "imported__search")

    @admin.display
    def resembles(self, match: Match) -> str:
        return show.link(match.earlier or match.imported)


class NotComparedFilter(show.YesNoFilter):
    title = "comparing put aside"
    parameter_name = "not_compared"
    asks = Q(embedding__quarantined_at__isnull=False)


@admin.register(Claim)
class ClaimAdmin(ActingAdmin):
    reads = Scope.CLAIMS_READ
    acts_with = Scope.CHECKS_WRITE
    acts = (
        Action(
            code="compare",
            label="Compare again",
            past="to be compared again",
            service=lambda claim, actor, _: services.retry_comparison(claim=claim, actor=actor),
            explanation="A claim whose comparison with earlier ones was put aside gets a fresh set of attempts.",
            allowed=lambda claim, _: hasattr(claim, "embedding") and claim.embedding.quarantined_at,
        ),
    )
    list_display = ("statement", "speaker", "kind", "worthiness", "language", "created_at")
    list_filter = ("kind", "language", VanishedFilter, NotComparedFilter)
    search_fields = ("text",)
    ordering = ("-pk",)
    inlines = (MentionInline, MatchInline)
    readonly_fields = (
        "said",
        "source",
        "in_article",
        "changed_words",
        "passed_on_by",
        "read_quantities",
        "read_dates",
        "compared",
        "history",
    )
    fieldsets = (
        (
            None,
            {"fields": ("text", "changed_words", "speaker", "passed_on_by", "kind", "said", "source", "in_article")},
        ),
        ("Read in it", {"fields": ("read_quantities", "read_dates", "topics", "language", "worthiness", "compared")}),
        ("On record", {"fields": ("created_by", "created_at")}),
        ("What happened", {"fields": ("history",)}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Claim]:
        return (
            queries.claims_list()
            .select_related("speaker", "article", "created_by", "embedding")
            .defer("embedding__vector")
        )

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Claim], search_term: str
    ) -> tuple[QuerySet[Claim], bool]:
        return (queries.search_claims(queryset, search_term) if search_term else queryset), False

    @admin.display(description="Said", ordering="said_at")
    def said(self, claim: Claim) -> str:
        return show.day(claim.said_on)

    @admin.display(description="Claim")
    def statement(self, claim: Claim) -> str:
        return show.in_list(claim.text)

    @admin.display(description="Article")
    def source(self, claim: Claim) -> str:
        return show.link(claim.article)

    @admin.display(description="In the article")
    def in_article(self, claim: Claim) -> str:
        return show.vanished(claim)

    @admin.display(description="Changed by the machine")
    def changed_words(self, claim: Claim) -> str:
        return show.substitutions(claim.substitutions)

    @admin.display(description="Passed on by")
    def passed_on_by(self, claim: Claim) -> str:
        return "; ".join(source["name"] for source in claim.via) or show.NOTHING

    @admin.display(description="Quantities")
    def read_quantities(self, claim: Claim) -> str:
        return show.quantities(claim.quantities)

    @admin.display(description="Compared")
    def compared(self, claim: Claim) -> str:
        return show.compared(claim)

    @admin.display(description="Events")
    @show.once
    def history(self, claim: Claim) -> str:
        return show.timeline(queries.events_of("claim", claim.pk))

    @admin.display(description="Dates")
    def read_dates(self, claim: Claim) -> str:
        return show.dates(claim.dates)


@admin.register(Speaker)
class SpeakerAdmin(ServiceAdmin):
    reads = Scope.CLAIMS_READ
    changes = Scope.CLAIMS_WRITE
    list_display = ("name", "role", "claims_made")
    search_fields = ("name__unaccent", "role__unaccent", "aliases")
    ordering = ("name",)
    fields = ("name", "role", "aliases", "same_as")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Speaker]:
        speakers: QuerySet[Speaker] = super().get_queryset(request)
        return speakers.annotate(claims_made=queries.count_of(Claim.objects.all(), "speaker"))

    def update(self, request: HttpRequest, row: Speaker, form: Any) -> Speaker:
        return services.update_speaker(speaker=row, **form.changes)

    @admin.display(description="Claims", ordering="claims_made")
    def claims_made(self, speaker: Any) -> int:
        made: int | None = speaker.claims_made
        return made or 0
