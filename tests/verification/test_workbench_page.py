"""The workbench: the article with its claims marked, and the way from one to the next."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from claims import services as claim_services
from claims.extraction.statements import Kind, Statement
from claims.models import Article, Claim
from tests import makers
from tests.verification.test_views import page, signed_in
from verification import services
from verification.models import Assignment, Check, Desk, Reviewer
from verification.states import CheckStatus

pytestmark = pytest.mark.django_db
SENTENCES = ("The port lost four cranes.", "The repairs cost 12 million dollars.", "Nobody was hurt in 2025.")


@pytest.fixture
def desk() -> Desk:
    return makers.make_desk(verdicts_needed=1)


@pytest.fixture
def reviewer(desk: Desk) -> Reviewer:
    return makers.make_reviewer(desk)


@pytest.fixture
def article(desk: Desk) -> Article:
    """Three claims, each a sentence, with their checks waiting."""
    article = makers.make_article(" ".join(SENTENCES), title="After the storm")
    attempt = claim_services.begin_extraction(article_id=article.pk)
    assert attempt
    claim_services.store_statements(attempt=attempt, statements=[statement(attempt.text, one) for one in SENTENCES])
    services.open_checks()
    return article


def statement(text: str, sentence: str) -> Statement:
    start = text.index(sentence)
    return Statement(
        index=start,
        start=start,
        end=start + len(sentence),
        quote=sentence,
        text=sentence,
        speaker=None,
        cue=None,
        kind=Kind.NARRATOR,
        worthiness=0.9,
        quantities=(),
        dates=(),
        topics=(),
        is_claim=True,
    )


def check_of(words: str) -> Check:
    return Check.objects.get(claim=Claim.objects.get(text__contains=words))


def taken(reviewer: Reviewer, words: str) -> Assignment:
    return services.take(check_id=check_of(words).pk, reviewer=reviewer)


def ways(told: str) -> dict[str, str]:
    """Where each key leads."""
    return {key: href for href, key in re.findall(r'<a\s+href="([^"]+)"\s+data-key="(\w)"', told)}


def bench(reviewer: Reviewer, assignment: Assignment) -> str:
    return page(signed_in(reviewer.user).get(reverse("assignment", args=[assignment.pk])))


def test_claims_are_marked_by_how_far_they_have_come(article: Article, reviewer: Reviewer) -> None:
    makers.judge(taken(reviewer, "cranes"))
    told = bench(reviewer, taken(reviewer, "repairs"))
    assert '<mark class="not-true">The port' in told
    assert '<mark class="in-progress current" id="claim">The repairs' in told
    assert '<mark class="unchecked">Nobody' in told
    assert re.search(r'<mark class="unchecked">\? unchecked</mark> 1\s', told)


def test_keys_lead_before_after_and_to_the_next_that_waits(article: Article, reviewer: Reviewer) -> None:
    first, last = taken(reviewer, "cranes"), taken(reviewer, "Nobody")
    middle = check_of("repairs")
    Check.objects.filter(pk=middle.pk).update(status=CheckStatus.DISPUTED)
    told = ways(bench(reviewer, first))
    assert told == {"j": reverse("check", args=[middle.pk]), "n": reverse("assignment", args=[last.pk])}
    # Once around: from the last back to the first.
    assert ways(bench(reviewer, last))["n"] == reverse("assignment", args=[first.pk])


def test_a_claim_can_be_taken_where_it_is_read(article: Article, reviewer: Reviewer) -> None:
    url = reverse("check", args=[check_of("repairs").pk])
    client: Client = signed_in(reviewer.user)
    assert "Take it" in page(client.get(url))
    taken(reviewer, "repairs")
    assert "Take it" not in page(client.get(url))


def test_rivals_are_told_with_their_figures(reviewer: Reviewer, desk: Desk) -> None:
    check = makers.make_check(desk)
    earlier = makers.make_imported_fact_check(claim_text="It lost between 50 and 120 litres.")
    earlier.quantities = [{"text": "between 50 and 120 litres"}]
    earlier.save()
    makers.make_match(check.claim, earlier, relation="rival")
    told = bench(reviewer, services.take(check_id=check.pk, reviewer=reviewer))
    assert '<span class="chip" dir="auto">between 50 and 120 litres</span>' in told
