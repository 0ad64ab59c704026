"""What migrations make of rows that are there."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps

from claims.models import Article, Claim
from claims.states import Release
from tests import makers
from verification import services
from verification.models import Check

pytestmark = pytest.mark.django_db


def checked(article: Article) -> Check:
    claim = makers.make_claim()
    Claim.objects.filter(pk=claim.pk).update(article=article)
    return makers.make_agreed_check(claim=Claim.objects.get(pk=claim.pk))


def test_articles_of_which_something_was_published_are_public_from_the_start() -> None:
    articles = [makers.make_article() for _ in range(4)]
    published, withdrawn, agreed, _ = articles
    editor = makers.make_editor()
    makers.publish(checked(published))
    taken_back = makers.publish(checked(withdrawn))
    services.withdraw(check_id=taken_back.check_row_id, actor=editor, why="The register was forged.")
    checked(agreed)
    step = import_module("verification.migrations.0016_articles_of_fact_checks_are_public")
    step.release_published(apps, None)
    for article in articles:
        article.refresh_from_db()
    assert [article.release for article in articles] == [
        Release.PUBLIC,
        Release.PUBLIC,
        Release.INTERNAL,
        Release.INTERNAL,
    ]
