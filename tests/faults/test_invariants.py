"""Negative controls: rows that break each invariant are seen to. The constraints that forbid them are dropped first."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
from django.db import connection as django_connection

from tests import makers
from tests.faults.invariants import Acknowledged, SaidVerdict, violations
from tests.faults.owing import owed, quarantined
from verification import services
from verification.models import Assignment, Check, Verdict
from verification.services import FactCheckDraft

pytestmark = pytest.mark.django_db
Rows = psycopg.Connection[Any]


@pytest.fixture
def rows(db: None) -> Rows:
    """The connection of the test itself, so that what it breaks is undone with the rest."""
    django_connection.ensure_connection()
    found: Rows = django_connection.connection
    found.execute("SET CONSTRAINTS ALL IMMEDIATE")
    return found


@pytest.fixture
def told() -> Acknowledged:
    """A newsroom in which claims were published, corrected, disputed, adjudicated and given back."""
    desk = makers.make_desk()
    makers.make_article()
    published = makers.make_published_check(desk)
    draft = FactCheckDraft("No, it was fewer", "The register says fewer.")
    services.correct(check_id=published.pk, actor=makers.make_editor(), draft=draft, note="It was five.")
    disputed = makers.make_disputed_check(desk)
    draft_verdict = services.VerdictDraft("false", "Adjudicated.", (makers.make_source(),))
    services.adjudicate(check_id=disputed.pk, actor=makers.make_editor(), draft=draft_verdict)
    waiting = makers.make_check(desk)
    first, _ = makers.make_assignments(waiting)
    services.release(assignment_id=first.pk, reviewer=first.reviewer, token=first.token, why="No time.")
    verdicts = [said(verdict) for verdict in Verdict.objects.filter(assignment__check_row=published)[:1]]
    return Acknowledged(
        claims=[published.claim_id, waiting.claim_id], verdicts=verdicts, taken=[first.pk], released=[first.pk]
    )


def said(verdict: Verdict) -> SaidVerdict:
    Verdict.objects.filter(pk=verdict.pk).update(reasoning=f"Like no other: {verdict.pk}")
    return SaidVerdict(verdict.pk, verdict.assignment_id, f"Like no other: {verdict.pk}")


def kinds_and_rules(rows: Rows, told: Acknowledged) -> set[tuple[str, str]]:
    return {(found.kind, found.rule) for found in violations(rows, told)}


def test_a_desk_where_all_is_well_breaks_nothing(rows: Rows, told: Acknowledged) -> None:
    assert violations(rows, told) == []


@pytest.mark.parametrize(
    ("missing", "rule"),
    [
        ({"claims": [10**9]}, "an acknowledged row is there"),
        ({"articles": [10**9]}, "an acknowledged row is there"),
        ({"taken": [10**9]}, "an acknowledged row is there"),
        ({"published": [10**9]}, "what was signed off is published"),
        ({"verdicts": [SaidVerdict(10**9, 1, "Nowhere.")]}, "an acknowledged verdict is stored"),
    ],
)
def test_what_was_acknowledged_and_is_not_there_is_lost(rows: Rows, missing: dict[str, Any], rule: str) -> None:
    assert ("lost", rule) in kinds_and_rules(rows, Acknowledged(**missing))


def test_a_claim_without_a_check_is_lost_and_owed(rows: Rows) -> None:
    makers.make_desk()
    claim = makers.make_claim()
    assert kinds_and_rules(rows, Acknowledged(claims=[claim.pk])) == {("lost", "an accepted claim has its check")}
    assert owed(rows) == {"claims without a check": 1, "claims to compare": 1}
    check = makers.make_check(claim=claim)
    assert owed(rows) == {"free slots": check.slots, "claims to compare": 1}


def test_what_was_given_back_and_is_still_held_is_lost(rows: Rows, told: Acknowledged) -> None:
    told.released = [Assignment.objects.filter(status="open")[0].pk]
    assert kinds_and_rules(rows, told) == {("lost", "what was given back is not held")}


def test_a_verdict_stored_twice_is_doubled(rows: Rows, told: Acknowledged) -> None:
    drop(rows, "verification_verdict", "verification_verdict_assignment_id_key")
    copy(rows, "verification_verdict", told.verdicts[0].verdict_id)
    assert {
        ("doubled", "an acknowledged verdict is stored once"),
        ("doubled", "only what is submitted has a verdict, and one"),
    } <= kinds_and_rules(rows, told)


def test_a_claim_or_its_check_stored_twice_is_doubled(rows: Rows, told: Acknowledged) -> None:
    rows.execute("DROP INDEX claim_once_without_an_article")
    drop(rows, "verification_check", "verification_check_claim_id_key")
    copy(rows, "claims_claim", told.claims[0], leave_out=("search",))
    waiting = Check.objects.get(claim=told.claims[1])
    copy(rows, "verification_check", waiting.pk)
    found = kinds_and_rules(rows, told)
    assert {("doubled", "a claim handed in is stored once"), ("doubled", "a claim has one check")} <= found


def test_a_slot_lent_while_somebody_held_it_is_doubled(rows: Rows, told: Acknowledged) -> None:
    rows.execute("DROP INDEX slot_held_once")
    held = Assignment.objects.filter(status="open")[0]
    other = makers.make_reviewer(held.check_row.desk)
    rows.execute("ALTER TABLE verification_assignment DISABLE TRIGGER USER")
    copy(rows, "verification_assignment", held.pk, token=held.token + 9, reviewer_id=other.pk)
    assert ("doubled", "a slot is held once at any time") in kinds_and_rules(rows, told)


def test_a_slot_lent_before_the_last_hand_out_ended_is_doubled(rows: Rows, told: Acknowledged) -> None:
    """As with a lock that failed and a constraint that did not: each looks right by now, the times tell."""
    again = Assignment.objects.get(pk=told.released[0])
    makers.make_reviewer(again.check_row.desk)
    assert services.route_check(check_id=again.check_row_id)
    assert violations(rows, told) == []
    rows.execute("UPDATE verification_assignment SET ended_at = ended_at + interval '1 hour' WHERE id = %s", [again.pk])
    assert kinds_and_rules(rows, told) == {("doubled", "a slot is held once at any time")}


@pytest.mark.parametrize("status", ["released", "recalled", "submitted"])
def test_somebody_who_has_had_a_claim_and_gets_it_again_is_doubled(rows: Rows, told: Acknowledged, status: str) -> None:
    rows.execute("DROP INDEX reviewer_once_a_round; DROP INDEX slot_held_once")
    held = Assignment.objects.filter(status="open")[0]
    copy(rows, "verification_assignment", held.pk, token=held.token + 9)
    rows.execute("UPDATE verification_assignment SET status = %s, ended_at = now() WHERE id = %s", [status, held.pk])
    assert ("doubled", "nobody is twice on a claim in a round") in kinds_and_rules(rows, told)


def test_a_submitted_assignment_without_its_verdict_is_lost(rows: Rows, told: Acknowledged) -> None:
    rows.execute("DELETE FROM verification_source")
    rows.execute("DELETE FROM verification_verdict WHERE id = %s", [told.verdicts[0].verdict_id])
    assert kinds_and_rules(rows, told) == {
        ("lost", "an acknowledged verdict is stored"),
        ("lost", "only what is submitted has a verdict, and one"),
    }


def test_a_publication_without_its_revision_is_lost_and_one_too_many_doubled(rows: Rows, told: Acknowledged) -> None:
    copy(rows, "verification_factcheckrevision", newest(rows), number=3)
    assert kinds_and_rules(rows, told) == {("doubled", "each publication is one revision")}
    rows.execute("DELETE FROM verification_factcheckrevision WHERE number > 1")
    assert kinds_and_rules(rows, told) == {("lost", "each publication is one revision")}


def test_a_publication_of_which_a_webhook_is_not_told_is_lost_and_one_told_twice_doubled(
    rows: Rows, told: Acknowledged
) -> None:
    drop(rows, "verification_delivery", "delivery_once")
    rows.execute(
        """INSERT INTO verification_webhook (id, name, url, secret, events, status, created_at)
        VALUES (1, 'wire', 'https://wire.example', 'x', %s, 'active', now() - interval '1 day')""",
        [["fact_check.published", "fact_check.corrected", "fact_check.withdrawn"]],
    )
    rule = "each publication has its outbox rows"
    assert {found for found in kinds_and_rules(rows, told) if found[1] == rule} == {("lost", rule)}
    for expected in (set(), {("doubled", rule)}):
        rows.execute("""INSERT INTO verification_delivery (webhook_id, revision_id, event, message_id, payload, status,
            problem, attempts, next_attempt_at, created_at)
            SELECT 1, id, 'fact_check.published', gen_random_uuid(), '{}', 'pending', '', 0, now(), now()
            FROM verification_factcheckrevision""")
        assert {found for found in kinds_and_rules(rows, told) if found[1] == rule} == expected


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ("status = 'lost'", "a check is in a legal state"),
        ("status = 'queued'", "a queued check has no slot held"),
        ("held = 1", "a check knows how many of its slots are held"),
        ("slots = 1", "no more slots are held than there are"),
        ("slots = 3", "a settled check has all its verdicts"),
        ("status = 'in_review'", "a check in review waits for verdicts"),
        ("rating_id = NULL", "a check has a rating when it is settled"),
    ],
)
def test_a_check_whose_other_rows_say_otherwise_is_broken(
    rows: Rows, told: Acknowledged, change: str, rule: str
) -> None:
    drop(rows, "verification_check", "check_status_known")
    rows.execute(f"UPDATE verification_check SET {change} WHERE claim_id = %s", [told.claims[0]])
    assert ("broken", rule) in kinds_and_rules(rows, told)


@pytest.mark.parametrize(
    "breaking",
    [
        "UPDATE claims_article SET status = 'extracted'",
        "UPDATE claims_event SET to_status = 'unreadable' WHERE subject_type = 'article'",
        "DELETE FROM claims_event WHERE subject_type = 'check' AND to_status = 'in_review'",
        "DELETE FROM claims_event WHERE subject_type = 'assignment' AND from_status = ''",
        "UPDATE claims_event SET from_status = 'dropped' WHERE subject_type = 'check' AND from_status = 'queued'",
    ],
)
def test_a_log_that_does_not_lead_to_where_the_row_is_is_broken(rows: Rows, told: Acknowledged, breaking: str) -> None:
    rows.execute("ALTER TABLE claims_event DISABLE TRIGGER USER")
    rows.execute(breaking)
    assert kinds_and_rules(rows, told) == {("broken", "the log replays to the present state")}


def test_a_log_of_what_is_not_there_tells_of_a_loss(rows: Rows, told: Acknowledged) -> None:
    rows.execute(
        "INSERT INTO claims_event (subject_type, subject_id, from_status, to_status, why, data)"
        " VALUES ('check', 1000000000, '', 'queued', '', '{}')"
    )
    assert kinds_and_rules(rows, told) == {("lost", "what the log tells of is there")}


def test_what_was_put_aside_is_not_owed_but_counted(rows: Rows) -> None:
    makers.make_article()
    assert owed(rows) == {"articles to extract": 1}
    rows.execute("UPDATE claims_article SET quarantined_at = now()")
    assert (owed(rows), quarantined(rows)) == ({}, 1)


# --- How rows are broken --------------------------------------------------------------------------------------
def drop(rows: Rows, table: str, constraint: str) -> None:
    rows.execute(f"ALTER TABLE {table} DROP CONSTRAINT {constraint}")


def copy(rows: Rows, table: str, row_id: int, *, leave_out: tuple[str, ...] = (), **changes: Any) -> None:
    """Store the row once more under a new id, with ``changes``."""
    query = (
        "SELECT column_name FROM information_schema.columns"
        " WHERE table_name = %s AND is_generated = 'NEVER' AND column_name <> ALL(%s)"
    )
    columns = [name for (name,) in rows.execute(query, [table, ["id", *leave_out]])]
    values = ", ".join("%s" if name in changes else name for name in columns)
    given = [changes[name] for name in columns if name in changes]
    rows.execute(
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {values} FROM {table} WHERE id = %s", [*given, row_id]
    )


def newest(rows: Rows) -> int:
    found = rows.execute("SELECT max(id) FROM verification_factcheckrevision").fetchone()
    assert found
    return int(found[0])
