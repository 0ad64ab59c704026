"""What a person says of a match: it is the same claim, or it is not."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from claims.access import Scope
from claims.models import Match, User
from claims.queueing import enqueue
from verification import queries, services
from verification.models import Check
from verification.states import CheckStatus
from verification.views.access import needs, person
from verification.views.versions import require_seen


@require_POST
@needs(Scope.REVIEWS_WRITE)
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """It is the same claim: what was found about it before is used again."""
    match = get_object_or_404(Match, pk=pk)
    require_seen(request, match)
    match = services.accept_match(match_id=pk, actor=person(request), version=match.version)
    check = _check_of(match)
    if match.imported_id:
        messages.success(request, _("Kept as a source; the claim is still to be judged."))
    elif check and check.status == CheckStatus.MATCHED:
        messages.success(request, _("The same claim: nobody has to review it again."))
    else:
        messages.success(request, _("Kept as the same claim; this check goes on."))
    return _back(match, person(request))


@require_POST
@needs(Scope.REVIEWS_WRITE)
def reject(request: HttpRequest, pk: int) -> HttpResponse:
    """It is another claim."""
    match = get_object_or_404(Match, pk=pk)
    require_seen(request, match)
    match = services.reject_match(match_id=pk, actor=person(request), version=match.version)
    if check := _check_of(match):
        enqueue("verification.route_check", check.pk)
    messages.success(request, _("Kept as another claim."))
    return _back(match, person(request))


def _check_of(match: Match) -> Check | None:
    return Check.objects.filter(claim=match.claim_id).first()


def _back(match: Match, user: User) -> HttpResponse:
    """To the workbench where the claim is still with ``user``, else to its check."""
    if assignment := queries.assignment_of(user, match.claim_id):
        return redirect("assignment", assignment.pk)
    check = _check_of(match)
    return redirect("check", check.pk) if check else redirect("desk")
