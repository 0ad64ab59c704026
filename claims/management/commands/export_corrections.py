"""`manage.py export_corrections`: what people put right, as rows to train and to measure with."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import QuerySet
from django.utils import timezone

from claims import queries
from claims.core.isolation import each, problem_of
from claims.correction_rows import Attributed, Row, attribution_row, quantity_row, worthiness_row
from claims.models import Correction, Revision

_K = Correction.Kind


class Command(BaseCommand):
    help = (
        "Print corrections as JSONL in the formats of `evaluate`; without --task all of them, each line with its task."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--jsonl", action="store_true", help="One object a line; there is no other format yet.")
        parser.add_argument("--task", choices=sorted(TASKS), help="One kind alone, as `evaluate` reads it.")

    def handle(self, *args: Any, **options: Any) -> None:
        wanted = options["task"]
        self.failed = 0
        for task in [wanted] if wanted else sorted(TASKS):
            self._export(task, named=not wanted)
        if self.failed:
            raise CommandError(f"{self.failed} could not be exported; what is named above was left out.")

    def _export(self, task: str, *, named: bool) -> None:
        find, row_of = TASKS[task]

        def export(row: Any) -> None:
            told = {"task": task, **row_of(row)} if named else row_of(row)
            self.stdout.write(json.dumps(told, ensure_ascii=False))

        each(find().iterator(), export, failed=self._fail)

    def _fail(self, row: Any, error: Exception) -> None:
        self.failed += 1
        self.stderr.write(self.style.ERROR(f"{type(row).__name__} {row.pk}: {problem_of(error)}"))


def _judged() -> QuerySet[Correction]:
    return Correction.objects.filter(kind__in=[_K.NOT_A_CLAIM, _K.ADDED])


def _worthiness(one: Correction) -> Row:
    is_claim = one.kind == _K.ADDED
    return worthiness_row((one.after if is_claim else one.before)["text"], is_claim=is_claim)


def _attributed() -> QuerySet[Revision]:
    corrected = Correction.objects.filter(kind__in=[_K.SPAN, _K.SPEAKER], revision__isnull=False)
    return Revision.objects.filter(pk__in=corrected.values("revision")).select_related("article").order_by("pk")


def _article(revision: Revision) -> Row:
    article = revision.article
    day = article.published_on or timezone.localdate(article.created_at)
    attributed = [
        Attributed(mention.claim.speaker.name, mention.start, mention.end)
        for mention in queries.mentions_in(revision)
        if mention.claim.speaker
    ]
    return attribution_row(
        number=revision.pk,
        published=day.isoformat(),
        title=article.title,
        text=revision.text,
        attributed=attributed,
    )


def _counted() -> QuerySet[Correction]:
    return Correction.objects.filter(kind=_K.QUANTITIES)


def _quantities(one: Correction) -> Row:
    return quantity_row(one.after["text"], one.after["quantities"])


# Which rows there are, and what is made of each.
TASKS: dict[str, tuple[Callable[[], QuerySet[Any]], Callable[[Any], Row]]] = {
    "worthiness": (_judged, _worthiness),
    "attribution": (_attributed, _article),
    "quantities": (_counted, _quantities),
}
