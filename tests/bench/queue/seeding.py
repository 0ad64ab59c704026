"""The newsroom that is measured, and as many queued claims as are asked for. Needs Django set up."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.core.management import call_command
from django.db import connection

from claims.access import Role, Scope
from tests.bench.queue.reference import SCHEMA
from tests.makers import make_desk, make_key, make_reviewer, make_user

TEXT = """
'The ' || (ARRAY['port','county','ministry','hospital','railway','harbour','university','museum'])[1 + mod(n, 8)]
  || ' authority spent ' || n || ' million on new '
  || (ARRAY['cranes','bridges','trams','schools','wells','ferries','turbines','archives','clinics','tunnels',
            'orchards','beacons','reservoirs','libraries','rinks','markets','granaries','kilns','looms','quays'])
     [1 + mod(n * 7, 20)] || ' in ' || 1990 + mod(n, 35) || ', case ' || n || '.'
"""
TOPICS = "ARRAY[(ARRAY['money','health','transport','energy','schools'])[1 + mod(n, 5)]]"
CLAIMS = f"""
INSERT INTO claims_claim (text, fingerprint, kind, language, quantities, dates, substitutions, via, topics, worthiness)
SELECT {TEXT}, encode(sha256(n::text::bytea), 'hex'), 'narrator', 'en', '[]', '[]', '[]', '[]', {TOPICS}, 0.5
FROM generate_series(%(first)s::bigint, %(last)s::bigint) AS n
"""
CHECKS = """
INSERT INTO verification_check
  (claim_id, desk_id, scale_id, status, priority, worthiness, slots, round, hand_outs, attempts, waiting_why,
   due_at, remind_at)
SELECT id, %(desk)s, %(scale)s, 'queued', 0, mod(id * 7919, 1000) / 1000.0, 2, 1, 0, 0, '',
  now() + interval '1 day', now() + interval '20 hours'
FROM claims_claim AS claim WHERE NOT EXISTS (SELECT FROM verification_check WHERE claim_id = claim.id)
"""
ITEMS = f"""
INSERT INTO raw_item (text, topics, status, worthiness, slots)
SELECT {TEXT}, {TOPICS}, 'queued', mod(n * 7919, 1000) / 1000.0, 2
FROM generate_series(%(first)s::bigint, %(last)s::bigint) AS n
"""
# So that a checkpoint or a vacuum which one size left behind is not paid for by the next.
SETTLED = ("VACUUM ANALYZE", "CHECKPOINT")


@dataclass(frozen=True, slots=True)
class Newsroom:
    """``keys``: one of a reviewer for each client; ``editor``: one that may read and hand in everything."""

    desk: int
    scale: int
    keys: tuple[str, ...]
    editor: str


def make_newsroom(reviewers: int) -> Newsroom:
    """An empty database's schema, and a desk of two verdicts a claim with ``reviewers`` on it."""
    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute(SCHEMA)
    desk = make_desk(name="Bench")
    people = [make_reviewer(desk) for _ in range(reviewers)]
    keys = tuple(make_key(person.user, Scope.REVIEWS_READ, Scope.REVIEWS_WRITE) for person in people)
    editor = make_key(make_user(Role.EDITOR), Scope.CHECKS_READ, Scope.CLAIMS_READ, Scope.CLAIMS_WRITE)
    return Newsroom(desk.pk, desk.scale_id, keys, editor)


def fill(newsroom: Newsroom, queued: int) -> None:
    """Queue claims until ``queued`` wait for a reviewer, on both sides."""
    _fill(CLAIMS, "SELECT count(*) FROM verification_check WHERE status = 'queued'", "claims_claim", queued)
    with connection.cursor() as cursor:
        cursor.execute(CHECKS, {"desk": newsroom.desk, "scale": newsroom.scale})
    _fill(ITEMS, "SELECT count(*) FROM raw_item WHERE status = 'queued'", "raw_item", queued)
    settle()


def _fill(statement: str, count: str, table: str, queued: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(count)
        missing = queued - int(cursor.fetchone()[0])
        cursor.execute(f"SELECT coalesce(max(id), 0) FROM {table}")
        known = int(cursor.fetchone()[0])
        if missing > 0:
            cursor.execute(statement, {"first": known + 1, "last": known + missing})


def settle() -> None:
    with connection.cursor() as cursor:
        for statement in SETTLED:
            cursor.execute(statement)
    # What follows forks nothing and holds nothing open.
    connection.close()


def batches(count: int, size: int, *, first: int) -> list[bytes]:
    """Bodies of ``size`` new claims each, ``count`` claims in all, as JSON lists."""
    numbers = range(first, first + count)
    return [json.dumps([_claim(n) for n in numbers[at : at + size]]).encode() for at in range(0, count, size)]


def _claim(number: int) -> dict[str, object]:
    return {
        "text": f"The harbour board counted {number} containers on the quays in the spring of 2024.",
        "speaker_name": f"Harbour master {number % 50}",
        "said_at": "2024-05-02T09:00:00Z",
        "language": "en",
        "topics": ["transport"],
        "worthiness": 0.7,
    }


@dataclass(frozen=True, slots=True)
class Stored:
    """What the rows say afterwards: slots judged twice, people twice on a claim, verdicts and sources stored."""

    slots_doubled: int
    people_doubled: int
    verdicts: int
    sources: int

    @property
    def collisions(self) -> int:
        return self.slots_doubled + self.people_doubled


def stored(prefix: str) -> Stored:
    """Asked of the product's own tables (``prefix`` "verification_") or of the reference's ("raw_")."""
    check = "item_id, 1" if prefix == "raw_" else "check_id, round"
    judged = f"FROM {prefix}assignment JOIN {prefix}verdict AS verdict ON assignment_id = {prefix}assignment.id"
    reviewer = "reviewer" if prefix == "raw_" else "reviewer_id"
    doubled = "SELECT count(*) FROM (SELECT 1 {} GROUP BY {}, {} HAVING count(*) > 1) AS doubled"
    asked = (
        doubled.format(judged, check, "slot"),
        doubled.format(judged, check, reviewer),
        f"SELECT count(*) FROM {prefix}verdict",
        f"SELECT count(*) FROM {prefix}source",
    )
    with connection.cursor() as cursor:
        return Stored(*[_number(cursor, statement) for statement in asked])


def _number(cursor: object, statement: str) -> int:
    cursor.execute(statement)  # type: ignore[attr-defined]
    return int(cursor.fetchone()[0])  # type: ignore[attr-defined]
