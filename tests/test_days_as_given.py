"""A day is the one that was given, whatever the clock of the site or of whoever reads it, from the door to readers."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta, timezone
from importlib import import_module
from pathlib import Path
from typing import Any

import docx
import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from claims import services as claim_services
from claims import tasks as claim_tasks
from claims.claim_reviews import draft_of
from claims.intake import ArticleDraft, ClaimDraft
from claims.models import Article, Claim, ImportedFactCheck
from tests import clients, makers
from verification import presenting, queries, tasks
from verification.models import Check, FactCheckRevision, Source

pytestmark = pytest.mark.django_db
ZONES = ["UTC", "Asia/Kolkata", "America/Los_Angeles", "Pacific/Kiritimati"]
# What is given, and its day.
GIVEN = [
    ("2024-03-09", date(2024, 3, 9)),
    ("2024-03-09T23:40:00-04:00", date(2024, 3, 9)),
    ("2024-03-09T00:20:00+14:00", date(2024, 3, 9)),
    # The clocks of Los Angeles went forward in this night.
    ("2024-03-10", date(2024, 3, 10)),
]
TEXT = "The ferry carried 90 passengers yesterday, the harbour master said."


@pytest.fixture(params=ZONES)
def zone(request: pytest.FixtureRequest, settings: Any) -> str:
    settings.TIME_ZONE = request.param
    return str(request.param)


def post_article(given: str) -> Article:
    clients.with_key().post("/api/v1/articles/", {"text": TEXT, "published_at": given}, format="json")
    return Article.objects.get()


@pytest.mark.parametrize(("given", "day"), GIVEN)
def test_an_article_keeps_its_day_and_so_do_its_claims_and_yesterday(zone: str, given: str, day: date) -> None:
    article = post_article(given)
    assert article.published_on == day
    claim_tasks.extract_article(article.pk)
    claim = Claim.objects.get()
    assert claim.said_on == day
    assert claim.dates[0]["from"] == (day - timedelta(days=1)).isoformat()
    client = clients.with_key()
    assert client.get(f"/api/v1/articles/{article.pk}/").json()["published_at"][:10] == day.isoformat()
    [told] = client.get("/api/v1/claims/").json()["results"]
    assert told["said_at"][:10] == day.isoformat()
    assert client.get(f"/api/v1/claims/{claim.pk}/").json()["said_at"] == told["said_at"]


@pytest.mark.parametrize(("given", "day"), GIVEN)
def test_bare_claims_keep_their_day_alone_and_in_batches(zone: str, given: str, day: date) -> None:
    client = clients.with_key()
    client.post("/api/v1/claims/", {"text": "It sank.", "said_at": given}, format="json")
    client.post("/api/v1/claims/batch/", [{"text": TEXT, "said_at": given}], format="json")
    claim_tasks.compare()
    assert [claim.said_on for claim in Claim.objects.all()] == [day, day]
    assert Claim.objects.get(text=TEXT).dates[0]["from"] == (day - timedelta(days=1)).isoformat()


@pytest.mark.parametrize(("given", "day"), GIVEN)
def test_readers_are_told_the_day_that_was_given(zone: str, given: str, day: date) -> None:
    makers.make_published_check(claim=make_claim(given))
    fact_check = queries.fact_checks().get()
    assert presenting.markup(fact_check)["itemReviewed"]["datePublished"] == day.isoformat()
    page = Client().get(fact_check.get_absolute_url()).content.decode()
    assert f'<time datetime="{day.isoformat()}">' in page
    api = Client().get(f"/api/v1/fact-checks/{fact_check.slug}/").json()
    assert api["revisions"][0]["said_at"][:10] == day.isoformat()


def make_claim(given: str) -> Claim:
    clients.with_key().post("/api/v1/claims/", {"text": TEXT, "said_at": given}, format="json")
    return Claim.objects.get()


@pytest.mark.parametrize("reads_in", ["America/Los_Angeles", "Pacific/Kiritimati"])
def test_the_desk_and_its_copies_show_the_day_whoever_reads(zone: str, reads_in: str) -> None:
    article = post_article("2024-03-09")
    claim_tasks.extract_article(article.pk)
    makers.make_desk()
    tasks.open_checks()
    editor = makers.make_editor(time_zone=reads_in)
    client = Client()
    client.force_login(editor)
    for name, pk in (
        ("article", article.pk),
        ("checking", article.pk),
        ("checking-html", article.pk),
        ("check", Check.objects.get().pk),
    ):
        assert '<time datetime="2024-03-09">' in client.get(reverse(name, args=[pk])).content.decode(), name
    copy = docx.Document(io.BytesIO(client.get(reverse("checking-docx", args=[article.pk])).content))
    assert "9 March 2024" in "\n".join(paragraph.text for paragraph in copy.paragraphs)
    for path in (
        reverse("admin:claims_article_changelist"),
        reverse("admin:claims_article_change", args=[article.pk]),
        reverse("admin:claims_claim_change", args=[Claim.objects.get().pk]),
    ):
        assert "9 March 2024" in client.get(path).content.decode(), path


@pytest.mark.parametrize("writes_in", ["Asia/Kolkata", "America/Los_Angeles", "Pacific/Kiritimati"])
def test_a_form_is_meant_by_the_clock_of_whoever_fills_it_in(zone: str, writes_in: str) -> None:
    client = Client()
    client.force_login(makers.make_editor(time_zone=writes_in))
    client.post(reverse("add-article"), {"text": TEXT, "language": "en", "published_at": "2024-03-09T23:30"})
    article = Article.objects.get()
    assert article.published_local is not None
    assert article.published_local.isoformat()[:16] == "2024-03-09T23:30"


@pytest.mark.parametrize("writes_in", ["Asia/Kolkata", "America/Los_Angeles", "Pacific/Kiritimati"])
def test_a_source_was_looked_at_on_the_day_that_its_reviewer_gave(writes_in: str) -> None:
    assignment = makers.make_assignments(makers.make_check())[0]
    user = assignment.reviewer.user
    claim_services.choose_time_zone(user=user, time_zone=writes_in)
    client = Client()
    client.force_login(user)
    source = {"form-0-url": "https://a.example", "form-0-stance": "context", "form-0-kind": "primary"}
    rows = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", **source, "form-0-accessed_at": "2024-03-09"}
    verdict = {"token": assignment.token, "rating": "false", "reasoning": "It is wrong.", **rows}
    client.post(reverse("assignment", args=[assignment.pk]), verdict)
    assert Source.objects.get().accessed_on == date(2024, 3, 9)


@pytest.mark.parametrize(("given", "day"), GIVEN)
def test_fact_checks_of_others_keep_both_days(zone: str, given: str, day: date) -> None:
    review = {
        "@type": "ClaimReview",
        "url": "https://c.example",
        "claimReviewed": TEXT,
        "datePublished": given,
        "itemReviewed": {"datePublished": given},
    }
    for outcome in ("new", "known"):
        assert claim_services.import_fact_check(draft=draft_of(review)) == outcome
    row = ImportedFactCheck.objects.get()
    assert (row.said_on, row.published_on) == (day, day)


def test_a_file_of_articles_keeps_the_day(zone: str, tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text('{"text": "It sank.", "published_at": "2024-03-09T23:40:00-04:00"}\n')
    call_command("import_articles", str(file))
    assert Article.objects.get().published_on == date(2024, 3, 9)


def test_extract_reckons_from_the_day_of_its_option(zone: str, tmp_path: Path, capsys: Any) -> None:
    file = tmp_path / "a.txt"
    file.write_text(TEXT)
    for given in ("2024-03-09", "2024-03-09T23:40:00-04:00"):
        call_command("extract", str(file), published=given, format="jsonl")
        assert '"from": "2024-03-08"' in capsys.readouterr().out


def test_a_claim_that_somebody_adds_or_splits_has_the_day_of_its_article() -> None:
    late = datetime(2024, 3, 9, 23, 40, tzinfo=timezone(timedelta(hours=-4)))
    draft = ArticleDraft("It sank. Nobody was on it.", published_at=late)
    article = claim_services.receive_article(draft=draft, actor=None).article
    editor = makers.make_editor()
    claim = claim_services.add_claim(article=article, exact="It sank.", actor=editor)
    claim_services.split_claim(claim_id=claim.pk, parts=["It went down", "It is gone"], actor=editor)
    assert {found.said_on for found in Claim.objects.all()} == {date(2024, 3, 9)}


def test_the_migrations_keep_the_day_that_a_moment_had_on_the_clock_of_the_site(settings: Any) -> None:
    settings.TIME_ZONE = "Asia/Kolkata"
    midnight = datetime(2024, 3, 8, 18, 30, tzinfo=UTC)
    claim_services.create_claims(drafts=[ClaimDraft(TEXT, said_at=midnight)], actor=None)
    makers.make_published_check(claim=Claim.objects.get())
    makers.make_imported_fact_check(published_at=datetime(2024, 3, 9, tzinfo=UTC))
    Claim.objects.update(said_utc_offset=None)
    FactCheckRevision.objects.update(said_utc_offset=None)
    ImportedFactCheck.objects.update(published_utc_offset=None)
    with connection.schema_editor(atomic=False) as editor:
        for app in ("claims", "verification"):
            file = next(Path(app, "migrations").glob("*_offsets_of_known_moments.py"))
            import_module(".".join(file.with_suffix("").parts)).keep_offsets(apps, editor)
    # What the site is set to later changes nothing.
    settings.TIME_ZONE = "UTC"
    assert Claim.objects.get().said_on == FactCheckRevision.objects.get().said_on == date(2024, 3, 9)
    assert ImportedFactCheck.objects.get().published_on == date(2024, 3, 9)
