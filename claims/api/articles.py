"""Articles in the API."""

from __future__ import annotations

import logging
from typing import Any, cast

from django.db import DatabaseError
from django_filters import rest_framework as filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from claims import intake, queries, services
from claims.access import Scope
from claims.api import rendering, versions
from claims.api.filtering import YesNo
from claims.api.listing import OfArticles
from claims.api.once import Once
from claims.api.parsers import NdjsonParser
from claims.api.serializers import (
    ArticleDetail,
    ArticleIn,
    ArticleOut,
    ArticleReleaseIn,
    BatchOut,
    ClaimOut,
    EventOut,
    ReceiptOut,
    article_draft,
)
from claims.errors import Invalid
from claims.models import Article, User
from claims.queueing import enqueue
from claims.services import Receipt
from claims.states import ArticleStatus, Release

logger = logging.getLogger(__name__)
# No id has more digits, and PostgreSQL refuses longer ones.
ID = r"[0-9]{1,18}"


class ArticleFilter(filters.FilterSet):  # type: ignore[misc]
    release = filters.ChoiceFilter(
        field_name="release_now", choices=[(release.value, release.value) for release in Release]
    )
    status = filters.ChoiceFilter(choices=[(status.value, status.value) for status in ArticleStatus])
    outlet = filters.CharFilter(lookup_expr="iexact")
    language = filters.CharFilter()
    title = filters.CharFilter(lookup_expr="unaccent__icontains")
    quarantined = YesNo(field_name="quarantined_at", lookup_expr="isnull", exclude=True)


class ArticleViewSet(
    Once, OfArticles, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Article]
):
    """Texts as they came in. Extraction follows by itself; `status` tells how far it is."""

    queryset = queries.with_release(Article.objects.all())
    to_article = ("pk",)
    conditional = frozenset({"release"})
    serializer_class = ArticleOut
    filterset_class = ArticleFilter
    lookup_value_regex = ID
    paged = ("list", "claims", "events")
    bodiless = ("retry",)
    scopes = {
        "list": Scope.ARTICLES_READ,
        "retrieve": Scope.ARTICLES_READ,
        "claims": Scope.CLAIMS_READ,
        "events": Scope.ARTICLES_READ,
        "create": Scope.ARTICLES_WRITE,
        "batch": Scope.ARTICLES_WRITE,
        "retry": Scope.CHECKS_WRITE,
        "release": Scope.CHECKS_WRITE,
    }

    @extend_schema(responses=ArticleDetail)
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One article with its newest text."""
        article = self.get_object()
        return versions.tagged(ArticleDetail(article, context={"request": request}).data, article)

    @extend_schema(request=ArticleIn, responses={202: ReceiptOut, 200: ReceiptOut})
    def create(self, request: Request) -> Response:
        """Hand in an article. The same text twice is the same article, answered with 200; another text at its URL is a
        new revision.
        """
        receipt = _receive(article_draft(request.data), request)
        told = _told(receipt, request)
        return Response(told, status=202 if _is_new(told) else 200, headers={"Location": told["url"]})

    @extend_schema(
        request={"application/x-ndjson": OpenApiTypes.STR}, responses={202: BatchOut, 200: BatchOut}, filters=False
    )
    @action(methods=["post"], detail=False, parser_classes=[NdjsonParser])
    def batch(self, request: Request) -> Response:
        """Hand in many articles, one JSON object a line; a bad line is told by its number and spoils no other.

        Where every line was handed in before the answer is 200.
        """
        lines = [_line(line, request) for line in intake.json_lines(cast(list[bytes], request.data))]
        failed = sum(1 for line in lines if line["problems"])
        is_known = not failed and not any(_is_new(line["article"]) for line in lines)
        told = {"received": len(lines) - failed, "failed": failed, "lines": lines}
        return Response(told, status=200 if is_known else 202)

    @extend_schema(responses=ClaimOut(many=True), filters=False)
    @action(detail=True, filterset_class=None)
    def claims(self, request: Request, pk: str) -> Response:
        """The claims found in an article."""
        claims: Any = queries.claims_to_tell().filter(article=self.get_object())
        return self.get_paginated_response(rendering.told_all(ClaimOut, self.paginate_queryset(claims) or ()))

    @extend_schema(responses=EventOut(many=True), filters=False)
    @action(detail=True, filterset_class=None)
    def events(self, request: Request, pk: str) -> Response:
        """What happened to an article, and who was let know of it."""
        found = self.paginate_queryset(queries.events_of_article(self.get_object().pk))  # type: ignore[arg-type]
        return self.get_paginated_response(EventOut(cast(Any, found), many=True).data)

    @extend_schema(request=None, responses={202: ArticleOut})
    @action(methods=["post"], detail=True)
    def retry(self, request: Request, pk: str) -> Response:
        """Let extraction try again on an article that was quarantined or could not be read."""
        article = self.get_object()
        services.retry_article(article=article, actor=_person(request))
        enqueue("claims.extract_article", article.pk)
        return Response(ArticleOut(article, context={"request": request}).data, status=202)

    @extend_schema(request=ArticleReleaseIn, responses=ArticleOut)
    @action(methods=["post"], detail=True)
    def release(self, request: Request, pk: str) -> Response:
        """Say, as an editor, who may know of an article: people here, they alone until a time, or everybody."""
        article = self.get_object()
        versions.require_match(request, article)
        given = rendering.read(ArticleReleaseIn, request.data)
        decided = services.set_release(
            article_id=article.pk,
            to=Release(given["release"]),
            until=given.get("embargoed_until"),
            actor=_person(request),
            version=article.version,
        )
        return versions.tagged(ArticleOut(decided, context={"request": request}).data, decided)


def _person(request: Request) -> User:
    assert isinstance(request.user, User)  # noqa: S101  # HasScope lets nobody else in.
    return request.user


def _receive(draft: intake.ArticleDraft, request: Request) -> Receipt:
    receipt = services.receive_article(draft=draft, actor=_person(request))
    if receipt.created or receipt.revised:
        enqueue("claims.extract_article", receipt.article.pk)
    return receipt


def _told(receipt: Receipt, request: Request) -> dict[str, Any]:
    return {
        "id": receipt.article.pk,
        "status": receipt.article.status,
        "created": receipt.created,
        "revised": receipt.revised,
        "revision": queries.current_revision(receipt.article).number,
        "url": reverse("v1:article-detail", args=[receipt.article.pk], request=request),
    }


def _is_new(told: dict[str, Any]) -> bool:
    return bool(told["created"] or told["revised"])


def _line(line: intake.JsonLine, request: Request) -> dict[str, Any]:
    if line.value is None:
        return {"line": line.number, "article": None, "problems": {"line": [line.problem]}}
    try:
        receipt = _receive(article_draft(line.value), request)
    except Invalid as error:
        return {"line": line.number, "article": None, "problems": error.fields}
    except DatabaseError:
        logger.exception("Line %s of a batch could not be stored.", line.number)
        return {"line": line.number, "article": None, "problems": {"line": ["This could not be stored."]}}
    return {"line": line.number, "article": _told(receipt, request), "problems": {}}
