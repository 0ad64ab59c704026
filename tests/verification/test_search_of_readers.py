"""Readers find a fact-check by all that they are shown of it, and by nothing that they are not."""

from __future__ import annotations

import pytest

from claims import queries as claim_queries
from claims.models import Article, Claim
from claims.states import Release
from tests import makers
from verification import queries, services
from verification.models import Check, FactCheck
from verification.services import FactCheckDraft

pytestmark = pytest.mark.django_db


def published() -> Check:
    """Of a claim in an article that nobody outside may know of."""
    article = makers.make_article(title="Winches of the estuary", outlet="The Tidewater Gazette")
    claim = makers.make_claim("The quay lost four cranes.", speaker_name="Adele Brandão", speaker_role="quay warden")
    Claim.objects.filter(pk=claim.pk).update(article=article)
    check = makers.make_check(makers.make_desk(verdicts_needed=1), claim=claim)
    source = makers.make_source(title="Register of lifting gear", publisher="Harbour Inspectorate")
    for assignment in makers.make_assignments(check):
        makers.judge(assignment, "false", source)
    check.refresh_from_db()
    makers.publish(check, headline="All of them are there", summary="We counted 1,400 bollards in Curaçao.")
    return check


def found(words: str) -> bool:
    return queries.search_fact_checks(queries.published_fact_checks(), words).exists()


@pytest.mark.parametrize(
    "words",
    [
        "all of the bollards",
        '"all of them" bollards or of',
        "lost cranes",
        "bollards",
        "1400 curacao",
        "Brandao",
        "warden",
        "lifting",
        "inspectorate",
        "false",
        "false bollards Brandao",
        "nonsense or bollards",
        "bollards -ferry",
    ],
)
def test_all_that_is_shown_is_found(words: str) -> None:
    published()
    assert found(words)


@pytest.mark.parametrize("words", ["ferry", "of them", "bollards ferry", "-bollards cranes", "true", "---", ""])
def test_nothing_else_is(words: str) -> None:
    published()
    assert not found(words)


@pytest.mark.parametrize("words", ["tidewater", '"winches of the estuary"', "gazette bollards"])
def test_an_article_is_found_once_it_is_public(words: str) -> None:
    check = published()
    Article.objects.update(release=Release.INTERNAL)
    assert not found(words)
    Article.objects.update(release=Release.PUBLIC)
    assert found(words)
    assert FactCheck.objects.get().check_row_id == check.pk


def test_the_newest_revision_alone_is_looked_at() -> None:
    check = published()
    services.correct(
        check_id=check.pk,
        actor=makers.make_editor(),
        draft=FactCheckDraft(headline="All of them stand", summary="We counted the capstans."),
        note="The count was of another port.",
    )
    assert not found("bollards")
    assert found("capstans")
    assert found("another port")


def test_imported_fact_checks_and_articles_are_found_the_same_way() -> None:
    one = makers.make_imported_fact_check(claim_text="The weir cost 48,500 crowns.", publisher="Žižkov Facts")
    article = makers.make_article(title="Málaga’s co-operative", outlet="U.K. Review")
    assert list(queries.search_imported("48500 zizkov")) == [one]
    assert list(queries.search_articles("malaga cooperative UK")) == [article]
    assert claim_queries.lexemes("48,500 crowns") == ["48500", "crown"]
