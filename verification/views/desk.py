"""The desk's first page: what waits for whom."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from claims.access import Scope
from claims.models import User
from verification import queries, services
from verification.errors import NothingToReview
from verification.filters import NarrowingForm
from verification.models import Check, Desk, Reviewer
from verification.permissions import require_reviewer
from verification.queries import Narrowing
from verification.states import CheckStatus
from verification.views.access import desk_of, needs, person

SHOWN = 50
# A name for its rows, its title, what an empty one means, and its checks.
Section = tuple[str, str, str, QuerySet[Check]]


@require_safe
@needs(Scope.REVIEWS_READ)
def queue(request: HttpRequest) -> HttpResponse:
    """A reviewer's claims and those open to take, and for editors what is theirs to decide.

    The open page asks for its list again and again, and gets that part alone.
    """
    user = person(request)
    reviewer = queries.reviewer_of(user)
    form = NarrowingForm(request.GET)
    by = form.narrowing()
    words = request.GET.get("q", "").strip()
    context = {
        "reviewer": reviewer,
        "mine": queries.held_by(reviewer, by, limit=SHOWN) if reviewer else None,
        "open_to_take": queries.open_to_take(reviewer, by, limit=SHOWN) if reviewer else [],
        "waiting": queries.checks_to_take(reviewer).count() if reviewer else 0,
        "undo": queries.verdict_to_undo(user),
        "sections": _sections(user, reviewer, by),
        "form": form,
        "is_narrowed": by != queries.Narrowing(),
        "watches": user.is_editor or bool(queries.desks_led_by(reviewer)),
        "words": words,
        "found": _search(words, user) if words else None,
    }
    is_part = request.headers.get("HX-Target") == "queue"
    response = render(request, "verification/_queue.html" if is_part else "verification/queue.html", context)
    response["Vary"] = "HX-Target, Cookie"
    return response


def _search(words: str, user: User) -> dict[str, object]:
    """What holds the words: claims at the desk, articles, what we published and what others did."""
    checks = queries.search_checks(Check.objects.order_by("-pk"), words)
    fact_checks = queries.search_fact_checks(queries.published_fact_checks(), words)
    return {
        "checks": queries.without_waiting_reasons(queries.first_rows([checks], queries.checks(), limit=SHOWN)[0], user),
        "articles": queries.search_articles(words)[:SHOWN],
        "fact_checks": queries.first_rows([fact_checks], queries.fact_checks(), limit=SHOWN)[0],
        "imported": queries.search_imported(words)[:SHOWN],
    }


def _sections(user: User, reviewer: Reviewer | None, by: Narrowing) -> list[tuple[str, str, str, object]]:
    """What waits for an editor or for the lead of a desk, narrowed; disputes, then what is signed off and sorted."""
    found = _sections_of_editors() if user.is_editor else _sections_of_leads(reviewer)
    narrowed = [checks.filter(by.on_claims("claim")) for *_, checks in found]
    rows = queries.first_rows(narrowed, queries.checks(), limit=SHOWN)
    return [
        (name, title, nothing, queries.without_waiting_reasons(checks, user))
        for (name, title, nothing, _), checks in zip(found, rows, strict=True)
    ]


def _sections_of_leads(reviewer: Reviewer | None) -> list[Section]:
    led = queries.desks_led_by(reviewer)
    if not led:
        return []
    disputed = queries.checks().filter(status=CheckStatus.DISPUTED).order_by(*queries.URGENT_FIRST)
    return [
        ("disputed", _("Disputed"), _("No dispute waits for you."), disputed.filter(desk__in=led)),
        ("overdue", _("Overdue"), _("Every claim is within its time."), queries.overdue_checks().filter(desk__in=led)),
        ("help", _("Help wanted"), _("Nobody asks for help."), queries.checks_that_want_help().filter(desk__in=led)),
    ]


def _sections_of_editors() -> list[Section]:
    checks = queries.checks().order_by(*queries.URGENT_FIRST)
    agreed, disputed = checks.filter(status=CheckStatus.AGREED), checks.filter(status=CheckStatus.DISPUTED)
    triage, repeated = checks.filter(status=CheckStatus.TRIAGE), queries.checks_said_before()
    vanished, waiting = queries.checks_of_vanished_claims(), queries.waiting_checks()
    return [
        ("agreed", _("Ready to sign off"), _("Nothing is agreed and unpublished."), agreed),
        ("overdue", _("Overdue"), _("Every claim is within its time."), queries.overdue_checks()),
        ("help", _("Help wanted"), _("Nobody asks for help."), queries.checks_that_want_help()),
        ("disputed", _("Disputed"), _("All verdicts agree."), disputed),
        ("repeated", _("Said before?"), _("No claim seems to repeat an earlier one."), repeated),
        ("triage", _("In triage"), _("No claim waits to be sorted."), triage),
        ("vanished", _("No longer in the article"), _("Every claim under way still stands in its article."), vanished),
        ("waiting", _("Waiting for reviewers"), _("Every claim has its reviewers."), waiting),
    ]


@require_safe
@needs(Scope.DESKS_WRITE)
def agreement(request: HttpRequest) -> HttpResponse:
    """How far the reviewers of a desk agree (the first, or the one asked for), and how often each was upheld."""
    desks = list(Desk.objects.select_related("scale").order_by("name"))
    asked = request.GET.get("desk", "")
    chosen = desk_of(desks, asked) if asked else next(iter(desks), None)
    context = {"desks": desks, "chosen": chosen, "found": queries.agreement_of(chosen) if chosen else None}
    return render(request, "verification/agreement.html", context)


@require_POST
@needs(Scope.REVIEWS_WRITE)
def take_next(request: HttpRequest) -> HttpResponse:
    """Lend the reviewer the most urgent claim and open it."""
    try:
        assignment = services.take_next(reviewer=require_reviewer(request.user))
    except NothingToReview:
        messages.info(request, _("No claim waits for you just now."))
        return redirect("desk")
    return redirect("assignment", assignment.pk)


@require_POST
@needs(Scope.REVIEWS_WRITE)
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """Lend the reviewer the claim that they chose and open it."""
    reviewer = require_reviewer(request.user)
    assignment = services.take(check_id=get_object_or_404(Check, pk=pk).pk, reviewer=reviewer)
    return redirect("assignment", assignment.pk)
