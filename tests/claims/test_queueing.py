"""Handing work on never waits for a broker that is away, and never raises for it."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import redis
from celery import Celery

from claims import queueing
from claims.models import Article
from claims.queueing import hint, hint_each, send
from config import embedded
from config.celery import app as celery_app
from tests import makers
from tests.broker import waiting
from tests.conftest import use_broker


@pytest.fixture
def silent(settings: Any) -> Iterator[socket.socket]:
    """A broker that lets itself be connected to and says nothing, as a frozen one does."""
    before = settings.CELERY_BROKER_URL
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0)
        use_broker(f"redis://127.0.0.1:{listening.getsockname()[1]}/0")
        yield listening
        use_broker(before)


def connections(listening: socket.socket) -> int:
    """How many have connected since this was asked last."""
    count = 0
    while True:
        try:
            listening.accept()[0].close()
        except BlockingIOError:
            return count
        count += 1


def test_work_is_handed_on(broker: str) -> None:
    with redis.Redis.from_url(broker) as client:
        client.delete("celery")
        assert send("claims.compare")
        assert client.llen("celery") == 1


def test_what_a_sweep_found_is_dropped_after_a_while_and_other_work_is_not(broker: str) -> None:
    with redis.Redis.from_url(broker) as client:
        client.delete("celery")
        assert hint("claims.compare")
        assert send("claims.compare")
        work, found = (json.loads(message)["headers"] for message in client.lrange("celery", 0, -1))
    assert work["expires"] is None
    seconds = (datetime.fromisoformat(found["expires"]) - datetime.now(UTC)).total_seconds()
    assert 0 < seconds <= queueing.HINT_SECONDS


@pytest.mark.django_db
@pytest.mark.parametrize(("already", "handed_on"), [(0, 3), (4, 2), (9, 2)])
def test_sweeps_hand_on_as_much_as_the_workers_are_short_of_and_some_of_each_kind_at_any_rate(
    broker: str, monkeypatch: pytest.MonkeyPatch, already: int, handed_on: int
) -> None:
    monkeypatch.setattr(queueing, "ENOUGH", 5)
    monkeypatch.setattr(queueing, "LEAST", 2)
    articles = [makers.make_article().pk for _ in range(3)]
    with redis.Redis.from_url(broker) as client:
        client.delete("celery")
        for _ in range(already):
            send("claims.compare")
        assert hint_each("claims.extract_article", Article.objects.order_by("pk")) == handed_on
        found = waiting(client)[already:]
    assert found == [("claims.extract_article", [pk]) for pk in articles[:handed_on]]


@pytest.mark.django_db
def test_without_a_broker_nothing_is_handed_on_and_nothing_is_raised(silent: socket.socket) -> None:
    makers.make_article()
    assert hint_each("claims.extract_article", Article.objects.all()) == 0


def test_a_broker_that_does_not_answer_is_asked_once_and_then_left_alone(
    silent: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queueing, "LEFT_ALONE_SECONDS", 600.0)
    assert not send("claims.compare")
    assert connections(silent) >= 1
    assert not send("claims.compare")
    assert connections(silent) == 0


@pytest.fixture
def as_it_comes() -> Iterator[Celery]:
    """Celery without any setting of this project's: it publishes again what it could not publish."""
    yield Celery("as it comes", broker=celery_app.conf.broker_url, set_as_current=False)
    celery_app.set_current()


def test_it_is_asked_no_more_often_whatever_celery_is_set_to(
    silent: socket.socket, as_it_comes: Celery, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queueing, "LEFT_ALONE_SECONDS", 0.0)
    asked = []
    for app in (celery_app, as_it_comes):
        app.set_current()
        assert not send("claims.compare")
        asked.append(connections(silent))
    assert asked[0] == asked[1]


def test_after_a_while_it_is_asked_again(silent: socket.socket, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queueing, "LEFT_ALONE_SECONDS", 0.0)
    for _ in range(2):
        assert not send("claims.compare")
        assert connections(silent) >= 1


def test_another_broker_is_asked_at_once(silent: socket.socket, servers: embedded.Addresses) -> None:
    assert not send("claims.compare")
    assert servers.redis_url
    use_broker(servers.redis_url)
    assert send("claims.compare")
