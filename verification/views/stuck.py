"""What was put aside because machines failed at it too often, for those who can have it tried again."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from claims.access import Scope
from claims.errors import Conflict
from claims.queueing import enqueue
from verification import queries, services
from verification.permissions import require_watcher
from verification.sayings import said
from verification.services import Stuck
from verification.views.access import needs, person

SHOWN = 100


@require_safe
@needs(Scope.REVIEWS_READ)
def stuck(request: HttpRequest) -> HttpResponse:
    """All that was put aside, for editors; for a lead the checks of their desks."""
    user = person(request)
    led = require_watcher(user)
    checks = queries.stuck_checks()
    context = {
        "checks": (checks if user.is_editor else checks.filter(desk__in=led))[:SHOWN],
        "articles": queries.stuck_articles()[:SHOWN] if user.is_editor else None,
        "comparisons": queries.stuck_comparisons()[:SHOWN] if user.is_editor else None,
        "deliveries": queries.stuck_deliveries()[:SHOWN] if user.is_editor else None,
        "imports": queries.stuck_imports()[:SHOWN] if user.is_editor else None,
        "pages": queries.stuck_pages()[:SHOWN] if user.is_editor else None,
        "shown": SHOWN,
    }
    return render(request, "verification/stuck.html", context)


@require_POST
@needs(Scope.REVIEWS_READ)
def retry(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Have one row tried again; it leaves the list."""
    require_watcher(person(request))
    if kind not in list(Stuck):
        raise Http404
    try:
        services.retry_stuck(kind=Stuck(kind), pk=pk, actor=person(request))
    except Conflict as error:
        messages.info(request, said(error.detail))
        return redirect("stuck")
    _hand_on(Stuck(kind), pk)
    messages.success(request, _("It is tried again."))
    return redirect("stuck")


def _hand_on(kind: Stuck, pk: int) -> None:
    if kind is Stuck.COMPARISON:
        enqueue("claims.compare")
        return
    tasks = {
        Stuck.ARTICLE: "claims.extract_article",
        Stuck.CHECK: "verification.route_check",
        Stuck.DELIVERY: "verification.deliver",
        Stuck.IMPORT: "claims.import_articles",
        Stuck.PAGE: "claims.read_page",
    }
    enqueue(tasks[kind], pk)
