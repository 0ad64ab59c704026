"""The same work in raw SQL: plain transactions over psycopg, on tables that hold what the product's hold.

Next: find and lock the most urgent item with a free slot that this reviewer has not had, lend the slot, log it.
Verdict: lock the item, end the lease that is still theirs, store verdict and source, settle it when it was the last
one missing, log it. Each statement is one round trip, as a careful programmer would write it without any framework.
"""

from __future__ import annotations

import time
from multiprocessing.synchronize import Barrier
from typing import Any

import psycopg

from tests.bench.queue.clients import REASONING, SOURCE
from tests.bench.queue.figures import Taken

SCHEMA = """
CREATE TABLE raw_item (
  id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY, text text NOT NULL, topics text[] NOT NULL,
  status text NOT NULL, worthiness float8 NOT NULL, slots int NOT NULL, held int NOT NULL DEFAULT 0,
  hand_outs int NOT NULL DEFAULT 0, rating text, created_at timestamptz NOT NULL DEFAULT now());
CREATE INDEX raw_item_to_take ON raw_item (worthiness DESC, id)
  WHERE status IN ('queued', 'in_review') AND held < slots;
CREATE TABLE raw_assignment (
  id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY, item_id bigint NOT NULL REFERENCES raw_item,
  reviewer int NOT NULL, slot int NOT NULL, token int NOT NULL, status text NOT NULL, why text[] NOT NULL,
  lease_until timestamptz NOT NULL, created_at timestamptz NOT NULL DEFAULT now(), ended_at timestamptz);
CREATE UNIQUE INDEX raw_slot_held_once ON raw_assignment (item_id, slot) WHERE status IN ('open', 'submitted');
CREATE UNIQUE INDEX raw_reviewer_once ON raw_assignment (item_id, reviewer) WHERE status IN ('open', 'submitted');
CREATE INDEX raw_leases ON raw_assignment (lease_until) WHERE status = 'open';
CREATE INDEX raw_by_reviewer ON raw_assignment (reviewer, status);
CREATE TABLE raw_verdict (
  id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY, assignment_id bigint NOT NULL UNIQUE REFERENCES raw_assignment,
  rating text NOT NULL, reasoning text NOT NULL, created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE raw_source (
  id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY, verdict_id bigint NOT NULL REFERENCES raw_verdict,
  position int NOT NULL, url text NOT NULL, title text NOT NULL, publisher text NOT NULL, kind text NOT NULL,
  stance text NOT NULL, quote text NOT NULL, accessed_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (verdict_id, position));
CREATE TABLE raw_event (
  id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY, subject_type text NOT NULL, subject_id bigint NOT NULL,
  from_status text NOT NULL, to_status text NOT NULL, data jsonb NOT NULL DEFAULT '{}',
  at timestamptz NOT NULL DEFAULT now());
CREATE INDEX raw_event_by_subject ON raw_event (subject_type, subject_id, id);
"""
FIND = """
SELECT id, text, topics, status, slots, hand_outs FROM raw_item AS item
WHERE status IN ('queued', 'in_review') AND held < slots AND NOT EXISTS (
  SELECT FROM raw_assignment WHERE item_id = item.id AND reviewer = %s)
ORDER BY worthiness DESC, id LIMIT 1 FOR UPDATE OF item SKIP LOCKED
"""
TAKEN = "SELECT slot FROM raw_assignment WHERE item_id = %s AND status IN ('open', 'submitted')"
LEND = """
INSERT INTO raw_assignment (item_id, reviewer, slot, token, status, why, lease_until)
VALUES (%s, %s, %s, %s, 'open', %s, now() + interval '1 hour') RETURNING id, lease_until, created_at
"""
HAND_OUT = "UPDATE raw_item SET held = held + 1, hand_outs = hand_outs + 1, status = 'in_review' WHERE id = %s"
LOG = "INSERT INTO raw_event (subject_type, subject_id, from_status, to_status) VALUES (%s, %s, %s, %s)"
LOCK = "SELECT id, status, slots FROM raw_item WHERE id = (SELECT item_id FROM raw_assignment WHERE id = %s) FOR UPDATE"
END = """
UPDATE raw_assignment SET status = 'submitted', ended_at = now()
WHERE id = %s AND reviewer = %s AND token = %s AND status = 'open' AND lease_until > now()
"""
JUDGE = "INSERT INTO raw_verdict (assignment_id, rating, reasoning) VALUES (%s, %s, %s) RETURNING id, created_at"
CITE = """
INSERT INTO raw_source (verdict_id, position, url, title, publisher, kind, stance, quote)
VALUES (%(verdict)s, 1, %(url)s, %(title)s, %(publisher)s, %(kind)s, %(stance)s, %(quote)s)
"""
RATINGS = """
SELECT rating FROM raw_verdict JOIN raw_assignment ON raw_assignment.id = assignment_id WHERE item_id = %s
"""
SETTLE = "UPDATE raw_item SET status = 'agreed', rating = %s WHERE id = %s AND status = 'in_review'"
Cursor = psycopg.Cursor[tuple[Any, ...]]


