"""What readers and their programs get: pages, feeds, cards, and how they travel."""

from __future__ import annotations

import html
import json
import re
import struct
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from claims import services as claim_services
from claims.extraction.pipeline import extract
from claims.models import Article
from claims.states import Release
from tests import makers
from verification import services
from verification.models import Check, FactCheck

pytestmark = pytest.mark.django_db


def page(path: str, **headers: str) -> str:
    answer = Client().get(path, headers=headers)
    assert answer.status_code == 200, path
    return answer.content.decode()


def publish(headline: str, rating: str = "false", **facts: Any) -> FactCheck:
    return makers.publish(makers.make_agreed_check(rating=rating, **facts), headline=headline)


def withdraw(fact_check: FactCheck) -> None:
    services.withdraw(check_id=fact_check.check_row_id, actor=makers.make_editor(), why="The register was forged.")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("q=cranes", {"Two cranes"}),
        ("q=budgeted", {"Nobody paid"}),
        ("q=Okafor", {"Nobody paid"}),
        ("rating=True", {"Nobody paid"}),
        ("topic=harbour", {"Two cranes"}),
        ("speaker=lindqvist", {"Two cranes"}),
        ("speaker=lindqvist&rating=True", set()),
        ("rating=%00&page=99", {"Two cranes", "Nobody paid"}),
    ],
)
def test_a_reader_narrows_the_list(asked: str, found: set[str]) -> None:
    publish("Two cranes", text="The port lost four cranes.", topics=["harbour"], speaker_name="Anna Lindqvist")
    publish("Nobody paid", "true", text="The repairs were budgeted for.", speaker_name="Ines Okafor")
    told = page(f"/fact-checks/?{asked}")
    assert {headline for headline in ("Two cranes", "Nobody paid") if f">{headline}</a>" in told} == found


def test_a_corrected_rating_is_found_by_the_one_that_stands() -> None:
    fact_check = publish("Two cranes")
    services.reopen(check_id=fact_check.check_row_id, actor=makers.make_editor(), why="New register.")
    check = Check.objects.get(pk=fact_check.check_row_id)
    for assignment in makers.make_assignments(check):
        makers.judge(assignment, "true")
    makers.publish(Check.objects.get(pk=check.pk), headline="All four cranes")
    assert "All four cranes" in page("/fact-checks/?rating=True")
    assert "All four cranes" not in page("/fact-checks/?rating=False")


def test_what_readers_may_choose_is_a_minute_old_and_what_people_here_may_is_not(client: Client) -> None:
    publish("Two cranes", topics=["harbour"])
    assert '<option value="harbour"' in page("/fact-checks/")
    publish("The well is dry", topics=["water"])
    assert '<option value="water"' not in page("/fact-checks/")
    client.force_login(makers.make_editor())
    assert '<option value="water"' in client.get("/fact-checks/").content.decode()


def test_pages_of_a_narrowed_list_stay_narrowed() -> None:
    for number in range(21):
        publish(f"Headline {number}", text=f"The port lost {number} cranes.")
    assert "?q=cranes&amp;page=2" in page("/fact-checks/?q=cranes")


def test_the_page_explains_the_scale_and_marks_the_rating_on_it() -> None:
    told = page(publish("Two cranes").get_absolute_url())
    assert "1 on a scale from 1 (worst) to 3 (best)" in told
    assert re.search(r'<dt aria-current="true"[^>]*>\s*False \(1\)', told)
    assert "The evidence decides neither way." in told
    assert "This rating stands off the truth scale." in page(publish("Who knows", "unproven").get_absolute_url())


def test_a_withdrawn_page_tells_the_day_and_leaves_lists() -> None:
    fact_check = publish("Two cranes")
    withdraw(fact_check)
    assert re.search(
        r'Withdrawn\.</strong>\s*<time datetime="[^"]+">[^<]+ UTC</time>', page(fact_check.get_absolute_url())
    )
    for path in ("/", "/fact-checks/", "/sitemap-fact-checks.xml"):
        assert "two-cranes" not in page(path), path


