"""Names, titles and outlets are found without their accents, wherever a part of them can be asked for."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from claims.access import Scope
from claims.models import Claim
from tests import clients, makers
from verification import queries
from verification.models import Check
from verification.queries import Narrowing, Wanted

pytestmark = pytest.mark.django_db


@pytest.fixture
def check() -> Check:
    """A published claim of a speaker, in an article, both with accents in their names."""
    claim = makers.make_claim("The quay lost four cranes.", speaker_name="Zdeněk Brandão")
    article = makers.make_article(title="The weir of Málaga", outlet="Tägliche Nachrichten")
    Claim.objects.filter(pk=claim.pk).update(article=article)
    check = makers.make_check(makers.make_desk(verdicts_needed=1), claim=claim)
    for assignment in makers.make_assignments(check):
        makers.judge(assignment, "false")
    check.refresh_from_db()
    makers.publish(check)
    return check


@pytest.mark.parametrize(
    "path", ["speakers/?name=zdenek", "speakers/?name=Bråndao", "articles/?title=malaga", "articles/?title=MÁLAGA"]
)
def test_the_api_finds_them(check: Check, path: str) -> None:
    client = clients.with_key(Scope.CLAIMS_READ, Scope.ARTICLES_READ)
    assert len(client.get(f"/api/v1/{path}").json()["results"]) == 1


def test_the_desk_and_readers_find_them(check: Check) -> None:
    by = Narrowing(speaker="brandao", outlet="tagliche")
    assert list(Check.objects.filter(by.on_claims("claim"))) == [check]
    assert queries.narrow_fact_checks(queries.published_fact_checks(), Wanted(speaker="brandao")).exists()


@pytest.mark.parametrize(
    ("model", "words"),
    [
        ("claims_speaker", "zdenek"),
        ("claims_article", "tagliche"),
        ("claims_article", "malaga"),
        ("claims_user", "Rene"),
    ],
)
def test_the_admin_finds_them(check: Check, client: Client, model: str, words: str) -> None:
    makers.make_user(first_name="René")
    client.force_login(makers.make_administrator())
    shown = client.get(reverse(f"admin:{model}_changelist"), {"q": words}).context["cl"].result_list
    assert len(shown) == 1
