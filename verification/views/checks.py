"""One check: its claim, its verdicts once all are in, its way so far, and what may be done with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from claims import queries as claim_queries
from claims.access import Scope
from claims.actions import Action
from claims.errors import ClaimdeskError, Invalid, Stale
from claims.models import User
from claims.queueing import enqueue
from verification import queries, said_before
from verification.checks.actions import ASSIGNMENT_ACTIONS, CHECK_ACTIONS, CheckAction, possible_actions
from verification.differing import Told, differences
from verification.drafting import unsent_told
from verification.forms import (
    SourceForm,
    SourceFormSet,
    UnconfirmedData,
    VerdictForm,
    one_more_source,
    show_errors,
    source_drafts,
    typed,
)
from verification.models import Assignment, Check, Verdict
from verification.sourcing import Evidence, remarks
from verification.templatetags.addresses import url_for
from verification.views.access import needs, person
from verification.views.marking import article_pieces
from verification.views.resubmission import typed_words
from verification.views.versions import AFTER, VERSION, events_since, require_seen

ACTIONS = {action.code: action for action in CHECK_ACTIONS if not action.page}
REASSIGN, RECALL = ASSIGNMENT_ACTIONS
# Of an assignment, by its key and what is to be done with it: a form that comes back.
SlotForms = dict[tuple[int, str], Form]
ADJUDICATE = next(action for action in CHECK_ACTIONS if action.code == "adjudicate")
OPEN_VERDICTS = next(action for action in CHECK_ACTIONS if action.code == "open_verdicts")


@require_safe
@needs(Scope.CHECKS_READ)
def check(request: HttpRequest, pk: int) -> HttpResponse:
    visible = claim_queries.visible_to(person(request).viewer, queries.checks(), "claim__article")
    return _page(request, get_object_or_404(visible, pk=pk))


@require_POST
@needs(Scope.CHECKS_WRITE, Scope.FACT_CHECKS_WRITE, forms=[one.single_form for one in ACTIONS.values()])
def act(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Do one thing with a check; a form that cannot be used comes back with what was typed."""
    if action not in ACTIONS:
        raise Http404
    chosen = ACTIONS[action]
    if not person(request).may(chosen.scope):
        raise PermissionDenied
    found = _check(pk)
    form = chosen.single_form(request.POST)
    bound: dict[str, Form] = {action: form}
    try:
        require_seen(request, found)
        if not form.is_valid():
            return _page(request, found, bound=bound, status=422)
        chosen.service(found, person(request), form.cleaned_data)
    except Stale:
        return _page(request, _check(pk), bound=bound, is_stale=True)
    except Invalid as error:
        show_errors(error, form)
        return _page(request, found, bound=bound, status=422)
    except ClaimdeskError as error:
        error.typed = typed(form)
        raise
    if chosen.task:
        enqueue(chosen.task, chosen.task_key(found))
    messages.success(request, gettext("%(what)s: done.") % {"what": chosen.label})
    return redirect("check", pk)


