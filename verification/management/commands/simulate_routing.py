"""`manage.py simulate_routing`: what routing makes of a newsroom's days, beside two controls, without a database."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.table import Table

from verification.simulation import POLICIES, Figures, figures, make_newsroom, simulate
from verification.simulation.chart import chart
from verification.simulation.figures import BAR, TooShort

ROWS = {
    "minutes to the hand-out, 95 of 100": "wait_p95",
    "minutes until judged, median": "until_judged_median",
    "minutes until judged, 95 of 100": "until_judged_p95",
    "minutes until judged, the last": "until_judged_max",
    "most that somebody got in a day / mean": "largest_share",
    "least that somebody got in a day / mean": "smallest_share",
    "part of the topics that reviewers know": "expertise",
    "claims that nobody could judge": "unjudged",
}


class Command(BaseCommand):
    help = f"Simulate days of work under each way of routing. Nobody should get more than {BAR} times the mean."
    # The people and the claims come from the seed alone.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--reviewers", type=int, default=200)
        parser.add_argument("--claims", type=int, default=20_000)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--chart", type=Path, metavar="FILE.svg", help="draw how evenly people were asked")
        parser.add_argument("--json", action="store_true", help="one object and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["reviewers"] < 4 or options["claims"] < 10:
            raise CommandError("At least 4 reviewers and 10 claims are needed for figures that mean something.")
        newsroom = make_newsroom(**{name: options[name] for name in ("reviewers", "claims", "seed")})
        try:
            found = {name: figures(simulate(newsroom, make())) for name, make in POLICIES.items()}
        except TooShort as error:
            raise CommandError(str(error)) from error
        if options["chart"]:
            title = "{claims:,} claims, {reviewers} reviewers, seed {seed}".format(**options)
            _write(options["chart"], chart(found, title=title))
        if options["json"]:
            self.stdout.write(json.dumps({name: _numbers(numbers) for name, numbers in found.items()}))
            return
        console = Console(file=self.stdout, width=120)  # type: ignore[arg-type]
        console.print(_table(found))


def _table(found: dict[str, Figures]) -> Table:
    table = Table("", *found)
    for told, name in ROWS.items():
        table.add_row(told, *(f"{round(getattr(one, name), 2):g}" for one in found.values()))
    return table


def _numbers(found: Figures) -> dict[str, float]:
    return {name: round(getattr(found, name), 4) for name in ROWS.values()}


def _write(file: Path, drawing: str) -> None:
    try:
        file.write_text(drawing, encoding="utf-8")
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror}") from error
