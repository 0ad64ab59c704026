"""`manage.py sample_article`: bring one article in as anybody would, and show what the workers make of it."""

from __future__ import annotations

import textwrap
import time
from argparse import ArgumentParser
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db.models import QuerySet
from rich import box
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from claims import services
from claims.intake import ArticleDraft
from claims.models import Article, Claim
from claims.queueing import enqueue
from claims.states import ArticleStatus
from verification.models import Check
from verification.states import CheckStatus

SAMPLE = settings.BASE_DIR / "claims" / "samples" / "north-korea-yield.txt"
PUBLISHED = datetime(2017, 9, 6, 9, 0, tzinfo=UTC)
LOOK_AGAIN_SECONDS = 0.1
SHOWN_CHARS = 50


class Command(BaseCommand):
    help = "Bring in the sample article, wait until its claims are routed, and print them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--seconds", type=float, default=90.0, help="how long to wait for the workers")

    def handle(self, *args: Any, seconds: float, **options: Any) -> None:
        receipt = services.receive_article(draft=read_sample(), actor=None)
        if receipt.created:
            enqueue("claims.extract_article", receipt.article.pk)
        console = Console()
        follow(receipt.article, seconds, console)
        console.print(table_of(receipt.article))


def read_sample() -> ArticleDraft:
    text = SAMPLE.read_text()
    return ArticleDraft(
        text=text, title=text.splitlines()[0], outlet="Claimdesk sample", language="en", published_at=PUBLISHED
    )


def follow(article: Article, seconds: float, console: Console) -> None:
    """Show progress until every claim is routed or waits for an editor. Raises CommandError after ``seconds``."""
    deadline = time.monotonic() + seconds
    with Progress(console=console, transient=True) as progress:
        bar = progress.add_task("Finding claims", total=None)
        while True:
            article.refresh_from_db()
            total, settled = counts(article)
            if article.status == ArticleStatus.EXTRACTED:
                progress.update(bar, description="Routing claims", total=total, completed=settled)
                if settled == total:
                    return
            if article.status == ArticleStatus.UNREADABLE or time.monotonic() > deadline:
                raise CommandError(f"The sample article is {article.status}: {settled} of {total} claims are routed.")
            time.sleep(LOOK_AGAIN_SECONDS)


def counts(article: Article) -> tuple[int, int]:
    """How many claims the article has, and how many of them need nothing more from the workers."""
    settled = sum(1 for check in checks_of(article) if check.status == CheckStatus.TRIAGE or routed_to(check))
    return Claim.objects.filter(article=article).count(), settled


def checks_of(article: Article) -> QuerySet[Check]:
    checks = Check.objects.filter(claim__article=article).select_related("claim__speaker", "desk")
    return checks.prefetch_related("assignments__reviewer__user").order_by("-worthiness", "pk")


def routed_to(check: Check) -> str:
    return ", ".join(assignment.reviewer.user.username for assignment in check.assignments.all())


def table_of(article: Article) -> Table:
    table = Table(title=article.title, title_justify="left", box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for heading in ("worth", "claim", "speaker", "quantity", "date", "routed to"):
        table.add_column(heading)
    for check in checks_of(article):
        table.add_row(*cells(check))
    return table


def cells(check: Check) -> tuple[str, ...]:
    claim = check.claim
    return (
        f"{claim.worthiness:.2f}",
        textwrap.shorten(claim.text, SHOWN_CHARS, placeholder=" …"),
        claim.speaker.name if claim.speaker else "—",
        "\n".join(quantity["text"] for quantity in claim.quantities),
        "\n".join(date["from"] or date["text"] for date in claim.dates),
        routed_to(check) or f"{check.status}, {check.desk}",
    )
