"""Files of articles: uploaded, looked at with every error by its line, started, watched."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.text import Truncator
from unfold.widgets import UnfoldAdminFileFieldWidget

from claims import intake, queries, services
from claims.access import Scope
from claims.actions import Action
from claims.admin import show
from claims.admin.acts import ActingAdmin
from claims.admin.base import actor_of
from claims.admin.forms import ServiceForm
from claims.api.serializers import ArticleIn, article_draft
from claims.errors import Invalid
from claims.intake import JsonLine
from claims.models import Import
from claims.services import RowDraft
from claims.states import ImportStatus

COLOURS = {"uploaded": "warning", "running": "info", "done": "success", "quarantined": "danger"}
COLUMNS = tuple(ArticleIn().fields)
# The admin brings htmx; without JavaScript the page is loaded again by hand.
_WATCH = 'hx-get="" hx-trigger="every 2s" hx-select="#import-{0}" hx-swap="outerHTML"'
# An SVG, because its parts have colours without a style of their own, which the policy of the pages refuses.
_BAR = (
    '<div id="import-{id}" {watch}>'
    '<svg class="cd-bar" viewBox="0 0 100 1" preserveAspectRatio="none" role="img" aria-label="{told}">{parts}</svg> '
    "{told}</div>"
)
_PART = '<rect class="cd-{}" x="{}" width="{}" height="1"><title>{}</title></rect>'
# Refused lines first, so that the least of them is seen.
_ROWS = ("refused", "new", "revised", "known", "waiting")
SHOWN_ROWS, SHOWN_PROBLEMS = 10, 200


class UploadForm(ServiceForm):
    class Meta:
        fields: tuple[str, ...] = ()

    file = forms.FileField(
        widget=UnfoldAdminFileFieldWidget,
        help_text=(
            "JSONL (an article a line) or a table as CSV with a header. Fields: text, title, url, outlet, byline, "
            "language, published_at. Nothing comes in before you have looked at it."
        ),
    )


@admin.register(Import)
class ImportAdmin(ActingAdmin):
    reads = Scope.ARTICLES_READ
    adds = acts_with = Scope.ARTICLES_WRITE
    form = UploadForm
    list_display = ("name", "state", "progress", "created_by", "created_at")
    list_filter = ("status", show.QuarantinedFilter)
    list_select_related = ("created_by",)
    search_fields = ("name",)
    ordering = ("-pk",)
    readonly_fields = ("name", "state", "progress", "first_rows", "problems", "history", "created_by", "created_at")
    acts = (
        Action(
            code="start",
            label="Start the import",
            past="started",
            service=lambda file, actor, _: services.start_import(file=file, actor=actor),
            explanation="The usable lines come in, and their claims are looked for. Lines with errors are left out.",
            allowed=lambda file, _: file.status == ImportStatus.UPLOADED,
            task="claims.import_articles",
        ),
        Action(
            code="discard",
            label="Discard",
            past="discarded",
            service=lambda file, actor, _: services.discard_import(file=file, actor=actor),
            explanation="Nothing of it comes in.",
            allowed=lambda file, _: file.status == ImportStatus.UPLOADED,
            dangerous=True,
        ),
        Action(
            code="retry",
            label="Go on",
            past="going on",
            service=lambda file, actor, _: services.retry_import(file=file, actor=actor),
            explanation="An import that was put aside gets a fresh set of attempts; what has come in stays.",
            allowed=lambda file, _: file.quarantined_at is not None,
            task="claims.import_articles",
        ),
    )

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return ((None, {"fields": ("file",)}),)
        return (
            (None, {"fields": ("name", "state", "progress", "created_by", "created_at")}),
            ("First articles", {"fields": ("first_rows",)}),
            ("Lines with errors", {"fields": ("problems",)}),
            ("What happened", {"fields": ("history",)}),
        )

    # --- Writing ----------------------------------------------------------------------------------------------
    def create(self, request: HttpRequest, form: Any) -> Import:
        file = form.cleaned_data["file"]
        return services.upload_import(name=file.name, rows=rows_of(file.name, file.read()), actor=actor_of(request))

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Nothing: the import's own events say who uploaded it."""

    def response_add(self, request: HttpRequest, obj: Import, post_url_continue: Any = None) -> HttpResponseBase:
        return HttpResponseRedirect(reverse("admin:claims_import_change", args=[obj.pk]))

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        hidden = {"show_save_and_continue": False, "show_save_and_add_another": False}
        return super().render_change_form(request, context | hidden, *args, **kwargs)

    # --- Showing ----------------------------------------------------------------------------------------------
    def get_queryset(self, request: HttpRequest) -> QuerySet[Import]:
        files: QuerySet[Import] = super().get_queryset(request)
        return queries.with_row_counts(files)

    @show.status(COLOURS)
    def state(self, file: Import) -> str:
        return "quarantined" if file.quarantined_at else file.status

    @admin.display(description="Lines")
    def progress(self, file: Any) -> str:
        """What became of its lines, each kind with its count and its part of the bar."""
        counts = {name: getattr(file, f"rows_{name}") for name in _ROWS}
        total = sum(counts.values())
        told = ", ".join(f"{count:,} {name}" for name, count in counts.items() if count)
        watch = _WATCH if file.status == ImportStatus.RUNNING and not file.quarantined_at else ""
        return format_html(
            _BAR,
            id=file.pk,
            watch=format_html(watch, file.pk),
            told=f"{told} of {total:,}" if told else "no lines",
            parts=format_html_join("", _PART, _parts(counts, total)),
        )

    @admin.display(description="As they would come in")
    @show.once
    def first_rows(self, file: Import) -> str:
        rows = file.rows.filter(draft__isnull=False)[:SHOWN_ROWS]
        shown = ((row.line, _told(row.draft or {})) for row in rows)
        return format_html_join("", "<div class='cd-wrap'>Line {}: {}</div>", shown) or show.NOTHING

    @admin.display(description="Errors")
    @show.once
    def problems(self, file: Import) -> str:
        rows = file.rows.exclude(problem="").values_list("line", "problem")[:SHOWN_PROBLEMS]
        return format_html_join("", "<div class='cd-wrap'>Line {}: {}</div>", rows) or "None."

    @admin.display(description="Events")
    @show.once
    def history(self, file: Import) -> str:
        return show.timeline(queries.events_of("import", file.pk))