def test_feeds_bring_up_what_changed_last_and_tell_of_what_was_taken_back() -> None:
    first, _ = publish("Two cranes", text="The port lost four cranes."), publish("Nobody paid")
    withdraw(first)
    # All of a test is one transaction, which has one time.
    FactCheck.objects.filter(pk=first.pk).update(changed_at=datetime(2031, 2, 3, tzinfo=UTC))
    entries = ElementTree.fromstring(page("/fact-checks/feed.atom")).findall("{*}entry")
    assert [entry.findtext("{*}title") for entry in entries] == [
        "Withdrawn fact-check: “The port lost four cranes.”",
        "False: Nobody paid",
    ]
    assert entries[0].findtext("{*}updated") == "2031-02-03T00:00:00+00:00"
    items = json.loads(page("/fact-checks/feed.json"))["items"]
    assert [item["date_modified"][:4] for item in items] == ["2031", entries[1].findtext("{*}updated", "")[:4]]
    assert "The register was forged." in items[0]["content_text"]


def test_corrections_and_withdrawals_are_listed_newest_first() -> None:
    first, second = publish("Two cranes"), publish("Nobody paid")
    draft = services.FactCheckDraft(headline="Three cranes", summary="As the register says.")
    services.correct(check_id=first.check_row_id, actor=makers.make_editor(), draft=draft, note="We counted wrongly.")
    withdraw(second)
    told = page("/corrections/")
    assert told.index("Nobody paid") < told.index("Three cranes") < told.index("We counted wrongly.")
    assert told.index("The register was forged.") < told.index("We counted wrongly.")


def checked_article(text: str, **facts: Any) -> Article:
    article = makers.make_article(text, **facts)
    attempt = claim_services.begin_extraction(article_id=article.pk)
    assert attempt
    claim_services.store_statements(attempt=attempt, statements=extract(text, published=attempt.published_at))
    return article


def test_an_article_shows_what_was_checked_in_it_and_nothing_else() -> None:
    text = "The port lost four cranes in May, the operator said. It rained on Monday."
    article = checked_article(text, title="The storm", url="https://paper.example/storm", release=Release.PUBLIC)
    path = reverse("checked", args=[article.pk])
    assert Client().get(path).status_code == 404
    claim = article.claims.get(text__contains="four cranes")
    fact_check = makers.publish(makers.make_agreed_check(claim=claim), headline="Two cranes")
    told = page(path)
    assert "Two cranes" in told
    assert "four cranes" in told
    assert "It rained" not in told
    assert path in page(fact_check.get_absolute_url())
    withdraw(fact_check)
    assert Client().get(path).status_code == 404


def test_an_article_that_repeats_a_checked_claim_shows_what_was_found() -> None:
    fact_check = publish("Two cranes", text="The port lost four cranes in May.")
    article = checked_article(
        "The port lost four cranes in May, the operator said.", title="Again", release=Release.PUBLIC
    )
    check = makers.make_check(claim=article.claims.get())
    match = makers.make_match(check.claim, fact_check.check_row.claim)
    services.accept_match(match_id=match.pk, actor=makers.make_editor())
    assert "Two cranes" in page(reverse("checked", args=[article.pk]))


def test_the_json_feed_says_what_the_page_says() -> None:
    fact_check = publish("Two cranes", text="The port lost four cranes.", topics=["harbour"])
    answer = Client().get("/fact-checks/feed.json")
    assert answer["Content-Type"] == "application/feed+json"
    assert answer["Access-Control-Allow-Origin"] == "*"
    told = json.loads(answer.content)
    assert told["version"] == "https://jsonfeed.org/version/1.1"
    [item] = told["items"]
    assert item["url"] == settings.SITE_URL + fact_check.get_absolute_url()
    assert (item["title"], item["tags"]) == ("False: Two cranes", ["False", "harbour"])
    assert item["content_text"] == "The register says otherwise."


