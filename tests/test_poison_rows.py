"""One row that fails, whatever with, keeps no other from what is done with many at once, and an editor hears of it.

Rows are spoiled in the database, as no service would write them; each test was seen to fail without the isolation.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models.functions import Now
from django.test import Client

from claims import queries as claim_queries
from claims import services as claim_services
from claims import tasks as claim_tasks
from claims.claim_reviews import ImportedDraft
from claims.core.isolation import each
from claims.embedding import embed
from claims.models import Article, Claim, Correction, Embedding, Import, ImportedFactCheck, ImportRow, Match, Sweep
from claims.services import ClaimEdit
from tests import clients, makers
from verification import queries, services, tasks
from verification.models import Assignment, Check, FactCheck, FactCheckRevision, Verdict

pytestmark = pytest.mark.django_db
SHIPS = "The port of Aldburgh handled 90 ships in May 2024."
SHIPS_AGAIN = "In May 2024 the port of Aldburgh handled 90 ships."
WHEAT = "Farmers of the valley brought in twice as much wheat as the year before."
# Figures and days that lack what each of them has.
SPOILED: dict[str, Any] = {"quantities": [{"value": 9}], "dates": [{"from": "never"}]}


def spoil(row: Any, **columns: Any) -> None:
    type(row)._default_manager.filter(pk=row.pk).update(**columns)


def make_due() -> None:
    Embedding.objects.update(next_attempt_at=Now())


# --- Comparing ------------------------------------------------------------------------------------------------
def test_a_row_that_cannot_be_compared_is_counted_and_the_others_of_its_batch_are_compared() -> None:
    poison, earlier, later = (makers.make_claim(text) for text in (WHEAT, SHIPS, SHIPS_AGAIN))
    # As if it had been read before.
    article = makers.make_article()
    spoil(poison, article=article, **SPOILED)
    claim_tasks.compare()
    assert list(Match.objects.values_list("claim", "earlier")) == [(later.pk, earlier.pk)]
    left = Embedding.objects.get(claim=poison)
    assert (left.status, left.attempts) == ("waiting", 1)
    assert left.problem.startswith("KeyError")
    for _ in range(4):
        make_due()
        claim_tasks.compare()
    make_due()
    claim_tasks.sweep()
    assert [row.claim_id for row in queries.stuck_comparisons()] == [poison.pk]


@pytest.mark.parametrize("value", ["0044-03-15 BC", "infinity"])
def test_a_day_that_cannot_be_read_keeps_nothing_from_being_compared(value: str) -> None:
    claim_services.import_fact_check(draft=ImportedDraft("https://a.example", SHIPS))
    claim_services.import_fact_check(draft=ImportedDraft("https://b.example", WHEAT))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE claims_importedfactcheck SET said_at = %s WHERE url = 'https://b.example'", [value])
    later = makers.make_claim(SHIPS_AGAIN)
    claim_tasks.compare()
    assert list(Match.objects.values_list("claim", "imported__url")) == [(later.pk, "https://a.example")]
    assert not claim_queries.embeddings_due().exists()


def test_a_neighbour_that_cannot_be_read_is_left_out_of_a_comparison_and_of_a_look_up() -> None:
    poison, earlier = makers.make_claim(SHIPS + " Again."), makers.make_claim(SHIPS)
    claim_tasks.compare()
    Match.objects.all().delete()
    spoil(poison, **SPOILED)
    later = makers.make_claim(SHIPS_AGAIN)
    claim_tasks.compare()
    assert list(Match.objects.values_list("claim", "earlier")) == [(later.pk, earlier.pk)]
    found = clients.with_key().get("/api/v1/matches/", {"q": SHIPS}).json()
    assert {row["earlier"]["claim"]["id"] for row in found} == {earlier.pk, later.pk}


def test_what_cannot_be_read_together_is_read_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """The part that makes vectors fails at one text."""

    def fails_at_wheat(texts: Any) -> Any:
        if WHEAT in texts:
            raise ValueError("no such word")
        return embed(texts)

    monkeypatch.setattr(claim_tasks, "embed", fails_at_wheat)
    poison, *_ = (makers.make_claim(text) for text in (WHEAT, SHIPS, SHIPS_AGAIN))
    claim_tasks.compare()
    assert Match.objects.count() == 1
    assert Embedding.objects.get(claim=poison).problem == "ValueError: no such word"


# --- Sweeps ---------------------------------------------------------------------------------------------------
def break_check(check: Check) -> None:
    """Whatever writes the log of this check fails."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            " IF NEW.subject_type = 'check' AND NEW.why NOT LIKE 'Quarantined%%' THEN"
            f" IF NEW.subject_id = {check.pk} THEN RAISE EXCEPTION 'poison' USING ERRCODE = 'data_exception';"
            " END IF; END IF; RETURN NEW; END $$"
        )
        cursor.execute("CREATE TRIGGER refuse BEFORE INSERT ON claims_event FOR EACH ROW EXECUTE FUNCTION refuse()")


