"""`manage.py import_fact_checks`: every shape of a feed, each fact-check once, bad rows named and left out."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from claims import queries, tasks
from claims.claim_reviews import draft_of
from claims.errors import Invalid
from claims.models import ImportedFactCheck, Match
from tests import makers

pytestmark = pytest.mark.django_db
SHIPS = "The port of Aldburgh handled 90 ships in May 2024."


def review(**members: Any) -> dict[str, Any]:
    return {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "url": "https://checks.example/ships",
        "claimReviewed": SHIPS,
        "datePublished": "2024-06-03",
        "author": {"@type": "Organization", "name": "The Check Desk", "url": "https://checks.example"},
        "itemReviewed": {"@type": "Claim", "author": {"@type": "Person", "name": "Nils Falk"}},
        "reviewRating": {"@type": "Rating", "ratingValue": 1, "bestRating": 5, "alternateName": "Mostly false"},
    } | members


def run(path: Path, value: Any, capsys: pytest.CaptureFixture[str]) -> tuple[str, str]:
    """What the command prints for a file that holds ``value``, to its output and as errors."""
    path.write_text(value if isinstance(value, str) else json.dumps(value))
    with suppress(CommandError):
        call_command("import_fact_checks", str(path))
    told = capsys.readouterr()
    return told.out, told.err


def test_a_review_is_kept_with_who_said_what_when_and_how_it_was_rated(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "1 new, 0 revised, 0 known, 0 failed." in run(tmp_path / "one.json", review(), capsys)[0]
    row = ImportedFactCheck.objects.get()
    assert (row.claim_text, row.claimant, row.publisher, row.rating) == (
        SHIPS,
        "Nils Falk",
        "The Check Desk",
        "Mostly false",
    )
    assert row.published_at == datetime(2024, 6, 3, tzinfo=UTC)
    assert row.embedding.vector is None


FEED = {"@type": "DataFeedItem", "item": [review(), review(url="https://checks.example/2")]}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("list.json", [review(), review(url="https://checks.example/2")]),
        ("feed.json", {"@type": "DataFeed", "dataFeedElement": [FEED]}),
        ("items.json", {"@type": "DataFeed", "dataFeedElement": [review(), {"item": review(url="https://c.example")}]}),
        ("graph.json", {"@graph": [review(), review(url="https://checks.example/2")]}),
        ("lines.jsonl", f"{json.dumps(review())}\n\n{json.dumps(review(url='https://checks.example/2'))}\n"),
        ("items.jsonl", json.dumps(FEED)),
        ("types.json", [review(), review(**{"@type": ["schema:ClaimReview", "Review"], "url": "https://c.example"})]),
    ],
)
def test_every_shape_of_a_feed_is_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, value: Any
) -> None:
    assert run(tmp_path / name, value, capsys) == ("2 new, 0 revised, 0 known, 0 failed.\n", "")


def test_the_same_file_twice_changes_nothing_and_a_new_rating_is_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "one.json"
    run(path, review(), capsys)
    assert "0 new, 0 revised, 1 known" in run(path, review(), capsys)[0]
    changed = review(reviewRating={"alternateName": "False"}, claimReviewed=SHIPS.upper())
    assert "0 new, 1 revised, 0 known" in run(path, changed, capsys)[0]
    assert (ImportedFactCheck.objects.get().rating, ImportedFactCheck.objects.get().claim_text) == ("False", SHIPS)


def test_two_claims_on_one_page_are_two(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    both = [review(), review(claimReviewed="The harbour board closed 12 quays.")]
    assert "2 new" in run(tmp_path / "two.json", both, capsys)[0]


def test_bad_rows_are_named_by_line_and_field_and_the_rest_is_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [json.dumps(review(url=f"https://checks.example/{number}")) for number in range(5)]
    lines[1] = '{"@type": "ClaimReview", "url"'
    lines[2] = json.dumps(review(url="", claimReviewed=" "))
    lines[3] = json.dumps({"@type": "Recipe"})
    out, err = run(tmp_path / "bad.jsonl", "\n".join(lines), capsys)
    assert "2 new, 0 revised, 0 known, 3 failed." in out
    assert "line 2: not JSON" in err
    assert "line 3: url: This may not be empty.; claimReviewed: This may not be empty." in err
    assert "line 4: @type: not a ClaimReview (Recipe)" in err


def test_a_bad_item_of_a_feed_is_named_by_its_number(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    feed = {"dataFeedElement": [review(), review(datePublished="in June"), review(url="https://c.example")]}
    out, err = run(tmp_path / "feed.json", feed, capsys)
    assert "2 new" in out
    assert "item 2: datePublished: “in June” is not an ISO 8601 date." in err


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        ("", "json: Expecting value at line 1, column 1"),
        ("[" * 100_000, "json: nested too deeply"),
        ("[" * 50 + "]" * 50, "nested too deeply"),
        ("[]", "holds no ClaimReview"),
        ("3", "not a ClaimReview (int)"),
    ],
)
def test_what_is_no_feed_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str], raw: str, told: str) -> None:
    assert told in run(tmp_path / "no.json", raw, capsys)[1]


def test_a_missing_file_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CommandError):
        call_command("import_fact_checks", str(tmp_path / "nowhere.json"))
    assert "No such file" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("members", "field"),
    [
        ({"url": "ftp://checks.example"}, "url"),
        ({"url": "https://[broken"}, "url"),
        ({"url": ["https://checks.example"]}, "url"),
        ({"url": f"https://checks.example/{'x' * 2_000}"}, "url"),
        ({"claimReviewed": {"text": SHIPS}}, "claimReviewed"),
        ({"claimReviewed": "x" * 5_001}, "claimReviewed"),
        ({"claimReviewed": "a\x00b"}, "claimReviewed"),
        ({"datePublished": "2024-02-30"}, "datePublished"),
        ({"itemReviewed": {"datePublished": "long ago"}}, "itemReviewed.datePublished"),
        ({"inLanguage": "x" * 36}, "inLanguage"),
    ],
)
def test_what_cannot_be_kept_is_named_by_its_field(members: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        draft_of(review(**members))
    assert list(refused.value.fields) == [field]


@pytest.mark.parametrize(
    ("members", "field", "value"),
    [
        ({"author": "The Check Desk"}, "publisher", "The Check Desk"),
        ({"author": [{"name": "One"}, {"name": "Two"}]}, "publisher", "One"),
        ({"author": None}, "publisher", "checks.example"),
        ({"reviewRating": {"ratingValue": 2, "bestRating": 5}}, "rating", "2 of 5"),
        ({"reviewRating": [{"alternateName": "Half true"}]}, "rating", "Half true"),
        ({"reviewRating": None}, "rating", ""),
        ({"itemReviewed": {"author": {"name": ["odd"]}} | {"author": None}}, "claimant", ""),
        ({"inLanguage": {"alternateName": "nb"}}, "language", "nb"),
        ({"datePublished": "2024-06-03T10:00:00+02:00"}, "published_at", datetime(2024, 6, 3, 8, tzinfo=UTC)),
        ({"name": "Ships of May"}, "headline", "Ships of May"),
    ],
)
def test_members_are_read_in_the_shapes_in_which_they_come(members: dict[str, Any], field: str, value: object) -> None:
    assert getattr(draft_of(review(**members)), field) == value


def compare_all() -> None:
    while queries.embeddings_due().exists():
        tasks.compare()


@pytest.mark.parametrize("is_claim_first", [True, False])
def test_a_fact_check_is_matched_with_claims_that_come_before_and_after_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], is_claim_first: bool
) -> None:
    if is_claim_first:
        makers.make_claim(SHIPS)
        compare_all()
    run(tmp_path / "one.json", [review(), review(url="https://c.example", claimReviewed="Bees can count.")], capsys)
    compare_all()
    if not is_claim_first:
        makers.make_claim(SHIPS)
        compare_all()
    match = Match.objects.get()
    assert match.imported
    assert (match.imported.url, match.relation, match.earlier) == ("https://checks.example/ships", "same", None)


def test_fact_checks_of_others_are_not_matched_with_each_other(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(tmp_path / "two.json", [review(), review(url="https://c.example")], capsys)
    compare_all()
    assert not Match.objects.exists()
    assert ImportedFactCheck.objects.filter(quantities__0__low=90.0).count() == 2


def test_claims_go_before_a_crowd_of_imported_fact_checks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(tmp_path / "many.json", [review(url=f"https://c.example/{number}") for number in range(4)], capsys)
    makers.make_claim(SHIPS)
    first = queries.embeddings_due().first()
    assert first
    assert first.claim_id
