"""Lists are narrowed as the framework does it."""

from __future__ import annotations

from typing import Any

import pytest
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from claims.api.articles import ArticleViewSet
from claims.api.claims import ClaimViewSet, SpeakerViewSet
from claims.api.filtering import Filters
from verification.api.checks import CheckViewSet

pytestmark = pytest.mark.django_db


def narrowed(backend: Any, view: Any, asked: str) -> Any:
    """The question that is asked of the database, or what is wrong with what was asked for."""
    request = Request(APIRequestFactory().get(f"/?{asked}"))
    try:
        found = backend().filter_queryset(request, view().get_queryset(), view())
    except ValidationError as error:
        return error.detail
    return str(found.query)


@pytest.mark.parametrize(
    ("view", "asked"),
    [
        (ClaimViewSet, ""),
        (ClaimViewSet, "q=deep+lake&topic=Science&min_worthiness=0.25&in_current_text=true"),
        (ClaimViewSet, "speaker=Mira+Falk&outlet=&language=en&article=7&unknown=1"),
        (ClaimViewSet, "article=9223372036854775808&min_worthiness=much"),
        (ClaimViewSet, "q=%00"),
        (CheckViewSet, "status=queued&desk=Science&quarantined=false"),
        (CheckViewSet, "status=nowhere&status=queued"),
        (CheckViewSet, "status=nowhere&article=x"),
        (ArticleViewSet, "status=received&q=lake"),
        (SpeakerViewSet, "name=falk&name=aas"),
    ],
)
def test_what_is_asked_for_narrows_as_the_framework_narrows(view: Any, asked: str) -> None:
    assert narrowed(Filters, view, asked) == narrowed(DjangoFilterBackend, view, asked)
