"""See the package."""

from __future__ import annotations

import select
from typing import Any

from django.db.backends.postgresql import base

from config.postgresql.readers import read_what_can_be_read


class DatabaseWrapper(base.DatabaseWrapper):
    """A server that went away has closed the connection, and that can be read from it without a question.

    Django sends "SELECT 1" before each request instead; here it is sent only where something has come in meanwhile.
    A moment that Python cannot hold spoils no row.
    """

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        made = super().get_new_connection(conn_params)
        read_what_can_be_read(made, zone=self.timezone)
        return made

    def is_usable(self) -> bool:
        if self.connection is None or self.connection.closed:
            return False
        heard = select.poll()
        heard.register(self.connection.fileno(), select.POLLIN)
        return not heard.poll(0) or bool(super().is_usable())
