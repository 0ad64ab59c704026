"""Real PostgreSQL and Valkey for the run, from the same wheels as in quickstart, in a folder that ends with it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import environ
import pytest
from django.conf import settings

from config import embedded


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
