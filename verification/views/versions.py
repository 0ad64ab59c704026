"""Which version of a row a page was made on, and what has happened since."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest

from claims import services as claim_services
from claims.models import Event
from claims.services.versions import Versioned

# The hidden fields of a form that decides: the version it was made on, and the last event that its page showed.
VERSION, AFTER = "version", "after"


def require_seen(request: HttpRequest, row: Versioned) -> None:
    """Raise Stale where a form was not made on the row as it is; a form that names no version was made on none."""
    if request.POST.get(VERSION) != str(row.version):
        raise claim_services.stale(row)


def events_since(request: HttpRequest, events: Sequence[Event]) -> list[Event]:
    """Those of ``events`` that the page did not show yet."""
    after = request.POST.get(AFTER, "")
    return [event for event in events if event.pk > int(after)] if after.isdecimal() else []
