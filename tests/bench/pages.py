"""What pages cost when there is much: `python -m tests.bench.pages [--claims 100000] [--var FOLDER]`.

Prints, for each page of the admin, of the desk and of readers, the mean of five answers in milliseconds of the
processor's time, Django's and the database's together, so that what else the machine does just now counts for little;
the number of queries; how often that is the time of a SELECT of a hundred rows in the same run; and "SLOW" over the
house's limit. No test, so it never flakes; with ``--var`` the database is kept for the next run.
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
from django.db.models import Max  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext, setup_test_environment  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils.http import urlencode  # noqa: E402

from claims.models import Claim  # noqa: E402
from tests import makers  # noqa: E402
from tests.bench import newsroom  # noqa: E402
from verification import queries  # noqa: E402
from verification.models import Assignment, Check  # noqa: E402
from verification.states import AssignmentStatus  # noqa: E402

LIMIT_MS, TIMES = 300.0, 5
SEARCHED = "harbour"


def newest_lent() -> Assignment:
    """What the reviewer of the bench has open."""
    lent = Assignment.objects.filter(status=AssignmentStatus.OPEN)
    return lent.select_related("reviewer__user", "check_row__claim").latest("pk")


def pages_of_admin() -> Iterator[str]:
    """Each list (first page, last page, searched, every choice of every filter), and a row's own page."""
    yield reverse("admin:index")
    for model in admin.site._registry:
        if model._meta.app_label not in ("claims", "verification"):
            continue
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        listed = reverse(f"{name}_changelist")
        yield from (listed, f"{listed}?q={SEARCHED}")
        if row := model._default_manager.order_by("pk").last():
            yield reverse(f"{name}_change", args=[quote(row.pk)])


def pages_of_readers() -> Iterator[str]:
    """What everybody may read."""
    one = queries.published_fact_checks()[0]
    listed = reverse("fact-checks")
    narrowed = {"q": SEARCHED, "topic": SEARCHED, "speaker": "a", "rating": one.newest.rating.name, "page": "500"}
    yield from (listed, *(f"{listed}?{urlencode([asked])}" for asked in narrowed.items()))
    yield from (one.get_absolute_url(), reverse("checked", args=[one.check_row.claim.article_id]))
    yield from map(reverse, ("home", "ratings", "methodology", "corrections", "feed", "json-feed", "sitemap"))
    yield reverse("sitemap-of", args=["fact-checks"])


def pages_of_desk(assignment: Assignment) -> Iterator[str]:
    """What stands on the desk, for a reviewer and for an editor."""
    desk, article = reverse("desk"), assignment.check_row.claim.article_id
    yield from (desk, f"{desk}?q={SEARCHED}", f"{desk}?topic={SEARCHED}", f"{desk}?speaker=Speaker+77")
    yield reverse("articles")
    yield from (reverse(name, args=[article]) for name in ("article", "checking"))


def pages_of_reviewer(assignment: Assignment) -> Iterator[str]:
    """The desk, and the claim that they have open."""
    yield from pages_of_desk(assignment)
    yield reverse("assignment", args=[assignment.pk])


def pages_of_editor(assignment: Assignment) -> Iterator[str]:
    """The desk, the figures, the newest claim in each state, and the admin."""
    yield from pages_of_desk(assignment)
    yield from map(reverse, ("board", "agreement", "stuck", "account"))
    newest = Check.objects.order_by().values("status").annotate(newest=Max("pk")).values_list("newest", flat=True)
    yield from (reverse("check", args=[pk]) for pk in newest)
    yield from pages_of_admin()


def filtered(client: Client) -> Iterator[str]:
    """Each list by each choice of each of its filters, and its last page."""
    for address in list(pages_of_admin()):
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


def report(editor: Client, reviewer: Client, assignment: Assignment) -> None:
    with connection.cursor() as cursor:
        # What helpers of the database did would not be counted.
        cursor.execute("SET max_parallel_workers_per_gather = 0")
    reference = milliseconds(lambda: list(Claim.objects.defer("search").order_by("-pk")[:100]))
    sys.stdout.write(f"reference: a SELECT of 100 claims takes {reference:.1f} ms\n")
    asked = {
        "reader": (Client(), list(pages_of_readers())),
        "reviewer": (reviewer, list(pages_of_reviewer(assignment))),
        "editor": (editor, [*pages_of_editor(assignment), *filtered(editor)]),
    }
    slow = 0
    for who, (client, addresses) in asked.items():
        for address in addresses:
            took = milliseconds(lambda client=client, address=address: client.get(address))  # type: ignore[misc]
            with CaptureQueriesContext(connection) as queries_asked:
                status = client.get(address).status_code
            slow += took > LIMIT_MS
            told = f"{took:7.0f} ms {took / reference:6.1f} x {len(queries_asked):3} q {status} {who} {address}"
            sys.stdout.write(f"{told}{'  SLOW' if took > LIMIT_MS else ''}\n")
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
            assignment = newest_lent()
            editor, reviewer = Client(), Client()
            editor.force_login(makers.make_administrator(username=f"bench{time.time_ns()}"))
            reviewer.force_login(assignment.reviewer.user)
            report(editor, reviewer, assignment)


if __name__ == "__main__":
    main()
