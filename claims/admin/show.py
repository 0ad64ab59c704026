"""How rows are shown in the admin."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import wraps
from typing import Any, TypeVar, cast

from django.contrib import admin
from django.contrib.admin.utils import quote
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from unfold.decorators import display

from claims.models import Claim, Event, ImportedFactCheck

NOTHING = "–"
Shows = TypeVar("Shows", bound=Callable[..., Any])
Method = TypeVar("Method", bound=Callable[..., Any])


def once(method: Shows) -> Shows:
    """What a method shows of a row, found out once: a page of django-unfold asks up to five times."""

    @wraps(method)
    def kept(admin: Any, row: Any) -> Any:
        shown = row.__dict__.setdefault("_shown", {})
        if method.__name__ not in shown:
            shown[method.__name__] = method(admin, row)
        return shown[method.__name__]

    return cast(Shows, kept)


def link(row: Any, text: str = "") -> SafeString | str:
    """A row's page in the admin, under its own name."""
    if row is None:
        return NOTHING
    address = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[quote(row.pk)])
    return format_html('<a href="{}" class="text-link">{}</a>', address, text or str(row))


def link_to(name: str, *args: Any, text: str) -> SafeString | str:
    """A page of the desk or of readers, where this site has one."""
    try:
        address = reverse(name, args=args)
    except NoReverseMatch:
        return NOTHING
    return format_html('<a href="{}" class="text-link">{}</a>', address, text)


def day(given: date | None) -> str:
    """A day as it was given, on whatever clock the page is read."""
    return date_format(given) if given else NOTHING


def outside(address: str) -> SafeString | str:
    """An address elsewhere; only what a browser opens as a page becomes a link."""
    if not address.startswith(("http://", "https://")):
        return address or NOTHING
    return format_html('<a href="{0}" class="text-link cd-wrap" rel="noreferrer noopener">{0}</a>', address)


def timeline(events: Iterable[Event]) -> SafeString:
    told = [{"event": event, "step": _step(event)} for event in events]
    return SafeString(render_to_string("claims/admin/_timeline.html", {"told": told}))


def _step(event: Event) -> str:
    """What moved: "check in review → agreed"; where nothing moved, where it stands."""
    before, after = event.from_status.replace("_", " "), event.to_status.replace("_", " ")
    return f"{event.subject_type} {after}" if before in ("", after) else f"{event.subject_type} {before} → {after}"


def in_list(text: str) -> SafeString:
    """A claim in a list: a column wide enough to read it."""
    return format_html('<span class="cd-claim">{}</span>', text)


def text_block(text: str) -> SafeString:
    """A long text in its own lines, in a box that scrolls."""
    return format_html('<div class="cd-text" tabindex="0">{}</div>', text)


def quantities(found: Iterable[dict[str, Any]]) -> SafeString | str:
    """Each quantity as it was written and as it was read: "up to 160 kilotons" (≤ 160 kiloton)."""
    return _lines((quantity["text"], _range(quantity["low"], quantity["high"], quantity["unit"])) for quantity in found)


def dates(found: Iterable[dict[str, Any]]) -> SafeString | str:
    return _lines((date["text"], _moment(date)) for date in found)


def _moment(date: dict[str, Any]) -> str:
    """Its days and hours, or without any how long or how often it is."""
    known = [date.get("duration") or date.get("repeats") or ""]
    known += [_range(low, high, "") for low, high in _ends(date) if low or high]
    return ", ".join(part for part in known if part) or "?"


def _ends(date: dict[str, Any]) -> tuple[tuple[str | None, str | None], ...]:
    return (date["from"], date["to"]), (date.get("opens"), date.get("closes"))


def substitutions(found: Iterable[dict[str, Any]]) -> SafeString | str:
    """Each change that the machine made in a claim, and each that it was not sure of and left."""
    return format_html_join("", "<div>{}</div>", ((told,) for told in map(_substitution, found))) or NOTHING


def _substitution(change: dict[str, Any]) -> str:
    original, replacement = change["original"], change["replacement"]
    if not change["is_sure"]:
        return f"“{original}” left as it is" + (f", perhaps {replacement}" if replacement else "")
    if not replacement:
        return f"left out: “{original}”"
    return f"“{original}” became “{replacement}”" if original else f"put in: “{replacement}”"


def _lines(rows: Iterable[tuple[str, str]]) -> SafeString | str:
    return format_html_join("", "<div>“{}” = {}</div>", rows) or NOTHING


def _range(low: object, high: object, unit: str | None) -> str:
    unit = f" {unit}" if unit else ""
    if low is None and high is None:
        return "?"
    if low == high:
        return f"{low}{unit}"
    if low is None:
        return f"at most {high}{unit}"
    return f"at least {low}{unit}" if high is None else f"{low} to {high}{unit}"


def status(colours: dict[str, str]) -> Callable[[Method], Method]:
    """A status as a coloured label; a status without a colour is grey."""
    decorate: Callable[[Method], Method] = display(description="Status", ordering="status", label=colours)
    return decorate


class YesNoFilter(admin.SimpleListFilter):
    """A question with two answers; a subclass gives ``title``, ``parameter_name`` and ``asks``."""

    asks: Q

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "Yes"), ("no", "No")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "yes":
            return queryset.filter(self.asks)
        return queryset.exclude(self.asks) if self.value() == "no" else queryset


def vanished(claim: Claim) -> str:
    """Whether the claim's article still says it, and since when not."""
    if claim.vanished_in is None:
        return "Stands in it" if claim.article_id else NOTHING
    return f"No longer in it: revision {claim.vanished_in.number}, {date_format(claim.vanished_in.created_at, 'j F Y')}"


def compared(row: Claim | ImportedFactCheck) -> str:
    """How far it has come in being compared with what was said before."""
    embedding = getattr(row, "embedding", None)
    if embedding is None:
        return NOTHING
    return f"Put aside: {embedding.problem}" if embedding.quarantined_at else embedding.status.capitalize()


class StatusFilter(admin.ChoicesFieldListFilter):
    """States in words: "in review"."""

    def choices(self, changelist: Any) -> Iterator[Any]:
        for choice in super().choices(changelist):
            yield {**choice, "display": str(choice["display"]).replace("_", " ")}


class QuarantinedFilter(YesNoFilter):
    title = "quarantined"
    parameter_name = "quarantined"
    asks = Q(quarantined_at__isnull=False)
