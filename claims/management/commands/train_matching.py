"""`manage.py train_matching`: the weights of matching and their card, from posts and the claims they repeat."""

from __future__ import annotations

import hashlib
from argparse import ArgumentParser
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from claims.evaluation import matching
from claims.evaluation.registry import MATCHING
from claims.evaluation.reports import Row
from claims.management.commands.evaluate import read_queries
from claims.matching import model
from claims.training.matching import FOLDS, SEED, Trained, train

CARD = """# The weights of matching

`weights.npz` orders candidates in `claims/matching/`: boosted trees and a linear sum over {features} features, a
logistic curve, and two tables of how rare words and rows of four letters are among the claims (counts by hash).

- Made {day} by `manage.py train_matching`, seed {seed}, from
  `{data}` ({queries} queries, sha256 {data_hash}) and
  `{claims_file}` ({claims} claims, sha256 {claims_hash}).
- Cross-validated on those queries ({folds} folds, queries of one claim kept together; the figure to quote for them):
  MAP@5 {map_at_5:.4f}, precision at 1 {precision_at_1:.4f}. The shipped weights are fitted to all of them, so that
  `evaluate matching` on the same file shows more than is true of new queries.
- Features and settings were chosen by such cross-validation, with an eye on the dev queries.
- English only. Posts of social networks against claims of fact-checkers; between two claims it is measured on nothing.
"""


class Command(BaseCommand):
    help = "Train the ranker of matching on queries (JSONL) with the claims they repeat; write its weights and card."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--data", metavar="QUERIES", type=Path, required=True)
        parser.add_argument("--claims", metavar="FILE", type=Path, required=True)
        parser.add_argument("--out", metavar="FILE", type=Path, default=model.FILE, help="default: what is shipped")

    def handle(self, *args: Any, **options: Any) -> None:
        data, claims_file, out = options["data"], options["claims"], options["out"]
        queries, claims = read_queries(MATCHING, data, claims_file)
        trained = train(queries, claims)
        model.save(trained.model, out)
        card = _card(trained, queries, claims, data, claims_file)
        out.with_name("WEIGHTS.md").write_text(card, encoding="utf-8")
        self.stdout.write(card)


def _card(trained: Trained, queries: Sequence[Row], claims: Sequence[Row], data: Path, claims_file: Path) -> str:
    return CARD.format(
        features=len(trained.model.linear),
        day=datetime.now(UTC).date(),
        data=data.name,
        queries=len(queries),
        data_hash=_hash(data),
        claims_file=claims_file.name,
        claims=len(claims),
        claims_hash=_hash(claims_file),
        seed=SEED,
        folds=FOLDS,
        **matching.report(queries, trained.ranked).metrics,
    )


def _hash(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12]
