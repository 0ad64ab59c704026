"""The log, to be read."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from claims import queries
from claims.access import Scope
from claims.admin.base import ServiceAdmin
from claims.models import Event


@admin.register(Event)
class EventAdmin(ServiceAdmin):
    reads = Scope.CHECKS_READ
    list_display = ("at", "subject", "from_status", "to_status", "who", "why")
    list_display_links = ("at", "subject")
    list_filter = ("subject_type", "to_status")
    list_select_related = ("actor",)
    search_fields = ("why",)
    search_help_text = "A number, a reason, or a user name."
    ordering = ("-pk",)
    fields = ("at", "subject", "from_status", "to_status", "who", "why", "data")
    readonly_fields = ("subject", "who")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Event], search_term: str
    ) -> tuple[QuerySet[Event], bool]:
        return (queries.search_events(queryset, search_term) if search_term else queryset), False

    @admin.display(ordering="subject_id")
    def subject(self, event: Event) -> str:
        return f"{event.subject_type} {event.subject_id}"

    @admin.display(description="By", ordering="actor")
    def who(self, event: Event) -> str:
        return str(event.actor or "itself")
