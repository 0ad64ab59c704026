"""Which attempts are under way: those whose worker's database session lives.

Who begins an attempt holds an advisory lock for its row, and PostgreSQL drops the lock with the session when the worker
dies, at that moment. So an attempt may take as long as it takes, and the sweep still finds a dead one at once. The lock
says who lives, nothing else; ``next_attempt_at`` decides. Where sessions are shared between transactions (PgBouncer in
that mode) locks outlive their workers, and a dead attempt is found when its time has run out.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from datetime import timedelta
from enum import IntEnum
from typing import Any

from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import Case, QuerySet, Value, When
from django.db.models.functions import Now

from claims import queries
from claims.services.trying import doubled, exhausted

# After a worker died, so that what is wrong with the machine has time to pass: 5, 10, 20 … seconds.
FIRST_WAIT_AFTER_DEATH = timedelta(seconds=5)
# Of a comparison: its first attempt is made together with others.
IN_COMPANY = 1


class Work(IntEnum):
    """What is attempted; the upper part of the lock's number, the row's id is the lower one."""

    EXTRACTION = 0x4301 << 48
    COMPARISON = 0x4302 << 48


def hold(work: Work, ids: Iterable[int]) -> None:
    """Tell that the attempts at these rows live as long as this session. To be called before they are counted."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(id) FROM unnest(%s::bigint[]) AS t(id)", [[work + i for i in ids]])


def is_alone(others: QuerySet[Any], work: Work) -> bool:
    """Whether none of ``others`` that was tried before is being tried again just now. To be asked before ``hold``.

    Of two that were interrupted together only one may be the cause. They wait for each other, so that it takes nobody
    with it a second time. Who asks is the only one to ask until the transaction ends.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [work])
    return not others.filter(attempts__gt=1, pk__in=queries.rows_held(work)).exists()


@contextlib.contextmanager
def attempting() -> Iterator[None]:
    """Everything that is begun inside has ended, one way or another, when this is over."""
    try:
        yield
    finally:
        # Where the session is gone, so are its locks.
        with contextlib.suppress(OperationalError, InterfaceError), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock_all()")


@transaction.atomic
def take_back_abandoned() -> int:
    """Let what a dead worker had begun be begun again soon, or be put aside at once; returns how many rows that is."""
    articles, comparisons = queries.articles_waiting_for_extraction(), queries.embeddings_waiting()
    return _take_back(articles, Work.EXTRACTION) + _take_back(comparisons, Work.COMPARISON, in_company=IN_COMPANY)


def _take_back(waiting: QuerySet[Any], work: Work, *, in_company: int = 0) -> int:
    # Of those that are due already there may be very many.
    left = waiting.exclude(pk__in=queries.rows_held(work)).filter(attempts__gt=0, next_attempt_at__gt=Now())
    at_once = When(exhausted(in_company=in_company), then=Value(timedelta(0)))
    wait = Case(at_once, default=doubled(FIRST_WAIT_AFTER_DEATH / 2))
    return left.filter(next_attempt_at__gt=Now() + wait).update(next_attempt_at=Now() + wait)
