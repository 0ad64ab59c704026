"""Checks: found, read, moved on. Verdicts themselves are recorded at the desk, not here."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from claims.access import Scope
from claims.admin import show
from claims.admin.acts import Act, ActingAdmin
from claims.admin.base import ShownInline
from claims.admin.forms import ReasonForm
from claims.models import User
from verification import board, presenting, queries, services
from verification.models import Assignment, Check
from verification.services import FactCheckDraft
from verification.states import REVIEWABLE, CheckStatus

COLOURS = {
    "triage": "warning",
    "in review": "info",
    "disputed": "danger",
    "agreed": "success",
    "published": "success",
    "matched": "success",
    "quarantined": "danger",
}
ROUTE, ANNOUNCE = "verification.route_check", "verification.announce"


class PriorityForm(forms.Form):
    priority = forms.IntegerField(
        initial=10, min_value=-100, max_value=100, help_text="From -100 to 100; 0 is ordinary, more goes first."
    )


class PublishForm(forms.Form):
    headline = forms.CharField(max_length=300)
    summary = forms.CharField(widget=forms.Textarea(attrs={"rows": 8}), help_text="What readers see below the rating.")


class CorrectForm(PublishForm):
    note = forms.CharField(
        label="Correction note", widget=forms.Textarea(attrs={"rows": 3}), help_text="Tells readers what was wrong."
    )


def stands_in(*statuses: CheckStatus) -> Any:
    """Whether a check's page offers an act: the service has the last word."""
    return lambda check: check.status in statuses


def _publish(check: Check, actor: User, told: dict[str, Any]) -> None:
    services.publish(check_id=check.pk, actor=actor, draft=FactCheckDraft(told["headline"], told["summary"]))


def _correct(check: Check, actor: User, told: dict[str, Any]) -> None:
    draft = FactCheckDraft(told["headline"], told["summary"])
    services.correct(check_id=check.pk, actor=actor, draft=draft, note=told["note"])


ACTS = (
    Act(
        name="queue",
        label="Queue for review",
        done="queued",
        does=lambda check, actor, _: services.queue(check=check, actor=actor),
        explained="Out of triage, or back from dropped: reviewers are looked for at once.",
        fits=stands_in(CheckStatus.TRIAGE, CheckStatus.DROPPED),
        then=ROUTE,
    ),
    Act(
        name="drop",
        label="Drop",
        done="dropped",
        does=lambda check, actor, told: services.drop(check=check, actor=actor, why=told["why"]),
        form=ReasonForm,
        explained="Not worth checking. It can be queued again later.",
        fits=stands_in(CheckStatus.TRIAGE),
        danger=True,
    ),
    Act(
        name="prioritise",
        label="Set priority",
        done="given its priority",
        does=lambda check, actor, told: services.set_priority(check=check, priority=told["priority"], actor=actor),
        form=PriorityForm,
        fits=stands_in(CheckStatus.TRIAGE, *REVIEWABLE),
    ),
    Act(
        name="route",
        label="Route again",
        done="to be routed",
        does=lambda check, actor, _: services.retry_check(check=check, actor=actor),
        explained="Look for reviewers at once, also where routing gave up.",
        fits=stands_in(*REVIEWABLE),
        then=ROUTE,
    ),
    Act(
        name="publish",
        label="Publish",
        done="published",
        does=_publish,
        each=PublishForm,
        begins=presenting.first_words,
        explained="Sign off. Readers see it at once; what is written below was put together from the verdicts.",
        fits=stands_in(CheckStatus.AGREED),
        then=ANNOUNCE,
    ),
    Act(
        name="send_back",
        label="Send back",
        done="sent back",
        does=lambda check, actor, told: services.send_back(check_id=check.pk, actor=actor, why=told["why"]),
        form=ReasonForm,
        explained="A new round of review, by people who have not had it yet where there are any.",
        fits=stands_in(CheckStatus.AGREED),
        then=ROUTE,
        many=False,
    ),
    Act(
        name="correct",
        label="Correct",
        done="corrected",
        does=_correct,
        each=CorrectForm,
        begins=presenting.first_words,
        explained="A new revision of the published fact-check; the earlier ones stay on record.",
        fits=stands_in(CheckStatus.PUBLISHED),
        then=ANNOUNCE,
        many=False,
    ),
    Act(
        name="reopen",
        label="Judge anew",
        done="back in review",
        does=lambda check, actor, told: services.reopen(check_id=check.pk, actor=actor, why=told["why"]),
        form=ReasonForm,
        explained="The page stays as it is until the next sign-off.",
        fits=stands_in(CheckStatus.PUBLISHED),
        then=ROUTE,
        many=False,
    ),
    Act(
        name="withdraw",
        label="Withdraw",
        done="withdrawn",
        does=lambda check, actor, told: services.withdraw(check_id=check.pk, actor=actor, why=told["why"]),
        form=ReasonForm,
        explained="The page stays and tells readers that it was withdrawn, and why. This cannot be taken back.",
        fits=stands_in(CheckStatus.PUBLISHED),
        then=ANNOUNCE,
        many=False,
        danger=True,
    ),
)


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
    fields = ("assignment", "kind", "round", "slot", "status", "found", "lease_until", "ended_why")
    ordering = ("pk",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Assignment]:
        assignments: QuerySet[Assignment] = super().get_queryset(request)
        return assignments.select_related("reviewer__user", "verdict__rating")

    @admin.display(description="Reviewer")
    def assignment(self, assignment: Assignment) -> str:
        return show.link(assignment, str(assignment.reviewer))

    @admin.display(description="Verdict")
    def found(self, assignment: Assignment) -> str:
        verdict = getattr(assignment, "verdict", None)
        return show.link(verdict, verdict.rating.name) if verdict else show.NOTHING


@admin.register(Check)
class CheckAdmin(ActingAdmin):
    reads = Scope.CHECKS_READ
    acts_with = Scope.CHECKS_WRITE
    acts = ACTS
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

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Check], search_term: str
    ) -> tuple[QuerySet[Check], bool]:
        return (queries.search_checks(queryset, search_term) if search_term else queryset), False

    def described(self, row: Check) -> str:
        rated = f", rated “{row.rating}”" if row.rating else ""
        return f"“{row.claim.text}” ({row.status.replace('_', ' ')}{rated})"

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

    @admin.display(description="At the desk")
    def desk_page(self, check: Check) -> str:
        return show.link_to("check", check.pk, text="Read it beside its article, judge, decide")

    @admin.display(description="Events")
    @show.once
    def history(self, check: Check) -> str:
        return show.timeline(queries.events_of_check(check))
