"""A kept connection is known to be dead before it is used, and to live without asking."""

from __future__ import annotations

import select
from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept() -> Iterator[BaseDatabaseWrapper]:
    """A connection of the test's own, which has been used."""
    own = connection.copy()
    with own.cursor() as cursor:
        cursor.execute("SELECT 42")
    yield own
    own.close()


def asked_last(kept: BaseDatabaseWrapper) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT query FROM pg_stat_activity WHERE pid = %s", [kept.connection.info.backend_pid])
        return str(cursor.fetchone()[0])


def test_a_connection_that_lives_is_not_asked(kept: BaseDatabaseWrapper) -> None:
    assert kept.is_usable()
    assert asked_last(kept) == "SELECT 42"


def test_a_connection_whose_server_has_gone_is_not_used_again(kept: BaseDatabaseWrapper) -> None:
    with psycopg.connect(**connections["default"].get_connection_params(), autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 10000)", [kept.connection.info.backend_pid])
    assert not kept.is_usable()


def test_a_connection_on_which_something_came_in_is_asked(kept: BaseDatabaseWrapper) -> None:
    with kept.cursor() as cursor:
        cursor.execute("LISTEN something")
    with psycopg.connect(**connections["default"].get_connection_params(), autocommit=True) as other:
        other.execute("NOTIFY something")
    assert select.select([kept.connection], [], [], 10.0)[0]
    assert kept.is_usable()
    assert asked_last(kept) == "SELECT 1"


def test_a_closed_connection_is_not_usable(kept: BaseDatabaseWrapper) -> None:
    kept.connection.close()
    assert not kept.is_usable()
