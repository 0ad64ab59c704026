"""How long an article takes from text to claims, on one core, beside the language model's parse of the same text alone.

    python -m tests.bench.extraction [--corpus FILE]

Prints a row for 1,000, 10,000 and 100,000 words: the ratio to the parse says what everything but the parse costs, and
the same seconds for a thousand words in each row say that the cost grows with the length and not faster. With
``--corpus`` (JSONL of ``{text, title, published}``) one process reads all of them and prints what memory it holds.
Needs no database.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path

import psutil
from rich import box
from rich.console import Console
from rich.table import Table

from claims.extraction.language_model import english
from claims.extraction.pipeline import extract
from claims.extraction.sentences import paragraphs

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "claims" / "samples" / "north-korea-yield.txt"
PUBLISHED = datetime(2025, 6, 18, 9, tzinfo=UTC)
WORDS = (1_000, 10_000, 100_000)
REPORTS = 10


def article(words: int) -> str:
    """The sample's paragraphs over and over, until there are that many words."""
    lines = [line for line in SAMPLE.read_text().splitlines() if line.strip()]
    taken, count = [], 0
    for line in cycle(lines):
        taken.append(line)
        count += len(line.split())
        if count >= words:
            return "\n\n".join(taken)
    raise AssertionError


def seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def parse(text: str) -> None:
    for _ in english().pipe((paragraph.text for paragraph in paragraphs(text)), batch_size=16):
        pass


def resident_mb() -> float:
    return float(psutil.Process().memory_info().rss) / 2**20


def lengths(console: Console) -> None:
    cold = seconds(lambda: extract(article(100), published=PUBLISHED))
    console.print(f"first article of 100 words, with the models' loading: {cold:.1f} s; then {resident_mb():.0f} MB")
    table = Table(box=box.SIMPLE_HEAD)
    for heading in ("words", "seconds", "s per 1,000 words", "parse alone, s", "ratio to parse", "MB"):
        table.add_column(heading, justify="right")
    for words in WORDS:
        text = article(words)
        alone, whole = seconds(lambda: parse(text)), seconds(lambda: extract(text, published=PUBLISHED))  # noqa: B023
        cells = (f"{whole:.2f}", f"{1000 * whole / words:.2f}", f"{alone:.2f}", f"{whole / alone:.1f}")
        table.add_row(f"{words:,}", *cells, f"{resident_mb():.0f}")
    console.print(table)


def memory(corpus: Path, console: Console) -> None:
    rows = corpus.read_text(encoding="utf-8").splitlines()
    step = max(1, len(rows) // REPORTS)
    started, words = time.perf_counter(), 0
    for number, row in enumerate(read(rows), 1):
        extract(row["text"], published=PUBLISHED, title=row.get("title", ""))
        words += len(row["text"].split())
        if number % step == 0:
            spent = time.perf_counter() - started
            console.print(f"{number:>6} articles {words:>9,} words {spent:>7.1f} s {resident_mb():>6.0f} MB")


def read(rows: list[str]) -> Iterator[dict[str, str]]:
    return (json.loads(row) for row in rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--corpus", type=Path, help="JSONL of articles, to see whether memory grows")
    options = parser.parse_args()
    # One core, as one worker process has it.
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    console = Console(width=120)
    lengths(console)
    if options.corpus:
        memory(options.corpus, console)


if __name__ == "__main__":
    main()
