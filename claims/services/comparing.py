"""Comparing what came in with what was said before: vectors first, then matches."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from claims import queries
from claims.errors import Conflict
from claims.extraction.statements import Figures
from claims.models import Claim, Embedding, ImportedFactCheck, Match, User
from claims.pairing import Pair
from claims.services.attempts import IN_COMPANY, Work, hold
from claims.services.events import move
from claims.services.facts import date_row, quantity_row
from claims.services.trying import count_attempt, exhausted, put_aside_exhausted, try_again
from claims.states import EMBEDDING_MOVES, EmbeddingStatus, MatchStatus

# How long an attempt may take before the sweep takes it for dead whatever its session says: 5, 10, 20 … minutes.
FIRST_WAIT = timedelta(minutes=5)
MAX_WHY_CHARS = 300
RUNS_AT_ONCE = 2


@dataclass(frozen=True, slots=True)
class Comparison:
    """One claim or imported fact-check to be compared; ``is_read``: its figures and days are known.

    ``told_at``: the day from which "last year" is reckoned (aware).
    """

    embedding_id: int
    number: int
    text: str
    told_at: datetime
    is_read: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """What was computed for a Comparison: its vector of length one, and its figures and days unless they are known."""

    comparison: Comparison
    vector: Any
    figures: Figures | None = None


def await_comparison(*, claims: Iterable[Claim] = (), imported: Iterable[ImportedFactCheck] = ()) -> None:
    """Let new rows wait to be compared. Called inside the transaction that stores them."""
    rows = [Embedding(claim_id=one.pk) for one in claims] + [Embedding(imported_id=one.pk) for one in imported]
    Embedding.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def begin_comparing(*, limit: int) -> list[Comparison]:
    """Count an attempt for at most ``limit`` rows, in a commit of its own, and say what to read.

    What was interrupted before is taken alone: it may be what ends the worker, and others shall not go with it. Only
    what it is interrupted at alone counts against it.
    Nothing is begun while others are at work on RUNS_AT_ONCE times as much: each run asks for the next one, and so
    those that come together do not multiply, and leave the workers to what else there is.
    """
    if queries.embeddings_in_progress().count() >= RUNS_AT_ONCE * limit:
        return []
    due = queries.embeddings_due().exclude(exhausted(in_company=IN_COMPANY))
    rows = list(due.select_related("claim", "imported").select_for_update(skip_locked=True, of=("self",))[:limit])
    fresh = [row for row in rows if row.attempts == 0]
    taken = fresh or rows[:1]
    hold(Work.COMPARISON, [row.pk for row in taken])
    count_attempt(Embedding.objects.filter(pk__in=[row.pk for row in taken]), first_wait=FIRST_WAIT)
    return [_comparison(row) for row in taken]


def _comparison(row: Embedding) -> Comparison:
    told = row.claim or row.imported
    assert told is not None  # noqa: S101  # A constraint of the database says so.
    text = told.text if isinstance(told, Claim) else told.claim_text
    return Comparison(
        embedding_id=row.pk,
        number=row.attempts + 1,
        text=text,
        told_at=told.said_local or timezone.localtime(told.created_at),
        # What extraction found in an article it has read already.
        is_read=row.vector is not None or (isinstance(told, Claim) and told.article_id is not None),
    )


@transaction.atomic
def store_readings(*, readings: Sequence[Reading]) -> None:
    """Keep vectors, and the figures of what was not read yet. To be committed before candidates are looked for:

    of two claims compared at once, the one whose vector comes later then sees the other.
    """
    for reading in readings:
        row = Embedding.objects.filter(pk=reading.comparison.embedding_id)
        row.update(vector=reading.vector)
        if reading.figures is not None:
            facts: dict[str, Any] = {
                "quantities": [quantity_row(found) for found in reading.figures.quantities],
                "dates": [date_row(found) for found in reading.figures.dates],
            }
            Claim.objects.filter(embedding__in=row).update(**facts)
            ImportedFactCheck.objects.filter(embedding__in=row).update(**facts)


@transaction.atomic
def store_matches(*, comparison: Comparison, pairs: Sequence[Pair]) -> None:
    """Keep what was found, each pair once, and close the comparison. Raises Conflict where it is closed already."""
    row = Embedding.objects.get(pk=comparison.embedding_id)
    told = {"matches": len(pairs), "attempt": comparison.number}
    move(row=row, moves=EMBEDDING_MOVES, to=EmbeddingStatus.COMPARED, actor=None, data=told, problem="")
    fresh = [
        Match(
            claim_id=pair.claim_id,
            earlier_id=pair.earlier_id,
            imported_id=pair.imported_id,
            score=round(min(1.0, max(0.0, pair.ranked.score)), 4),
            relation=pair.ranked.relation,
            why=[why[:MAX_WHY_CHARS] for why in pair.ranked.why],
            status=MatchStatus.SUGGESTED,
        )
        for pair in pairs
    ]
    Match.objects.bulk_create(fresh, ignore_conflicts=True)


@transaction.atomic
def fail_comparison(*, comparison: Comparison, problem: str) -> None:
    """Keep why an attempt failed, unless it is done meanwhile; after the last one it is put aside for editors."""
    Embedding.objects.filter(pk=comparison.embedding_id, status=EmbeddingStatus.WAITING).update(problem=problem)


@transaction.atomic
def quarantine_exhausted_comparisons() -> list[int]:
    """Put aside what used up its attempts, for an editor to look at; returns the ids."""
    return put_aside_exhausted(queries.embeddings_due(), in_company=IN_COMPANY)


@transaction.atomic
def retry_comparison(*, claim: Claim, actor: User) -> None:
    """Give what was put aside a fresh set of attempts. Raises Conflict where it has been compared meanwhile."""
    row = Embedding.objects.filter(claim=claim, status=EmbeddingStatus.WAITING).first()
    if row is None:
        raise Conflict("This claim has been compared.")
    retry_embedding(row=row, actor=actor)


@transaction.atomic
def retry_embedding(*, row: Embedding, actor: User) -> None:
    """The same, for an imported fact-check too."""
    try_again(row=row, still=Embedding.objects.filter(status=EmbeddingStatus.WAITING), actor=actor)
