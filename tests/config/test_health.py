"""`/health/live` says that the process answers, `/health/ready` that work can be done; neither makes anybody wait."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models.functions import Now
from django.test import Client
from django.test.utils import CaptureQueriesContext

from claims.models import Article, Embedding, Sweep
from claims.tasks import sweep as sweep_claims
from config import health
from tests import makers
from tests.live import LiveStack
from tests.polling import until
from verification import tasks
from verification.models import Check, Delivery


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
def test_without_a_worker_requests_are_served_and_it_says_that_work_waits(client: Client, broker: str) -> None:
    status, parts, seconds = ask(client)
    assert (status, client.get("/health/ready").json()["status"]) == (200, "degraded")
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
    told = until(lambda: swept(live_stack), what="a sweep over every queue")
    assert told["parts"] == {"database": "ok", "broker": "ok", "worker": "ok"}
    assert all(age < 60 for age in told["last_sweep_seconds"].values())
    assert "no-cache" in live_stack.get("/health/ready").headers["Cache-Control"]


def swept(stack: LiveStack) -> dict[str, Any]:
    """What it tells once every queue has been swept."""
    answer = stack.get("/health/ready")
    told: dict[str, Any] = answer.json()
    assert answer.status_code == 200
    return told if all(told["last_sweep_seconds"].values()) else {}


# --- What waits, and since when ------------------------------------------------------------------------------
def ages(client: Client) -> dict[str, float | None]:
    told: dict[str, float | None] = client.get("/health/ready").json()["oldest_due_seconds"]
    return told


@pytest.mark.django_db
def test_where_nothing_is_due_nothing_waits(client: Client) -> None:
    told = client.get("/health/ready").json()
    queues = ["extraction", "comparing", "routing", "outbox"]
    assert told["oldest_due_seconds"] == dict.fromkeys(queues)
    assert told["last_sweep_seconds"] == dict.fromkeys(queues)


@pytest.mark.django_db
def test_the_age_of_what_is_due_longest_is_told_for_each_queue(client: Client) -> None:
    makers.make_webhook()
    makers.make_published_check()
    makers.make_check()
    makers.make_article()
    for number, rows in enumerate((Article, Embedding, Check, Delivery), start=1):
        rows._default_manager.update(next_attempt_at=Now() - number * timedelta(minutes=1))
    told = ages(client)
    assert {name: round((age or 0) / 60) for name, age in told.items()} == {
        "extraction": 1,
        "comparing": 2,
        "routing": 3,
        "outbox": 4,
    }


@pytest.mark.django_db
def test_a_check_whose_slots_are_all_lent_does_not_wait_for_routing(client: Client) -> None:
    makers.make_assignments(makers.make_check())
    Check.objects.update(next_attempt_at=Now() - timedelta(hours=1))
    assert ages(client)["routing"] is None


@pytest.mark.django_db
@pytest.mark.parametrize("look", ["due", "swept"])
def test_what_waits_too_long_and_sweeps_that_stopped_are_told(client: Client, broker: str, look: str) -> None:
    if look == "due":
        makers.make_article()
        Article.objects.update(next_attempt_at=Now() - timedelta(hours=1))
    else:
        tasks.sweep()
        sweep_claims()
        assert Sweep.objects.count() == 4
        Sweep.objects.update(finished_at=Now() - timedelta(hours=1))
    assert health._status({"worker": "ok"}, health._ages(), is_ready=True) == "degraded"
    Article.objects.update(next_attempt_at=Now())
    Sweep.objects.update(finished_at=Now())
    assert health._status({"worker": "ok"}, health._ages(), is_ready=True) == "ok"


@pytest.mark.django_db
def test_it_names_nobody_and_nothing(client: Client) -> None:
    desk = makers.make_desk(name="Secret desk")
    check = makers.make_check(desk)
    told = client.get("/health/ready").content.decode()
    assert desk.name not in told
    assert check.claim.text not in told


@pytest.mark.django_db
def test_its_questions_are_few(client: Client) -> None:
    with CaptureQueriesContext(connection) as asked:
        health._ages()
    assert len(asked) <= 8
