"""What is kept under the folder: the secrets, and where what runs is reached."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from config.embedded.servers import Server


@dataclass(frozen=True, slots=True)
class Secrets:
    """Made once for a folder and kept."""

    secret_key: str
    postgres_password: str
    valkey_password: str


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where what runs is reached; None for what was not started."""

    database_url: str | None
    redis_url: str | None
    secret_key: str
    servers: tuple[Server, ...] = ()

    def tend_servers(self) -> None:
        """Start again what was killed. Raises EmbeddedError where a server has ended by itself."""
        for server in self.servers:
            server.tend()


def kept_secrets(path: Path) -> Secrets:
    lines = path.read_text().splitlines() if path.exists() else []
    found = dict(line.split("=", 1) for line in lines)
    names = ("SECRET_KEY", "POSTGRES_PASSWORD", "VALKEY_PASSWORD")
    return Secrets(*(found.get(name) or secrets.token_urlsafe(48) for name in names))


def write_env(path: Path, kept: Secrets, addresses: Addresses) -> None:
    lines = {
        "SECRET_KEY": kept.secret_key,
        "POSTGRES_PASSWORD": kept.postgres_password,
        "VALKEY_PASSWORD": kept.valkey_password,
        "DATABASE_URL": addresses.database_url,
        "REDIS_URL": addresses.redis_url,
    }
    write_private(path, "".join(f"{name}={value}\n" for name, value in lines.items() if value))


def write_private(path: Path, text: str) -> None:
    """Write a file that nobody else may read, at once or not at all."""
    new = path.with_name(f"{path.name}.new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    new.replace(path)
