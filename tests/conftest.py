"""Real PostgreSQL and Valkey for the run, from the same wheels as in quickstart, in a folder that ends with it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import environ
import pytest
from django.conf import settings

from config import embedded
from config.celery import app as celery_app

# Nobody listens there: without the `broker` fixture nothing is ever enqueued, as when the broker is away.
CLOSED_BROKER = "redis://127.0.0.1:1/0"


def pytest_configure(config: pytest.Config) -> None:
    # One round is enough to tell one password from another.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.REDIS_URL = settings.CELERY_BROKER_URL = CLOSED_BROKER
    celery_app.conf.broker_url = celery_app.conf.broker_write_url = celery_app.conf.broker_read_url = CLOSED_BROKER


@pytest.fixture(scope="session")
def servers() -> Iterator[embedded.Addresses]:
    """PostgreSQL and Valkey, started when the first test needs one."""
    with tempfile.TemporaryDirectory(prefix="claimdesk-tests-") as folder:
        Path(folder).chmod(0o755)
        with embedded.running(Path(folder) / "var", durable=False) as addresses:
            yield addresses


@pytest.fixture(scope="session")
def django_db_modify_db_settings(servers: embedded.Addresses) -> None:
    """Point Django at the run's own PostgreSQL before its test database is made."""
    settings.DATABASES["default"].update(environ.Env.db_url_config(servers.database_url))
