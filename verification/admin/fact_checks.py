"""What readers see, with its revisions: to be read. It is published and corrected from its check."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from claims.access import Scope
from claims.admin import show
from claims.admin.base import ServiceAdmin, ShownInline, actor_of
from claims.models import User
from verification import presenting, queries
from verification.models import FactCheck, FactCheckRevision


class RevisionInline(ShownInline):
    model = FactCheckRevision
    fields = ("number", "headline", "rating", "summary", "note", "published_by", "published_at")
    ordering = ("-number",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[FactCheckRevision]:
        revisions: QuerySet[FactCheckRevision] = super().get_queryset(request)
        return revisions.select_related("rating", "published_by")


@admin.register(FactCheck)
class FactCheckAdmin(ServiceAdmin):
    reads = Scope.FACT_CHECKS_READ
    list_display = ("headline", "status", "rating", "revisions_count", "created_at")
    list_filter = (("check_row__status", show.StatusFilter), "check_row__desk")
    search_fields = ("check_row__claim__text", "slug")
    ordering = ("-pk",)
    inlines = (RevisionInline,)
    readonly_fields = ("check_link", "status", "rating", "page", "history")
    fields = (
        "slug",
        "page",
        "check_link",
        "status",
        "rating",
        "withdrawal_reason",
        "created_at",
        "changed_at",
        "history",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[FactCheck]:
        return queries.fact_checks()

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        row: Any = super().get_object(request, object_id, from_field)
        if row:
            row.seen_by = actor_of(request)
        return row

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[FactCheck], search_term: str
    ) -> tuple[QuerySet[FactCheck], bool]:
        return (queries.search_fact_checks(queryset, search_term) if search_term else queryset), False

    @admin.display
    def headline(self, fact_check: FactCheck) -> str:
        return _newest(fact_check).headline

    @admin.display(ordering="check_row__status")
    def status(self, fact_check: FactCheck) -> str:
        return fact_check.check_row.status.replace("_", " ")

    @admin.display
    def rating(self, fact_check: FactCheck) -> str:
        return presenting.label(fact_check)

    @admin.display(description="Revisions")
    def revisions_count(self, fact_check: FactCheck) -> int:
        return len(fact_check.revisions.all())

    @admin.display(description="Check")
    def check_link(self, fact_check: FactCheck) -> str:
        return show.link(fact_check.check_row)

    @admin.display(description="Page")
    def page(self, fact_check: FactCheck) -> str:
        return show.link_to("fact-check", fact_check.slug, text="As readers see it")

    @admin.display(description="What happened")
    @show.once
    def history(self, fact_check: FactCheck) -> str:
        seen_by: User = fact_check.seen_by  # type: ignore[attr-defined]
        return show.timeline(queries.events_to_show(fact_check.check_row, seen_by))


def _newest(fact_check: FactCheck) -> FactCheckRevision:
    return fact_check.revisions.all()[0]
