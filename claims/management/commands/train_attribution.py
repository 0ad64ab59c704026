"""`manage.py train_attribution`: make the weights of the attribution network from annotated articles."""

from __future__ import annotations

from argparse import ArgumentParser
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from claims.evaluation import attribution
from claims.extraction.attribution.network import WEIGHTS
from claims.management.commands.evaluate import read_rows


class Command(BaseCommand):
    help = "Train the attribution network (JSONL as `evaluate attribution` reads it); needs torch, about an hour."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--data", metavar="FILE", type=Path, nargs="+", required=True)
        parser.add_argument("--choose-on", metavar="FILE", type=Path, help="where to choose how sure it must be")
        parser.add_argument("--out", metavar="FILE", type=Path, default=WEIGHTS)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--epochs", type=int, default=7)

    def handle(self, *args: Any, **options: Any) -> None:
        if find_spec("torch") is None:
            raise CommandError("Training needs torch: pip install --group train-attribution")
        rows = [row for file in options["data"] for row in read_rows(file, attribution.check)]
        chosen_on = read_rows(options["choose_on"], attribution.check) if options["choose_on"] else []
        # Imported late, because nothing else in the project needs torch.
        recipe = import_module("claims.training.attribution.recipe")
        recipe.train(
            rows,
            chosen_on,
            out=options["out"],
            sources=[file.name for file in options["data"]],
            today=timezone.localdate(),
            plan=recipe.Plan(seed=options["seed"], epochs=options["epochs"]),
            scores=lambda asked, found: attribution.report(asked, found).metrics,
            tell=self.stdout.write,
        )
