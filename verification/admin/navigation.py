"""The admin's sidebar, in the words of the house: each page for those who may see it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse

from claims.access import Scope
from claims.admin.base import may
from claims.models import ApiKey, Article, Claim, Event, Import, ImportedFactCheck, Match, Speaker, User
from verification.models import Assignment, Check, Delivery, Desk, FactCheck, RatingScale, Reviewer, Verdict, Webhook

GROUPS: dict[str, dict[Any, tuple[str, str]]] = {
    "What came in": {
        Article: ("Articles", "article"),
        Import: ("Imports", "upload_file"),
        Claim: ("Claims", "format_quote"),
        Speaker: ("Speakers", "record_voice_over"),
        Match: ("Matches", "join"),
        ImportedFactCheck: ("Fact-checks of others", "public"),
    },
    "Is it true": {
        Check: ("Checks", "checklist"),
        Assignment: ("Assignments", "assignment_ind"),
        Verdict: ("Verdicts", "gavel"),
        FactCheck: ("Fact-checks", "fact_check"),
    },
    "Who judges": {
        Desk: ("Desks", "desk"),
        Reviewer: ("Reviewers", "groups"),
        RatingScale: ("Rating scales", "straighten"),
    },
    "Who is told": {
        Webhook: ("Webhooks", "webhook"),
        Delivery: ("Deliveries", "outbox"),
    },
    "The house": {
        User: ("People", "person"),
        ApiKey: ("API keys", "key"),
        Event: ("Events", "history"),
    },
}


def sidebar(request: HttpRequest) -> list[dict[str, Any]]:
    """Named in the settings of django-unfold."""
    groups = {title: list(_items(request, pages)) for title, pages in GROUPS.items()}
    if may(request, Scope.CHECKS_WRITE):
        groups["The house"].append({"title": "Stuck", "icon": "report", "link": reverse("stuck")})
    return [{"title": title, "separator": True, "items": items} for title, items in groups.items() if items]


def favicon(request: HttpRequest) -> str:
    """Named in the settings too."""
    return static("favicon.svg")


def stylesheet(request: HttpRequest) -> str:
    """Named in the settings too."""
    return static("claims/admin.css")


def script(request: HttpRequest) -> str:
    """Named in the settings too."""
    return static("claims/admin.js")


def _items(request: HttpRequest, pages: dict[Any, tuple[str, str]]) -> Iterator[dict[str, Any]]:
    for model, (title, icon) in pages.items():
        if admin.site.get_model_admin(model).has_view_permission(request):
            address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
            yield {"title": title, "icon": icon, "link": address}
