"""The workbench: one claim beside its article, and the verdict on it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from claims.access import Scope
from claims.errors import ClaimdeskError, Conflict, Invalid
from claims.queueing import enqueue
from verification import queries, said_before, services
from verification.drafting import (
    bench_forms,
    drafts_told,
    kept_values,
    loaded_draft,
    posted_number,
    remarks_on,
    shown_drafts,
)
from verification.forms import (
    DeferForm,
    HelpForm,
    ReleaseForm,
    SourceForm,
    SourceFormSet,
    UnconfirmedData,
    VerdictForm,
    one_more_source,
    show_errors,
    source_drafts,
    typed,
)
from verification.models import Assignment, Draft
from verification.permissions import require_reviewer
from verification.services import LoadedDraft, SavedDraft, VerdictDraft
from verification.sourcing import Remark
from verification.states import AssignmentStatus
from verification.views.access import needs, person
from verification.views.marking import article_pieces

# What htmx takes as "do not ask again", while it shows what it got.
STOP_POLLING = 286
# Seconds between two heartbeats of an open page; less where a lease is shorter than three of them.
MAX_HEARTBEAT = 60


@require_http_methods(["GET", "POST"])
@needs(Scope.REVIEWS_WRITE, forms=[VerdictForm, SourceForm])
def assignment(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the claim with its form; keep what was written, take up another text, or record the verdict."""
    found = mine(request, pk)
    if request.method == "GET":
        return _bench(request, found) if found.status == AssignmentStatus.OPEN else _ended(request, found)
    ratings = list(queries.ratings_of(found.check_row))
    form = VerdictForm(request.POST, ratings=ratings)
    sources = SourceFormSet(request.POST)
    loaded = loaded_draft(request.POST)
    if isinstance(request.POST, UnconfirmedData):
        others = queries.drafts_for(found).exclude(pk=loaded.draft_id)
        return _page(request, found, form, sources, loaded=loaded, others=others, is_saved=False, status=422)
    saved = services.save_draft(
        assignment_id=pk, reviewer=found.reviewer, values=kept_values(request.POST), loaded=loaded
    )
    if leads_to := _without_verdict(request, found, saved):
        return leads_to
    if "add" in request.POST:
        form = VerdictForm(ratings=ratings, initial=request.POST.dict())
        return _page(request, found, form, one_more_source(request.POST), saved=saved)
    # Both are looked at, so that all errors are told at once.
    if not (form.is_valid() & sources.is_valid()):
        return _page(request, found, form, sources, saved=saved, status=422)
    if saved.unseen:
        form.add_error(
            None, _("Another page of yours has kept another text of this verdict. Nothing is handed in yet.")
        )
        return _page(request, found, form, sources, saved=saved, status=409)
    return _submit(request, found, form, sources, saved)


def _without_verdict(request: HttpRequest, found: Assignment, saved: SavedDraft) -> HttpResponse | None:
    """Where the buttons lead that only keep what is written: to it, to another text, or to it without the other."""
    posted = request.POST
    here = reverse("assignment", args=[found.pk])
    if "use" in posted:
        return redirect(f"{here}?{urlencode({'draft': posted['use']})}")
    if "drop" in posted:
        services.drop_draft(assignment_id=found.pk, reviewer=found.reviewer, draft_id=posted_number(posted, "drop"))
        messages.success(request, _("The other text is dropped."))
    elif "save" in posted:
        messages.success(request, _("Your draft is kept."))
    else:
        return None
    return redirect(f"{here}?{urlencode({'draft': saved.draft.pk})}" if saved.others else here)


def _ended(request: HttpRequest, found: Assignment) -> HttpResponse:
    """Where a claim is that is no longer with somebody: with them once more, or at its check."""
    again = queries.assignment_of(person(request), found.check_row.claim_id)
    return redirect("assignment", again.pk) if again else redirect("check", found.check_row_id)


def _submit(
    request: HttpRequest, found: Assignment, form: VerdictForm, sources: Any, saved: SavedDraft
) -> HttpResponse:
    draft = VerdictDraft(form.cleaned_data["rating"], form.cleaned_data["reasoning"], source_drafts(sources))
    try:
        services.submit_verdict(
            assignment_id=found.pk,
            reviewer=found.reviewer,
            token=form.cleaned_data["token"] or 0,
            draft=draft,
            undo_for=timedelta(seconds=settings.UNDO_SECONDS),
        )
    except Invalid as error:
        show_errors(error, form, sources)
        return _page(request, found, form, sources, saved=saved, status=422)
    except ClaimdeskError as error:
        error.typed = typed(form, sources)
        raise
    return _go_on(request, found)


def _go_on(request: HttpRequest, found: Assignment) -> HttpResponse:
    """To the next claim that the reviewer has, of the same article if there is one; to the desk after the last."""
    following = queries.next_held(found.reviewer, article_id=found.check_row.claim.article_id)
    if following is None:
        messages.success(request, _("Your verdict is recorded. That was the last of yours."))
        return redirect("desk")
    messages.success(request, _("Your verdict is recorded. Here is your next claim."))
    return redirect("assignment", following.pk)


