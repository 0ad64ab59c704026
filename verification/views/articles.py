"""Articles at the desk: the list, pasting one, and one with its claims marked."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from claims import queries as claim_queries
from claims import services as claim_services
from claims.access import Scope
from claims.errors import Invalid
from claims.models import Article
from claims.queueing import enqueue
from verification import queries
from verification.correcting import AddClaimForm
from verification.forms import ArticleForm, show_errors
from verification.views.access import needs, person
from verification.views.marking import marked

PER_PAGE = 50


@require_safe
@needs(Scope.ARTICLES_READ)
def articles(request: HttpRequest) -> HttpResponse:
    page = Paginator(Article.objects.order_by("-pk"), PER_PAGE).get_page(request.GET.get("page"))
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
    found = get_object_or_404(Article, pk=pk)
    revision = claim_queries.current_revision(found)
    mentions = list(queries.mentions_with_checks(revision))
    statuses = queries.statuses_of(mention.claim for mention in mentions)
    mine = queries.own_assignments(person(request), [mention.claim_id for mention in mentions])
    context = {
        "article": found,
        "revision": revision,
        "mentions": [(mention, statuses[mention.claim_id]) for mention in mentions],
        "vanished": claim_queries.claims_no_longer_in(found).select_related("check_row"),
        "add_form": AddClaimForm(),
        "may_review": person(request).may(Scope.REVIEWS_WRITE),
        **marked(revision.text, mentions, statuses, mine),
    }
    return render(request, "verification/article.html", context)