@require_POST
@needs(Scope.REVIEWS_WRITE, forms=[VerdictForm, SourceForm])
def adjudicate(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide a dispute, with a rating and reasons."""
    found = _check(pk)
    ratings = list(queries.ratings_of(found))
    if "add" in request.POST and not isinstance(request.POST, UnconfirmedData):
        half: dict[str, Form] = {"adjudicate": VerdictForm(ratings=ratings, initial=request.POST.dict())}
        return _page(request, found, bound=half, sources=one_more_source(request.POST), keeps_version=True)
    form, sources = VerdictForm(request.POST, ratings=ratings), SourceFormSet(request.POST)
    bound: dict[str, Form] = {"adjudicate": form}
    try:
        require_seen(request, found)
        if not (form.is_valid() & sources.is_valid()):
            return _page(request, found, bound=bound, sources=sources, status=422)
        values = {name: form.cleaned_data[name] for name in ("rating", "reasoning")}
        ADJUDICATE.service(found, person(request), values | {"sources": source_drafts(sources)})
    except Stale:
        return _page(request, _check(pk), bound=bound, sources=sources, is_stale=True)
    except Invalid as error:
        show_errors(error, form, sources)
        return _page(request, found, bound=bound, sources=sources, status=422)
    except ClaimdeskError as error:
        error.typed = typed(form, sources)
        raise
    messages.success(request, gettext("The dispute is decided."))
    return redirect("check", pk)


@require_POST
@needs(OPEN_VERDICTS.scope)
def open_verdicts(request: HttpRequest, pk: int) -> HttpResponse:
    """Read what is in before all are, at the price of a seat."""
    OPEN_VERDICTS.service(_check(pk), person(request), {})
    enqueue(OPEN_VERDICTS.task, pk)
    messages.success(request, gettext("The verdicts are open to you. You have no seat in this round."))
    return redirect("check", pk)


@require_POST
@needs(Scope.CHECKS_WRITE, forms=[RECALL.form])
def recall(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a claim back from its reviewer."""
    return _act_on_slot(request, pk, RECALL, lambda _values: gettext("The claim was taken back."))


@require_POST
@needs(Scope.CHECKS_WRITE, forms=[REASSIGN.form])
def reassign(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a claim back and give it to somebody chosen."""
    return _act_on_slot(request, pk, REASSIGN, lambda values: gettext("%(reviewer)s has the claim now.") % values)


def _act_on_slot(request: HttpRequest, pk: int, action: Action, done: Callable[[dict[str, Any]], str]) -> HttpResponse:
    slot = get_object_or_404(Assignment.objects.select_related("check_row"), pk=pk)
    found = _check(slot.check_row_id)
    form = _slot_form(action, slot, found, request.POST)
    bound: SlotForms = {(pk, action.code): form}
    try:
        require_seen(request, slot)
        if not form.is_valid():
            return _page(request, found, slot_forms=bound, status=422)
        action.service(slot, person(request), form.cleaned_data)
    except Stale:
        return _page(request, _check(found.pk), slot_forms=bound, is_stale=True)
    except Invalid as error:
        show_errors(error, form)
        return _page(request, found, slot_forms=bound, status=422)
    except ClaimdeskError as error:
        error.typed = typed(form)
        raise
    if action.task:
        enqueue(action.task, action.task_key(slot))
    messages.success(request, done(form.cleaned_data))
    return redirect("check", found.pk)


def _check(pk: int) -> Check:
    return get_object_or_404(queries.checks(), pk=pk)


def _page(
    request: HttpRequest,
    found: Check,
    *,
    bound: dict[str, Form] | None = None,
    slot_forms: SlotForms | None = None,
    sources: Any = None,
    is_stale: bool = False,
    keeps_version: bool = False,
    status: int = 200,
) -> HttpResponse:
    """The check as it is now. ``is_stale``: it is no longer what a form was made on, which comes back with what was
    typed; ``keeps_version``: nothing was decided yet, and the form goes on from the version that it had.
    """
    bound, slot_forms = bound or {}, slot_forms or {}
    user = person(request)
    possible = possible_actions(found, user)
    verdicts = _verdicts(found, user)
    slots = _slots(found, user, slot_forms)
    events = queries.events_to_show(found, user)
    context = {
        "check": found,
        "claim": found.claim,
        "fact_check": getattr(found, "fact_check", None),
        "answer": said_before.answer_for(found.claim) if found.follows_id else None,
        "said_before": said_before.groups(found.claim, user),
        "verdicts": verdicts,
        "differences": _differences(found, verdicts, user),
        "assignments": slots,
        "reads_reasons": queries.reads_reasons(found, user),
        "open_verdicts": OPEN_VERDICTS if OPEN_VERDICTS in possible else None,
        "events": events,
        "unsent": _unsent(found, user),
        "may_take": queries.may_take(user, found),
        "has_judged": queries.has_judged(found, user),
        "others": list(queries.may_sign_off(found, besides=user)),
        "actions": _forms(found, possible, bound),
        "unreleased": claim_queries.unreleased_article(found.claim.article_id) if user.is_editor else None,
        "adjudicate": ADJUDICATE,
        "adjudication": _adjudication(found, possible, bound),
        "sources": sources if sources is not None else SourceFormSet(),
        "version": request.POST.get(VERSION) if keeps_version else found.version,
        "after": request.POST.get(AFTER) if keeps_version else max((event.pk for event in events), default=0),
        "is_stale": is_stale,
        "changes": events_since(request, events) if is_stale else [],
        "written": _written(request, possible, bound, slots, slot_forms) if is_stale else [],
        **article_pieces(found.claim, person(request)),
    }
    return render(request, "verification/check.html", context, status=412 if is_stale else status)


def _written(
    request: HttpRequest,
    possible: list[CheckAction],
    bound: dict[str, Form],
    slots: list[Assignment],
    slot_forms: SlotForms,
) -> list[tuple[str, str]]:
    """What was typed into a form that the page does not offer any more."""
    offered = {action.code for action in possible}
    on_slots = {(slot.pk, action.code) for slot in slots for action, _form in slot.actions}  # type: ignore[attr-defined]
    gone = [type(form) for code, form in bound.items() if code not in offered]
    gone += [type(form) for key, form in slot_forms.items() if key not in on_slots]
    return typed_words(request, [*gone, SourceForm]) if gone else []


def _verdicts(found: Check, user: User) -> list[Verdict]:
    """What the person may see, each with what speaks against its sources."""
    verdicts = list(queries.verdicts_to_show(found, user))
    claim = found.claim
    article_url = claim.article.url if claim.article else ""
    for verdict in verdicts:
        evidence = [Evidence(s.url, s.kind, s.published_at, s.archived_url) for s in verdict.sources.all()]
        verdict.remarks = remarks(evidence, said_on=claim.said_on, article_url=article_url)  # type: ignore[attr-defined]
    return verdicts


def _differences(found: Check, verdicts: list[Verdict], user: User) -> list[str]:
    """Between the independent verdicts of this round, as far as they and their sources are shown to ``user``."""
    kind = Assignment.Kind.REVIEW
    told = [
        Told(
            str(one.assignment.reviewer),
            one.rating.name,
            tuple(url for source in one.sources.all() if (url := url_for(source.url, user))),
        )
        for one in verdicts
        if one.assignment.round == found.round and one.assignment.kind == kind
    ]
    return differences(told)


def _unsent(found: Check, user: User) -> list[tuple[str, str]]:
    """What the person wrote on the check and could not hand in."""
    return unsent_told(queries.unsent_drafts(found, user), queries.ratings_of(found))


def _slots(found: Check, user: User, bound: SlotForms) -> list[Assignment]:
    """Who had it and has it, each with what ``user`` may do about it."""
    slots = queries.assignments_to_show(found, user)
    for slot in slots:
        slot.actions = [  # type: ignore[attr-defined]
            (action, bound.get((slot.pk, action.code)) or _slot_form(action, slot, found))
            for action in ASSIGNMENT_ACTIONS
            if action.allowed(slot, user)
        ]
    return slots


def _slot_form(action: Action, slot: Assignment, found: Check, data: Any = None) -> Form:
    """One of several forms of its kind on a page, so that the names of its fields there carry the slot's number."""
    told: dict[str, Any] = {"check": found} if action is REASSIGN else {}
    return action.form(data, auto_id=f"{action.code}_{slot.pk}_%s", **told)


def _forms(found: Check, possible: list[CheckAction], bound: dict[str, Form]) -> list[tuple[CheckAction, Form]]:
    return [
        (action, bound.get(action.code) or action.single_form(initial=action.initial([found]).get(found.pk)))
        for action in possible
        if action.code in ACTIONS
    ]


def _adjudication(found: Check, possible: list[CheckAction], bound: dict[str, Form]) -> Form | None:
    if ADJUDICATE not in possible:
        return None
    return bound.get("adjudicate") or VerdictForm(ratings=list(queries.ratings_of(found)))
