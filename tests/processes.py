"""The project's own processes as tests start them: with a clean environment, and never left behind."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).resolve().parents[1]
KEPT = ("PATH", "HOME", "LANG", "TMPDIR")


def clean_environment(**more: str) -> dict[str, str]:
    """What a shell has without any setting of this project, and ``more``."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    nowhere = str(Path(tempfile.gettempdir()) / "claimdesk-has-no-such-file")
    return kept | {"CLAIMDESK_ENV": nowhere, "PYTHONUNBUFFERED": "1", "COLUMNS": "120"} | more


@dataclass(slots=True)
class Running:
    """A process whose output (both streams) goes to a file."""

    process: subprocess.Popen[bytes]
    output: Path

    def told(self) -> str:
        return self.output.read_text(errors="replace")


@contextlib.contextmanager
def manage(*words: str, env: dict[str, str]) -> Iterator[Running]:
    """`manage.py` with ``words``; at the end it is killed, and with it whatever it started."""
    with tempfile.NamedTemporaryFile(prefix="claimdesk-output-") as output:
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "manage.py"), *words],
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            yield Running(process, Path(output.name))
        finally:
            end(process)


def end(process: subprocess.Popen[Any]) -> None:
    everyone = family(process.pid)
    process.kill()
    process.wait()
    for one in everyone:
        with contextlib.suppress(psutil.NoSuchProcess):
            one.kill()
    psutil.wait_procs(everyone, timeout=10)


def family(pid: int) -> list[psutil.Process]:
    """The process and all that descend from it."""
    try:
        head = psutil.Process(pid)
        return [head, *head.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def ended(process: psutil.Process) -> bool:
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True
