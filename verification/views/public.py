"""What everybody may read."""

from __future__ import annotations

from typing import Any

from django.contrib.syndication.views import Feed
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import require_safe

from claims.access import Scope
from claims.models import User
from verification import presenting, queries
from verification.models import FactCheck, RatingScale

PER_PAGE = 20
IN_FEED = 50


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """People who work here go to their desk; others see what was checked last."""
    if isinstance(request.user, User) and request.user.may(Scope.REVIEWS_READ):
        return redirect("desk")
    return render(request, "verification/home.html", {"fact_checks": queries.published_fact_checks()[:5]})


@require_safe
def fact_checks(request: HttpRequest) -> HttpResponse:
    """Those that stand, newest first, or those that a search finds."""
    words = request.GET.get("q", "").replace("\x00", "").strip()
    found = queries.published_fact_checks()
    if words:
        found = queries.search_fact_checks(found, words)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "verification/fact_checks.html", {"page": page, "words": words})


@require_safe
def fact_check(request: HttpRequest, slug: str) -> HttpResponse:
    """One fact-check with its scale, its sources, its corrections and its markup."""
    found = get_object_or_404(queries.fact_checks(), slug=slug)
    context = {
        "fact_check": found,
        "revision": found.newest,
        "corrections": [revision for revision in found.revisions.all() if revision.note],
        "published": presenting.published(found),
        "markup": presenting.markup(found),
        "appearances": [check.claim for check in queries.followers_of(found.check_row)],
    }
    return render(request, "verification/fact_check.html", context)


@require_safe
def ratings(request: HttpRequest) -> HttpResponse:
    """What each rating means."""
    scales = RatingScale.objects.prefetch_related("ratings")
    return render(request, "verification/ratings.html", {"scales": scales})


class FactCheckFeed(Feed):  # type: ignore[type-arg]
    """The newest fact-checks as Atom; a correction brings one up again."""

    feed_type = Atom1Feed
    title = "Fact-checks"
    subtitle = "What was said, and whether it is true."
    link = "/fact-checks/"

    def items(self) -> Any:
        return queries.published_fact_checks()[:IN_FEED]

    def item_title(self, item: Any) -> str:
        return f"{item.newest.rating.name}: {item.newest.headline}"

    def item_description(self, item: Any) -> str:
        return str(item.newest.summary)

    def item_pubdate(self, item: FactCheck) -> Any:
        return presenting.published(item).published_at

    def item_updateddate(self, item: FactCheck) -> Any:
        return item.newest.published_at
