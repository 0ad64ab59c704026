"""Fact-checks of others and what claims were matched with: to be read. Matches are decided at the desk."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from claims import queries
from claims.access import Scope
from claims.admin import show
from claims.admin.base import ServiceAdmin, ShownInline
from claims.models import ImportedFactCheck, Match

COLOURS = {"suggested": "info", "accepted": "success", "rejected": "danger"}


class MatchedClaimInline(ShownInline):
    model = Match
    fk_name = "imported"
    fields = ("match", "relation", "score", "status")
    ordering = ("-score", "pk")
    verbose_name_plural = "Claims that it was matched with"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Match]:
        matches: QuerySet[Match] = super().get_queryset(request)
        return matches.select_related("claim").defer("claim__search")

    @admin.display(description="Claim")
    def match(self, match: Match) -> str:
        return show.link(match.claim)


@admin.register(ImportedFactCheck)
class ImportedFactCheckAdmin(ServiceAdmin):
    reads = Scope.FACT_CHECKS_READ
    list_display = ("statement", "rating", "publisher", "claimant", "published")
    list_filter = ("language",)
    search_fields = ("claim_text",)
    search_help_text = "Words of the claim or the headline."
    ordering = ("-pk",)
    inlines = (MatchedClaimInline,)
    readonly_fields = ("said", "published", "address", "read_quantities", "read_dates", "compared")
    fieldsets = (
        (None, {"fields": ("claim_text", "claimant", "said", "rating", "headline")}),
        ("Published", {"fields": ("publisher", "address", "published", "language", "created_at")}),
        ("Read in it", {"fields": ("read_quantities", "read_dates", "compared")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[ImportedFactCheck]:
        return ImportedFactCheck.objects.select_related("embedding").defer("search", "embedding__vector")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[ImportedFactCheck], search_term: str
    ) -> tuple[QuerySet[ImportedFactCheck], bool]:
        asked = queries.words_asked_for(search_term)
        return (queryset.filter(search=asked) if search_term else queryset), False

    @admin.display(description="Said", ordering="said_at")
    def said(self, row: ImportedFactCheck) -> str:
        return show.day(row.said_on)

    @admin.display(description="Published", ordering="published_at")
    def published(self, row: ImportedFactCheck) -> str:
        return show.day(row.published_on)

    @admin.display(description="Claim")
    def statement(self, row: ImportedFactCheck) -> str:
        return show.in_list(row.claim_text)

    @admin.display(description="URL")
    def address(self, row: ImportedFactCheck) -> str:
        return show.outside(row.url)

    @admin.display(description="Quantities")
    def read_quantities(self, row: ImportedFactCheck) -> str:
        return show.quantities(row.quantities)

    @admin.display(description="Dates")
    def read_dates(self, row: ImportedFactCheck) -> str:
        return show.dates(row.dates)

    @admin.display(description="Compared")
    def compared(self, row: ImportedFactCheck) -> str:
        return show.compared(row)


@admin.register(Match)
class MatchAdmin(ServiceAdmin):
    reads = Scope.CLAIMS_READ
    list_display = ("later", "resembled", "relation", "score", "state", "decided_by")
    list_filter = ("status", "relation")
    search_fields = ("claim__text",)
    search_help_text = "Words of the claim, or of what it resembles."
    ordering = ("-pk",)
    readonly_fields = ("later", "resembled", "state", "reasons", "history")
    fieldsets = (
        (None, {"fields": ("later", "resembled", "relation", "score", "reasons")}),
        ("Decided", {"fields": ("state", "decided_by", "decided_at", "history")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Match]:
        return queries.matches()

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Match], search_term: str
    ) -> tuple[QuerySet[Match], bool]:
        return (queries.search_matches(queryset, search_term) if search_term else queryset), False

    @admin.display(description="Claim")
    def later(self, match: Match) -> str:
        return show.link(match.claim)

    @admin.display(description="Resembles")
    def resembled(self, match: Match) -> str:
        return show.link(match.earlier or match.imported)

    @show.status(COLOURS)
    def state(self, match: Match) -> str:
        return match.status

    @admin.display(description="Why")
    def reasons(self, match: Match) -> str:
        return ", ".join(match.why) or show.NOTHING

    @admin.display(description="Events")
    @show.once
    def history(self, match: Any) -> str:
        return show.timeline(queries.events_of("match", match.pk))