def _parts(counts: Mapping[str, int], total: int) -> Iterator[tuple[str, float, float, str]]:
    """Class, beginning and width of each part of a bar that is 100 wide, and what it tells."""
    at = 0.0
    for name, count in counts.items():
        if count:
            width = 100 * count / total
            yield name, round(at, 2), round(width, 2), f"{count:,} {name}"
            at += width


def _told(draft: dict[str, Any]) -> str:
    """An article in a line: what is known of it, and how it begins."""
    known = [draft[name] for name in ("title", "outlet", "byline", "published_at", "url") if draft.get(name)]
    return Truncator(" · ".join([*known, draft.get("text", "")])).chars(300)


def rows_of(name: str, raw: bytes) -> list[RowDraft]:
    """The articles of a file, or what is wrong with each line. Raises Invalid for what is no such file at all."""
    try:
        is_table = name.lower().endswith(intake.TABLES)
        lines = intake.csv_lines(raw, columns=COLUMNS) if is_table else intake.json_lines(io.BytesIO(raw))
        return [_row(line) for line in lines]
    except Invalid as error:
        raise Invalid({"file": [told for messages in error.fields.values() for told in messages]}) from error


def _row(line: JsonLine) -> RowDraft:
    if line.value is None:
        return RowDraft(line.number, None, line.problem)
    try:
        draft = article_draft(line.value)
        intake.clean_article(draft)
    except Invalid as error:
        return RowDraft(line.number, None, error.detail)
    return RowDraft(line.number, draft)
