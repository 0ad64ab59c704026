"""Articles at the desk: the list, pasting one, and one with its claims marked."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from claims import queries as claim_queries
from claims import services as claim_services
from claims.access import Scope
from claims.errors import ClaimdeskError, Invalid, Stale
from claims.models import Article
from claims.queueing import enqueue
from claims.states import Release
from verification import queries
from verification.correcting import AddClaimForm
from verification.forms import ArticleForm, ArticleReleaseForm, show_errors
from verification.sayings import said
from verification.views.access import needs, person
from verification.views.marking import marked

PER_PAGE = 50


@require_safe
@needs(Scope.ARTICLES_READ)
def articles(request: HttpRequest) -> HttpResponse:
    page = Paginator(_articles(request).order_by("-pk"), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "verification/articles.html", {"page": page})


@require_http_methods(["GET", "POST"])
@needs(Scope.ARTICLES_WRITE, forms=[ArticleForm])
def add_article(request: HttpRequest) -> HttpResponse:
    """Paste an article; what cannot be used is told beside its field."""
    form = ArticleForm(request.POST or None)
    if request.method == "GET" or not form.is_valid():
        return render(request, "verification/add_article.html", {"form": form}, status=422 if form.errors else 200)
    try:
        receipt = claim_services.receive_article(draft=form.draft(), actor=person(request))
    except Invalid as error:
        show_errors(error, form)
        return render(request, "verification/add_article.html", {"form": form}, status=422)
    if receipt.created or receipt.revised:
        enqueue("claims.extract_article", receipt.article.pk)
    else:
        messages.info(request, _("This text is known already; here it is."))
    return redirect("article", receipt.article.pk)


@require_safe
@needs(Scope.ARTICLES_READ)
def article(request: HttpRequest, pk: int) -> HttpResponse:
    """One article, every claim in it marked by what was found."""
    return _page(request, get_object_or_404(_articles(request), pk=pk))


@require_POST
@needs(Scope.CHECKS_WRITE)
def set_release(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who may know of an article."""
    found = get_object_or_404(_articles(request), pk=pk)
    form = ArticleReleaseForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form=form, status=422)
    values = form.cleaned_data
    try:
        claim_services.set_release(
            article_id=pk,
            to=Release(values["release"]),
            until=values["embargoed_until"],
            actor=person(request),
            version=values["version"],
        )
    except Invalid as error:
        show_errors(error, form)
        return _page(request, found, form=form, status=422)
    except ClaimdeskError as error:
        form.add_error(None, said(error.detail))
        # What stands by now is shown above the form, and the next decision is made on that.
        found, typed = get_object_or_404(_articles(request), pk=pk), request.POST.copy()
        typed["version"] = found.version
        form.data = typed
        return _page(request, found, form=form, status=412 if isinstance(error, Stale) else 409)
    messages.success(request, _("Who may know of this article is decided."))
    return redirect("article", pk)


def _page(
    request: HttpRequest, found: Article, *, form: ArticleReleaseForm | None = None, status: int = 200
) -> HttpResponse:
    user = person(request)
    revision = claim_queries.current_revision(found)
    mentions = list(queries.mentions_with_checks(revision))
    statuses = queries.statuses_of(mention.claim for mention in mentions)
    mine = queries.own_assignments(user, [mention.claim_id for mention in mentions])
    context = {
        "article": found,
        "revision": revision,
        "mentions": [(mention, statuses[mention.claim_id]) for mention in mentions],
        "vanished": claim_queries.claims_no_longer_in(found).select_related("check_row"),
        "add_form": AddClaimForm(),
        "release_form": (form or _release_form(found)) if user.is_editor else None,
        "may_review": user.may(Scope.REVIEWS_WRITE),
        **marked(revision.text, mentions, statuses, mine),
    }
    return render(request, "verification/article.html", context, status=status)


def _release_form(found: Article) -> ArticleReleaseForm:
    state = found.release_state
    initial = {"release": state.release, "embargoed_until": state.until, "version": state.version}
    return ArticleReleaseForm(initial=initial)


def _articles(request: HttpRequest) -> QuerySet[Article]:
    """Those of which the person may know, each with its release."""
    visible = claim_queries.visible_to(person(request).viewer, Article.objects.all(), "pk")
    return claim_queries.with_release(visible)
