"""What an open page tells the desk by itself: the words so far, who is here; and a verdict taken back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from claims.access import Scope
from claims.models import Article
from verification import queries, services
from verification.drafting import kept_values
from verification.views.access import needs, person
from verification.views.assignments import mine


@require_POST
@needs(Scope.REVIEWS_WRITE)
def save(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the verdict form as it stands, and tell when that was."""
    found = mine(request, pk)
    draft = services.save_draft(assignment_id=pk, reviewer=found.reviewer, values=kept_values(request.POST))
    return render(request, "verification/_saved.html", {"draft": draft})


@require_POST
@needs(Scope.REVIEWS_WRITE)
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a verdict back and open it again."""
    found = mine(request, pk)
    services.undo_verdict(assignment_id=pk, reviewer=found.reviewer)
    messages.success(request, "Your verdict is taken back; nobody has seen it.")
    return redirect("assignment", pk)


@require_POST
@needs(Scope.REVIEWS_WRITE)
def presence(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that one is here, and tell who else is."""
    article = get_object_or_404(Article, pk=pk)
    services.note_presence(article=article, user=person(request))
    return render(request, "verification/_presence.html", {"others": queries.others_at(article, person(request))})
