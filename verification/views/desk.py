"""The desk's first page: what waits for whom."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from claims.access import Scope
from verification import queries, services
from verification.errors import NothingToReview
from verification.models import Desk, Reviewer
from verification.permissions import require_reviewer
from verification.states import CheckStatus
from verification.views.access import needs, person

SHOWN = 50
NO_HELP = "Nobody asks for help."
ON_TIME = "Every claim is within its time."


@require_safe
@needs(Scope.REVIEWS_READ)
def queue(request: HttpRequest) -> HttpResponse:
    """A reviewer's claims, and for editors what is theirs to decide."""
    user = person(request)
    reviewer = queries.reviewer_of(user)
    words = request.GET.get("q", "").replace("\x00", "").strip()
    context = {
        "reviewer": reviewer,
        "mine": queries.open_assignments(reviewer)[:SHOWN] if reviewer else [],
        "waiting": queries.checks_to_take(reviewer).count() if reviewer else 0,
        "sections": _sections(user.is_editor, reviewer),
        "watches": user.is_editor or bool(queries.desks_led_by(reviewer)),
        "words": words,
        "found": queries.search_checks(queries.checks(), words).order_by("-pk")[:SHOWN] if words else None,
    }
    return render(request, "verification/queue.html", context)


def _sections(is_editor: bool, reviewer: Reviewer | None) -> list[tuple[str, str, object]]:
    """Title, what an empty one means, and the checks: disputes, then what an editor signs off and sorts."""
    checks = queries.checks().order_by("-priority", "-worthiness", "pk")
    if not is_editor:
        led = queries.desks_led_by(reviewer)
        disputed = checks.filter(status=CheckStatus.DISPUTED, desk__in=led)
        overdue = queries.overdue_checks().filter(desk__in=led)
        return (
            [
                ("Disputed", "No dispute waits for you.", disputed[:SHOWN]),
                ("Overdue", ON_TIME, overdue[:SHOWN]),
                ("Help wanted", NO_HELP, queries.checks_that_want_help().filter(desk__in=led)[:SHOWN]),
            ]
            if led
            else []
        )
    return [
        ("Ready to sign off", "Nothing is agreed and unpublished.", checks.filter(status=CheckStatus.AGREED)[:SHOWN]),
        ("Overdue", ON_TIME, queries.overdue_checks()[:SHOWN]),
        ("Help wanted", NO_HELP, queries.checks_that_want_help()[:SHOWN]),
        ("Disputed", "All verdicts agree.", checks.filter(status=CheckStatus.DISPUTED)[:SHOWN]),
        ("Said before?", "No claim seems to repeat an earlier one.", queries.checks_said_before()[:SHOWN]),
        ("In triage", "No claim waits to be sorted.", checks.filter(status=CheckStatus.TRIAGE)[:SHOWN]),
        (
            "No longer in the article",
            "Every claim under way still stands in its article.",
            queries.checks_of_vanished_claims()[:SHOWN],
        ),
        ("Waiting for reviewers", "Every claim has its reviewers.", queries.waiting_checks()[:SHOWN]),
    ]


@require_safe
@needs(Scope.DESKS_WRITE)
def agreement(request: HttpRequest) -> HttpResponse:
    """How far the reviewers of each desk agree, and how often each of them was upheld."""
    desks = [(desk, queries.agreement_of(desk)) for desk in Desk.objects.order_by("name")]
    return render(request, "verification/agreement.html", {"desks": desks})


@require_POST
@needs(Scope.REVIEWS_WRITE)
def take_next(request: HttpRequest) -> HttpResponse:
    """Lend the reviewer the most urgent claim and open it."""
    try:
        assignment = services.take_next(reviewer=require_reviewer(request.user))
    except NothingToReview:
        messages.info(request, "No claim waits for you just now.")
        return redirect("desk")
    return redirect("assignment", assignment.pk)
