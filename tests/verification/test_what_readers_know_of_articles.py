"""Readers learn of an article once an editor releases it, in every channel, and of no address inside the house."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from claims import services as claim_services
from claims.models import Article, Claim
from claims.states import Release
from tests import makers
from verification import services
from verification.models import Check, Delivery, FactCheck

pytestmark = pytest.mark.django_db

LATER = datetime(2199, 1, 2, tzinfo=UTC)
PASSED = datetime(2020, 1, 2, tzinfo=UTC)
TITLE, OUTLET, URL = "Why the weir broke", "The Weir Gazette", "https://gazette.example/weir"
INSIDE = "http://cms.gazette.intranet/draft/7"
TEXT = "The weir held 40 million litres, the keeper said."
NOT_PUBLIC: list[tuple[Release, datetime | None]] = [(Release.INTERNAL, None), (Release.EMBARGOED, LATER)]
ALL_PUBLIC: list[tuple[Release, datetime | None]] = [(Release.PUBLIC, None), (Release.EMBARGOED, PASSED)]


def claim_in(article: Article, **facts: Any) -> Claim:
    """A claim with its place in the article's text."""
    claim = makers.make_claim(**facts)
    Claim.objects.filter(pk=claim.pk).update(article=article)
    revision = article.revisions.get()
    claim.mentions.create(revision=revision, exact=revision.text, start=0, end=len(revision.text))
    return Claim.objects.get(pk=claim.pk)


def make_article(release: Release, until: datetime | None = None, **facts: Any) -> Article:
    about = {"title": TITLE, "outlet": OUTLET, "url": URL} | facts
    return makers.make_article(TEXT, release=release, until=until, **about)


def published_of(article: Article, *sources: services.SourceDraft) -> FactCheck:
    check = makers.make_check(claim=claim_in(article))
    for assignment in makers.make_assignments(check):
        makers.judge(assignment, "false", *sources)
    return makers.publish(Check.objects.get(pk=check.pk), headline="It held less")


def channels(fact_check: FactCheck) -> dict[str, str]:
    """All that anybody gets to read about a fact-check and around it, by address."""
    slug = fact_check.slug
    asked = {"url": settings.SITE_URL + fact_check.get_absolute_url()}
    paths = [
        "/",
        "/fact-checks/",
        fact_check.get_absolute_url(),
        "/fact-checks/feed.atom",
        "/fact-checks/feed.json",
        "/corrections/",
        "/sitemap.xml",
        "/sitemap-fact-checks.xml",
        "/api/v1/fact-checks/",
        f"/api/v1/fact-checks/{slug}/",
    ]
    told = {path: Client().get(path).content.decode() for path in paths}
    return told | {"oembed": Client().get("/oembed/", asked).content.decode()}


def telling(fact_check: FactCheck, *words: str) -> set[str]:
    """The channels that hold any of the words."""
    return {path for path, body in channels(fact_check).items() if any(word in body for word in words)}


@pytest.mark.parametrize(("release", "until"), NOT_PUBLIC)
def test_publishing_a_claim_tells_nothing_of_its_article(release: Release, until: datetime | None) -> None:
    article = make_article(release, until)
    fact_check = published_of(article)
    assert telling(fact_check, "It held less")
    assert telling(fact_check, TITLE, OUTLET, URL, f"/articles/{article.pk}/") == set()
    services.withdraw(check_id=fact_check.check_row_id, actor=makers.make_editor(), why="The register was forged.")
    assert telling(fact_check, TITLE, OUTLET, URL) == set()


@pytest.mark.parametrize(("release", "until"), ALL_PUBLIC)
def test_of_a_public_article_every_channel_tells_where_the_claim_stood(
    release: Release, until: datetime | None
) -> None:
    article = make_article(release, until)
    fact_check = published_of(article)
    page, slug = fact_check.get_absolute_url(), fact_check.slug
    assert telling(fact_check, URL) == {page, "/api/v1/fact-checks/", f"/api/v1/fact-checks/{slug}/"}
    told = channels(fact_check)[page]
    assert f'"appearance": {{"@type": "CreativeWork", "url": "{URL}"}}' in told
    assert OUTLET in told
    assert reverse("checked", args=[article.pk]) in told


def test_what_is_told_follows_the_release_and_not_what_it_was_when_it_was_published() -> None:
    article, editor = make_article(Release.INTERNAL), makers.make_editor()
    fact_check = published_of(article)
    services.reopen(check_id=fact_check.check_row_id, actor=editor, why="New register.")
    for to, is_told in ((Release.PUBLIC, True), (Release.INTERNAL, False), (Release.PUBLIC, True)):
        claim_services.set_release(article_id=article.pk, to=to, actor=editor)
        assert bool(telling(fact_check, TITLE, OUTLET, URL)) is is_told
        assert Client().get(reverse("checked", args=[article.pk])).status_code == (200 if is_told else 404)


@pytest.mark.parametrize(("release", "until"), NOT_PUBLIC)
def test_an_article_that_is_not_public_is_as_if_there_were_none(release: Release, until: datetime | None) -> None:
    article = make_article(release, until)
    published_of(article)
    answer, nothing = (Client().get(reverse("checked", args=[pk])) for pk in (article.pk, article.pk + 10_000))
    assert answer.status_code == 404
    there, nowhere = (found.content.decode() for found in (answer, nothing))
    assert there.replace(str(article.pk), "…") == nowhere.replace(str(article.pk + 10_000), "…")


