"""Texts with something marked in them. Tags and not templates, because every space of a text counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from claims.models import Claim
from verification.highlighting import Piece
from verification.passages import Passage, Span
from verification.wording import state_in_words

register = template.Library()


@register.simple_tag
def marked_text(pieces: Sequence[Piece]) -> SafeString:
    """The pieces in order; everything of the article is escaped."""
    return mark_safe("".join(_piece(piece) for piece in pieces))  # noqa: S308  # Each piece is escaped below.


@register.simple_tag
def numbered_text(found: Sequence[Passage]) -> SafeString:
    """The passages in order, each number behind what it stands for and leading to its claim, all escaped."""
    return mark_safe("".join(_passage(passage) for passage in found))  # noqa: S308  # Each passage is escaped below.


def _passage(passage: Passage) -> str:
    text = escape(passage.text)
    marked = format_html('<mark class="{}">{}</mark>', passage.status, text) if passage.status else text
    return marked + "".join(_number(span) for span in passage.ending)


def _number(span: Span) -> str:
    told = '<sup><a href="#claim-{0}">{0}{1}<span class="hidden"> ({2})</span></a></sup>'
    return format_html(told, span.number, span.status.sign, state_in_words(span.status))


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
        return format_html('<mark class="unsure">{}<span class="hidden"> ({})</span></mark>', words, _("unclear"))
    told = " ".join([_("In the article:"), change["original"]]) if change["original"] else _("put in")
    return format_html('<ins class="put-in">{}<span class="hidden"> ({})</span></ins>', words, told)


@register.simple_tag
def change_told(change: dict[str, Any]) -> SafeString:
    """What the machine did to the words of a claim, or thought of doing, as a sentence."""
    before, after = change["original"], change["replacement"]
    if not change["is_sure"]:
        told = _("“{before}” was left as it is; perhaps {after}") if after else _("“{before}” was left as it is")
    elif not before:
        told = _("“{after}” was put in")
    elif not after:
        told = _("<del>{before}</del> was left out")
    else:
        told = _('<del>{before}</del> became <ins class="put-in">{after}</ins>')
    return format_html(told, before=before, after=after)


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
            state_in_words(mark.label),
        )
    return format_html('<mark class="{}">{}</mark>', mark.label, piece.text)