def test_the_atom_feed_and_the_sitemap_are_xml_and_name_the_page() -> None:
    fact_check = publish("Two <cranes> & more")
    for path in ("/fact-checks/feed.atom", "/sitemap-fact-checks.xml"):
        ElementTree.fromstring(page(path))
        assert fact_check.get_absolute_url() in page(path)
    assert "Sitemap: " in page("/robots.txt")


def test_the_atom_feed_is_what_its_standard_asks_for() -> None:
    """RFC 4287: 4.1.1 an author, 4.2.6 names that stay, 4.2.7 where it is itself, 3.1.1 text that is no markup."""
    headline, summary = "Is a<b and c>d?", "No: <b>bold</b> words &amp; <script>"
    fact_check = makers.publish(makers.make_agreed_check(), headline=headline, summary=summary)
    feed = ElementTree.fromstring(Client().get("/fact-checks/feed.atom").content)
    url = settings.SITE_URL + fact_check.get_absolute_url()
    assert feed.findtext("{*}author/{*}name") == settings.SITE_NAME
    links = {link.get("rel"): link.get("href") for link in feed.findall("{*}link")}
    assert links == {
        "alternate": f"{settings.SITE_URL}/fact-checks/",
        "self": f"{settings.SITE_URL}/fact-checks/feed.atom",
    }
    assert feed.findtext("{*}id") == links["alternate"]
    [entry] = feed.findall("{*}entry")
    assert [entry.findtext(f"{{*}}{name}") for name in ("id", "title", "summary")] == [
        url,
        f"False: {headline}",
        summary,
    ]
    told, changed = entry.find("{*}summary"), FactCheck.objects.get().changed_at
    assert told is not None
    assert told.get("type") == "text"
    assert feed.findtext("{*}updated") == entry.findtext("{*}updated") == changed.isoformat()


def test_a_sitemap_has_some_on_each_page_and_the_index_names_every_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("verification.views.feeds.FactCheckSitemap.limit", 2)
    published = [publish(headline) for headline in ("Two cranes", "Nobody paid", "The well is dry")]
    FactCheck.objects.filter(pk=published[0].pk).update(changed_at=datetime(2031, 2, 3, tzinfo=UTC))
    index = page("/sitemap.xml")
    ElementTree.fromstring(index)
    assert re.findall(r"<loc>http://testserver(/sitemap[^<]+)</loc>", index) == [
        "/sitemap-pages.xml",
        "/sitemap-fact-checks.xml",
        "/sitemap-fact-checks.xml?p=2",
    ]
    first, second = page("/sitemap-fact-checks.xml"), page("/sitemap-fact-checks.xml?p=2")
    named = re.findall(r"<loc>http://testserver([^<]+)</loc>", first + second)
    assert named == [fact_check.get_absolute_url() for fact_check in published]
    assert "<lastmod>2031-02-03" in first
    assert "<lastmod>2031-02-03" in index
    assert Client().get("/sitemap-fact-checks.xml?p=3").status_code == 404


def card(url: str, **asked: Any) -> Any:
    return Client().get("/oembed/", {"url": url, **asked})


def test_a_page_tells_where_its_card_is_and_the_card_is_plain_markup() -> None:
    fact_check = publish("Two <b>cranes</b>", text="The port lost four cranes.", speaker_name="Anna Lindqvist")
    told = page(fact_check.get_absolute_url())
    link = re.search(r'type="application/json\+oembed"\s+title="[^"]*"\s+href="([^"]+)"', told)
    assert link
    answer = Client().get(html.unescape(link[1]).removeprefix(settings.SITE_URL)).json()
    assert (answer["version"], answer["type"], answer["title"]) == ("1.0", "rich", "False: Two <b>cranes</b>")
    assert "Anna Lindqvist" in answer["html"]
    assert "Two &lt;b&gt;cranes" in answer["html"]
    assert not re.search("<script|<iframe|style=", answer["html"])


