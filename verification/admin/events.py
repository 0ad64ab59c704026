"""The log, without what it tells of checks that are still judged blindly."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from claims.admin.base import actor_of
from claims.admin.events import EventAdmin
from claims.models import Event
from verification import queries

admin.site.unregister(Event)


@admin.register(Event)
class EventOfChecksAdmin(EventAdmin):
    def get_queryset(self, request: HttpRequest) -> QuerySet[Event]:
        return queries.events_readable(super().get_queryset(request), actor_of(request))
