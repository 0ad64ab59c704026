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


@register.filter
def words(status: str) -> str:
    """ "in_review" as "in review"."""
    return status.replace("_", " ")


@register.filter
def source_kind(kind: str) -> str:
    """What a published source is, for readers."""
    return str(KINDS.get(kind, kind))


@register.filter
def source_stance(stance: str) -> str:
    """What a published source says of the claim, for readers."""
    return str(STANCES.get(stance, stance))
