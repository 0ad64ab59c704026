"""What the pages of editors cost when there is much: `python -m tests.bench.pages [--claims 100000] [--var FOLDER]`.

Prints, for each page of the admin and for the board, the mean of five answers in milliseconds of the processor's time,
Django's and the database's together, so that what else the machine does just now counts for little; the number of
queries; how often that is the time of a SELECT of a hundred rows in the same run; and "SLOW" over the house's limit.
No test, so it never flakes; with ``--var`` the database is kept for the next run.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import django
import psutil

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.contrib import admin  # noqa: E402
from django.contrib.admin.utils import quote  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext, setup_test_environment  # noqa: E402
from django.urls import reverse  # noqa: E402

from claims.models import Claim  # noqa: E402
from tests import makers  # noqa: E402
from tests.bench import newsroom  # noqa: E402

LIMIT_MS, TIMES = 300.0, 5
SEARCHED = "harbour"


def pages() -> Iterator[str]:
    """Each list (first page, last page, searched, every choice of every filter), and a row's own page."""
    yield from (reverse("admin:index"), reverse("board"))
    for model in admin.site._registry:
        if model._meta.app_label not in ("claims", "verification"):
            continue
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        listed = reverse(f"{name}_changelist")
        yield from (listed, f"{listed}?q={SEARCHED}")
        if row := model._default_manager.order_by("pk").last():
            yield reverse(f"{name}_change", args=[quote(row.pk)])


def filtered(client: Client) -> Iterator[str]:
    """Each list by each choice of each of its filters, and its last page."""
    for address in list(pages()):
        listed = None if "?" in address else (client.get(address).context or {}).get("cl")
        if listed is None:
            continue
        yield f"{address}?p={listed.paginator.num_pages}"
        for spec in listed.filter_specs:
            # The first choice is "All"; of desks and the like a few stand for all.
            yield from (address + choice["query_string"] for choice in list(spec.choices(listed))[1:4])


def milliseconds(ask: Callable[[], object]) -> float:
    ask()
    begun = processor_seconds()
    for _ in range(TIMES):
        ask()
    return (processor_seconds() - begun) * 1000 / TIMES


def processor_seconds() -> float:
    """Of this process and of the one of the database that answers it."""
    connection.ensure_connection()
    spent = psutil.Process(connection.connection.info.backend_pid).cpu_times()
    return time.process_time() + spent.user + spent.system


def report(client: Client) -> None:
    with connection.cursor() as cursor:
        # What helpers of the database did would not be counted.
        cursor.execute("SET max_parallel_workers_per_gather = 0")
    reference = milliseconds(lambda: list(Claim.objects.defer("search").order_by("-pk")[:100]))
    sys.stdout.write(f"reference: a SELECT of 100 claims takes {reference:.1f} ms\n")
    slow = 0
    for address in (*pages(), *filtered(client)):
        took = milliseconds(lambda address=address: client.get(address))  # type: ignore[misc]
        with CaptureQueriesContext(connection) as queries:
            status = client.get(address).status_code
        slow += took > LIMIT_MS
        mark = "  SLOW" if took > LIMIT_MS else ""
        sys.stdout.write(f"{took:7.0f} ms {took / reference:6.1f} x {len(queries):3} q {status} {address}{mark}\n")
    sys.stdout.write(f"{slow} pages take longer than {LIMIT_MS:.0f} ms.\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--var", type=Path)
    given = parser.parse_args()
    # Without it an answer does not tell what its page was made from.
    setup_test_environment()
    with tempfile.TemporaryDirectory(prefix="claimdesk-bench-") as folder:
        Path(folder).chmod(0o755)
        with newsroom.running(given.var or Path(folder) / "var", claims=given.claims):
            client = Client()
            client.force_login(makers.make_administrator(username=f"bench{time.time_ns()}"))
            report(client)


if __name__ == "__main__":
    main()
