"""What workers do for articles. Each task takes an id, returns quietly if the work is gone, and calls services."""

from __future__ import annotations

import logging
from typing import Any

from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings

from claims import queries, services
from claims.embedding import embed
from claims.errors import Conflict, Unreadable
from claims.extraction.pipeline import extract
from claims.pairing import pairs
from claims.queueing import enqueue
from claims.repeats import merge_repeats
from claims.services import Comparison, Reading
from claims.states import Queue

logger = logging.getLogger(__name__)
SWEEP_BATCH = 200
COMPARED_AT_ONCE = 32


@shared_task(name="claims.extract_article")
def extract_article(article_id: int) -> None:
    """Find the claims of one article, then name it to whoever goes on from there."""
    attempt = services.begin_extraction(article_id=article_id)
    if attempt is None:
        return
    try:
        if not attempt.language.startswith("en"):
            raise Unreadable(f"Claims in “{attempt.language}” cannot be found by machine yet.")
        statements = extract(attempt.text, published=attempt.published_at, title=attempt.title)
        services.store_statements(attempt=attempt, statements=merge_repeats(statements))
    except Conflict:
        return
    except Unreadable as error:
        services.fail_extraction(attempt=attempt, problem=error.detail, final=True)
        return
    except SoftTimeLimitExceeded:
        services.fail_extraction(attempt=attempt, problem="Extraction took too long.")
        return
    for task_name in settings.TASKS_AFTER_EXTRACTION:
        enqueue(task_name, article_id)
    enqueue("claims.compare")


@shared_task(name="claims.compare")
def compare() -> None:
    """Compare some of what waits for it with what was said before; whatever is left has a task of its own."""
    begun = services.begin_comparing(limit=COMPARED_AT_ONCE)
    if not begun:
        return
    vectors = embed([one.text for one in begun])
    services.store_readings(readings=[_read(one, vector) for one, vector in zip(begun, vectors, strict=True)])
    for one in begun:
        match(one)
    enqueue("claims.compare")


def _read(comparison: Comparison, vector: Any) -> Reading:
    if comparison.is_read:
        return Reading(comparison, vector)
    statements = extract(comparison.text, published=comparison.told_at)
    return Reading(
        comparison,
        vector,
        quantities=[quantity for one in statements for quantity in one.quantities],
        dates=[found for one in statements for found in one.dates],
    )


def match(comparison: Comparison) -> None:
    """Match what has its vector with what was said before."""
    mine = queries.embeddings().get(pk=comparison.embedding_id)
    if mine.vector is None:
        return
    # Fact-checks of others are not compared with each other.
    kinds = ("claim",) if mine.imported_id else ("claim", "imported")
    found = pairs(mine, queries.resembling(comparison.text, mine.vector, kinds=kinds))
    try:
        services.store_matches(comparison=comparison, pairs=found)
    except Conflict:
        logger.info("Embedding %s was compared by somebody else.", comparison.embedding_id)


@shared_task(name="claims.import_articles")
def import_articles(import_id: int) -> None:
    """Bring in the next rows of a file; whatever is left has a task of its own."""
    if not services.begin_import(import_id=import_id):
        return
    for article_id in services.bring_in(import_id=import_id):
        enqueue("claims.extract_article", article_id)
    enqueue("claims.import_articles", import_id)


@shared_task(name="claims.sweep")
def sweep() -> None:
    """Find what was never enqueued, or whose worker died."""
    services.note_sweep(queue=Queue.EXTRACTION, enqueued=_sweep_articles())
    services.note_sweep(queue=Queue.COMPARING, enqueued=_sweep_comparisons())
    _sweep_imports()


def _sweep_articles() -> int:
    for article_id in services.quarantine_exhausted_articles():
        logger.error("Article %s was quarantined.", article_id)
    due = queries.articles_due_for_extraction().values_list("pk", flat=True)[:SWEEP_BATCH]
    return sum(enqueue("claims.extract_article", article_id) for article_id in due)


def _sweep_comparisons() -> int:
    for embedding_id in services.quarantine_exhausted_comparisons():
        logger.error("Embedding %s was quarantined.", embedding_id)
    return int(queries.embeddings_due().exists() and enqueue("claims.compare"))


def _sweep_imports() -> None:
    for import_id in services.quarantine_exhausted_imports():
        logger.error("Import %s was quarantined.", import_id)
    for import_id in queries.imports_due().values_list("pk", flat=True)[:SWEEP_BATCH]:
        enqueue("claims.import_articles", import_id)
