"""What the driver makes of days and times that PostgreSQL can hold and Python cannot: before our era, after 9999,
infinity. They are as if nothing stood there, and the log tells of them; raising would lose every other row of the list
that one of them stands in.
"""

from __future__ import annotations

import logging
from datetime import date, datetime, tzinfo
from typing import Any

from django.db.backends.postgresql.psycopg_any import BaseTzLoader
from psycopg import Connection, DataError
from psycopg.types.datetime import DateLoader

logger = logging.getLogger(__name__)


class _Day(DateLoader):
    def load(self, data: Any) -> date | None:  # type: ignore[override]
        try:
            return super().load(data)
        except DataError:
            _tell(data)
            return None


class _Moment(BaseTzLoader):  # type: ignore[misc]
    def load(self, data: Any) -> datetime | None:
        try:
            return super().load(data)  # type: ignore[no-any-return]
        except DataError:
            _tell(data)
            return None


def read_what_can_be_read(connection: Connection[Any], *, zone: tzinfo | None) -> None:
    """Let ``connection`` give moments in ``zone``, and None for those that no program can hold."""
    moment = type("_MomentInZone", (_Moment,), {"timezone": zone})
    connection.adapters.register_loader("timestamptz", moment)
    connection.adapters.register_loader("date", _Day)


def _tell(data: Any) -> None:
    logger.error("A day or time that stands in a row cannot be read: %s", bytes(data).decode(errors="replace"))