@require_POST
@needs(Scope.REVIEWS_WRITE, forms=[ReleaseForm])
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the claim back, with a reason."""
    found = mine(request, pk)
    form = ReleaseForm(request.POST)
    if not form.is_valid():
        return _bench(request, found, release_form=form, status=422)
    try:
        services.release(assignment_id=pk, reviewer=found.reviewer, **form.cleaned_data)
    except ClaimdeskError as error:
        error.typed = typed(form)
        raise
    enqueue("verification.route_check", found.check_row_id)
    messages.success(request, _("You gave the claim back."))
    return redirect("desk")


@require_POST
@needs(Scope.REVIEWS_WRITE, forms=[DeferForm])
def defer(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the claim for later, with a reason."""
    return _act(request, pk, DeferForm(request.POST), services.defer, _("The claim stays with you until later."))


@require_POST
@needs(Scope.REVIEWS_WRITE, forms=[HelpForm])
def ask_for_help(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell leads and editors what is needed; the claim stays."""
    done = _("The leads of the desk and the editors see that you need help.")
    return _act(request, pk, HelpForm(request.POST), services.ask_for_help, done)


def _act(request: HttpRequest, pk: int, form: Form, service: Callable[..., object], done: str) -> HttpResponse:
    found = mine(request, pk)
    try:
        if form.is_valid():
            service(assignment_id=pk, reviewer=found.reviewer, **form.cleaned_data)
            messages.success(request, done)
            return redirect("desk")
    except Invalid as error:
        show_errors(error, form)
    return _bench(request, found, act_form=form, status=422)


@require_POST
@needs(Scope.REVIEWS_WRITE)
def extend(request: HttpRequest, pk: int) -> HttpResponse:
    """The heartbeat of an open page: keep the claim, and tell until when; it stops when that is over."""
    found = mine(request, pk)
    token = request.POST.get("token", "")
    try:
        found = services.extend_lease(
            assignment_id=pk, reviewer=found.reviewer, token=int(token) if token.isdecimal() else 0
        )
    except Conflict as error:
        lost = {
            "lost": error.detail,
            "check": found.check_row,
            "may_take": queries.may_take(person(request), found.check_row),
        }
        return render(request, "verification/_lease.html", lost, status=STOP_POLLING)
    return render(request, "verification/_lease.html", {"assignment": found})


def mine(request: HttpRequest, pk: int) -> Assignment:
    """The person's own assignment; somebody else's is not there."""
    reviewer = require_reviewer(request.user)
    return get_object_or_404(queries.assignments_visible_to(person(request)), pk=pk, reviewer=reviewer)


def _bench(request: HttpRequest, found: Assignment, **more: Any) -> HttpResponse:
    """The page with what was written so far."""
    drafts = list(queries.drafts_for(found))
    loaded, draft, others = shown_drafts(drafts, request.GET.get("draft", ""))
    values = draft.values if draft else {}
    form, sources = bench_forms(
        values,
        accepted=queries.accepted_fact_checks(found.check_row.claim),
        ratings=list(queries.ratings_of(found.check_row)),
        token=found.token,
    )
    told = remarks_on(values, found.check_row.claim)
    return _page(request, found, form, sources, loaded=loaded, draft=draft, others=others, told=told, **more)


def _page(
    request: HttpRequest,
    found: Assignment,
    form: VerdictForm,
    sources: Any,
    *,
    release_form: ReleaseForm | None = None,
    act_form: Form | None = None,
    loaded: LoadedDraft | None = None,
    saved: SavedDraft | None = None,
    draft: Draft | None = None,
    others: Iterable[Draft] = (),
    is_saved: bool = True,
    told: Sequence[Remark] = (),
    status: int = 200,
) -> HttpResponse:
    """``loaded``, ``draft`` and ``others`` are what the page shows of drafts; they follow from what was ``saved``."""
    if saved:
        loaded = LoadedDraft(saved.draft.pk, saved.version, secrets.token_urlsafe(12))
        draft, others = saved.draft, saved.others
    context = {
        "assignment": found,
        "check": found.check_row,
        "claim": found.check_row.claim,
        "said_before": said_before.groups(found.check_row.claim, person(request)),
        "form": form,
        "sources": sources,
        "draft": draft,
        "loaded": loaded,
        "is_saved": is_saved,
        "other_drafts": drafts_told(others, form.ratings),
        "remarks": told,
        "undo": queries.verdict_to_undo(person(request)),
        "release_form": release_form or ReleaseForm(initial={"token": found.token}),
        "defer_form": act_form if isinstance(act_form, DeferForm) else DeferForm(initial={"token": found.token}),
        "help_form": act_form if isinstance(act_form, HelpForm) else HelpForm(initial={"token": found.token}),
        "heartbeat": min(MAX_HEARTBEAT, found.check_row.desk.lease_minutes * 60 // 3),
        **article_pieces(found.check_row.claim, person(request)),
    }
    return render(request, "verification/assignment.html", context, status=status)
