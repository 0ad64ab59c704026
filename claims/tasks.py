"""What workers do for articles. Each task takes an id, returns quietly if the work is gone, and calls services."""

from __future__ import annotations

import logging

from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings

from claims import queries, services
from claims.errors import Conflict, Unreadable
from claims.extraction.pipeline import extract
from claims.queueing import enqueue

logger = logging.getLogger(__name__)
SWEEP_BATCH = 200


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
        services.store_statements(attempt=attempt, statements=statements)
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


@shared_task(name="claims.sweep")
def sweep() -> None:
    """Find what was never enqueued, or whose worker died."""
    for article_id in services.quarantine_exhausted_articles():
        logger.error("Article %s was quarantined.", article_id)
    for article_id in queries.articles_due_for_extraction().values_list("pk", flat=True)[:SWEEP_BATCH]:
        enqueue("claims.extract_article", article_id)
