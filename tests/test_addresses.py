"""Wherever addresses are compared two spellings are one, and what is shown is the one that was given."""

from __future__ import annotations

import importlib
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from claims import services
from claims.claim_reviews import ImportedDraft
from claims.intake import ArticleDraft
from claims.models import Article, ImportedFactCheck, Page
from tests import makers
from verification.checking import checking_copy
from verification.models import FactCheckRevision
from verification.services.publishing import public_sources
from verification.sourcing import origin

pytestmark = pytest.mark.django_db

GIVEN = "HTTPS://Bücher.Example:443/news/./%7Eport?id=5&utm_medium=mail#top"
AGAIN = "https://xn--bcher-kva.example/news/~port?id=5"


def test_another_text_at_another_spelling_is_a_revision() -> None:
    article = makers.make_article("The port lost cranes.", url=GIVEN)
    receipt = services.receive_article(draft=ArticleDraft("The port lost two cranes.", url=AGAIN), actor=None)
    assert (receipt.article, receipt.revised) == (article, True)
    assert Article.objects.get().url == GIVEN


def test_articles_without_an_address_are_not_at_one() -> None:
    assert makers.make_article() != makers.make_article()


def test_a_page_is_read_once() -> None:
    page = services.ask_for_page(url=GIVEN)
    assert services.ask_for_page(url=AGAIN) == page
    assert Page.objects.get().url == GIVEN


def test_a_fact_check_of_others_is_one_at_one_address() -> None:
    makers.make_imported_fact_check(url=GIVEN)
    again: dict[str, Any] = {"claim_text": "The reservoir ran dry in 2025.", "publisher": "The Check Desk"}
    draft = ImportedDraft(url=AGAIN, rating="Mostly false", **again)
    assert services.import_fact_check(draft=draft) == "known"
    assert ImportedFactCheck.objects.get().url == GIVEN


def test_readers_see_each_source_once_as_it_was_given() -> None:
    check = makers.make_check(makers.make_desk(verdicts_needed=2))
    for assignment, url in zip(makers.make_assignments(check), (GIVEN, AGAIN), strict=True):
        makers.judge(assignment, "false", makers.make_source(url=url))
    check.refresh_from_db()
    makers.publish(check)
    assert [source["url"] for source in FactCheckRevision.objects.get().sources] == [GIVEN]
    assert public_sources([]) == []


def test_the_checking_copy_numbers_each_source_once() -> None:
    article = makers.make_article("The port lost four cranes.")
    desk = makers.make_desk(verdicts_needed=2)
    claim = makers.make_claim()
    mention = services.revisions.new_mention(claim, article.revisions.get(), 0, 26)
    mention.save()
    check = makers.make_check(desk, claim)
    for assignment, url in zip(makers.make_assignments(check), (GIVEN, AGAIN), strict=True):
        makers.judge(assignment, "false", makers.make_source(url=url))
    assert [one.source.url for one in checking_copy(article).sources] == [GIVEN]


def test_a_site_is_one_however_its_name_is_written() -> None:
    assert origin(GIVEN) == origin(AGAIN) == "xn--bcher-kva.example"


def test_known_rows_at_one_address_all_stay_and_the_oldest_is_found() -> None:
    first, second = makers.make_article(url=GIVEN), makers.make_article(url="https://b.example/")
    pages = [services.ask_for_page(url=url) for url in (GIVEN, "https://b.example/")]
    checks = [makers.make_imported_fact_check(url=url) for url in (GIVEN, "https://b.example/")]
    with connection.cursor() as cursor:
        for table in ("claims_article", "claims_page", "claims_importedfactcheck"):
            cursor.execute(f"UPDATE {table} SET url_key = ''")
            cursor.execute(f"UPDATE {table} SET url = %s WHERE url = 'https://b.example/'", [AGAIN])
    migration = importlib.import_module("claims.migrations.0024_known_addresses_have_keys")
    with connection.schema_editor() as editor:
        migration.key_addresses(apps, editor)
    for model in (Article, Page, ImportedFactCheck):
        assert model.objects.exclude(url_key="").count() == 2
    receipt = services.receive_article(draft=ArticleDraft("It lost three.", url=AGAIN), actor=None)
    assert (receipt.article, second.pk > first.pk) == (first, True)
    assert services.ask_for_page(url=AGAIN) == pages[0]
    makers.make_imported_fact_check(url="https://c.example/")
    assert len(checks) == 2
