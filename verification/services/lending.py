"""A slot is lent in one statement: the check counts it, the assignment begins, the log tells of both."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from psycopg.types.json import Jsonb

from claims.columns import Columns, ask_for_one
from claims.errors import Conflict
from claims.models import User
from claims.services.events import LOG
from claims.states import require_move
from verification.models import Assignment, Check, Reviewer
from verification.states import CHECK_MOVES, CheckStatus

LENT = Columns(Assignment, "lent")
LEND = f"""
WITH counted AS (
    UPDATE verification_check SET hand_outs = hand_outs + 1, held = held + %(holds)s, status = %(to)s
    WHERE id = %(check)s AND hand_outs = %(hand_outs)s AND status = %(status)s
    RETURNING id, hand_outs
), lent AS (
    INSERT INTO verification_assignment
        (check_id, reviewer_id, kind, how, round, slot, token, status, why, lease_until, ended_why, help_wanted)
    SELECT id, %(reviewer)s, %(kind)s, %(how)s, %(round)s, %(slot)s, hand_outs, 'open', %(why)s::text[],
        STATEMENT_TIMESTAMP() + %(lease)s::interval, '', ''
    FROM counted
    RETURNING *
), told AS (
    {LOG}
    SELECT 'check', id, %(status)s::text, %(to)s::text, '', '{{}}'::jsonb, NULL::bigint
    FROM counted WHERE %(status)s::text <> %(to)s::text
    UNION ALL
    SELECT 'assignment', id, '', 'open', '', %(told)s::jsonb, %(actor)s::bigint FROM lent
)
SELECT {LENT.sql} FROM lent
"""  # noqa: S608


def lend(
    *,
    check: Check,
    reviewer: Reviewer,
    slot: int,
    how: Assignment.How,
    why: list[str],
    kind: Assignment.Kind = Assignment.Kind.REVIEW,
    actor: User | None = None,
    data: dict[str, Any] | None = None,
) -> Assignment:
    """Lend a slot of a locked check: its fence goes up by one, and the assignment keeps the number as its token.

    A queued check is in review from its first slot on; an adjudication holds no slot. The log keeps ``data``, the
    numbers that routing decided by. Raises Conflict where the check has moved since it was read.
    """
    holds_slot = kind == Assignment.Kind.REVIEW
    to = CheckStatus.IN_REVIEW if holds_slot and check.status == CheckStatus.QUEUED else check.status
    if to != check.status:
        require_move(CHECK_MOVES, "check", check.status, to)
    token = check.hand_outs + 1
    told = {"slot": slot, "round": check.round, "reviewer": reviewer.pk, "token": token, **(data or {})}
    asked = {
        "check": check.pk,
        "hand_outs": check.hand_outs,
        "status": check.status,
        "to": str(to),
        "holds": int(holds_slot),
        "reviewer": reviewer.pk,
        "kind": str(kind),
        "how": str(how),
        "round": check.round,
        "slot": slot,
        "why": why,
        "lease": timedelta(minutes=check.desk.lease_minutes),
        "told": Jsonb(told),
        "actor": actor and actor.pk,
    }
    values = ask_for_one(LEND, asked)
    if values is None:
        raise Conflict
    check.hand_outs, check.held, check.status = token, check.held + int(holds_slot), to
    assignment = LENT.row(values)
    assignment.check_row, assignment.reviewer = check, reviewer
    return assignment
