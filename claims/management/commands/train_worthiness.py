"""`manage.py train_worthiness`: the shipped weights, their card and honest charts, from labelled data."""

from __future__ import annotations

import importlib
from argparse import ArgumentParser
from pathlib import Path
from types import ModuleType
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from claims.evaluation import worthiness as worthiness_scores
from claims.extraction import worthiness
from claims.extraction.worthiness.weights import save
from claims.management.commands.evaluate import read_rows, write_charts


class Command(BaseCommand):
    help = (
        "Train worthiness on labelled data (JSONL), and write weights, card and charts of scores out of fold. "
        "A file with less than 5% of label 1 teaches only the order among sentences worth checking."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--data", metavar="FILE", type=Path, nargs="+", required=True)
        parser.add_argument("--out", metavar="DIR", type=Path, default=worthiness.WEIGHTS.parent)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            training = importlib.import_module("claims.training.worthiness")
            made = importlib.import_module("claims.training.examples")
            cards = importlib.import_module("claims.training.cards")
        except ModuleNotFoundError as error:
            raise CommandError(f'Training needs the dependency group "train": {error}.') from error
        files, out = options["data"], options["out"]
        try:
            plain, picked = made.sorted_out([_examples(made, file) for file in files])
            trained = training.train(plain, picked)
        except ValueError as error:
            raise CommandError(f"This data cannot be learnt from: {error}") from error
        out.mkdir(parents=True, exist_ok=True)
        save(trained.model, out / worthiness.WEIGHTS.name)
        card = cards.card(files, plain, picked, trained, now=timezone.now())
        (out / "worthiness.card.json").write_text(card, encoding="utf-8")
        (draw,) = cards.balanced_draws(plain.labels, 1)
        drawn = [{"text": plain.texts[place], "label": int(plain.labels[place])} for place in draw]
        report = worthiness_scores.report(drawn, trained.out_of_fold[draw].tolist())
        write_charts(out, report, "out of fold, half and half")
        self.stdout.write(card)


def _examples(made: ModuleType, file: Path) -> Any:
    rows = read_rows(file, worthiness_scores.check)
    return made.examples([row["text"] for row in rows], [row["label"] for row in rows])
