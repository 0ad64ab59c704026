"""Figures of the board."""

from __future__ import annotations

from django import template
from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.html import format_html

from verification.board import share_in_words

register = template.Library()
register.simple_tag(share_in_words, name="share")


@register.simple_tag
def number(count: int, href: str) -> str:
    """A count, and the way to the rows behind it.

    A tag, because a template for each of some hundred numbers would take the page 15 ms longer.
    """
    told = intcomma(count)
    return format_html('<a href="{}">{}</a>', href, told) if href else told
