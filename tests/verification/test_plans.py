"""What is asked often is answered by indexes: PostgreSQL tells how it would go about it, with rows enough to matter."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker

from claims import queries as claim_queries
from claims.access import Role, Scope
from claims.models import Claim
from claims.queueing import ENOUGH
from tests import clients, makers
from tests.bench.queue import seeding
from verification import queries, services
from verification.models import Check, Desk, Reviewer

pytestmark = pytest.mark.django_db
MANY = 20_000
# One in twenty has been judged by somebody, one is being judged, the others were given back; of one in four hundred the
# time has come.
LENT = """
INSERT INTO verification_assignment
  (check_id, reviewer_id, kind, how, round, slot, token, status, why, lease_until, created_at, ended_at, ended_why,
   help_wanted)
SELECT id, %(reviewer)s, 'review', 'pull', 1, 1, 1, CASE mod(id, 20) WHEN 0 THEN 'submitted' ELSE 'released' END,
  '{}', now(), now(), now(), '', ''
FROM verification_check WHERE mod(id, 20) <> 1
"""
OPEN = """
INSERT INTO verification_assignment
  (check_id, reviewer_id, kind, how, round, slot, token, status, why, lease_until, created_at, ended_why, help_wanted)
SELECT id, %(reviewer)s, 'review', 'pull', 1, 1, 1, 'open', '{}', now() + (mod(id, 400) - 2) * interval '1 hour',
  now(), '', ''
FROM verification_check WHERE mod(id, 20) = 1
"""
HANDED = "UPDATE verification_check SET hand_outs = 1, waiting_why = CASE WHEN mod(id, 2) = 0 THEN '' ELSE 'No.' END"
HELD = "UPDATE verification_check SET held = 1, status = 'in_review' WHERE mod(id, 20) IN (0, 1)"
LATER = "UPDATE verification_check SET next_attempt_at = now() + interval '1 hour' WHERE mod(id, 400) <> 7"
SOON = """
UPDATE verification_check SET due_at = now() - interval '1 hour', remind_at = now() - interval '2 hours'
WHERE mod(id, 400) = 9
"""
EVENTS = """
INSERT INTO claims_event (subject_type, subject_id, from_status, to_status, why, data)
SELECT 'check', id, '', 'queued', '', '{}' FROM verification_check
"""
EMBEDDINGS = """
INSERT INTO claims_embedding (claim_id, status, problem, attempts, next_attempt_at)
SELECT id, 'waiting', '', 0, now() + interval '1 hour' FROM claims_claim
"""
LARGE = ("claims_claim", "claims_event", "claims_embedding", "verification_check", "verification_assignment")
WHOLE = re.compile(rf"Seq Scan on (?:{'|'.join(LARGE)})\b")


@pytest.fixture(scope="module")
def reviewer(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Reviewer]:
    """Somebody on the desk of very many queued checks, which are stored once for all tests here."""
    with django_db_blocker.unblock():
        try:
            yield seed()
        finally:
            call_command("flush", interactive=False, verbosity=0)


def seed() -> Reviewer:
    desk = makers.make_desk(name="Bench")
    reviewer, other = makers.make_reviewer(desk), makers.make_reviewer(desk)
    known = {"desk": desk.pk, "scale": desk.scale_id, "reviewer": other.pk, "first": 1, "last": MANY}
    with connection.cursor() as cursor:
        for statement in (seeding.CLAIMS, seeding.CHECKS, LENT, OPEN, HANDED, HELD, LATER, SOON, EVENTS, EMBEDDINGS):
            cursor.execute(statement, known)
        # As PostgreSQL does by itself after a while. What is small counts too: how many desks there are decides how
        # the checks of one are found.
        for table in (*LARGE, "verification_desk"):
            cursor.execute(f"VACUUM ANALYZE {table}")
    return reviewer


def whole_tables(ask: Callable[[], Any]) -> list[str]:
    """The steps that read a large table from end to end, in whatever ``ask`` asks of the database."""
    with CaptureQueriesContext(connection) as asked:
        ask()
    statements = [query["sql"] for query in asked.captured_queries if reads(query["sql"])]
    assert statements
    return [step for statement in statements for step in plan_of(statement) if WHOLE.search(step)]


def reads(statement: str) -> bool:
    return statement.lstrip().startswith(("SELECT", "UPDATE"))


def plan_of(statement: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {statement}")
        return [step for (step,) in cursor.fetchall()]


def test_the_next_claim_and_its_verdict_are_found_by_indexes(reviewer: Reviewer) -> None:
    def cycle() -> None:
        makers.judge(services.take_next(reviewer=reviewer))

    assert whole_tables(cycle) == []


def test_a_whole_table_is_seen_where_one_is_read(reviewer: Reviewer) -> None:
    """The test would tell: no index knows this."""
    assert whole_tables(lambda: list(Check.objects.filter(hand_outs=77))) != []


@pytest.mark.parametrize(
    "ask",
    [
        queries.checks_to_route,
        lambda: queries.checks_refused(Desk.objects.get().pk),
        lambda: queries.checks_refused(Desk.objects.get().pk).order_by(*queries.URGENT_FIRST),
        queries.expired_assignments,
        queries.checks_to_remind_of,
        queries.checks_to_escalate,
        queries.checks_to_end,
        queries.checks_left_alone,
        claim_queries.articles_due_for_extraction,
        claim_queries.embeddings_due,
    ],
)
@pytest.mark.usefixtures("reviewer")
def test_what_the_sweep_looks_for_is_found_by_indexes(ask: Callable[[], Any]) -> None:
    assert whole_tables(lambda: list(ask()[:ENOUGH])) == []


@pytest.mark.parametrize(
    "path",
    [
        "checks/?status=queued",
        "checks/?status=queued&desk=bench&q=cranes",
        "checks/?status=in_review&q=tunnels%202019",
        "claims/?q=%22new%20wells%22&min_worthiness=0.2",
        "claims/?topic=energy&q=harbour",
    ],
)
@pytest.mark.usefixtures("reviewer")
def test_pages_of_lists_are_found_by_indexes(path: str) -> None:
    client = clients.with_key(Scope.CHECKS_READ, Scope.CLAIMS_READ, role=Role.EDITOR)
    assert whole_tables(lambda: client.get(f"/api/v1/{path}")) == []


@pytest.mark.usefixtures("reviewer")
def test_the_claims_of_an_article_and_those_gone_from_it_are_found_by_indexes() -> None:
    def ask() -> None:
        list(Claim.objects.filter(article=7))
        list(Claim.objects.filter(article=7, vanished_in__isnull=False))
        list(Claim.objects.filter(vanished_in=7))

    assert whole_tables(ask) == []


def test_what_happened_to_a_check_is_found_by_indexes(reviewer: Reviewer) -> None:
    check = Check.objects.filter(assignments__isnull=False)[0]
    assert whole_tables(lambda: list(queries.events_of_check(check))) == []
