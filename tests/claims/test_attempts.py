"""An attempt lives as long as the session of its worker, however long it takes, and no longer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import redis
from django.db import connection

from claims import queries, services, tasks
from claims.models import Article, Embedding
from claims.services.attempts import FIRST_WAIT_AFTER_DEATH
from tests import makers
from tests.broker import waiting
from verification.queries import now

Rows = type[Article] | type[Embedding]
pytestmark = pytest.mark.django_db


def begin_article() -> Rows:
    article = makers.make_article()
    assert services.begin_extraction(article_id=article.pk)
    return Article


def begin_claim() -> Rows:
    makers.make_claim()
    assert services.begin_comparing(limit=1)
    return Embedding


def end_session() -> None:
    """What PostgreSQL does with the locks of a session that ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock_all()")


def waits(rows: Rows) -> timedelta:
    return rows._default_manager.get().next_attempt_at - now()


@pytest.mark.parametrize("begin", [begin_article, begin_claim])
def test_what_a_dead_worker_had_begun_is_begun_again_within_seconds(begin: Callable[[], Rows]) -> None:
    rows = begin()
    end_session()
    assert services.take_back_abandoned() == 1
    assert waits(rows) <= FIRST_WAIT_AFTER_DEATH
    # The sweep that looks again meanwhile does not put it off.
    assert services.take_back_abandoned() == 0


@pytest.mark.parametrize("begin", [begin_article, begin_claim])
def test_while_the_worker_lives_nobody_else_begins(begin: Callable[[], Rows]) -> None:
    """The negative control of the test above: only the session makes the difference."""
    rows = begin()
    assert services.take_back_abandoned() == 0
    assert waits(rows) > timedelta(minutes=4)
    end_session()


def test_each_death_doubles_the_wait() -> None:
    begin_article()
    Article.objects.update(attempts=2)
    end_session()
    services.take_back_abandoned()
    assert FIRST_WAIT_AFTER_DEATH < waits(Article) <= 2 * FIRST_WAIT_AFTER_DEATH


def test_after_the_last_death_it_is_put_aside_at_once() -> None:
    begin_article()
    begin_claim()
    Article.objects.update(attempts=3)
    Embedding.objects.update(attempts=4)
    end_session()
    services.take_back_abandoned()
    assert services.quarantine_exhausted_articles() == [Article.objects.get().pk]
    assert services.quarantine_exhausted_comparisons() == [Embedding.objects.get().pk]


# --- What was interrupted goes one after another --------------------------------------------------------------
def interrupted(number: int) -> list[Article]:
    articles = [makers.make_article() for _ in range(number)]
    Article.objects.update(attempts=1)
    return articles


def test_of_those_that_were_interrupted_one_is_tried_at_a_time() -> None:
    first, second = interrupted(2)
    assert services.begin_extraction(article_id=first.pk)
    assert services.begin_extraction(article_id=second.pk) is None
    second.refresh_from_db()
    assert second.attempts == 1
    end_session()
    assert services.begin_extraction(article_id=second.pk)
    end_session()


def test_what_was_never_tried_waits_for_nobody_and_nobody_for_it() -> None:
    fresh, (again,) = makers.make_article(), interrupted(1)
    Article.objects.filter(pk=fresh.pk).update(attempts=0)
    assert services.begin_extraction(article_id=fresh.pk)
    assert services.begin_extraction(article_id=again.pk)
    assert services.begin_extraction(article_id=makers.make_article().pk)
    end_session()


def test_when_one_is_done_the_next_is_handed_on(broker: str, django_capture_on_commit_callbacks: Any) -> None:
    first, second, _ = interrupted(3)
    with redis.Redis.from_url(broker) as client:
        client.delete("celery")
        with django_capture_on_commit_callbacks(execute=True):
            tasks.extract_article(first.pk)
        assert ("claims.extract_article", [second.pk]) in waiting(client)


def test_what_was_never_begun_or_is_done_is_left_alone() -> None:
    makers.make_article()
    tasks.extract_article(makers.make_article().pk)
    assert services.take_back_abandoned() == 0


def test_a_task_lets_go_of_what_it_held_even_when_it_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: Any, **facts: Any) -> None:
        raise ZeroDivisionError

    article = makers.make_article()
    monkeypatch.setattr(tasks, "extract", fail)
    with pytest.raises(ZeroDivisionError):
        tasks.extract_article(article.pk)
    assert services.take_back_abandoned() == 1


def test_an_attempt_that_needs_too_much_memory_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: Any, **facts: Any) -> None:
        raise MemoryError

    article = makers.make_article()
    monkeypatch.setattr(tasks, "extract", fail)
    tasks.extract_article(article.pk)
    article.refresh_from_db()
    assert (article.status, "memory" in article.problem) == ("received", True)
    assert queries.articles_waiting_for_extraction().exists()
