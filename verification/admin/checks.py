"""Checks: found, read, moved on. Verdicts themselves are recorded at the desk, not here."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from claims.access import Scope
from claims.admin import show
from claims.admin.acts import ActingAdmin
from claims.admin.base import ShownInline, actor_of
from claims.models import User
from verification import board, queries
from verification.admin.assignments import reason_shown, verdict_shown
from verification.checks.actions import CHECK_ACTIONS, CheckAction, possible_actions
from verification.models import Assignment, Check

COLOURS = {
    "triage": "warning",
    "in review": "info",
    "disputed": "danger",
    "agreed": "success",
    "published": "success",
    "matched": "success",
    "quarantined": "danger",
}


class WaitingFilter(show.YesNoFilter):
    title = "waiting for reviewers"
    parameter_name = "waiting"
    asks = queries.waiting_for_reviewers()


class DueFilter(admin.SimpleListFilter):
    title = "when it is due"
    parameter_name = "due"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("late", "Overdue"), ("today", "Later today")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Check]) -> QuerySet[Check]:
        at = board.moments() if self.value() else None
        if at is None:
            return queryset
        asked = queries.late(at.now) if self.value() == "late" else queries.due_today(at.now, at.midnight)
        return queryset.filter(asked)


class VanishedFilter(show.YesNoFilter):
    title = "no longer in the article"
    parameter_name = "vanished"
    asks = Q(claim__vanished_in__isnull=False)


class AssignmentInline(ShownInline):
    model = Assignment
    fields = ("assignment", "kind", "round", "slot", "status", "found", "lease_until", "reason")
    ordering = ("pk",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Assignment]:
        assignments: QuerySet[Assignment] = super().get_queryset(request)
        found = assignments.select_related("reviewer__user", "verdict__rating")
        return queries.as_seen_by(found, actor_of(request))

    @admin.display(description="Reviewer")
    def assignment(self, assignment: Assignment) -> str:
        return show.link(assignment, str(assignment.reviewer))

    @admin.display(description="Verdict")
    def found(self, assignment: Assignment) -> str:
        return verdict_shown(assignment)

    @admin.display(description="Why it ended")
    def reason(self, assignment: Assignment) -> str:
        return reason_shown(assignment)


@admin.register(Check)
class CheckAdmin(ActingAdmin):
    reads = Scope.CHECKS_READ
    acts_with = Scope.CHECKS_WRITE
    acts = CHECK_ACTIONS
    list_display = ("claim_text", "state", "desk", "priority", "worthiness", "speaker", "rating")
    list_filter = (
        ("status", show.StatusFilter),
        "desk",
        DueFilter,
        show.QuarantinedFilter,
        WaitingFilter,
        VanishedFilter,
    )
    search_fields = ("claim__text",)
    search_help_text = "Words of the claim."
    # The order of the primary key is there already; any other one sorts all that there is for one page.
    ordering = ("-pk",)
    inlines = (AssignmentInline,)
    readonly_fields = (
        "claim_link",
        "speaker",
        "article",
        "in_article",
        "state",
        "fact_check_link",
        "follows_link",
        "sign_off_by",
        "desk_page",
        "history",
    )
    fieldsets = (
        (None, {"fields": ("claim_link", "speaker", "article", "in_article", "desk_page", "fact_check_link")}),
        (
            "State",
            {
                "fields": (
                    "state",
                    "follows_link",
                    "rating",
                    "sign_off_by",
                    "waiting_why",
                    "quarantined_at",
                    "attempts",
                    "next_attempt_at",
                )
            },
        ),
        (
            "How it is judged",
            {"fields": ("desk", "scale", "slots", "round", "priority", "worthiness", "due_at", "escalated_at")},
        ),
        ("What happened", {"fields": ("history",)}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Check]:
        return queries.checks().select_related("fact_check")

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        row: Any = super().get_object(request, object_id, from_field)
        if row:
            row.seen_by = actor_of(request)
            queries.without_waiting_reasons([row], row.seen_by)
        return row

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Check], search_term: str
    ) -> tuple[QuerySet[Check], bool]:
        return (queries.search_checks(queryset, search_term) if search_term else queryset), False

    def described(self, row: Check) -> str:
        rated = f", rated “{row.rating}”" if row.rating else ""
        again = f", round {row.round}" if row.round > 1 else ""
        return f"“{row.claim.text}” ({row.status.replace('_', ' ')}{rated}{again})"

    def changed(self, row: Check, user: User) -> str:
        told = super().changed(row, user)
        events = queries.events_to_show(row, user)
        if not events:
            return told
        # What somebody did to the check says more than whom it was given to since.
        last = next((event for event in reversed(events) if event.subject_type == "check" and event.actor), events[-1])
        who = f" by {last.actor}" if last.actor else ""
        why = f": “{last.why}”" if last.why else ""
        moved = f"{last.subject_type} {last.to_status.replace('_', ' ')}"
        return f"{told} What happened last, at {last.at:%H:%M}: {moved}{who}{why}."

    def offered(self, row: Check, user: User) -> list[CheckAction]:
        return possible_actions(row, user)

    # --- Showing ----------------------------------------------------------------------------------------------
    @admin.display(description="Claim")
    def claim_text(self, check: Check) -> str:
        return show.in_list(check.claim.text)

    @admin.display(description="Claim")
    def claim_link(self, check: Check) -> str:
        return show.link(check.claim, check.claim.text)

    @admin.display(description="Speaker")
    def speaker(self, check: Check) -> str:
        return str(check.claim.speaker or show.NOTHING)

    @admin.display(description="Article")
    def article(self, check: Check) -> str:
        return show.link(check.claim.article)

    @admin.display(description="In the article")
    def in_article(self, check: Check) -> str:
        return show.vanished(check.claim)

    @show.status(COLOURS)
    def state(self, check: Check) -> str:
        return "quarantined" if check.quarantined_at else check.status.replace("_", " ")

    @admin.display(description="Fact-check")
    def fact_check_link(self, check: Check) -> str:
        return show.link(getattr(check, "fact_check", None))

    @admin.display(description="Has the result of")
    def follows_link(self, check: Check) -> str:
        return show.link(check.follows)

    @admin.display(description="Could be signed off by")
    @show.once
    def sign_off_by(self, check: Check) -> str:
        """Who decides its dispute, or judges it, is none of them any more."""
        return ", ".join(str(user) for user in queries.may_sign_off(check)) or "Nobody: every editor has judged it"

    @admin.display(description="At the desk")
    def desk_page(self, check: Check) -> str:
        return show.link_to("check", check.pk, text="Read it beside its article, judge, decide")

    @admin.display(description="Events")
    @show.once
    def history(self, check: Check) -> str:
        seen_by: User = check.seen_by  # type: ignore[attr-defined]
        return show.timeline(queries.events_to_show(check, seen_by))