def test_a_claim_that_no_check_can_be_made_of_is_put_aside_with_one_and_the_others_are_opened() -> None:
    makers.make_desk()
    poison, other = makers.make_claim(WHEAT), makers.make_claim(SHIPS)
    spoil(poison, quantities=[7], dates=[7], topics=["a"])
    with pytest.MonkeyPatch.context() as patch:
        real = queries.claim_facts

        def fails(claim: Claim, **options: Any) -> Any:
            if claim.pk == poison.pk:
                raise KeyError("kind")
            return real(claim, **options)

        patch.setattr(queries, "claim_facts", fails)
        tasks.sweep()
    assert Check.objects.get(claim=other).quarantined_at is None
    aside = Check.objects.get(claim=poison)
    assert list(queries.stuck_checks()) == [aside]
    assert aside.waiting_why == "Quarantined: KeyError: 'kind'"


@pytest.mark.parametrize(
    ("column", "done"),
    [("remind_at", {"remind_at": None}), ("due_at", {"escalated_at__isnull": False})],
)
def test_a_deadline_that_fails_is_put_aside_and_the_others_are_met(column: str, done: dict[str, Any]) -> None:
    desk = makers.make_desk()
    poison, other = makers.make_check(desk), makers.make_check(desk)
    Check.objects.update(**{column: Now() - timedelta(days=1)})
    break_check(poison)
    tasks.sweep()
    assert list(Check.objects.filter(**done)) == [other]
    assert list(queries.stuck_checks()) == [poison]


def test_a_lease_that_cannot_end_keeps_no_other_from_ending() -> None:
    desk = makers.make_desk(verdicts_needed=1)
    poison, other = (makers.make_assignments(makers.make_check(desk))[0] for _ in range(2))
    Assignment.objects.update(lease_until=Now() - timedelta(minutes=1))
    break_check(poison.check_row)
    tasks.sweep()
    statuses = dict(Assignment.objects.filter(pk__in=[poison.pk, other.pk]).values_list("pk", "status"))
    assert statuses == {poison.pk: "open", other.pk: "expired"}
    assert [check.pk for check in queries.stuck_checks()] == [poison.check_row_id]


def test_a_check_that_cannot_be_settled_keeps_no_other_open() -> None:
    desk = makers.make_desk(verdicts_needed=1)
    poison, other = (makers.make_check(desk) for _ in range(2))
    for check in (poison, other):
        [assignment] = makers.make_assignments(check)
        draft = services.VerdictDraft("false", "The register says otherwise.", (makers.make_source(),))
        services.submit_verdict(
            assignment_id=assignment.pk,
            reviewer=assignment.reviewer,
            token=assignment.token,
            draft=draft,
            undo_for=timedelta(hours=1),
        )
    Verdict.objects.update(final_at=Now())
    break_check(poison)
    tasks.sweep()
    assert dict(Check.objects.values_list("pk", "status")) == {poison.pk: "in_review", other.pk: "agreed"}
    assert [check.pk for check in queries.stuck_checks()] == [poison.pk]


def test_what_was_put_aside_is_taken_up_again_by_an_editor_in_whatever_state() -> None:
    check = makers.make_agreed_check()
    spoil(check, quarantined_at=Now())
    services.retry_stuck(kind=services.Stuck.CHECK, pk=check.pk, actor=makers.make_editor())
    assert not queries.stuck_checks().exists()


def test_a_row_that_cannot_be_put_aside_keeps_no_other_from_it() -> None:
    poison, other = makers.make_article("It sank."), makers.make_article("It rose.")
    Article.objects.update(attempts=9, next_attempt_at=Now())
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            f" IF NEW.subject_id = {poison.pk} THEN RAISE EXCEPTION 'poison' USING ERRCODE = 'data_exception';"
            " END IF; RETURN NEW; END $$"
        )
        cursor.execute("CREATE TRIGGER refuse BEFORE INSERT ON claims_event FOR EACH ROW EXECUTE FUNCTION refuse()")
    assert claim_services.quarantine_exhausted_articles() == [other.pk]


@pytest.mark.parametrize(
    ("sweep", "module", "step", "swept"),
    [
        (claim_tasks.sweep, claim_services, "take_back_abandoned", {"extraction", "comparing"}),
        (claim_tasks.sweep, claim_services, "quarantine_exhausted_articles", {"comparing"}),
        (tasks.sweep, services, "expire_leases", {"routing", "outbox"}),
        (tasks.sweep, services, "quarantine_exhausted_checks", {"outbox"}),
    ],
)
def test_a_step_of_a_sweep_that_fails_keeps_no_other_from_being_taken(
    monkeypatch: pytest.MonkeyPatch, sweep: Any, module: Any, step: str, swept: set[str]
) -> None:
    def fails() -> None:
        raise RuntimeError(step)

    monkeypatch.setattr(module, step, fails)
    sweep()
    assert set(Sweep.objects.values_list("queue", flat=True)) == swept


