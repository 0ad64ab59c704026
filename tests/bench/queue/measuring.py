"""The turns of both sides, and what is told of them."""

from __future__ import annotations

import argparse
import itertools
import statistics
import sys
from collections.abc import Sequence

from tests.bench.queue import clients, reference, seeding
from tests.bench.queue.figures import Column, Run, beside, percentile, table, told
from tests.bench.queue.seeding import Newsroom
from tests.bench.queue.stack import Stack

PAGES = (
    "/api/v1/checks/?status=queued&q=cranes",
    "/api/v1/checks/?status=queued&desk=bench&q=tunnels%202017",
    "/api/v1/checks/?status=queued&q=authority%20spent",
    "/api/v1/claims/?q=%22new%20wells%22&min_worthiness=0.2",
    "/api/v1/claims/?topic=energy&q=harbour",
)
HEAD = (
    "side",
    "queued",
    "cycles/s",
    "next p50 ms",
    "next p99 ms",
    "verdict p99 ms",
    "processor ms",
    "collisions",
    "refused",
)


def measure(stack: Stack, chosen: argparse.Namespace) -> int:
    """Everything, told as it comes; 1 where anything collided or was lost."""
    newsroom = seeding.make_newsroom(chosen.clients)
    columns: list[Column] = []
    if "cycles" in chosen.parts:
        columns = [column for queued in chosen.sizes for column in _both(stack, newsroom, queued, chosen)]
    # Pages are asked of the largest size, whether or not its cycles were measured.
    seeding.fill(newsroom, chosen.sizes[-1])
    if columns:
        _say(f"{table(HEAD, told(columns))}\n")
    figures = _beside_raw_sql(columns)
    figures += _told_of_pages(stack, newsroom, chosen) if "pages" in chosen.parts else []
    figures += _told_of_import(stack, newsroom, chosen) if "import" in chosen.parts else []
    _say(f"{table(('figure', 'measured', 'bar'), figures)}\n")
    return _faults(columns)


def _both(stack: Stack, newsroom: Newsroom, queued: int, chosen: argparse.Namespace) -> list[Column]:
    ours, raw = [], []
    # A longer turn of each first: what is loaded, connected and planned once is not what is measured.
    for seconds in [2 * chosen.seconds, *[chosen.seconds] * chosen.runs]:
        seeding.fill(newsroom, queued)
        raw.append(_raw(stack, seconds, chosen.clients))
        ours.append(_ours(stack, newsroom, seconds))
    return [Column("raw SQL", queued, tuple(raw[1:])), Column("Claimdesk", queued, tuple(ours[1:]))]


def _raw(stack: Stack, seconds: float, count: int) -> Run:
    works = [(stack.database_url, number, seconds) for number in range(1, count + 1)]
    before = stack.processor_seconds()
    taken = clients.together(reference.take_and_judge, works)
    return Run.of(taken, seconds, servers=stack.processor_seconds() - before)


def _ours(stack: Stack, newsroom: Newsroom, seconds: float) -> Run:
    works = [(stack.port, key, seconds) for key in newsroom.keys]
    before = stack.processor_seconds()
    taken = clients.together(clients.take_and_judge, works)
    return Run.of(taken, seconds, servers=stack.processor_seconds() - before)


def _told_of_pages(stack: Stack, newsroom: Newsroom, chosen: argparse.Namespace) -> list[list[str]]:
    works = [(stack.port, newsroom.editor, PAGES, chosen.seconds)] * chosen.clients
    before = stack.processor_seconds()
    runs = [list(itertools.chain(*clients.together(clients.read_pages, works))) for _ in range(chosen.runs)]
    spent = (stack.processor_seconds() - before) / sum(map(len, runs))
    p99, p50 = (1000 * statistics.median(percentile(run, percent) for run in runs) for percent in (99, 50))
    return [
        [f"list page with search, p99 ms at {chosen.clients} clients", f"{p99:.0f} (p50 {p50:.0f})", "150"],
        ["the servers' processor ms a page", f"{1000 * spent:.1f}", ""],
    ]


def _told_of_import(stack: Stack, newsroom: Newsroom, chosen: argparse.Namespace) -> list[list[str]]:
    before = stack.processor_seconds()
    rates = [_imported(stack, newsroom, chosen, run) for run in range(chosen.runs)]
    spent = (stack.processor_seconds() - before) / (chosen.runs * chosen.import_claims)
    return [
        ["claims/s by the batch endpoint", f"{statistics.median(rates):,.0f}", "6,000 or more"],
        ["the servers' processor µs a claim", f"{1e6 * spent:.0f}", ""],
    ]


def _imported(stack: Stack, newsroom: Newsroom, chosen: argparse.Namespace, run: int) -> float:
    """Claims a second."""
    bodies = seeding.batches(chosen.import_claims, chosen.batch, first=run * chosen.import_claims)
    parts = [bodies[number :: chosen.import_clients] for number in range(chosen.import_clients)]
    done = clients.together(clients.hand_in, [(stack.port, newsroom.editor, part) for part in parts])
    seconds = max(ended for _, ended, _ in done) - min(begun for begun, _, _ in done)
    return float(sum(created for _, _, created in done) / seconds)


def _beside_raw_sql(columns: Sequence[Column]) -> list[list[str]]:
    raw, ours = columns[::2], columns[1::2]
    rows = []
    for one, other in zip(raw, ours, strict=True):
        at = f"at {one.queued:,}"
        faster = beside(other, one, lambda run: run.cycles_a_second)
        rows.append([f"cycles/s beside raw SQL, {at}", f"{faster:.2f}", "0.35 or more"])
        spent = beside(one, other, lambda run: run.processor_a_cycle)
        rows.append([f"the same by the processor's time, {at}", f"{spent:.2f}", ""])
        slower = beside(other, one, lambda run: percentile(run.next, 99))
        rows.append([f"next p99 beside raw SQL, {at}", f"{slower:.1f}", "4 or less"])
    if len(ours) > 1:
        grown = ours[0].cycles / ours[-1].cycles
        rows.append([f"cycles/s at {ours[0].queued:,} beside {ours[-1].queued:,}", f"{grown:.2f}", "1.3 or less"])
    return rows


def _faults(columns: Sequence[Column]) -> int:
    found = seeding.stored("verification_")
    acknowledged = sum(run.judged for column in columns[1::2] for run in column.runs)
    _say(f"Stored: {found.verdicts:,} verdicts, {found.sources:,} sources; {found.collisions} collisions.")
    for told_of in sorted({told_of for column in columns for told_of in column.refused}):
        _say(f"Refused: {told_of}")
    kept = found.verdicts >= acknowledged and found.sources == found.verdicts
    collided = found.collisions or any(column.doubled for column in columns)
    return 0 if kept and not collided else 1


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
