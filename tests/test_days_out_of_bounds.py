"""Every door refuses days that no newsroom can mean, by the name of the field, and a row that holds one is read."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from importlib import import_module
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from claims import services
from claims.admin.imports import rows_of
from claims.claim_reviews import ImportedDraft, draft_of
from claims.errors import Invalid
from claims.intake import ArticleDraft, ClaimDraft
from claims.models import Article, Claim, ImportedFactCheck
from claims.page_reading import facts_of
from tests import clients, makers
from tests.seen import if_match
from verification.models import Reviewer, Source
from verification.services.judging import VerdictDraft, clean_draft

pytestmark = pytest.mark.django_db
TEXT = "The ferry carried 90 passengers on Sunday, the harbour master said."
FAR = ["0001-01-01T00:00:00+14:00", "0044-03-15", "9999-12-31T23:59:59-12:00", "2500-01-01"]
NO_DATES = [1699920000, 1699920000123, "1699920000", "03/09/2024", "2024-W10", True, ["2024-03-09"]]
REFUSED = [*FAR, *NO_DATES]
LONG_AGO = datetime(44, 3, 15, tzinfo=UTC)


def named(answer: Any) -> set[str]:
    """The fields that a refusal names."""
    return {error["field"] for error in answer.json()["errors"]}


@pytest.mark.parametrize("given", REFUSED)
def test_the_api_refuses_them_in_articles_claims_batches_and_reviewers(given: Any) -> None:
    client = clients.with_key()
    article = client.post("/api/v1/articles/", {"text": TEXT, "published_at": given}, format="json")
    claim = client.post("/api/v1/claims/", {"text": TEXT, "said_at": given}, format="json")
    assert (named(article), named(claim)) == ({"published_at"}, {"said_at"})
    several = [{"text": "It sank.", "said_at": given}, {"text": TEXT}]
    batch = client.post("/api/v1/claims/batch/", several, format="json").json()
    assert [set(one["problems"]) for one in batch["results"]] == [{"said_at"}, set()]
    reviewer = makers.make_reviewer()
    editor = clients.signed_in(makers.make_editor())
    away = editor.patch(f"/api/v1/reviewers/{reviewer.pk}/", {"away_until": given}, format="json", **if_match(reviewer))
    assert named(away) == {"away_until"}
    assert (Article.objects.count(), Claim.objects.count()) == (0, 1)


@pytest.mark.parametrize("given", REFUSED)
def test_the_api_refuses_them_in_sources(given: Any) -> None:
    assignment = makers.make_assignments(makers.make_check())[0]
    source = {"url": "https://register.example/1", "published_at": given}
    body = {"token": assignment.token, "rating": "false", "reasoning": "It is wrong.", "sources": [source]}
    client = clients.signed_in(assignment.reviewer.user)
    answer = client.post(f"/api/v1/assignments/{assignment.pk}/verdict/", body, format="json")
    assert named(answer) == {"sources.0.published_at"}


@pytest.mark.parametrize("given", REFUSED)
def test_files_of_articles_name_the_field_and_spoil_no_other_line(given: Any) -> None:
    lines = [{"text": TEXT, "published_at": given}, {"text": "It sank.", "published_at": "2024-03-09"}]
    rows = rows_of("a.jsonl", "\n".join(json.dumps(line) for line in lines).encode())
    assert "published_at" in rows[0].problem
    assert rows[1].draft is not None


@pytest.mark.parametrize("given", REFUSED)
@pytest.mark.parametrize("where", ["datePublished", "itemReviewed.datePublished"])
def test_a_claim_review_names_the_member(given: Any, where: str) -> None:
    review: dict[str, Any] = {"@type": "ClaimReview", "url": "https://c.example", "claimReviewed": TEXT}
    inner = {"datePublished": given}
    review |= inner if where == "datePublished" else {"itemReviewed": inner}
    with pytest.raises(Invalid) as told:
        draft_of(review)
    assert set(told.value.fields) == {where}


@pytest.mark.parametrize("given", [one for one in REFUSED if isinstance(one, str)])
def test_extract_names_its_option(tmp_path: Path, given: str) -> None:
    file = tmp_path / "a.txt"
    file.write_text(TEXT)
    with pytest.raises(CommandError, match="--published"):
        call_command("extract", str(file), published=given, stdout=StringIO())


@pytest.mark.parametrize("year", ["0001", "0999", "2500", "9999"])
def test_forms_refuse_them_beside_the_field(year: str) -> None:
    client = Client()
    editor = makers.make_editor()
    client.force_login(editor)
    pasted = client.post(
        reverse("add-article"), {"text": TEXT, "language": "en", "published_at": f"{year}-03-09T10:00"}
    )
    assert "Choose a day from the year 1000 to 2199." in pasted.content.decode()
    facts = {"text": TEXT, "language": "en", "published_at_0": f"{year}-03-09", "published_at_1": "10:00"}
    admin = client.post(reverse("admin:claims_article_add"), facts)
    assert "Choose a day from the year 1000 to 2199." in admin.content.decode()
    assert not Article.objects.exists()


@pytest.mark.parametrize("name", ["published_at", "accessed_at"])
def test_a_form_refuses_them_in_sources(name: str) -> None:
    assignment = makers.make_assignments(makers.make_check())[0]
    client = Client()
    client.force_login(assignment.reviewer.user)
    source = {"form-0-url": "https://a.example", "form-0-stance": "context", "form-0-kind": "primary"}
    rows = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", **source, f"form-0-{name}": "0001-01-01"}
    verdict = {"token": assignment.token, "rating": "false", "reasoning": "It is wrong.", **rows}
    answer = client.post(reverse("assignment", args=[assignment.pk]), verdict)
    assert "Choose a day from the year 1000 to 2199." in answer.content.decode()
    assert not Source.objects.exists()


def test_services_refuse_them_whoever_asks() -> None:
    refused: list[set[str]] = []
    for ask in (
        lambda: services.receive_article(draft=ArticleDraft(TEXT, published_at=LONG_AGO), actor=None),
        lambda: services.create_claim(text=TEXT, said_at=LONG_AGO, actor=None),
        lambda: services.import_fact_check(draft=ImportedDraft("https://c.example", TEXT, said_at=LONG_AGO)),
        lambda: clean_draft(VerdictDraft("false", "No.", [makers.make_source(accessed_at=LONG_AGO)])),
    ):
        with pytest.raises(Invalid) as told:
            ask()
        refused.append(set(told.value.fields))
    assert refused == [{"published_at"}, {"said_at"}, {"said_at"}, {"sources.0.accessed_at"}]
    receipts = services.create_claims(drafts=[ClaimDraft(TEXT, said_at=LONG_AGO), ClaimDraft("It sank.")], actor=None)
    assert [receipt.status for receipt in receipts] == ["invalid", "created"]


@pytest.mark.parametrize("told", ["0001-01-01", "9999-12-31"])
def test_a_page_that_tells_such_a_day_tells_none(told: str) -> None:
    def found(day: str) -> date | None:
        head = f'<meta property="article:published_time" content="{day}"><title>The quay</title>'
        return facts_of(
            f"<html><head>{head}</head><body><p>{TEXT}</p></body></html>".encode(), url="https://a.example"
        ).published_at

    assert (found("2024-03-09"), found(told)) == (date(2024, 3, 9), None)


UNREADABLE = ["0044-03-15 00:00:00+00 BC", "10000-01-01 00:00:00+00", "infinity", "-infinity"]


def repairs() -> list[str]:
    """The statements of the migrations that empty what is out of bounds."""
    files = [
        next(Path(app, "migrations").glob("*_unreadable_days_are_emptied.py")) for app in ("claims", "verification")
    ]
    modules = [import_module(".".join(file.with_suffix("").parts)) for file in files]
    return [operation.sql for module in modules for operation in module.Migration.operations]


def spoil(table: str, column: str, value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {column} = %s", [value])


@pytest.mark.parametrize("value", UNREADABLE)
def test_a_moment_that_python_cannot_hold_is_read_as_none_beside_others(
    value: str, caplog: pytest.LogCaptureFixture
) -> None:
    makers.make_claim(said_at=datetime(2024, 3, 9, tzinfo=UTC))
    spoil("claims_claim", "said_at", value)
    makers.make_claim("It sank.", said_at=datetime(2024, 3, 9, tzinfo=UTC))
    assert [claim.said_at for claim in Claim.objects.order_by("pk")] == [None, datetime(2024, 3, 9, tzinfo=UTC)]
    assert len(clients.with_key().get("/api/v1/claims/").json()["results"]) == 2
    assert "cannot be read" in caplog.text


@pytest.mark.parametrize("value", UNREADABLE)
def test_a_day_that_python_cannot_hold_is_read_as_none(value: str) -> None:
    makers.judge(makers.make_assignments(makers.make_check())[0])
    spoil("verification_source", "published_at", value.replace(" 00:00:00+00", ""))
    assert Source.objects.get().published_at is None


@pytest.mark.parametrize("value", [*UNREADABLE, "0500-01-01", "3000-01-01"])
def test_the_migrations_empty_what_is_out_of_bounds_and_leave_the_rest(value: str) -> None:
    kept = datetime(1000, 1, 1, 10, tzinfo=UTC)
    makers.make_imported_fact_check(said_at=kept, published_at=kept)
    spoil("claims_importedfactcheck", "published_at", value)
    makers.make_reviewer()
    spoil("verification_reviewer", "away_until", value)
    makers.judge(makers.make_assignments(makers.make_check())[0])
    spoil("verification_source", "accessed_at", value)
    with connection.cursor() as cursor:
        for statement in repairs():
            cursor.execute(statement)
        cursor.execute("SELECT said_at::text, published_at::text FROM claims_importedfactcheck")
        assert cursor.fetchone() == ("1000-01-01 10:00:00+00", None)
        cursor.execute("SELECT count(away_until) FROM verification_reviewer")
        assert cursor.fetchone() == (0,)
    assert Source.objects.get().accessed_at.year > 2000
    assert ImportedFactCheck.objects.get().published_at is None
    assert not Reviewer.objects.exclude(away_until=None).exists()
