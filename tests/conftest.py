"""Real PostgreSQL and Valkey for the run, from the same wheels as in quickstart, in a folder that ends with it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import environ
import pytest
from django.conf import settings
from django.core.cache import cache

from config import embedded
from config.celery import app as celery_app
from tests.faults.counts import BRIEF, LEVELS
from tests.live import LiveStack, running_stack


def pytest_addoption(parser: pytest.Parser) -> None:
    # Here, because options of folders further down are not known yet when the command line is read.
    told = "how often faults are injected: a few times (brief), as CI has time for (short), or as is asked for (full)"
    parser.addoption("--faults", choices=LEVELS, default=BRIEF, help=told)


@pytest.fixture(scope="session")
def servers() -> Iterator[embedded.Addresses]:
    """PostgreSQL and Valkey, started when the first test needs one."""
    with tempfile.TemporaryDirectory(prefix="claimdesk-tests-") as folder:
        # Where PostgreSQL runs as a system user, it must be able to go there.
        Path(folder).chmod(0o755)
        with embedded.running(Path(folder) / "var", durable=False) as addresses:
            yield addresses


@pytest.fixture(scope="session")
def django_db_modify_db_settings(servers: embedded.Addresses) -> None:
    """Point Django at the run's own PostgreSQL before its test database is made."""
    settings.DATABASES["default"].update(environ.Env.db_url_config(servers.database_url))


@pytest.fixture(autouse=True)
def forgotten() -> None:
    """What pages keep for a minute is not of another test."""
    cache.clear()


@pytest.fixture
def broker(servers: embedded.Addresses, settings: Any) -> Iterator[str]:
    """The run's own Valkey as the broker of this test; its address. Tasks stay queued: there is no worker."""
    assert servers.redis_url
    before = settings.CELERY_BROKER_URL
    settings.REDIS_URL = settings.CELERY_BROKER_URL = servers.redis_url
    use_broker(servers.redis_url)
    yield servers.redis_url
    use_broker(before)


def use_broker(url: str) -> None:
    celery_app.conf.update(broker_url=url, broker_read_url=url, broker_write_url=url)
    # It keeps the connections that it has, unless it is told what a new process is told.
    celery_app._after_fork()  # type: ignore[attr-defined]


@pytest.fixture(scope="session")
def live_stack(servers: embedded.Addresses, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveStack]:
    """Web, worker and beat for every test that asks, on one database. Tests that break things start their own."""
    with running_stack(servers, tmp_path_factory.mktemp("live"), SWEEP_SECONDS="1") as stack:
        yield stack
