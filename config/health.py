"""Is it alive, and can it work? For load balancers, compose and `quickstart`."""

from __future__ import annotations

from collections.abc import Callable

import psycopg
import redis
from celery import current_app
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from kombu.exceptions import KombuError
from redis.backoff import NoBackoff
from redis.retry import Retry

# libpq takes anything under two seconds for two.
DATABASE_SECONDS = 2
BROKER_SECONDS = 1.0
WORKER_SECONDS = 1.0


@require_safe
@never_cache
def live(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """Database, broker and a worker answer: 200, else 503 with the state of each part. Never waits for long."""
    parts = {"database": _state(_ask_database), "broker": _state(_ask_broker)}
    # A worker is asked through the broker.
    parts["worker"] = _state(_ask_worker) if parts["broker"] == "ok" else "unknown"
    is_ready = set(parts.values()) == {"ok"}
    told = {"status": "ok" if is_ready else "unavailable", "parts": parts}
    return JsonResponse(told, status=200 if is_ready else 503)


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


def _ask_broker() -> bool:
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
