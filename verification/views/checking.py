"""The checking copy of an article: on a page, on paper, as a file of its own, and for a word processor."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from claims.access import Scope
from claims.models import Article
from verification.checking import CheckingCopy, checking_copy
from verification.checking_docx import MIME, write_docx
from verification.slugs import slug_of
from verification.views.access import needs, person


@require_safe
@needs(Scope.REVIEWS_READ)
def checking(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "verification/checking.html", {"copy": _copy(pk)})


@require_safe
@needs(Scope.REVIEWS_READ)
def checking_html(request: HttpRequest, pk: int) -> HttpResponse:
    """One file that needs nothing beside it."""
    copy = _copy(pk)
    told = render_to_string("verification/checking_file.html", {"copy": copy}, request)
    return _file(copy, told.encode(), kind="text/html; charset=utf-8", ending="html")


@require_safe
@needs(Scope.REVIEWS_READ)
def checking_docx(request: HttpRequest, pk: int) -> HttpResponse:
    copy = _copy(pk)
    return _file(copy, write_docx(copy, author=str(person(request))), kind=MIME, ending="docx")


def _copy(pk: int) -> CheckingCopy:
    return checking_copy(get_object_or_404(Article, pk=pk))


def _file(copy: CheckingCopy, content: bytes, *, kind: str, ending: str) -> HttpResponse:
    title = slug_of(str(copy.article), most=60) or f"article-{copy.article.pk}"
    name = f"{title}-checking-{copy.revision.number}.{ending}"
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
