"""`manage.py evaluate`: how well the machine does on labelled data, without a database."""

from __future__ import annotations

import importlib
import json
import time
from argparse import ArgumentParser
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from claims.evaluation.registry import TASKS, Task, TaskAmongClaims
from claims.evaluation.reports import BadRow, Report, Row

WORST = 10


class Command(BaseCommand):
    help = "Measure one task on labelled data (JSONL) and show the ten worst misses."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("task", choices=sorted(TASKS))
        parser.add_argument("--data", metavar="FILE", type=Path, required=True)
        parser.add_argument("--claims", metavar="FILE", type=Path, help="what the queries of matching are looked up in")
        parser.add_argument("--charts", metavar="DIR", type=Path, help="write charts as SVG into it (worthiness)")
        parser.add_argument("--json", action="store_true", help="one flat object and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        run = prepared(options["task"], options["data"], options["claims"])
        started = time.perf_counter()
        report = run()
        seconds = time.perf_counter() - started
        if options["charts"]:
            write_charts(options["charts"], report, options["data"].name)
        figures = report.metrics | {"seconds": seconds, "items_per_second": report.items / seconds}
        if options["json"]:
            self.stdout.write(json.dumps(figures))
            return
        self._show(figures, report)

    def _show(self, figures: dict[str, float], report: Report) -> None:
        for name, value in figures.items():
            self.stdout.write(f"{name:20} {value:.4f}")
        for miss in sorted(report.misses, key=lambda miss: -miss.badness)[:WORST]:
            self.stdout.write(f"- {miss.shown}")


def prepared(name: str, data: Path, claims_file: Path | None) -> Callable[[], Report]:
    """The task with its rows read and checked, so that only the machine's own time is measured."""
    task = TASKS[name]
    if isinstance(task, Task):
        return partial(task.run, read_rows(data, task.check))
    if claims_file is None:
        raise CommandError(f"{name} needs --claims FILE, the claims that its queries are looked up in.")
    return partial(task.run, *read_queries(task, data, claims_file))


def read_queries(task: TaskAmongClaims, data: Path, claims_file: Path) -> tuple[list[Row], list[Row]]:
    """Queries and claims. Raises CommandError that names the file and the line."""
    claims = read_rows(claims_file, task.check_claim)
    known = frozenset(claim["id"] for claim in claims)
    return read_rows(data, lambda row: task.check(row, known)), claims


def write_charts(folder: Path, report: Report, about: str) -> None:
    """Charts of ``report`` with a line that says whose scores they are. Raises CommandError."""
    if report.scored is None:
        raise CommandError("There are charts of worthiness alone.")
    try:
        charts = importlib.import_module("claims.evaluation.charts")
    except ModuleNotFoundError as error:
        raise CommandError(f'Charts need the dependency group "train": {error}.') from error
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("calibration", "precision_recall"):
        drawn = getattr(charts, name)(*report.scored, about=about)
        (folder / f"worthiness_{name}.svg").write_text(drawn, encoding="utf-8")


def read_rows(file: Path, check: Callable[[Row], None]) -> list[Row]:
    """The rows of a JSONL file, blank lines left out. Raises CommandError that names the file and the line."""
    try:
        lines = file.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{file}: {getattr(error, 'strerror', None) or error}") from error
    rows = [_row(file, number, line, check) for number, line in enumerate(lines, 1) if line.strip()]
    if not rows:
        raise CommandError(f"{file}: there is nothing to measure.")
    return rows


def _row(file: Path, number: int, line: str, check: Callable[[Row], None]) -> Row:
    try:
        row = json.loads(line)
        if not isinstance(row, dict):
            raise BadRow("is not an object")
        check(row)
    except ValueError as error:
        raise CommandError(f"{file}, line {number}: {error}") from error
    return row
