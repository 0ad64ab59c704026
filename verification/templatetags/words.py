"""Values as people write them."""

from __future__ import annotations

from django import template

register = template.Library()


@register.filter
def words(status: str) -> str:
    """ "in_review" as "in review"."""
    return status.replace("_", " ")
