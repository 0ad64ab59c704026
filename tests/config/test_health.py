"""`/health/live` says that the process answers, `/health/ready` that work can be done; neither makes anybody wait."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from tests.live import LiveStack


def ask(client: Client) -> tuple[int, dict[str, str], float]:
    """Status, state of each part, seconds."""
    begun = time.monotonic()
    answer = client.get("/health/ready")
    told: dict[str, Any] = answer.json()
    return answer.status_code, told["parts"], time.monotonic() - begun


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A server that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_live_needs_nothing(client: Client) -> None:
    assert client.get("/health/live").json() == {"status": "ok"}


def test_only_reading_is_allowed(client: Client) -> None:
    assert client.post("/health/ready").status_code == 405


@pytest.mark.django_db
def test_a_broker_that_is_away_is_named(client: Client) -> None:
    status, parts, seconds = ask(client)
    assert status == 503
    assert parts == {"database": "ok", "broker": "unavailable", "worker": "unknown"}
    assert seconds < 5


@pytest.mark.django_db
def test_a_broker_that_says_nothing_makes_nobody_wait(client: Client, settings: Any, silent_port: int) -> None:
    settings.CELERY_BROKER_URL = f"redis://127.0.0.1:{silent_port}/0"
    status, parts, seconds = ask(client)
    assert (status, parts["broker"]) == (503, "unavailable")
    assert seconds < 5


@pytest.mark.django_db
def test_a_broker_without_a_worker_is_not_ready(client: Client, broker: str) -> None:
    status, parts, seconds = ask(client)
    assert status == 503
    assert parts == {"database": "ok", "broker": "ok", "worker": "unavailable"}
    assert seconds < 5


def test_a_database_that_says_nothing_makes_nobody_wait(
    client: Client, monkeypatch: pytest.MonkeyPatch, silent_port: int
) -> None:
    parameters = {"host": "127.0.0.1", "port": silent_port, "dbname": "claimdesk"}
    monkeypatch.setattr(connection, "get_connection_params", lambda: parameters)
    status, parts, seconds = ask(client)
    assert (status, parts["database"]) == (503, "unavailable")
    assert seconds < 8


def test_with_database_broker_and_worker_it_is_ready(live_stack: LiveStack) -> None:
    answer = live_stack.get("/health/ready")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "parts": {"database": "ok", "broker": "ok", "worker": "ok"}}
    assert "no-cache" in answer.headers["Cache-Control"]
