"""An article's text with its claims marked. A tag and not a template, because every space of the text counts."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from verification.highlighting import Piece

register = template.Library()


@register.simple_tag
def marked_text(pieces: Sequence[Piece]) -> SafeString:
    """The pieces in order; everything of the article is escaped."""
    return mark_safe("".join(_piece(piece) for piece in pieces))  # noqa: S308  # Each piece is escaped below.


def _piece(piece: Piece) -> str:
    mark = piece.mark
    if mark is None:
        return escape(piece.text)
    if mark.is_current:
        return format_html('<mark class="{} current" id="claim">{}</mark>', mark.label, piece.text)
    if mark.href:
        return format_html(
            '<a class="mark" href="{}"><mark class="{}">{}</mark></a>', mark.href, mark.label, piece.text
        )
    return format_html('<mark class="{}">{}</mark>', mark.label, piece.text)
