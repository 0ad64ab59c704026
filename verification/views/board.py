"""The board: what stands where, what is late, who carries what."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from claims.access import Scope
from claims.models import User
from verification import queries
from verification.board import DRAWN_STATES, PERIOD_DAYS, board_of
from verification.models import Desk
from verification.views.access import desk_of, needs, person


@require_safe
@needs(Scope.REVIEWS_READ)
def board(request: HttpRequest) -> HttpResponse:
    """All desks for an editor, their own for a lead, or the one that the address names."""
    user = person(request)
    desks = _desks(user)
    chosen = request.GET.get("desk", "")
    shown = [desk_of(desks, chosen)] if chosen else desks
    context = {
        "board": board_of(shown, whole=user.is_editor and not chosen, links=user.is_editor),
        "desks": desks,
        "chosen": shown[0] if chosen else None,
        "period": PERIOD_DAYS,
        "drawn": DRAWN_STATES,
    }
    return render(request, "verification/board.html", context)


def _desks(user: User) -> list[Desk]:
    if user.is_editor:
        return list(Desk.objects.order_by("name"))
    led = queries.desks_led_by(queries.reviewer_of(user))
    if not led:
        raise PermissionDenied
    return sorted(led, key=lambda desk: desk.name)
