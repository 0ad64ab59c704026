"""The pages: the desk for those who work here, fact-checks for everybody."""

from __future__ import annotations

from django.contrib.sitemaps.views import index, sitemap
from django.urls import path, register_converter
from django.urls.converters import IntConverter

from verification.views import (
    account,
    articles,
    assignments,
    board,
    checking,
    checks,
    corrections,
    desk,
    drafts,
    feeds,
    matches,
    public,
    stuck,
)
from verification.views.caching import public_page


class IdConverter(IntConverter):
    """A number that can be one of a row: PostgreSQL refuses longer ones."""

    regex = "[0-9]{1,18}"


register_converter(IdConverter, "id")

SITEMAPS = {"pages": feeds.PageSitemap, "fact-checks": feeds.FactCheckSitemap}

urlpatterns = [
    path("", public.home, name="home"),
    path("fact-checks/", public.fact_checks, name="fact-checks"),
    path("fact-checks/feed.atom", feeds.atom, name="feed"),
    path("fact-checks/feed.json", feeds.json_feed, name="json-feed"),
    path("fact-checks/<slug:slug>/", public.fact_check, name="fact-check"),
    path("articles/<id:pk>/checked/", public.checked, name="checked"),
    path("ratings/", public.ratings, name="ratings"),
    path("methodology/", public.methodology, name="methodology"),
    path("corrections/", public.corrections, name="corrections"),
    path("oembed/", feeds.oembed, name="oembed"),
    path("sitemap.xml", public_page(index), {"sitemaps": SITEMAPS, "sitemap_url_name": "sitemap-of"}, name="sitemap"),
    path("sitemap-<slug:section>.xml", public_page(sitemap), {"sitemaps": SITEMAPS}, name="sitemap-of"),
    path("robots.txt", feeds.robots, name="robots"),
    path("account/", account.account, name="account"),
    path("desk/", desk.queue, name="desk"),
    path("desk/agreement/", desk.agreement, name="agreement"),
    path("desk/board/", board.board, name="board"),
    path("desk/stuck/", stuck.stuck, name="stuck"),
    path("desk/stuck/<slug:kind>/<id:pk>/retry/", stuck.retry, name="retry-stuck"),
    path("desk/next/", desk.take_next, name="take-next"),
    path("desk/assignments/<id:pk>/", assignments.assignment, name="assignment"),
    path("desk/assignments/<id:pk>/release/", assignments.release, name="release"),
    path("desk/assignments/<id:pk>/defer/", assignments.defer, name="defer"),
    path("desk/assignments/<id:pk>/help/", assignments.ask_for_help, name="ask-for-help"),
    path("desk/assignments/<id:pk>/extend/", assignments.extend, name="extend"),
    path("desk/assignments/<id:pk>/draft/", drafts.save, name="save-draft"),
    path("desk/pages/", drafts.look_up, name="look-up"),
    path("desk/pages/<id:pk>/", drafts.page_facts, name="page-facts"),
    path("desk/assignments/<id:pk>/undo/", drafts.undo, name="undo"),
    path("desk/assignments/<id:pk>/reassign/", checks.reassign, name="reassign"),
    path("desk/assignments/<id:pk>/recall/", checks.recall, name="recall"),
    path("desk/checks/<id:pk>/", checks.check, name="check"),
    path("desk/checks/<id:pk>/adjudicate/", checks.adjudicate, name="adjudicate"),
    path("desk/checks/<id:pk>/open-verdicts/", checks.open_verdicts, name="open-verdicts"),
    path("desk/checks/<id:pk>/correct-claim/", corrections.correct, name="correct-claim"),
    path("desk/checks/<id:pk>/split-claim/", corrections.split, name="split-claim"),
    path("desk/checks/<id:pk>/merge-claim/", corrections.merge, name="merge-claim"),
    path("desk/checks/<id:pk>/not-a-claim/", corrections.not_a_claim, name="not-a-claim"),
    path("desk/checks/<id:pk>/take/", desk.take, name="take"),
    path("desk/checks/<id:pk>/<slug:action>/", checks.act, name="act"),
    path("desk/matches/<id:pk>/accept/", matches.accept, name="accept-match"),
    path("desk/matches/<id:pk>/reject/", matches.reject, name="reject-match"),
    path("desk/articles/", articles.articles, name="articles"),
    path("desk/articles/add/", articles.add_article, name="add-article"),
    path("desk/articles/<id:pk>/claims/", corrections.add, name="add-claim"),
    path("desk/articles/<id:pk>/presence/", drafts.presence, name="presence"),
    path("desk/articles/<id:pk>/", articles.article, name="article"),
    path("desk/articles/<id:pk>/release/", articles.set_release, name="set-release"),
    path("desk/articles/<id:pk>/checking/", checking.checking, name="checking"),
    path("desk/articles/<id:pk>/checking.html", checking.checking_html, name="checking-html"),
    path("desk/articles/<id:pk>/checking.docx", checking.checking_docx, name="checking-docx"),
]
