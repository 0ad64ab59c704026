"""One check: its claim, its verdicts once all are in, its way so far, and what may be done with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from claims.access import Scope
from claims.errors import ClaimdeskError, Invalid
from claims.models import User
from claims.queueing import enqueue
from verification import presenting, queries, said_before, services
from verification.differing import Told, differences
from verification.drafting import draft_told
from verification.forms import (
    CorrectionForm,
    FactCheckForm,
    NoFieldsForm,
    PriorityForm,
    ReassignForm,
    SourceForm,
    SourceFormSet,
    UnconfirmedData,
    VerdictForm,
    WhyForm,
    WithdrawalForm,
    one_more_source,
    show_errors,
    source_drafts,
    typed,
)
from verification.models import Assignment, Check, Verdict
from verification.permissions import possible_actions
from verification.services import VerdictDraft
from verification.sourcing import Evidence, remarks
from verification.views.access import needs, person
from verification.views.marking import article_pieces

Act = Callable[[Check, User, Any], object]
ROUTE, ANNOUNCE = "verification.route_check", "verification.announce"
# Title, form, the task that goes on with the check, and what is done.
ACTIONS: dict[str, tuple[Promise, type[Form], str, Act]] = {
    "queue": (
        _("Send to review"),
        NoFieldsForm,
        ROUTE,
        lambda c, u, v: services.queue(check=c, actor=u, **v),
    ),
    "drop": (_("Drop"), WhyForm, "", lambda c, u, v: services.drop(check=c, actor=u, **v)),
    "route": (
        _("Find reviewers now"),
        NoFieldsForm,
        ROUTE,
        lambda c, u, v: services.retry_check(check=c, actor=u, **v),
    ),
    "priority": (
        _("Set priority"),
        PriorityForm,
        "",
        lambda c, u, v: services.set_priority(check=c, actor=u, **v),
    ),
    "send_back": (
        _("Send back to review"),
        WhyForm,
        ROUTE,
        lambda c, u, v: services.send_back(check_id=c.pk, actor=u, **v),
    ),
    "reopen": (_("Re-open"), WhyForm, ROUTE, lambda c, u, v: services.reopen(check_id=c.pk, actor=u, **v)),
    "withdraw": (
        _("Withdraw"),
        WithdrawalForm,
        ANNOUNCE,
        lambda c, u, v: services.withdraw(check_id=c.pk, actor=u, **v),
    ),
    "publish": (_("Sign off and publish"), FactCheckForm, ANNOUNCE, lambda c, u, v: _publish(c, u, v)),
    "correct": (_("Publish a correction"), CorrectionForm, ANNOUNCE, lambda c, u, v: _correct(c, u, v)),
}


@require_safe
@needs(Scope.CHECKS_READ)
def check(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _check(pk))


@require_POST
@needs(Scope.CHECKS_WRITE, Scope.FACT_CHECKS_WRITE, forms=[FactCheckForm, CorrectionForm, WhyForm, PriorityForm])
def act(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Do one thing with a check; a form that cannot be used comes back with what was typed."""
    if action not in ACTIONS:
        raise Http404
    title, form_class, then, service = ACTIONS[action]
    found = _check(pk)
    form = form_class(request.POST)
    if not form.is_valid():
        return _page(request, found, bound={action: form}, status=422)
    try:
        service(found, person(request), form.cleaned_data)
    except Invalid as error:
        show_errors(error, form)
        return _page(request, found, bound={action: form}, status=422)
    except ClaimdeskError as error:
        error.typed = typed(form)
        raise
    if then:
        enqueue(then, pk)
    messages.success(request, gettext("%(what)s: done.") % {"what": title})
    return redirect("check", pk)


