"""Where people put right what the machine found."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from claims import queries as claim_queries
from claims.access import Scope
from claims.errors import ClaimdeskError, Invalid, KnownAlready, Stale
from claims.models import Article, User
from claims.queueing import enqueue
from verification import queries, services
from verification.correcting import AddClaimForm, ClaimForm, MergeForm, NotAClaimForm, SplitForm, claim_form
from verification.forms import show_errors
from verification.models import Check
from verification.sayings import said
from verification.views.access import needs, person
from verification.views.versions import events_since, require_seen

Done = Callable[[dict[str, Any]], object]


@require_http_methods(["GET", "POST"])
@needs(Scope.REVIEWS_WRITE, forms=[ClaimForm])
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Show everything that can be put right of a claim, and change its words, place, speaker and figures."""
    check = _check(pk)
    if request.method == "GET":
        return _page(request, check)
    form = ClaimForm(request.POST)

    def save(values: dict[str, Any]) -> object:
        return services.correct_claim(
            check_id=pk, edit=form.edit(check.claim), actor=person(request), version=check.version
        )

    return _do(request, check, "claim_form", form, save, _("The claim is put right."))


@require_POST
@needs(Scope.REVIEWS_WRITE, forms=[SplitForm])
def split(request: HttpRequest, pk: int) -> HttpResponse:
    """Make several claims of one."""
    check = _check(pk)

    def save(values: dict[str, Any]) -> object:
        parts = values["parts"].splitlines()
        return services.split_claim(check_id=pk, parts=parts, actor=person(request), version=check.version)

    return _do(request, check, "split_form", SplitForm(request.POST), save, _("Each part is a claim now."))


@require_POST
@needs(Scope.REVIEWS_WRITE, forms=[MergeForm])
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that two claims of an article are one."""
    check = _check(pk)

    def save(values: dict[str, Any]) -> object:
        return services.merge_claim(check_id=pk, into=values["into"], actor=person(request), version=check.version)

    form = MergeForm(request.POST, claim=check.claim)
    return _do(request, check, "merge_form", form, save, _("The two are one claim now."))


@require_POST
@needs(Scope.REVIEWS_WRITE, forms=[NotAClaimForm])
def not_a_claim(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that there is nothing to check."""
    check = _check(pk)

    def save(values: dict[str, Any]) -> object:
        return services.mark_not_a_claim(check_id=pk, why=values["why"], actor=person(request), version=check.version)

    return _do(request, check, "none_form", NotAClaimForm(request.POST), save, _("Kept as no claim."))


@require_POST
@needs(Scope.REVIEWS_WRITE, forms=[AddClaimForm])
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a claim by its words in the article."""
    article = get_object_or_404(Article, pk=pk)
    form = AddClaimForm(request.POST)
    try:
        if form.is_valid():
            values = form.cleaned_data
            made = services.add_claim(
                article=article, exact=values["exact"], near=values["near"] or 0, actor=person(request)
            )
            messages.success(request, _("The claim is added."))
            return redirect("check", made.pk) if made else redirect("article", pk)
    except Invalid as error:
        show_errors(error, form)
    except KnownAlready as error:
        messages.info(request, said(error.detail))
        known = _check_of(error)
        return redirect("check", known.pk) if known else redirect("article", pk)
    return render(request, "verification/add_claim.html", {"article": article, "form": form}, status=422)


def _do(request: HttpRequest, check: Check, name: str, form: Form, save: Done, done: str) -> HttpResponse:
    """Save a form and go back to the claim; one that cannot be used comes back with what was typed."""
    try:
        require_seen(request, check)
        if not form.is_valid():
            return _page(request, check, {name: form})
        save(form.cleaned_data)
    except Stale:
        return _page(request, _check(check.pk), {name: form}, is_stale=True)
    except Invalid as error:
        show_errors(error, form)
        return _page(request, check, {name: form})
    except KnownAlready as error:
        form.add_error(None, said(error.detail))
        return _page(request, check, {name: form}, known=_check_of(error))
    except ClaimdeskError as error:
        error.typed = [(str(form[field].label), str(value)) for field, value in form.cleaned_data.items() if value]
        raise
    enqueue("verification.route_check", check.pk)
    messages.success(request, done)
    return _back(check, person(request))


def _back(check: Check, user: User) -> HttpResponse:
    mine = queries.assignment_of(user, check.claim_id)
    return redirect("assignment", mine.pk) if mine else redirect("check", check.pk)


def _check(pk: int) -> Check:
    return get_object_or_404(queries.checks(), pk=pk)


def _check_of(error: KnownAlready) -> Check | None:
    """The check of the claim that there is already; none where no desk has taken it up."""
    return queries.checks().filter(claim=error.known_id).first()


def _page(
    request: HttpRequest,
    check: Check,
    bound: dict[str, Form] | None = None,
    *,
    is_stale: bool = False,
    known: Check | None = None,
) -> HttpResponse:
    """``is_stale``: the claim is no longer what a form was made on, which comes back with what was typed.

    ``known``: the check of the claim that the form would make a second time.
    """
    claim = check.claim
    events = queries.events_to_show(check, person(request))
    mention = claim_queries.mention_to_show(claim)
    context: dict[str, Any] = {
        "check": check,
        "claim": claim,
        "mention": mention,
        "mine": queries.assignment_of(person(request), claim.pk),
        "claim_form": claim_form(claim, mention),
        "split_form": SplitForm(),
        "merge_form": MergeForm(claim=claim),
        "none_form": NotAClaimForm(),
        "version": check.version,
        "after": max((event.pk for event in events), default=0),
        "is_stale": is_stale,
        "known": known,
        "changes": events_since(request, events) if is_stale else [],
        **(bound or {}),
    }
    status = 412 if is_stale else 409 if known else 422 if bound else 200
    return render(request, "verification/correct.html", context, status=status)
