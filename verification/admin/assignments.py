"""Who was lent what, and what they found: for editors alone, because reviewing is blind."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.http import HttpRequest

from claims import queries as claim_queries
from claims.access import Scope
from claims.admin import show
from claims.admin.acts import ActingAdmin
from claims.admin.base import ServiceAdmin, ShownInline, actor_of
from claims.models import User
from verification import queries
from verification.checks.actions import ASSIGNMENT_ACTIONS
from verification.models import Assignment, Source, Verdict
from verification.states import UNSETTLED, AssignmentStatus

SEARCHED = "Words of the claim, or the name of the reviewer."
# Why an assignment ended, and what its reviewer needs help with.
SECRETS = ("ended_why", "help_wanted")
COLOURS = {"open": "info", "submitted": "success", "expired": "warning", "released": "warning", "recalled": "warning"}


def verdict_shown(assignment: Assignment) -> str:
    """What was found, of an assignment as seen by somebody."""
    verdict = getattr(assignment, "verdict", None)
    if verdict and not assignment.shows_verdict:  # type: ignore[attr-defined]
        return "hidden until all are in"
    return show.link(verdict, verdict.rating.name) if verdict else show.NOTHING


def reason_shown(assignment: Assignment) -> str:
    """Why it ended, of an assignment as seen by somebody."""
    return (assignment.ended_why if assignment.shows_reasons else "") or show.NOTHING  # type: ignore[attr-defined]


class HelpFilter(show.YesNoFilter):
    title = "asks for help"
    parameter_name = "help"
    asks = Q(status=AssignmentStatus.OPEN) & ~Q(help_wanted="")


class LateFilter(show.YesNoFilter):
    """What somebody has open although the time of the claim has passed."""

    title = "overdue"
    parameter_name = "late"
    asks = Q(status=AssignmentStatus.OPEN, check_row__status__in=UNSETTLED, check_row__due_at__lte=Now())


@admin.register(Assignment)
class AssignmentAdmin(ActingAdmin):
    reads = acts_with = Scope.CHECKS_WRITE
    list_display = ("claim", "reviewer", "kind", "how", "round", "state", "lease_until", "created_at")
    list_filter = (("status", show.StatusFilter), LateFilter, HelpFilter, "kind", "how", "check_row__desk")
    search_fields = ("check_row__claim__text",)
    search_help_text = SEARCHED
    ordering = ("-pk",)
    readonly_fields = ("check_link", "verdict_link", "state", "reason", "history")
    fieldsets = (
        (None, {"fields": ("check_link", "reviewer", "state", "verdict_link")}),
        ("The loan", {"fields": ("kind", "how", "why", "round", "slot", "token", "created_at", "lease_until")}),
        ("The end", {"fields": ("ended_at", "reason")}),
        ("What happened", {"fields": ("history",)}),
    )
    acts = ASSIGNMENT_ACTIONS

    def get_queryset(self, request: HttpRequest) -> QuerySet[Assignment]:
        assignments: QuerySet[Assignment] = super().get_queryset(request)
        found = assignments.select_related("check_row__claim", "check_row__desk", "reviewer__user", "verdict__rating")
        return queries.as_seen_by(found.defer("check_row__claim__search"), actor_of(request))

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        row: Any = super().get_object(request, object_id, from_field)
        if row:
            row.seen_by = actor_of(request)
        return row

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        """Words that are not shown to everybody are not looked for by an address either."""
        return lookup.split("__")[0] not in SECRETS and super().lookup_allowed(lookup, value, request)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Assignment], search_term: str
    ) -> tuple[QuerySet[Assignment], bool]:
        return (queries.search_assignments(queryset, search_term) if search_term else queryset), False

    @admin.display(description="Claim")
    def claim(self, assignment: Assignment) -> str:
        return show.in_list(str(assignment.check_row.claim))

    @admin.display(description="Check")
    def check_link(self, assignment: Assignment) -> str:
        return show.link(assignment.check_row)

    @admin.display(description="Verdict")
    def verdict_link(self, assignment: Assignment) -> str:
        return verdict_shown(assignment)

    @admin.display(description="Why it ended")
    def reason(self, assignment: Assignment) -> str:
        return reason_shown(assignment)

    @show.status(COLOURS)
    def state(self, assignment: Assignment) -> str:
        return assignment.status

    @admin.display(description="Events")
    @show.once
    def history(self, assignment: Assignment) -> str:
        events = claim_queries.events_of("assignment", assignment.pk)
        seen_by: User = assignment.seen_by  # type: ignore[attr-defined]
        return show.timeline(queries.events_without_secrets(events, assignment.check_row, seen_by))


class SourceInline(ShownInline):
    model = Source
    fields = ("position", "title", "address", "publisher", "kind", "stance", "quote", "published_at")

    @admin.display(description="URL")
    def address(self, source: Source) -> str:
        return show.outside(source.url)


@admin.register(Verdict)
class VerdictAdmin(ServiceAdmin):
    reads = Scope.CHECKS_WRITE
    list_display = ("claim", "reviewer", "rating", "created_at")
    list_filter = ("assignment__check_row__desk",)
    search_fields = ("assignment__check_row__claim__text",)
    search_help_text = SEARCHED
    ordering = ("-pk",)
    inlines = (SourceInline,)
    readonly_fields = ("check_link", "reviewer")
    fields = ("check_link", "reviewer", "rating", "reasoning", "created_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Verdict]:
        """Those that are not hidden from who asks: they are found by no list, search, filter or address."""
        verdicts: QuerySet[Verdict] = super().get_queryset(request)
        readable = verdicts & queries.readable_verdicts(actor_of(request))
        found = readable.select_related("rating", "assignment__reviewer__user", "assignment__check_row__claim")
        return found.defer("assignment__check_row__claim__search")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Verdict], search_term: str
    ) -> tuple[QuerySet[Verdict], bool]:
        if not search_term:
            return queryset, False
        found = queries.search_assignments(Assignment.objects.all(), search_term)
        return queryset.filter(assignment__in=found), False

    @admin.display(description="Claim")
    def claim(self, verdict: Verdict) -> str:
        return show.in_list(str(verdict.assignment.check_row.claim))

    @admin.display(description="Check")
    def check_link(self, verdict: Verdict) -> str:
        return show.link(verdict.assignment.check_row)

    @admin.display
    def reviewer(self, verdict: Verdict) -> Any:
        return verdict.assignment.reviewer
