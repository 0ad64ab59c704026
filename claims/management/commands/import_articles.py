"""`manage.py import_articles`: articles from files, one a text file, one a line of JSONL or one a row of a table."""

from __future__ import annotations

import hashlib
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from rich.console import Console
from rich.progress import Progress

from claims import intake, services
from claims.api.serializers import ArticleIn, article_draft
from claims.core.isolation import problem_of
from claims.errors import Invalid
from claims.queueing import enqueue

JSONL = (".jsonl", ".ndjson")
OPTIONS = ("title", "url", "outlet", "byline", "language", "published_at")
COLUMNS = tuple(ArticleIn().fields)


class Command(BaseCommand):
    help = (
        "Store articles from text files (UTF-8), or from JSONL or CSV with the fields of the API; extraction follows."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", type=Path)
        for option in ("title", "url", "outlet", "byline", "language"):
            parser.add_argument(f"--{option}", default=None, help="for text files")
        parser.add_argument("--published", dest="published_at", metavar="DATE", default=None, help="for text files")

    def handle(self, *args: Any, **options: Any) -> None:
        given = {name: options[name] for name in OPTIONS if options[name] is not None}
        self.counts: Counter[str] = Counter()
        self.failures: list[str] = []
        with Progress(console=Console(file=self.stderr), transient=True) as progress:  # type: ignore[arg-type]
            for file in progress.track(options["files"], description="Importing"):
                self._import(file, given, progress)
        told = ", ".join(f"{self.counts[what]} {what}" for what in ("new", "revised", "known"))
        self.stdout.write(f"{told}, {len(self.failures)} failed.")
        for failure in self.failures:
            self.stderr.write(self.style.ERROR(failure))
        if self.failures:
            raise CommandError("Not everything could be imported; what is named above was left out.")

    def _import(self, file: Path, given: dict[str, Any], progress: Progress) -> None:
        try:
            found = list(_values(file, given))
        except OSError as error:
            self.failures.append(f"{file}: {error.strerror}")
            return
        except Invalid as error:
            self.failures.append(f"{file}: {error.detail}")
            return
        for line in progress.track(found, description=file.name):
            self._store(*line)

    def _store(self, where: str, values: dict[str, Any] | None, problem: str, original_sha256: str = "") -> None:
        if values is None:
            self.failures.append(f"{where}: {problem}")
            return
        try:
            draft = replace(article_draft(values), original_sha256=original_sha256)
            receipt = services.receive_article(draft=draft, actor=None)
        except Invalid as error:
            self.failures.append(f"{where}: {error.detail}")
            return
        except DatabaseError as error:
            self.failures.append(f"{where}: {problem_of(error)}")
            return
        self.counts["new" if receipt.created else "revised" if receipt.revised else "known"] += 1
        if receipt.created or receipt.revised:
            enqueue("claims.extract_article", receipt.article.pk)


def _values(file: Path, given: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any] | None, str, str]]:
    """Each article of a file: where it stands, its fields, or None and what is wrong with the line, the digest of its
    bytes where they are the whole file.
    """
    if file.suffix.lower() in intake.TABLES:
        for row in intake.csv_lines(file.read_bytes(), columns=COLUMNS):
            yield f"{file} line {row.number}", row.value, row.problem, ""
        return
    if file.suffix.lower() not in JSONL:
        raw = file.read_bytes()
        yield str(file), {"text": intake.decode(raw), **given}, "", hashlib.sha256(raw).hexdigest()
        return
    with file.open("rb") as lines:
        for line in intake.json_lines(lines):
            yield f"{file} line {line.number}", line.value, line.problem, ""