# --- Imports and exports --------------------------------------------------------------------------------------
def test_a_row_of_an_import_that_fails_is_told_and_the_others_come_in() -> None:
    file = makers.make_import(rows=3)
    claim_services.start_import(file=file, actor=makers.make_editor())
    poison = ImportRow.objects.filter(file=file).order_by("line")[1]
    spoil(poison, draft={"text": "It sank.", "published_at": "never"})
    claim_tasks.import_articles(file.pk)
    came = file.rows.filter(draft__isnull=False).order_by("line")
    assert list(came.values_list("status", flat=True)) == ["new", "refused", "new"]
    poison.refresh_from_db()
    assert poison.problem.startswith("ValueError")
    assert Import.objects.get().status == "done"


def test_a_claim_of_a_batch_that_the_database_refuses_spoils_no_other() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            " IF NEW.text LIKE '%poison%' THEN RAISE EXCEPTION 'poison' USING ERRCODE = 'data_exception'; END IF;"
            " RETURN NEW; END $$"
        )
        cursor.execute("CREATE TRIGGER refuse BEFORE INSERT ON claims_claim FOR EACH ROW EXECUTE FUNCTION refuse()")
    several = [{"text": SHIPS}, {"text": "The well has poison in it."}, {"text": WHEAT}, {"text": SHIPS}]
    told = clients.with_key().post("/api/v1/claims/batch/", several, format="json").json()
    assert [one["status"] for one in told["results"]] == ["created", "invalid", "created", "duplicate"]
    assert Claim.objects.count() == 2


def test_a_fact_check_that_the_database_refuses_spoils_no_other_of_its_file(
    tmp_path: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            " IF NEW.url LIKE '%poison%' THEN RAISE EXCEPTION 'poison' USING ERRCODE = 'data_exception'; END IF;"
            " RETURN NEW; END $$"
        )
        cursor.execute(
            "CREATE TRIGGER refuse BEFORE INSERT ON claims_importedfactcheck FOR EACH ROW EXECUTE FUNCTION refuse()"
        )
    file = tmp_path / "all.json"
    urls = ("https://a.example", "https://poison.example", "https://b.example")
    file.write_text(json.dumps([{"@type": "ClaimReview", "url": url, "claimReviewed": SHIPS} for url in urls]))
    with pytest.raises(CommandError):
        call_command("import_fact_checks", str(file))
    told = capsys.readouterr()
    assert "2 new, 0 revised, 0 known, 1 failed." in told.out
    assert "item 2" in told.err
    assert ImportedFactCheck.objects.count() == 2


def test_a_correction_that_cannot_be_exported_is_named_and_the_others_are_exported() -> None:
    editor = makers.make_editor()
    for text in (SHIPS, WHEAT):
        claim = makers.make_claim(text)
        edit = ClaimEdit(text=text, quantities=[{"text": "90", "low": 90, "high": 90, "unit": "", "kind": "number"}])
        claim_services.correct_claim(claim_id=claim.pk, edit=edit, actor=editor)
    poison = Correction.objects.order_by("pk")[0]
    spoil(poison, after={})
    out, err = StringIO(), StringIO()
    with pytest.raises(CommandError, match="1 could not be exported"):
        call_command("export_corrections", task="quantities", stdout=out, stderr=err)
    assert [json.loads(line)["input"] for line in out.getvalue().splitlines()] == [WHEAT]
    assert f"Correction {poison.pk}: KeyError: 'text'" in err.getvalue()


# --- Lists ----------------------------------------------------------------------------------------------------
def test_a_fact_check_that_cannot_be_shown_is_left_out_of_feeds_and_lists() -> None:
    makers.make_published_check(text=SHIPS)
    makers.make_published_check(text=WHEAT)
    poison = FactCheck.objects.order_by("pk")[0]
    FactCheckRevision.objects.filter(fact_check=poison).update(sources=[{"title": "without an address"}])
    for path in ("/fact-checks/feed.atom", "/fact-checks/feed.json", "/fact-checks/", "/api/v1/fact-checks/", "/"):
        answer = Client().get(path)
        assert answer.status_code == 200, path
        told = answer.content.decode()
        assert (WHEAT in told or "it was not" in told, poison.slug in told) == (True, False), path


def test_a_claim_that_cannot_be_told_is_left_out_of_the_list_of_the_api() -> None:
    makers.make_claim(SHIPS)
    poison = makers.make_claim(WHEAT)
    spoil(poison, said_at=datetime(2024, 3, 9, tzinfo=UTC), via=7)
    told = clients.with_key().get("/api/v1/claims/")
    assert [claim["text"] for claim in told.json()["results"]] == [SHIPS]


# --- The helper itself ----------------------------------------------------------------------------------------
def test_each_does_the_others_and_tells_of_the_one() -> None:
    failed: list[tuple[int, str]] = []
    done = each([1, 0, 2], lambda n: 2 // n, failed=lambda row, error: failed.append((row, str(error))))
    assert (done, [row for row, _ in failed]) == ([2, 1], [0])
