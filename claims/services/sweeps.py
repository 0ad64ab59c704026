"""What a sweep writes down about itself."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from claims.models import Sweep
from claims.states import Queue


@transaction.atomic
def note_sweep(*, queue: Queue, enqueued: int) -> None:
    """A sweep over ``queue`` has finished, and handed ``enqueued`` tasks to workers."""
    counted = {"finished_at": Now(), "runs": F("runs") + 1, "enqueued": F("enqueued") + enqueued}
    if Sweep.objects.filter(queue=queue).update(**counted):
        return
    # The first one ever; of two at once the second waits for the first, and counts after it.
    Sweep.objects.bulk_create([Sweep(queue=queue, finished_at=Now())], ignore_conflicts=True)
    Sweep.objects.filter(queue=queue).update(**counted)
