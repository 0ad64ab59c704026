"""What everybody may read, as pages."""

from __future__ import annotations

from typing import Any, cast

from django.core.cache import cache
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from claims import queries as claim_queries
from claims.access import Scope
from claims.models import User
from verification import presenting, queries
from verification.models import RatingScale
from verification.views.caching import FRESH_SECONDS, public_page

PER_PAGE = 20
ON_HOME = 5


@public_page
def home(request: HttpRequest) -> HttpResponse:
    """People who work here go to their desk; others see what was checked last."""
    if isinstance(request.user, User) and request.user.may(Scope.REVIEWS_READ):
        return redirect("desk")
    newest = presenting.presentable(queries.published_fact_checks()[:ON_HOME])
    return render(request, "verification/home.html", {"fact_checks": newest})


@public_page
def fact_checks(request: HttpRequest) -> HttpResponse:
    """Those that stand, newest first, or those that a reader asks for."""
    wanted = _wanted(request)
    found = queries.narrow_fact_checks(queries.published_fact_checks(), wanted)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = presenting.presentable(page.object_list)
    context = {
        "page": page,
        "wanted": wanted,
        "is_narrowed": wanted != queries.Wanted(),
        "choices": _choices(request),
    }
    return render(request, "verification/fact_checks.html", context)


def _choices(request: HttpRequest) -> queries.Choices:
    """What the list can be narrowed by: for who is not signed in as old as their page may be, since it asks everything
    that was ever published.
    """
    if request.user.is_authenticated:
        return queries.choices_of_readers()
    kept = cache.get_or_set("choices-of-readers", queries.choices_of_readers, FRESH_SECONDS)
    return cast(queries.Choices, kept)


def _wanted(request: HttpRequest) -> queries.Wanted:
    """What the address asks for."""
    words, rating, topic, speaker = (request.GET.get(name, "").strip() for name in ("q", "rating", "topic", "speaker"))
    return queries.Wanted(words, rating, topic, speaker)


@public_page
def fact_check(request: HttpRequest, slug: str) -> HttpResponse:
    """One fact-check with its scale, its sources, its corrections and its markup."""
    found = get_object_or_404(queries.fact_checks(), slug=slug)
    published = presenting.published(found)
    context = {
        "fact_check": found,
        "revision": found.newest,
        "stands": found.display_status,
        "title": presenting.page_title(found),
        "description": presenting.description(found),
        "corrections": [revision for revision in found.revisions.all() if revision.note],
        "published": published,
        "markup": presenting.markup(found),
        "appearances": queries.public_repeats(found),
        "articles": queries.articles_checked(found),
        "oembed": f"{reverse('oembed')}?{urlencode({'url': published.url})}",
    }
    return render(request, "verification/fact_check.html", context)


@public_page
def checked(request: HttpRequest, pk: int) -> HttpResponse:
    """What was checked in a public article: the passages and what was found, not the rest of somebody else's text."""
    article = get_object_or_404(claim_queries.public_articles(), pk=pk)
    found = queries.checked_in(article)
    if not found:
        raise Http404
    return render(request, "verification/checked.html", {"article": article, "found": found})


@public_page
def ratings(request: HttpRequest) -> HttpResponse:
    """What each rating means."""
    scales = RatingScale.objects.prefetch_related("ratings")
    return render(request, "verification/ratings.html", {"scales": scales})


@public_page
def methodology(request: HttpRequest) -> HttpResponse:
    """How claims are found, judged and published."""
    return render(request, "verification/methodology.html")


@public_page
def corrections(request: HttpRequest) -> HttpResponse:
    """Everything that was corrected or taken back, newest first."""
    page = Paginator(queries.changes_for_readers(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "verification/corrections.html", {"page": page, "changes": _with_fact_checks(page)})


def _with_fact_checks(changes: Any) -> list[dict[str, Any]]:
    """Each change with the fact-check that it is about."""
    rows = list(changes)
    found = queries.fact_checks_of(row["check"] for row in rows)
    return [row | {"fact_check": found[row["check"]]} for row in rows if row["check"] in found]
