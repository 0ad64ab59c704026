"""What the machine has still to do, asked of the rows in SQL: nothing, once faults have stopped for a while."""

from __future__ import annotations

from typing import Any

import psycopg

OWED = {
    "articles to extract": "SELECT count(*) FROM claims_article WHERE status = 'received' AND quarantined_at IS NULL",
    "claims without a check": """SELECT count(*) FROM claims_claim c
        WHERE NOT EXISTS (SELECT FROM verification_check k WHERE k.claim_id = c.id)""",
    "claims to compare": "SELECT count(*) FROM claims_embedding WHERE status = 'waiting' AND quarantined_at IS NULL",
    "leases that ran out": """SELECT count(*) FROM verification_assignment
        WHERE status = 'open' AND lease_until <= now()""",
    "free slots": """SELECT coalesce(sum(c.slots - coalesce(a.held, 0)), 0)::bigint FROM verification_check c
        LEFT JOIN (SELECT check_id, round, count(*) AS held FROM verification_assignment
            WHERE kind = 'review' AND status IN ('open', 'submitted') GROUP BY check_id, round) a
            ON a.check_id = c.id AND a.round = c.round
        WHERE c.status IN ('queued', 'in_review') AND c.quarantined_at IS NULL AND c.waiting_why = ''""",
}
QUARANTINED = """SELECT count(*) FROM (
    SELECT id FROM claims_article WHERE quarantined_at IS NOT NULL
    UNION ALL SELECT id FROM claims_embedding WHERE quarantined_at IS NOT NULL
    UNION ALL SELECT id FROM verification_check WHERE quarantined_at IS NOT NULL) q"""


def owed(connection: psycopg.Connection[Any]) -> dict[str, int]:
    """What the machine has still to do without anybody asking, by kind; empty when all is done.

    A slot for which routing found nobody is not owed (it says why), and what was put aside waits for an editor.
    """
    found = {name: _count(connection, query) for name, query in OWED.items()}
    return {name: count for name, count in found.items() if count}


def quarantined(connection: psycopg.Connection[Any]) -> int:
    """How many articles, claims to compare and checks to route are put aside."""
    return _count(connection, QUARANTINED)


def _count(connection: psycopg.Connection[Any], query: str) -> int:
    row = connection.execute(query).fetchone()
    return int(row[0]) if row else 0
