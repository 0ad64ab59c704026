"""The admin's sidebar, in the words of the house: each page for those who may see it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse

from claims.models import ApiKey, Article, Claim, Event, ImportedFactCheck, Match, Speaker, User
from verification.models import Assignment, Check, Desk, FactCheck, RatingScale, Reviewer, Verdict

GROUPS: dict[str, dict[Any, tuple[str, str]]] = {
    "What came in": {
        Article: ("Articles", "article"),
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
    "The house": {
        User: ("People", "person"),
        ApiKey: ("API keys", "key"),
        Event: ("Events", "history"),
    },
}


def sidebar(request: HttpRequest) -> list[dict[str, Any]]:
    """Named in the settings of django-unfold."""
    found = [
        {"title": title, "separator": True, "items": list(_items(request, pages))} for title, pages in GROUPS.items()
    ]
    return [group for group in found if group["items"]]


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