def take_and_judge(barrier: Barrier, database_url: str, reviewer: int, seconds: float) -> Taken:
    """The cycles of one reviewer on a connection of their own."""
    taken = Taken()
    with psycopg.connect(database_url) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        connection.commit()
        barrier.wait()
        end, used = time.perf_counter() + seconds, time.process_time()
        while time.perf_counter() < end:
            _cycle(connection, cursor, reviewer, taken)
        taken.processor = time.process_time() - used
    return taken


def _cycle(connection: psycopg.Connection, cursor: Cursor, reviewer: int, taken: Taken) -> None:
    begun = time.perf_counter()
    lent = _next(cursor, reviewer)
    connection.commit()
    got = time.perf_counter()
    taken.next.append(got - begun)
    if lent is None:
        taken.refused.append("next: nothing")
        return
    item, assignment, slot, token = lent
    _judge(cursor, assignment, reviewer, token)
    connection.commit()
    taken.verdict.append(time.perf_counter() - got)
    taken.judged.append((item, 1, slot))


def _next(cursor: Cursor, reviewer: int) -> tuple[int, int, int, int] | None:
    """The item, the assignment, its slot and its token."""
    found = cursor.execute(FIND, [reviewer]).fetchone()
    if found is None:
        return None
    item, _, _, status, slots, hand_outs = found
    held = {slot for (slot,) in cursor.execute(TAKEN, [item])}
    slot = next(number for number in range(1, slots + 1) if number not in held)
    lent = cursor.execute(LEND, [item, reviewer, slot, hand_outs + 1, ["asked for the next claim"]]).fetchone()
    assert lent is not None
    cursor.execute(HAND_OUT, [item])
    cursor.execute(LOG, ["assignment", lent[0], "", "open"])
    if status == "queued":
        cursor.execute(LOG, ["check", item, "queued", "in_review"])
    return item, lent[0], slot, hand_outs + 1


def _judge(cursor: Cursor, assignment: int, reviewer: int, token: int) -> None:
    locked = cursor.execute(LOCK, [assignment]).fetchone()
    assert locked is not None
    item, _, slots = locked
    if cursor.execute(END, [assignment, reviewer, token]).rowcount != 1:
        raise RuntimeError("The lease was lost.")
    verdict = cursor.execute(JUDGE, [assignment, "false", REASONING]).fetchone()
    assert verdict is not None
    cursor.execute(CITE, {"verdict": verdict[0], **SOURCE})
    cursor.execute(LOG, ["assignment", assignment, "open", "submitted"])
    ratings = [rating for (rating,) in cursor.execute(RATINGS, [item])]
    if len(ratings) == slots:
        cursor.execute(SETTLE, [ratings[0], item])
        cursor.execute(LOG, ["check", item, "in_review", "agreed"])