def test_a_shared_page_shows_what_it_says_and_a_small_picture_of_this_site() -> None:
    fact_check = publish("Two cranes", text="The port lost four cranes.")
    told = page(fact_check.get_absolute_url())
    shared = dict(re.findall(r'<meta property="og:([a-z_:]+)"\s+content="([^"]*)"', told))
    words, body = html.unescape(told.partition("<body")[2]), shared["description"].partition(": ")
    assert shared["title"] in words
    assert all(part in words for part in (body[0], body[2]))
    assert shared["image"] == f"{settings.SITE_URL}/static/share.png"
    found = finders.find("share.png")
    assert isinstance(found, str)
    picture = Path(found).read_bytes()
    assert struct.unpack(">II", picture[16:24]) == (int(shared["image:width"]), int(shared["image:height"]))
    assert len(picture) <= 30_000


@pytest.mark.parametrize(
    "url",
    [
        "",
        "https://elsewhere.example/fact-checks/two-cranes/",
        "{site}/fact-checks/nothing/",
        "{site}/ratings/",
        "http://[",
    ],
)
def test_only_a_fact_check_of_this_site_has_a_card(url: str) -> None:
    publish("Two cranes")
    assert card(url.format(site=settings.SITE_URL)).status_code == 404


def test_a_card_keeps_to_the_size_that_is_asked_for_and_says_when_it_was_withdrawn() -> None:
    fact_check = publish("Two cranes")
    url = settings.SITE_URL + fact_check.get_absolute_url()
    assert card(url, maxwidth="300").json()["width"] == 300
    assert card(url, maxwidth="wide").json()["width"] == 600
    assert card(url, format="xml").status_code == 501
    withdraw(fact_check)
    assert "Withdrawn." in card(url).json()["html"]


def test_a_page_that_did_not_change_is_not_sent_twice() -> None:
    path = publish("Two cranes").get_absolute_url()
    first = Client().get(path)
    assert first["Cache-Control"] == "public, max-age=60"
    assert {"Cookie", "Accept-Language"} <= set(first["Vary"].split(", "))
    again = Client().get(path, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_page_travels_compressed() -> None:
    path = publish("Two cranes", text="word " * 900).get_absolute_url()
    answer = Client().get(path, headers={"Accept-Encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip"
    assert len(answer.content) < len(Client().get(path).content) / 2


def test_a_shared_cache_keeps_no_page_of_somebody_signed_in() -> None:
    client = Client()
    client.force_login(makers.make_user())
    assert "private" in client.get("/ratings/")["Cache-Control"]


def test_days_are_those_of_the_markup_on_whatever_clock_the_reader_lives() -> None:
    fact_check = publish("Two cranes", said_at=datetime(2025, 6, 18, 0, 30, tzinfo=UTC))
    client = Client()
    client.force_login(makers.make_user(time_zone="America/Los_Angeles"))
    told = client.get(fact_check.get_absolute_url()).content.decode()
    assert '<time datetime="2025-06-18">18 June 2025</time>' in told
    assert '"datePublished": "2025-06-18"' in told


def test_lists_do_not_ask_more_questions_the_longer_they_are(django_assert_max_num_queries: Any) -> None:
    for number in range(12):
        publish(f"Headline {number}")
    for path in (
        "/",
        "/fact-checks/",
        "/fact-checks/feed.atom",
        "/fact-checks/feed.json",
        "/sitemap.xml",
        "/sitemap-fact-checks.xml",
        "/corrections/",
    ):
        with django_assert_max_num_queries(12):
            page(path)


@pytest.mark.parametrize("path", ["/", "/fact-checks/", "/ratings/", "/methodology/", "/corrections/"])
def test_every_page_says_in_a_line_what_it_is(path: str) -> None:
    (described,) = re.findall(r'<meta name="description"\s+content="([^"]+)"', page(path))
    assert len(described.strip()) > 30
