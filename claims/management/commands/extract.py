"""`manage.py extract`: the claims of texts, without a database."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from rich.console import Console
from rich.table import Table

from claims.core.moments import read_moment
from claims.core.text import Normalized, Offsets, normalized
from claims.errors import Invalid
from claims.extraction.pipeline import extract
from claims.extraction.statements import DateRange, Quantity, SpeakerMention, Statement
from claims.intake import decode, required_text


class Command(BaseCommand):
    help = "Print the claims found in text files (UTF-8)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", type=Path)
        parser.add_argument("--published", metavar="DATE", help="day or time of publication; now if left out")
        parser.add_argument("--format", choices=["table", "jsonl"], default="table")
        parser.add_argument("--all", action="store_true", help="every statement, with is_claim true or false")

    def handle(self, *args: Any, **options: Any) -> None:
        published = parse_published(options["published"])
        failed = 0
        for file in options["files"]:
            try:
                text = read_text(file)
            except Invalid as error:
                failed += 1
                self.stderr.write(self.style.ERROR(f"{file}: {error.detail}"))
                continue
            self._extract(file.name, text, published, options)
        if failed:
            raise CommandError(f"{failed} of {len(options['files'])} files could not be read.")

    def _extract(self, name: str, text: Normalized, published: datetime, options: dict[str, Any]) -> None:
        shown = [s for s in extract(text.text, published=published) if s.is_claim or options["all"]]
        if options["format"] == "jsonl":
            for statement in shown:
                record = as_record(name, statement, text.offsets, with_is_claim=options["all"])
                self.stdout.write(json.dumps(record, ensure_ascii=False))
            return
        console = Console(file=self.stdout, soft_wrap=False)  # type: ignore[arg-type]
        console.print(_table(name, shown))


def read_text(file: Path) -> Normalized:
    """The text of a file, normalised. Raises Invalid that says why there is none."""
    try:
        text = decode(file.read_bytes())
    except OSError as error:
        raise Invalid({"file": error.strerror or str(error)}) from error
    required_text(text)
    return normalized(text)


def parse_published(value: str | None) -> datetime:
    """A day or a time as an aware datetime; now when nothing is given. Raises CommandError that names the option."""
    if value is None:
        return timezone.localtime()
    try:
        return read_moment(value, zone=timezone.get_current_timezone())
    except ValueError as error:
        raise CommandError(f"--published: {error}") from error


def as_record(article: str, statement: Statement, offsets: Offsets, *, with_is_claim: bool) -> dict[str, Any]:
    """A statement as one line of JSONL, with its place in the normalised text and in the file."""
    first, last = offsets.original_span(statement.start, statement.end)
    record = {
        "article": article,
        "index": statement.index,
        "start": statement.start,
        "end": statement.end,
        "original_start": first,
        "original_end": last,
        "quote": statement.quote,
        "text": statement.text,
        "substitutions": [asdict(one) for one in statement.substitutions],
        "speaker": _speaker(statement.speaker),
        "via": [asdict(source) for source in statement.via],
        "cue": asdict(statement.cue) if statement.cue else None,
        "kind": statement.kind.value,
        "worthiness": statement.worthiness,
        "quantities": [_quantity(quantity) for quantity in statement.quantities],
        "dates": [_date(found) for found in statement.dates],
    }
    return record | {"is_claim": statement.is_claim} if with_is_claim else record


def _speaker(speaker: SpeakerMention | None) -> dict[str, Any] | None:
    return asdict(speaker) if speaker else None


def _quantity(quantity: Quantity) -> dict[str, Any]:
    return asdict(quantity)


def _date(found: DateRange) -> dict[str, Any]:
    return {"text": found.text, "start": found.start, "end": found.end, **found.stored()}


def _table(title: str, statements: list[Statement]) -> Table:
    table = Table(title=title)
    for column in ("worth", "speaker", "quantities", "dates", "claim"):
        table.add_column(column, overflow="fold")
    for statement in statements:
        table.add_row(*_cells(statement))
    return table


def _cells(statement: Statement) -> Iterator[str]:
    yield f"{statement.worthiness:.2f}"
    yield statement.speaker.name if statement.speaker else "—"
    yield "; ".join(quantity.text for quantity in statement.quantities)
    yield "; ".join(f"{found.text} ({found.first or found.last or '—'})" for found in statement.dates)
    yield statement.text
