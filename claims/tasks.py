"""What workers do for articles. Each task takes an id, returns quietly if the work is gone, and calls services."""

from __future__ import annotations

import logging
import resource
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded
from celery.signals import worker_init, worker_process_init
from django.conf import settings

from claims import queries, services
from claims.core.isolation import each, problem_of
from claims.embedding import embed
from claims.errors import Conflict, Unreachable, Unreadable
from claims.extraction.pipeline import extract, read_figures
from claims.models import Page
from claims.page_reading import read_facts
from claims.pairing import pairs
from claims.queueing import enqueue, hint, hint_each
from claims.repeats import merge_repeats
from claims.services import Attempt, Comparison, Reading
from claims.states import Queue

logger = logging.getLogger(__name__)
COMPARED_AT_ONCE = 32
WARMING_UP = "The harbour was closed in May, the mayor said."


@worker_init.connect
def load_models(**about: Any) -> None:
    """Before the pool forks, so that its processes share the models, and one that was killed works again at once."""
    extract(WARMING_UP, published=datetime.now(UTC))
    embed([WARMING_UP])


@worker_process_init.connect
def limit_memory(**about: Any) -> None:
    """A text that needs too much ends its own attempt; without a limit the kernel chooses who is ended."""
    limit = settings.WORKER_MEMORY_MB * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_DATA, (limit, resource.getrlimit(resource.RLIMIT_DATA)[1]))


@shared_task(name="claims.extract_article")
def extract_article(article_id: int) -> None:
    """Find the claims of one article, then name it to whoever goes on from there."""
    with services.attempting():
        attempt = services.begin_extraction(article_id=article_id)
        is_done = attempt is not None and _extract(attempt)
    if attempt is not None and attempt.number > 1:
        _extract_next_again()
    if not is_done:
        return
    for task_name in settings.TASKS_AFTER_EXTRACTION:
        enqueue(task_name, article_id)
    enqueue("claims.compare")


def _extract_next_again() -> None:
    """Those that were tried before wait for each other."""
    for article_id in queries.articles_to_extract_again().values_list("pk", flat=True)[:1]:
        enqueue("claims.extract_article", article_id)


def _extract(attempt: Attempt) -> bool:
    """Whether claims were found and stored by this attempt."""
    try:
        if not attempt.language.startswith("en"):
            raise Unreadable(f"Claims in “{attempt.language}” cannot be found by machine yet.")
        statements = extract(attempt.text, published=attempt.published_at, title=attempt.title)
        services.store_statements(attempt=attempt, statements=merge_repeats(statements))
    except Conflict:
        return False
    except Unreadable as error:
        services.fail_extraction(attempt=attempt, problem=error.detail, final=True)
        return False
    except SoftTimeLimitExceeded:
        problem = "Extraction took too long."
    except MemoryError:
        problem = "Extraction needed more memory than a worker may have."
    else:
        return True
    # Out here, where what the attempt held has been let go of.
    services.fail_extraction(attempt=attempt, problem=problem)
    return False


@shared_task(name="claims.compare")
def compare() -> None:
    """Compare some of what waits for it with what was said before; whatever is left has a task of its own.

    What is taken alone, because it was interrupted, is followed by as many others in the same task: behind each stands
    all that others wait for.
    """
    left = COMPARED_AT_ONCE
    while left > 0:
        with services.attempting():
            begun = services.begin_comparing(limit=COMPARED_AT_ONCE)
            if not begun:
                return
            _compare(begun)
        left -= len(begun)
    enqueue("claims.compare")


def _compare(begun: Sequence[Comparison]) -> None:
    """All are read at once, which is quicker; where that fails each by itself, so that one keeps no other from it."""
    together = each([begun], _read)
    read = list(begun) if together else each(begun, _read_alone, failed=_fail_comparison)
    each(read, match, failed=_fail_comparison)


def _read(begun: Sequence[Comparison]) -> None:
    vectors = embed([one.text for one in begun])
    unread = [one for one in begun if not one.is_read]
    figures = read_figures([(one.text, one.told_at) for one in unread])
    found = {one.embedding_id: figures_of for one, figures_of in zip(unread, figures, strict=True)}
    readings = [Reading(one, vector, found.get(one.embedding_id)) for one, vector in zip(begun, vectors, strict=True)]
    services.store_readings(readings=readings)


def _read_alone(comparison: Comparison) -> Comparison:
    _read([comparison])
    return comparison


def _fail_comparison(comparison: Comparison, error: Exception) -> None:
    services.fail_comparison(comparison=comparison, problem=problem_of(error))


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


@shared_task(name="claims.read_page")
def read_page(page_id: int) -> None:
    """Read what the page at one address says of itself."""
    page = services.begin_reading(page_id=page_id)
    if page is None:
        return
    try:
        _read_facts(page)
    except Conflict:
        logger.info("Page %s was read by somebody else.", page_id)


def _read_facts(page: Page) -> None:
    """Store what the page says, or why it says nothing. Raises Conflict."""
    try:
        services.store_page(page=page, facts=read_facts(page.url, allow_private=settings.ALLOW_PRIVATE_ADDRESSES))
    except (Unreachable, SoftTimeLimitExceeded) as error:
        services.fail_page(page=page, problem=getattr(error, "detail", "The site takes too long."))


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
    """Find what was never enqueued, or whose worker died.

    A step that fails keeps no other from being taken; its queue has not been swept then, and health tells that.
    """
    steps = (
        services.take_back_abandoned,
        _sweep_articles,
        _sweep_comparisons,
        services.forget_answers,
        services.end_passed_embargoes,
        _sweep_pages,
        _sweep_imports,
    )
    each(steps, lambda step: step())


def _sweep_articles() -> None:
    for article_id in services.quarantine_exhausted_articles():
        logger.error("Article %s was quarantined.", article_id)
    enqueued = hint_each("claims.extract_article", queries.articles_due_for_extraction())
    services.note_sweep(queue=Queue.EXTRACTION, enqueued=enqueued)


def _sweep_comparisons() -> None:
    for embedding_id in services.quarantine_exhausted_comparisons():
        logger.error("Embedding %s was quarantined.", embedding_id)
    enqueued = int(queries.embeddings_due().exists() and hint("claims.compare"))
    services.note_sweep(queue=Queue.COMPARING, enqueued=enqueued)


def _sweep_pages() -> None:
    hint_each("claims.read_page", queries.pages_due())


def _sweep_imports() -> None:
    for import_id in services.quarantine_exhausted_imports():
        logger.error("Import %s was quarantined.", import_id)
    hint_each("claims.import_articles", queries.imports_due())
