"""Several people at once: each in a thread and on a connection of their own, and guards that can be taken away."""

from __future__ import annotations

import contextlib
import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, cast

import psycopg
import pytest
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import Model

from claims import services as claim_services
from claims.models import User
from claims.services.events import Walks
from claims.states import Moves, require_move
from verification.services import judging, lending

# Nobody waits longer than this for the others; then something is stuck, and the test fails.
PATIENCE = 120.0
_LOCK = re.compile(r'\bFOR (?:NO KEY )?UPDATE(?: OF "?\w+"?(?:, "?\w+"?){0,9})?(?: SKIP LOCKED| NOWAIT)?')
Act = Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an act answered, or what it raised."""

    answer: Any = None
    error: Exception | None = None

    @property
    def is_done(self) -> bool:
        return self.error is None


def attempt(act: Act) -> Outcome:
    try:
        return Outcome(answer=act())
    except Exception as error:
        return Outcome(error=error)


def at_once(*acts: Act) -> list[Outcome]:
    """Each act in a thread of its own, all begun together when every one has its connection; in their order."""
    meet = threading.Barrier(len(acts))

    def run(act: Act) -> Outcome:
        try:
            connection.ensure_connection()
            meet.wait(timeout=PATIENCE)
            return attempt(act)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


class Staggered:
    """Two acts of which the second begins when the first has sent ``after`` statements, and the first goes on when the
    second is done or waits for a lock: the same interleaving of statements every time, and no guessing how long.

    An act that sends fewer statements is over before the second begins.
    """

    def __init__(self, first: Act, second: Act, *, after: int) -> None:
        self.first, self.second, self.after = first, second, after
        self.begin_second = threading.Event()
        self.second_is_over = threading.Event()
        self.sent = 0
        self.second_backend = 0
        self.watch: psycopg.Connection

    def run(self) -> tuple[Outcome, Outcome]:
        watching = psycopg.connect(**connection.get_connection_params(), autocommit=True)
        with watching as self.watch, ThreadPoolExecutor(2) as threads:
            second = threads.submit(self._run_second)
            first = threads.submit(self._run_first)
            return first.result(timeout=PATIENCE), second.result(timeout=PATIENCE)

    def _run_first(self) -> Outcome:
        try:
            with connection.execute_wrapper(self._count):
                return attempt(self.first)
        finally:
            self.begin_second.set()
            connection.close()

    def _run_second(self) -> Outcome:
        try:
            connection.ensure_connection()
            self.second_backend = connection.connection.info.backend_pid
            self.begin_second.wait(timeout=PATIENCE)
            return attempt(self.second)
        finally:
            self.second_is_over.set()
            connection.close()

    def _count(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if self.sent == self.after:
            self.begin_second.set()
            self._let_second_go_as_far_as_it_can()
        self.sent += 1
        return execute(sql, params, many, context)

    def _let_second_go_as_far_as_it_can(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while not self.second_is_over.wait(timeout=0.001) and not self._second_waits():
            assert time.monotonic() < deadline, "The second act neither ends nor waits for a lock."

    def _second_waits(self) -> bool:
        if not self.second_backend:
            return False
        query = "SELECT wait_event_type = 'Lock' FROM pg_stat_get_activity(%s)"
        row = self.watch.execute(query, [self.second_backend]).fetchone()
        return bool(row and row[0])


# --- Guards taken away, for negative controls -----------------------------------------------------------------
def without_row_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows are read as if nobody else were there, whoever wrote the query."""
    execute = CursorWrapper.execute

    def unlocked(cursor: CursorWrapper, sql: Any, params: Any = None) -> Any:
        return execute(cursor, _LOCK.sub("", sql) if isinstance(sql, str) else sql, params)

    monkeypatch.setattr(CursorWrapper, "execute", unlocked)


def without_guarded_moves(monkeypatch: pytest.MonkeyPatch) -> None:
    """A status is overwritten whatever it has become since it was read."""
    monkeypatch.setattr(claim_services, "move", _unguarded_move)
    guard = "AND status = 'open' AND lease_until > STATEMENT_TIMESTAMP()"
    assert guard in judging.JUDGE
    monkeypatch.setattr(judging, "JUDGE", judging.JUDGE.replace(guard, ""))


def _unguarded_move(
    *,
    row: Walks,
    moves: Moves,
    to: str,
    actor: User | None,
    why: str = "",
    data: dict[str, Any] | None = None,
    **changes: Any,
) -> None:
    before = str(row.status)
    require_move(moves, "row", before, to)
    rows: Any = type(row)
    rows._default_manager.filter(pk=row.pk).update(status=to, **changes)
    claim_services.record(row=row, before=before, after=to, actor=actor, why=why, data=data)
    cast(Any, row).refresh_from_db(fields=["status", *changes])


def without_fence(monkeypatch: pytest.MonkeyPatch) -> None:
    """A slot is lent whatever others have lent since the check was read."""
    fence = "AND hand_outs = %(hand_outs)s AND status = %(status)s"
    assert fence in lending.LEND
    monkeypatch.setattr(lending, "LEND", lending.LEND.replace(fence, ""))


@contextlib.contextmanager
def without_constraints(model: type[Model], names: Sequence[str]) -> Iterator[None]:
    """The database does not refuse what these constraints forbid; at the end the table is emptied."""
    dropped = [constraint for constraint in model._meta.constraints if constraint.name in names]
    assert len(dropped) == len(names)
    with connection.schema_editor() as editor:
        for constraint in dropped:
            editor.remove_constraint(model, constraint)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f'TRUNCATE "{model._meta.db_table}" CASCADE')
        with connection.schema_editor() as editor:
            for constraint in dropped:
                editor.add_constraint(model, constraint)
