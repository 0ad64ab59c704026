"""Articles: pasted in, read, tried again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.db.models.functions import Length
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from unfold.widgets import UnfoldAdminTextareaWidget

from claims import queries, services
from claims.access import Scope
from claims.actions import Action
from claims.admin import show
from claims.admin.acts import ActingAdmin
from claims.admin.base import ShownInline, actor_of
from claims.admin.forms import ServiceForm, fingerprint
from claims.intake import ArticleDraft
from claims.models import Article, Claim, Revision
from claims.queueing import enqueue
from claims.states import ArticleStatus, Release

COLOURS = {"received": "info", "extracted": "success", "unreadable": "danger"}
EXTRACT = "claims.extract_article"
ABOUT = ("url", "outlet", "byline", "published_at", "language")


class PasteForm(ServiceForm):
    """An article as text. Whether it is known already is for the service to say, not for the form."""

    class Meta:
        labels = {"url": "URL"}

    text = forms.CharField(
        strip=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 18}),
        help_text="The article's text alone, without navigation or comments.",
    )

    def clean_text(self) -> str:
        """Line ends as everywhere else: a browser sends CRLF, which would make the same text another one."""
        text: str = self.cleaned_data["text"]
        return text.replace("\r\n", "\n").replace("\r", "\n")

    def _get_validation_exclusions(self) -> set[str]:
        """A known URL is no error but a new revision; that it is one at all is asked by the form's own field."""
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return excluded | {"url"}


class StuckFilter(show.YesNoFilter):
    title = "stuck"
    parameter_name = "stuck"
    asks = Q(quarantined_at__isnull=False) | Q(status=ArticleStatus.UNREADABLE)


class RevisionInline(ShownInline):
    model = Revision
    fields = ("number", "characters", "created_at", "sha256")
    ordering = ("-number",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Revision]:
        revisions: QuerySet[Revision] = super().get_queryset(request)
        return revisions.defer("text").annotate(characters=Length("text"))

    @admin.display
    def characters(self, revision: Any) -> str:
        return f"{revision.characters:,}"


class ClaimInline(ShownInline):
    model = Claim
    fields = ("claim", "speaker", "kind", "worthiness")
    per_page = 50
    ordering = ("pk",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Claim]:
        claims: QuerySet[Claim] = super().get_queryset(request)
        return claims.select_related("speaker").defer("search")

    @admin.display
    def claim(self, claim: Claim) -> str:
        return show.link(claim)


def _releasing(code: str, label: str, past: str, to: Release) -> Action:
    """Let others know of an article, or no longer; an embargo, which ends at a time, is set on its page at the desk."""
    return Action(
        code=code,
        label=label,
        past=past,
        service=lambda article, actor, _: services.set_release(
            article_id=article.pk, to=to, actor=actor, version=article.version
        ),
        explanation="Readers see the title, the outlet and the address of a public article only.",
        allowed=lambda article, user: user.is_editor and article.release_now != to,
    )


@admin.register(Article)
class ArticleAdmin(ActingAdmin):
    reads = Scope.ARTICLES_READ
    adds = acts_with = Scope.ARTICLES_WRITE
    form = PasteForm
    list_display = ("name", "outlet", "state", "known_to", "claims_found", "published", "created_at")
    list_filter = ("status", StuckFilter, show.QuarantinedFilter, "language")
    search_fields = ("title__unaccent", "url", "outlet__unaccent", "byline__unaccent")
    ordering = ("-pk",)
    inlines = (ClaimInline, RevisionInline)
    readonly_fields = (
        "published",
        "state",
        "known_to",
        "address",
        "checking",
        "text",
        "history",
        "quarantined_at",
        "created_by",
        "created_at",
    )
    acts = (
        Action(
            code="retry",
            label="Extract again",
            past="to be extracted again",
            service=lambda article, actor, _: services.retry_article(article=article, actor=actor),
            explanation="An article that could not be read, or that was put aside, gets a fresh set of attempts.",
            allowed=lambda article, _: article.status == ArticleStatus.UNREADABLE or article.quarantined_at,
            task=EXTRACT,
            decides=False,
        ),
        _releasing("make_public", "Make public", "public", Release.PUBLIC),
        _releasing("make_internal", "Make internal", "internal", Release.INTERNAL),
    )

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return ((None, {"fields": ("title", "text", *ABOUT)}),)
        about = ("title", "address", "checking", "outlet", "byline", "language", "published")
        return (
            ("State", {"fields": ("state", "known_to", "problem", "attempts", "quarantined_at")}),
            ("About", {"fields": (*about, "created_by", "created_at")}),
            ("Text", {"fields": ("text",)}),
            ("What happened", {"fields": ("history",)}),
        )

    @admin.display(description="Published", ordering="published_at")
    def published(self, article: Article) -> str:
        return show.day(article.published_on)

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return self.inlines if obj else ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        articles: QuerySet[Article] = super().get_queryset(request)
        counted = articles.select_related("created_by").annotate(
            claims_found=queries.count_of(Claim.objects.all(), "article")
        )
        return queries.with_release(counted)

    def mark(self, row: Any) -> str:
        return fingerprint({"told": self.described(row), "version": row.version})

    # --- Writing ----------------------------------------------------------------------------------------------
    def create(self, request: HttpRequest, form: Any) -> Article:
        draft = ArticleDraft(**form.cleaned_data)
        receipt = services.receive_article(draft=draft, actor=actor_of(request))
        article = receipt.article
        known = not (receipt.created or receipt.revised)
        if known:
            messages.info(request, "This text is known already; here it is.")
            return article
        told = "received" if receipt.created else "known at this URL; its text has changed: a new revision"
        messages.success(request, f"The article is {told}. Its claims are being found.")
        enqueue(EXTRACT, article.pk)
        return article

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Nothing: the article's own events say who handed it in."""

    def response_add(self, request: HttpRequest, obj: Article, post_url_continue: Any = None) -> HttpResponseBase:
        if "_addanother" in request.POST:
            return HttpResponseRedirect(reverse("admin:claims_article_add"))
        return HttpResponseRedirect(reverse("admin:claims_article_change", args=[obj.pk]))

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        # "Save" shows the article anyway.
        return super().render_change_form(request, context | {"show_save_and_continue": False}, *args, **kwargs)

    # --- Showing ----------------------------------------------------------------------------------------------
    @admin.display(description="Title", ordering="title")
    def name(self, article: Article) -> str:
        return show.in_list(str(article))

    @show.status(COLOURS | {"quarantined": "warning"})
    def state(self, article: Article) -> str:
        return "quarantined" if article.quarantined_at else article.status

    @admin.display(description="Release", ordering="release_now")
    def known_to(self, article: Article) -> str:
        ends = article.embargo_ends
        return f"embargoed until {date_format(localtime(ends), 'j F Y H:i')}" if ends else article.release_now

    @admin.display(description="Claims", ordering="claims_found")
    def claims_found(self, article: Any) -> int:
        found: int | None = article.claims_found
        return found or 0

    @admin.display(description="URL")
    def address(self, article: Article) -> str:
        return show.outside(article.url)

    @admin.display(description="Before it is printed")
    def checking(self, article: Article) -> str:
        return show.link_to("checking", article.pk, text="The checking copy: every claim numbered, with its sources")

    @admin.display(description="Newest revision")
    @show.once
    def text(self, article: Article) -> str:
        return show.text_block(queries.current_revision(article).text)

    @admin.display(description="Events")
    @show.once
    def history(self, article: Article) -> str:
        return show.timeline(queries.events_of_article(article.pk))
