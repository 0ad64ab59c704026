"""What an open page tells the desk by itself: the words so far, who is here; and a verdict taken back."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.core.signing import BadSignature, Signer
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from claims import services as claim_services
from claims.access import Scope
from claims.models import Article, Page
from claims.queueing import enqueue
from claims.states import PageStatus
from verification import queries, services
from verification.drafting import drafts_told, kept_values, loaded_draft, remarks_on
from verification.forms import AddressForm
from verification.views.access import needs, person
from verification.views.assignments import mine

# Says who gave the address of a page.
ASKED = Signer(salt="page-facts")


@require_POST
@needs(Scope.REVIEWS_WRITE)
def save(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the verdict form as it stands, and tell when that was, and whether another page has kept another text."""
    found = mine(request, pk)
    loaded = loaded_draft(request.POST)
    saved = services.save_draft(
        assignment_id=pk, reviewer=found.reviewer, values=kept_values(request.POST), loaded=loaded
    )
    told = {
        "draft": saved.draft,
        "loaded": replace(loaded, draft_id=saved.draft.pk, version=saved.version),
        "remarks": remarks_on(saved.draft.values, found.check_row.claim),
        "is_answer": True,
        "is_news": bool(saved.unseen),
        "other_drafts": drafts_told(saved.others, queries.ratings_of(found.check_row)) if saved.unseen else [],
    }
    return render(request, "verification/_saved.html", told)


@require_POST
@needs(Scope.REVIEWS_WRITE)
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a verdict back and open it again."""
    found = mine(request, pk)
    services.undo_verdict(assignment_id=pk, reviewer=found.reviewer)
    messages.success(request, _("Your verdict is taken back; nobody has seen it."))
    return redirect("assignment", pk)


@require_POST
@needs(Scope.REVIEWS_WRITE)
def presence(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that one is here, and tell who else is."""
    article = get_object_or_404(Article, pk=pk)
    services.note_presence(article=article, user=person(request))
    return render(request, "verification/_presence.html", {"others": queries.others_at(article, person(request))})


@require_POST
@needs(Scope.REVIEWS_WRITE)
def look_up(request: HttpRequest) -> HttpResponse:
    """Have an address given as a source read in the background. Whether it was known already, because somebody else
    looked it up, is not told: everybody waits as long.
    """
    form = AddressForm({"url": request.POST.get(request.headers.get("HX-Trigger-Name", "url"), "")})
    if not form.is_valid():
        return HttpResponse()
    page = claim_services.ask_for_page(url=form.cleaned_data["url"])
    if page.status == PageStatus.WAITING and not page.attempts:
        enqueue("claims.read_page", page.pk)
    asked = ASKED.sign(f"{person(request).pk}:{page.pk}")
    return render(request, "verification/_page_facts.html", {"page": page, "asked": asked})


@require_safe
@needs(Scope.REVIEWS_WRITE)
def page_facts(request: HttpRequest, pk: int) -> HttpResponse:
    """Whether a page has been read by now, and what it says of itself: for those who gave its address."""
    asked = request.GET.get("asked", "")
    try:
        known = ASKED.unsign(asked)
    except BadSignature as error:
        raise Http404 from error
    if known != f"{person(request).pk}:{pk}":
        raise Http404
    page = get_object_or_404(Page, pk=pk)
    waits = asked if page.status == PageStatus.WAITING else ""
    return render(request, "verification/_page_facts.html", {"page": page, "asked": waits})
