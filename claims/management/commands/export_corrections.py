"""`manage.py export_corrections`: what people put right, as rows to train and to measure with."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from typing import Any

from django.core.management.base import BaseCommand

from claims import queries
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
        for task in [wanted] if wanted else sorted(TASKS):
            for row in TASKS[task]():
                told = row if wanted else {"task": task, **row}
                self.stdout.write(json.dumps(told, ensure_ascii=False))


def _worthiness() -> Iterator[Row]:
    for one in Correction.objects.filter(kind__in=[_K.NOT_A_CLAIM, _K.ADDED]).iterator():
        is_claim = one.kind == _K.ADDED
        yield worthiness_row((one.after if is_claim else one.before)["text"], is_claim=is_claim)


def _attribution() -> Iterator[Row]:
    corrected = Correction.objects.filter(kind__in=[_K.SPAN, _K.SPEAKER], revision__isnull=False)
    found = Revision.objects.filter(pk__in=corrected.values("revision")).select_related("article").order_by("pk")
    for revision in found.iterator():
        yield _article(revision)


def _article(revision: Revision) -> Row:
    article = revision.article
    at = article.published_at or article.created_at
    attributed = [
        Attributed(mention.claim.speaker.name, mention.start, mention.end)
        for mention in queries.mentions_in(revision)
        if mention.claim.speaker
    ]
    return attribution_row(
        number=revision.pk,
        published=at.date().isoformat(),
        title=article.title,
        text=revision.text,
        attributed=attributed,
    )


def _quantities() -> Iterator[Row]:
    for one in Correction.objects.filter(kind=_K.QUANTITIES).iterator():
        yield quantity_row(one.after["text"], one.after["quantities"])


TASKS: dict[str, Callable[[], Iterator[Row]]] = {
    "worthiness": _worthiness,
    "attribution": _attribution,
    "quantities": _quantities,
}
