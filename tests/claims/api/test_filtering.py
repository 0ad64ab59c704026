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
        found = backend().filter_queryset(request, view.queryset.all(), view())
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


@pytest.mark.parametrize(
    ("view", "name", "value"),
    [
        (ArticleViewSet, "quarantined", "banana"),
        (ArticleViewSet, "quarantined", ""),
        (ClaimViewSet, "article", ""),
        (CheckViewSet, "quarantined", "2"),
        (CheckViewSet, "in_current_text", "none"),
        (ClaimViewSet, "in_current_text", "yes"),
        (ClaimViewSet, "article", "1.5"),
        (ClaimViewSet, "article", "1.0"),
        (ClaimViewSet, "article", "-1"),
        (ClaimViewSet, "article", "1e1"),
        (CheckViewSet, "article", "٣"),
        (CheckViewSet, "article", "1" * 5000),
        (ClaimViewSet, "min_worthiness", "NaN"),
        (ClaimViewSet, "min_worthiness", "1.1"),
    ],
)
def test_a_value_that_is_none_is_refused_by_name(view: Any, name: str, value: str) -> None:
    assert list(narrowed(Filters, view, f"{name}={value}")) == [name]


@pytest.mark.parametrize("value", ["true", "True", "1"])
def test_true_is_true_in_any_case(value: str) -> None:
    found = narrowed(Filters, ArticleViewSet, f"quarantined={value}")
    assert found == narrowed(Filters, ArticleViewSet, "quarantined=true") != narrowed(Filters, ArticleViewSet, "")
