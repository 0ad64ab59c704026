"""`manage.py quickstart`: the whole desk on one machine, with nothing installed beside Python."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console

from config import embedded
from config.supervisor import Command as Child
from config.supervisor import KeepsDying, Supervisor, log_tail

READY_SECONDS = 120.0
LOOK_AGAIN_SECONDS = 0.2
QUIET_START = ("--without-mingle", "--without-gossip")
NO_PROXY = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Command(BaseCommand):
    help = "Start PostgreSQL, Valkey, web, worker and beat, seed a demo newsroom, and check a sample article."
    # The checks would want the database, which this command is there to start.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="where the web server listens (default: 8000)")
        parser.add_argument("--no-sample", action="store_true", help="do not bring in the sample article")

    def handle(self, *args: Any, port: int, no_sample: bool, **options: Any) -> None:
        console = Console()
        try:
            with stopping_on_signals():
                run(console, settings.VAR_DIR, port, with_sample=not no_sample)
        except KeyboardInterrupt:
            console.print("Stopped.")
        except (embedded.EmbeddedError, KeepsDying) as error:
            raise CommandError(str(error)) from error


def run(console: Console, var: Path, port: int, *, with_sample: bool) -> None:
    """Everything from the servers to the last line; returns only by an exception."""
    own = {"postgres": "DATABASE_URL" not in settings.GIVEN, "valkey": "REDIS_URL" not in settings.GIVEN}
    console.print("Starting the servers …" if any(own.values()) else "Using the servers given …")
    with (
        embedded.running(var, **own) as addresses,
        Supervisor(children(port), folder=var / "log", env=environment(addresses, port), cwd=settings.BASE_DIR) as desk,
    ):
        require_free(port)
        manage(desk.env, var / "log" / "migrate.log", "migrate", "--no-input")
        console.print("Starting web, worker and beat …")
        desk.tend()
        # While they load.
        manage(desk.env, var / "log" / "seed.log", "seed_demo", "--credentials", str(var / "demo-credentials.txt"))
        wait_until(lambda: is_ready(port), desk, "The desk")
        if with_sample:
            show_sample(desk)
        welcome(console, var, port)
        watch(desk, addresses)


def children(port: int) -> list[Child]:
    """What runs beside the servers."""
    celery = [sys.executable, "-m", "celery", "-A", "config"]
    web = ["gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads", "4"]
    return [
        # Its own socket to be steered by would stand in the home of whoever runs it, one for all that run.
        Child("web", [sys.executable, "-m", *web, "--no-control-socket", "--access-logfile", "-"]),
        # What workers tell each other when they start concerns tasks that were revoked, and none ever is.
        Child("worker", [*celery, "worker", "--loglevel", "INFO", "--concurrency", "2", *QUIET_START]),
        # Its ticks are seconds apart, so it keeps no file of when the last ones were.
        Child("beat", [*celery, "beat", "--loglevel", "INFO", "--scheduler", "celery.beat:Scheduler", "--pidfile="]),
    ]


def environment(addresses: embedded.Addresses, port: int) -> dict[str, str]:
    """This process's environment and what the children need beside it; what somebody set stays."""
    kept = os.environ | settings.GIVEN
    kept.setdefault("SECRET_KEY", addresses.secret_key)
    kept.setdefault("SITE_URL", f"http://127.0.0.1:{port}")
    kept.setdefault("DATABASE_URL", addresses.database_url or "")
    kept.setdefault("REDIS_URL", addresses.redis_url or "")
    return kept | {"CLAIMDESK_EMBEDDED": "1", "PYTHONUNBUFFERED": "1"}


def require_free(port: int) -> None:
    """Raise CommandError where somebody listens on ``port`` already."""
    with socket.socket() as probe:
        # As the web server does, so that a port that was closed a moment ago counts as free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError) as error:
            told = f"Port {port} cannot be used ({error}). Choose another one: --port {embedded.free_port()}"
            raise CommandError(told) from error


def manage(env: dict[str, str], log: Path, *words: str) -> None:
    """Run a command of `manage.py` to its end. Raises CommandError with what it said."""
    with log.open("wb") as output, managing(env, *words, stdout=output, stderr=subprocess.STDOUT) as process:
        status = process.wait()
    if status:
        raise CommandError(f"manage.py {words[0]} failed:\n{log_tail(log)}")


@contextlib.contextmanager
def managing(env: dict[str, str], *words: str, **streams: Any) -> Iterator[subprocess.Popen[bytes]]:
    """A command of `manage.py` under way; it does not outlive the block."""
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, str(settings.BASE_DIR / "manage.py"), *words],
        env=env,
        cwd=settings.BASE_DIR,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=embedded.end_with_parent(signal.SIGKILL),
        **streams,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def wait_until(condition: Callable[[], bool], desk: Supervisor, what: str) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while not condition():
        desk.tend()
        if time.monotonic() > deadline:
            raise CommandError(f"{what} was not ready after {READY_SECONDS:g} s; see {desk.folder}.")
        time.sleep(LOOK_AGAIN_SECONDS)


def is_ready(port: int) -> bool:
    try:
        with NO_PROXY.open(f"http://127.0.0.1:{port}/health/ready", timeout=5) as answer:
            # A worker too; what the sweeps of an earlier run left behind is no matter of this start.
            return set(json.load(answer)["parts"].values()) == {"ok"}
    except (urllib.error.URLError, OSError, ValueError):
        return False


def show_sample(desk: Supervisor) -> None:
    """Bring the sample article in and show what becomes of it, on this terminal."""
    with managing(desk.env, "sample_article") as showing:
        wait_until(lambda: showing.poll() is not None, desk, "The sample article")


def welcome(console: Console, var: Path, port: int) -> None:
    base, credentials = f"http://127.0.0.1:{port}", var / "demo-credentials.txt"
    logins = credentials.read_text() if credentials.exists() else "The logins were made on another machine.\n"
    told = [
        "",
        f"Review desk   {base}/",
        f"Editors       {base}/admin/",
        f"API docs      {base}/api/docs/",
        "",
        f"{logins}(kept in {credentials})",
        "",
        f"Logs are in {var / 'log'}. Ctrl-C stops everything.",
    ]
    console.print("\n".join(told), highlight=False, markup=False, soft_wrap=True)


def watch(desk: Supervisor, addresses: embedded.Addresses) -> NoReturn:
    while True:
        desk.tend()
        addresses.tend_servers()
        time.sleep(LOOK_AGAIN_SECONDS)


@contextlib.contextmanager
def stopping_on_signals() -> Iterator[None]:
    """Turn the first SIGTERM, SIGHUP or Ctrl-C into KeyboardInterrupt; more of them do not disturb the stopping."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

    def stop(number: int, frame: object) -> NoReturn:
        for each in numbers:
            signal.signal(each, signal.SIG_IGN)
        raise KeyboardInterrupt

    before = {number: signal.signal(number, stop) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
