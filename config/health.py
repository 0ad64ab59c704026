"""Is it alive, and can it work? For load balancers, compose and `quickstart`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

import psycopg
import redis
from celery import current_app
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from kombu.exceptions import KombuError
from redis.backoff import NoBackoff
from redis.retry import Retry

from claims.states import Queue
from verification import queries

# libpq takes anything under two seconds for two.
DATABASE_SECONDS = 2
BROKER_SECONDS = 1.0
WORKER_SECONDS = 1.0
# The sweep hands on what is due every few seconds, so this long means that nobody works on it.
DUE_TOO_LONG_SECONDS = 600.0
STALE_SECONDS = 60.0
OLDEST_DUE, LAST_SWEEP = "oldest_due_seconds", "last_sweep_seconds"
Ages = dict[str, float | None]


@require_safe
@never_cache
def live(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """Database and broker answer: 200, else 503 with the state of each part. Never waits for long.

    ``degraded`` (200): requests are served and nothing is lost, but no worker answers, the sweeps have stopped, or
    something is due for too long. Ages are in seconds; null where nothing waits, or no sweep has ever been.
    """
    parts = {"database": _state(_ask_database), "broker": _state(ask_broker)}
    is_ready = set(parts.values()) == {"ok"}
    # A worker is asked through the broker.
    parts["worker"] = _state(_ask_worker) if parts["broker"] == "ok" else "unknown"
    ages = _ages() if parts["database"] == "ok" else {}
    told = {"status": _status(parts, ages, is_ready=is_ready), "parts": parts, **ages}
    return JsonResponse(told, status=200 if is_ready else 503)


def _status(parts: dict[str, str], ages: dict[str, Ages], *, is_ready: bool) -> str:
    if not is_ready:
        return "unavailable"
    late = [age for age in ages.get(OLDEST_DUE, {}).values() if age and age > DUE_TOO_LONG_SECONDS]
    # At their first start the sweeps have yet to come.
    stale = max(STALE_SECONDS, 12 * settings.SWEEP_SECONDS)
    stopped = [age for age in ages.get(LAST_SWEEP, {}).values() if age and age > stale]
    return "degraded" if late or stopped or parts["worker"] != "ok" else "ok"


def _ages() -> dict[str, Ages]:
    """How long the oldest due row of each queue has waited, and how long ago each was last swept."""
    try:
        return {OLDEST_DUE: _seconds(queries.oldest_due()), LAST_SWEEP: _seconds(queries.since_last_sweep())}
    except DatabaseError:
        # Not migrated yet, or gone since it was asked.
        return {}


def _seconds(spans: Mapping[Queue, timedelta | None]) -> Ages:
    return {queue.value: None if span is None else round(span.total_seconds(), 1) for queue, span in spans.items()}


def _state(ask: Callable[[], bool]) -> str:
    # What went wrong is for the log of the part, not for everybody who asks.
    return "ok" if ask() else "unavailable"


def _ask_database() -> bool:
    # A connection of its own, since a pooled one may hang where the server has gone away silently.
    parameters = connection.get_connection_params() | {"connect_timeout": DATABASE_SECONDS}
    try:
        with psycopg.connect(**parameters) as fresh:
            fresh.execute("SELECT 1")
    except psycopg.Error:
        return False
    return True


def ask_broker() -> bool:
    """Whether the broker answers within BROKER_SECONDS."""
    client = redis.Redis.from_url(
        settings.CELERY_BROKER_URL,
        socket_timeout=BROKER_SECONDS,
        socket_connect_timeout=BROKER_SECONDS,
        retry=Retry(NoBackoff(), 0),
    )
    try:
        with client:
            return bool(client.ping())
    except redis.RedisError:
        return False


def _ask_worker() -> bool:
    """Whether any worker answers a ping; its main process does, however busy its pool is."""
    try:
        return bool(current_app.control.ping(timeout=WORKER_SECONDS, limit=1))
    except (redis.RedisError, KombuError, OSError):
        return False
