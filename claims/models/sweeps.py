"""What the periodic sweeps leave behind, for those who ask whether they run."""

from __future__ import annotations

from django.db import models


class Sweep(models.Model):
    """One queue of due rows, and the sweeps over it: when the last one finished, how many there were, and how many
    tasks they had to hand to workers in all.
    """

    queue = models.CharField(max_length=16, unique=True)
    finished_at = models.DateTimeField()
    runs = models.PositiveBigIntegerField(default=0)
    enqueued = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return self.queue
