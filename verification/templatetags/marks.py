"""Texts with something marked in them. Tags and not templates, because every space of a text counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from claims.models import Claim
from verification.highlighting import Piece

register = template.Library()


@register.simple_tag
def marked_text(pieces: Sequence[Piece]) -> SafeString:
    """The pieces in order; everything of the article is escaped."""
    return mark_safe("".join(_piece(piece) for piece in pieces))  # noqa: S308  # Each piece is escaped below.


@register.simple_tag
def claim_text(claim: Claim) -> SafeString:
    """A claim as it reads alone: what the machine put in as <ins>, what it was not sure of as <mark>, all escaped."""
    return mark_safe("".join(_claim_bits(claim)))  # noqa: S308  # Each bit is escaped below.


def _claim_bits(claim: Claim) -> Iterator[str]:
    position = 0
    for change in claim.substitutions:
        yield escape(claim.text[position : change["start"]])
        position = change["end"]
        yield _changed(claim.text[change["start"] : position], change)
    yield escape(claim.text[position:])


def _changed(words: str, change: dict[str, Any]) -> str:
    if not words:
        return ""
    if not change["is_sure"]:
        return format_html('<mark class="unsure">{}<span class="hidden"> (unclear)</span></mark>', words)
    told = f" (in the article: {change['original']})" if change["original"] else " (put in)"
    return format_html('<ins class="put-in">{}<span class="hidden">{}</span></ins>', words, told)


def _piece(piece: Piece) -> str:
    mark = piece.mark
    if mark is None:
        return escape(piece.text)
    if mark.is_current:
        return format_html('<mark class="{} current" id="claim">{}</mark>', mark.label, piece.text)
    if mark.href:
        return format_html(
            '<a class="mark" href="{}"><mark class="{}">{}</mark><span class="hidden"> ({})</span></a>',
            mark.href,
            mark.label,
            piece.text,
            mark.label.replace("-", " "),
        )
    return format_html('<mark class="{}">{}</mark>', mark.label, piece.text)
