"""`manage.py import_fact_checks`: fact-checks of others from files of ClaimReview, to be matched with claims."""

from __future__ import annotations

from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from claims import services
from claims.claim_reviews import Entry, read_document, read_lines
from claims.core.isolation import problem_of
from claims.errors import Invalid
from claims.queueing import enqueue

JSONL = (".jsonl", ".ndjson")
OUTCOMES = ("new", "revised", "known")


class Command(BaseCommand):
    help = (
        "Store the fact-checks of schema.org ClaimReview files: JSON-LD (one, a list, a DataFeed or a graph), or JSONL "
        "with one a line. What is known already is brought up to date."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        counts: Counter[str] = Counter()
        failed = 0
        for file in options["files"]:
            for entry in _entries(file):
                if entry.draft is None:
                    failed += 1
                    self.stderr.write(self.style.ERROR(f"{file} {entry.where}: {entry.problem}"))
                    continue
                try:
                    counts[services.import_fact_check(draft=entry.draft)] += 1
                except (Invalid, DatabaseError) as error:
                    failed += 1
                    self.stderr.write(self.style.ERROR(f"{file} {entry.where}: {problem_of(error)}"))
        self.stdout.write(f"{', '.join(f'{counts[what]} {what}' for what in OUTCOMES)}, {failed} failed.")
        if counts["new"]:
            enqueue("claims.compare")
        if failed:
            raise CommandError("Not everything could be imported; what is named above was left out.")


def _entries(file: Path) -> Iterator[Entry]:
    try:
        if file.suffix in JSONL:
            with file.open("rb") as lines:
                yield from read_lines(lines)
        else:
            yield from read_document(file.read_bytes())
    except OSError as error:
        yield Entry("", None, error.strerror or "cannot be read")
    except Invalid as error:
        yield Entry("", None, error.detail)
