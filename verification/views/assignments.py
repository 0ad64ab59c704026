"""The workbench: one claim beside its article, and the verdict on it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from claims.access import Scope
from claims.errors import Invalid
from claims.queueing import enqueue
from verification import queries, services
from verification.errors import NotYours
from verification.forms import ReleaseForm, SourceFormSet, VerdictForm
from verification.models import Assignment
from verification.permissions import require_reviewer
from verification.services import SourceDraft, VerdictDraft
from verification.states import AssignmentStatus
from verification.views.access import needs, person
from verification.views.articles import article_pieces


@require_http_methods(["GET", "POST"])
@needs(Scope.REVIEWS_WRITE)
def assignment(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the claim with its form, take in another empty source, or record the verdict."""
    found = _mine(request, pk)
    if request.method == "GET" and found.status != AssignmentStatus.OPEN:
        return redirect("check", found.check_row_id)
    ratings = list(queries.ratings_of(found.check_row))
    if request.method == "GET":
        return _page(request, found, VerdictForm(ratings=ratings, initial={"token": found.token}), SourceFormSet())
    form = VerdictForm(request.POST, ratings=ratings)
    sources = SourceFormSet(request.POST)
    if "add" in request.POST:
        return _one_more(request, found, ratings)
    # Both are looked at, so that all errors are told at once.
    if not (form.is_valid() & sources.is_valid()):
        return _page(request, found, form, sources, status=422)
    return _submit(request, found, form, sources)


def _submit(request: HttpRequest, found: Assignment, form: VerdictForm, sources: Any) -> HttpResponse:
    draft = VerdictDraft(form.cleaned_data["rating"], form.cleaned_data["reasoning"], _drafts(sources))
    try:
        services.submit_verdict(
            assignment_id=found.pk, reviewer=found.reviewer, token=form.cleaned_data["token"] or 0, draft=draft
        )
    except Invalid as error:
        for field, told in error.fields.items():
            form.add_error(field if field in form.fields else None, told)
        return _page(request, found, form, sources, status=422)
    except NotYours as error:
        context = {"assignment": found, "error": error, "draft": draft}
        return render(request, "verification/not_yours.html", context, status=409)
    messages.success(request, "Your verdict is recorded.")
    return redirect("desk")


def _drafts(sources: Any) -> list[SourceDraft]:
    return [form.draft() for form in sources if form.has_changed()]


def _one_more(request: HttpRequest, found: Assignment, ratings: list[Any]) -> HttpResponse:
    """The same page with everything typed so far and one more empty source."""
    values = request.POST
    total = values.get("form-TOTAL_FORMS", "")
    count = min(int(total), 99) if total.isdigit() else 0
    form = VerdictForm(ratings=ratings, initial={name: values.get(name) for name in ("token", "rating", "reasoning")})
    rows = [
        {name: values.get(f"form-{number}-{name}", "") for name in SourceFormSet.form.base_fields}
        for number in range(count)
    ]
    sources = SourceFormSet(initial=rows)
    sources.extra = 1
    return _page(request, found, form, sources)


def _mine(request: HttpRequest, pk: int) -> Assignment:
    """The person's own assignment; somebody else's is not there."""
    reviewer = require_reviewer(request.user)
    return get_object_or_404(queries.assignments_visible_to(person(request)), pk=pk, reviewer=reviewer)


def _page(
    request: HttpRequest, found: Assignment, form: VerdictForm, sources: Any, *, status: int = 200
) -> HttpResponse:
    context = {
        "assignment": found,
        "check": found.check_row,
        "claim": found.check_row.claim,
        "form": form,
        "sources": sources,
        "release_form": ReleaseForm(initial={"token": found.token}),
        **article_pieces(found.check_row.claim),
    }
    return render(request, "verification/assignment.html", context, status=status)


@require_POST
@needs(Scope.REVIEWS_WRITE)
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the claim back."""
    found = _mine(request, pk)
    form = ReleaseForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Say why you give it back; it is kept with the check.")
        return redirect("assignment", pk)
    services.release(
        assignment_id=pk, reviewer=found.reviewer, token=form.cleaned_data["token"], why=form.cleaned_data["why"]
    )
    enqueue("verification.route_check", found.check_row_id)
    messages.success(request, "You gave the claim back.")
    return redirect("desk")
