"""Values as people write them."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext_lazy

register = template.Library()
KINDS = {"primary": gettext_lazy("primary source"), "secondary": gettext_lazy("secondary source")}
STANCES = {
    "supports": gettext_lazy("supports the claim"),
    "refutes": gettext_lazy("speaks against the claim"),
    "context": gettext_lazy("gives context"),
}
STATES = {
    "triage": gettext_lazy("triage"),
    "queued": gettext_lazy("queued"),
    "in_review": gettext_lazy("in review"),
    "disputed": gettext_lazy("disputed"),
    "agreed": gettext_lazy("agreed"),
    "published": gettext_lazy("published"),
    "withdrawn": gettext_lazy("withdrawn"),
    "dropped": gettext_lazy("dropped"),
    "matched": gettext_lazy("matched"),
    "received": gettext_lazy("received"),
    "extracted": gettext_lazy("extracted"),
    "unreadable": gettext_lazy("unreadable"),
    "open": gettext_lazy("open"),
    "submitted": gettext_lazy("submitted"),
    "released": gettext_lazy("released"),
    "expired": gettext_lazy("expired"),
    "recalled": gettext_lazy("recalled"),
}


@register.filter
def words(status: str) -> str:
    """ "in_review" as "in review", in the reader's language."""
    return str(STATES.get(status, status.replace("_", " ")))


@register.filter
def source_kind(kind: str) -> str:
    """What a published source is, for readers."""
    return str(KINDS.get(kind, kind))


@register.filter
def source_stance(stance: str) -> str:
    """What a published source says of the claim, for readers."""
    return str(STANCES.get(stance, stance))