@require_POST
@needs(Scope.REVIEWS_WRITE, forms=[VerdictForm, SourceForm])
def adjudicate(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide a dispute, with a rating and reasons."""
    found = _check(pk)
    ratings = list(queries.ratings_of(found))
    if "add" in request.POST and not isinstance(request.POST, UnconfirmedData):
        bound: dict[str, Form] = {"adjudicate": VerdictForm(ratings=ratings, initial=request.POST.dict())}
        return _page(request, found, bound=bound, sources=one_more_source(request.POST))
    form, sources = VerdictForm(request.POST, ratings=ratings), SourceFormSet(request.POST)
    if not (form.is_valid() & sources.is_valid()):
        return _page(request, found, bound={"adjudicate": form}, sources=sources, status=422)
    draft = VerdictDraft(form.cleaned_data["rating"], form.cleaned_data["reasoning"], source_drafts(sources))
    try:
        services.adjudicate(check_id=pk, actor=person(request), draft=draft)
    except Invalid as error:
        show_errors(error, form, sources)
        return _page(request, found, bound={"adjudicate": form}, sources=sources, status=422)
    except ClaimdeskError as error:
        error.typed = typed(form, sources)
        raise
    messages.success(request, gettext("The dispute is decided."))
    return redirect("check", pk)


@require_POST
@needs(Scope.CHECKS_WRITE, forms=[WhyForm])
def recall(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a claim back from its reviewer."""
    found = get_object_or_404(Assignment, pk=pk)
    form = WhyForm(request.POST)
    if not form.is_valid():
        messages.error(request, gettext("Say why you take it back; the reviewer will read it."))
        return redirect("check", found.check_row_id)
    services.recall(assignment_id=pk, actor=person(request), why=form.cleaned_data["why"])
    enqueue("verification.route_check", found.check_row_id)
    messages.success(request, gettext("The claim was taken back."))
    return redirect("check", found.check_row_id)


@require_POST
@needs(Scope.CHECKS_WRITE, forms=[ReassignForm])
def reassign(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a claim back and give it to somebody chosen."""
    found = get_object_or_404(Assignment.objects.select_related("check_row"), pk=pk)
    form = ReassignForm(request.POST, check=found.check_row)
    try:
        if form.is_valid():
            values = form.cleaned_data
            services.reassign(assignment_id=pk, to=values["reviewer"], actor=person(request), why=values["why"])
            messages.success(request, gettext("%(reviewer)s has the claim now.") % {"reviewer": values["reviewer"]})
            return redirect("check", found.check_row_id)
    except Invalid as error:
        show_errors(error, form)
    told = [str(message) for errors in form.errors.values() for message in errors]
    messages.error(request, " ".join([gettext("The claim stays where it is."), *told]))
    return redirect("check", found.check_row_id)


def _publish(found: Check, user: User, values: dict[str, Any]) -> object:
    return services.publish(check_id=found.pk, actor=user, draft=services.FactCheckDraft(**values))


def _correct(found: Check, user: User, values: dict[str, Any]) -> object:
    note = values.pop("note")
    draft = services.FactCheckDraft(**values)
    return services.correct(check_id=found.pk, actor=user, draft=draft, note=note)


def _check(pk: int) -> Check:
    return get_object_or_404(queries.checks(), pk=pk)


def _page(
    request: HttpRequest,
    found: Check,
    *,
    bound: dict[str, Form] | None = None,
    sources: Any = None,
    status: int = 200,
) -> HttpResponse:
    user = person(request)
    possible = possible_actions(found, user)
    verdicts = _verdicts(found, user)
    context = {
        "check": found,
        "claim": found.claim,
        "fact_check": getattr(found, "fact_check", None),
        "answer": said_before.answer_for(found.claim) if found.follows_id else None,
        "said_before": said_before.groups(found.claim, user),
        "verdicts": verdicts,
        "differences": _differences(found, verdicts),
        "assignments": _slots(found),
        "recall_form": WhyForm(),
        "may_help": user.is_editor or queries.leads_desk(user, found.desk),
        "events": queries.events_of_check(found),
        "unsent": _unsent(found, user),
        "may_take": queries.may_take(user, found),
        "has_judged": queries.has_judged(found, user),
        "actions": _forms(found, possible, bound or {}),
        "adjudication": _adjudication(found, possible, bound or {}),
        "sources": sources if sources is not None else SourceFormSet(),
        **article_pieces(found.claim, person(request)),
    }
    return render(request, "verification/check.html", context, status=status)


def _verdicts(found: Check, user: User) -> list[Verdict]:
    """What the person may see, each with what speaks against its sources."""
    verdicts = list(queries.verdicts_to_show(found, user))
    claim = found.claim
    said_on = claim.said_at.date() if claim.said_at else None
    article_url = claim.article.url if claim.article else ""
    for verdict in verdicts:
        evidence = [Evidence(s.url, s.kind, s.published_at, s.archived_url) for s in verdict.sources.all()]
        verdict.remarks = remarks(evidence, said_on=said_on, article_url=article_url)  # type: ignore[attr-defined]
    return verdicts


def _differences(found: Check, verdicts: list[Verdict]) -> list[str]:
    """Between the independent verdicts of this round, as far as they are shown."""
    kind = Assignment.Kind.REVIEW
    told = [
        Told(str(one.assignment.reviewer), one.rating.name, tuple(source.url for source in one.sources.all()))
        for one in verdicts
        if one.assignment.round == found.round and one.assignment.kind == kind
    ]
    return differences(told)


def _unsent(found: Check, user: User) -> list[tuple[str, str]]:
    """What the person wrote on the check and could not hand in."""
    draft = queries.unsent_draft(found, user)
    return draft_told(draft.values, queries.ratings_of(found)) if draft else []


def _slots(found: Check) -> list[Assignment]:
    """Who had it and has it, each with a form of its own to give it to somebody else."""
    slots = list(found.assignments.select_related("reviewer__user").order_by("pk"))
    for slot in slots:
        form = ReassignForm(check=found, auto_id=f"reassign_{slot.pk}_%s")
        slot.reassign_form = form  # type: ignore[attr-defined]
    return slots


def _forms(found: Check, possible: list[str], bound: dict[str, Form]) -> list[tuple[str, str, Form]]:
    offered = [action for action in possible if action in ACTIONS]
    return [
        (action, str(ACTIONS[action][0]), bound.get(action) or ACTIONS[action][1](initial=_initial(found, action)))
        for action in offered
    ]


def _adjudication(found: Check, possible: list[str], bound: dict[str, Form]) -> Form | None:
    if "adjudicate" not in possible:
        return None
    return bound.get("adjudicate") or VerdictForm(ratings=list(queries.ratings_of(found)))


def _initial(found: Check, action: str) -> dict[str, Any]:
    """What the desk can write beforehand."""
    if action == "priority":
        return {"priority": found.priority}
    if action not in ("publish", "correct"):
        return {}
    return dict(presenting.first_words([found])[found.pk])