@pytest.mark.parametrize(("release", "until"), NOT_PUBLIC)
def test_accepting_a_match_publishes_nothing(release: Release, until: datetime | None) -> None:
    fact_check = makers.make_published_check().fact_check
    article = make_article(release, until)
    draft = makers.make_check(claim=claim_in(article, text="The weir was never full.", speaker_name="Ines Okafor"))
    match = makers.make_match(draft.claim, fact_check.check_row.claim)
    before = channels(fact_check)
    services.accept_match(match_id=match.pk, actor=makers.make_editor())
    assert Check.objects.get(pk=draft.pk).follows_id == fact_check.check_row_id
    assert channels(fact_check) == before
    assert Client().get(reverse("checked", args=[article.pk])).status_code == 404
    claim_services.set_release(article_id=article.pk, to=Release.PUBLIC, actor=makers.make_editor())
    assert fact_check.get_absolute_url() in telling(fact_check, "The weir was never full.")
    assert "Ines Okafor" in channels(fact_check)[fact_check.get_absolute_url()]
    assert Client().get(reverse("checked", args=[article.pk])).status_code == 200


def test_a_repeat_that_stands_in_no_article_is_not_published_either() -> None:
    fact_check = makers.make_published_check().fact_check
    bare = makers.make_check(text="The weir was never full.")
    match = makers.make_match(bare.claim, fact_check.check_row.claim)
    services.accept_match(match_id=match.pk, actor=makers.make_editor())
    assert telling(fact_check, "The weir was never full.") == set()


def test_a_message_sent_later_names_no_article_that_is_internal_again() -> None:
    makers.make_webhook()
    article, editor = make_article(Release.PUBLIC), makers.make_editor()
    published_of(article)
    delivery = Delivery.objects.get()
    for to, is_told in ((Release.INTERNAL, False), (Release.PUBLIC, True)):
        claim_services.set_release(article_id=article.pk, to=to, actor=editor)
        Delivery.objects.filter(pk=delivery.pk).update(next_attempt_at=PASSED)
        attempt = services.begin_delivery(delivery_id=delivery.pk)
        assert attempt
        assert (URL in json.dumps(attempt.payload)) is is_told
        assert attempt.payload["data"]["claim_review"]["itemReviewed"]["text"]


def test_a_message_of_an_internal_article_never_held_its_address() -> None:
    makers.make_webhook()
    published_of(make_article(Release.INTERNAL))
    stored = json.dumps(Delivery.objects.get().payload)
    assert not any(word in stored for word in (TITLE, OUTLET, URL))


def test_an_address_inside_the_house_is_not_told_even_of_a_public_article() -> None:
    article = make_article(Release.PUBLIC, url=INSIDE)
    fact_check = published_of(article)
    assert telling(fact_check, "cms.gazette") == set()
    page = channels(fact_check)[fact_check.get_absolute_url()]
    assert OUTLET in page
    checked = Client().get(reverse("checked", args=[article.pk])).content.decode()
    assert TITLE in checked
    assert "cms.gazette" not in checked


@pytest.mark.parametrize("title", ["", INSIDE])
def test_an_article_is_not_named_by_an_address_inside_the_house(title: str) -> None:
    article = make_article(Release.PUBLIC, url=INSIDE, title=title, outlet="")
    fact_check = published_of(article)
    assert telling(fact_check, "cms.gazette") == set()
    checked = Client().get(reverse("checked", args=[article.pk])).content.decode()
    assert f"Article {article.pk}" in checked
    assert "cms.gazette" not in checked


@pytest.mark.parametrize(
    "url",
    ["http://wiki.gazette.lan/weir", "https://10.1.2.3/weir", "http://[::ffff:10.1.2.3]/w", "http://localhost:81/w"],
)
def test_a_source_inside_the_house_is_named_and_not_linked(url: str) -> None:
    source = makers.make_source(url=url, title="The keeper's log", publisher="The archive", archived_url=f"{url}/kept")
    open_one = makers.make_source(url="https://register.example/weir", title="The register")
    fact_check = published_of(make_article(Release.PUBLIC), source, open_one)
    assert telling(fact_check, url) == set()
    page = channels(fact_check)[fact_check.get_absolute_url()]
    assert '<span dir="auto">The keeper&#x27;s log</span>' in page
    assert "The archive" in page
    assert "https://register.example/weir" in page
    told = Client().get(f"/api/v1/fact-checks/{fact_check.slug}/").json()
    assert told["claim_review"]["citation"] == ["https://register.example/weir"]
    [inside, register] = told["revisions"][0]["sources"]
    assert (inside["url"], inside["archived_url"], inside["title"]) == ("", "", "The keeper's log")
    assert register["url"] == "https://register.example/weir"


def test_a_source_without_a_name_of_its_own_is_still_listed() -> None:
    source = makers.make_source(url=INSIDE, title="")
    fact_check = published_of(make_article(Release.PUBLIC), source)
    assert telling(fact_check, "cms.gazette") == set()
    assert "A source that cannot be opened from outside" in channels(fact_check)[fact_check.get_absolute_url()]
