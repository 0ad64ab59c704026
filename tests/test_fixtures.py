"""What the fixtures promise to every other test."""

from __future__ import annotations

import socket

import pytest
import redis
from pytest_socket import SocketConnectBlockedError

from claims.queueing import send


@pytest.mark.parametrize("turn", [1, 2])
def test_work_is_enqueued_where_there_is_a_broker(broker: str, turn: int) -> None:
    with redis.Redis.from_url(broker) as client:
        before = client.llen("celery")
        assert send("claims.extract_article", 0)
        assert client.llen("celery") == before + 1


@pytest.mark.parametrize("turn", [1, 2])
def test_without_one_nothing_is_enqueued_and_nobody_waits(turn: int) -> None:
    assert not send("claims.extract_article", 0)


def test_nothing_but_this_machine_can_be_reached() -> None:
    with pytest.raises(SocketConnectBlockedError):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
