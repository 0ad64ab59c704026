"""Checks that machines failed at: put aside for an editor, so that they keep no others waiting."""

from __future__ import annotations

from django.db import transaction
from django.db.models.functions import Now

from claims import services as claim_services
from claims.core.isolation import problem_of
from verification.models import Check


@transaction.atomic
def put_aside(check: Check, why: str) -> bool:
    """False where another sweep has been here since this one looked."""
    found = Check.objects.filter(pk=check.pk, quarantined_at__isnull=True)
    if not found.update(quarantined_at=Now(), waiting_why=why):
        return False
    claim_services.record(row=check, before=check.status, after=check.status, actor=None, why=why)
    return True


def put_aside_failed(check_id: int, error: Exception) -> None:
    """What a sweep failed at with ``error``."""
    put_aside(Check.objects.get(pk=check_id), quarantined_for(error))


def quarantined_for(error: Exception) -> str:
    return f"Quarantined: {problem_of(error)}"
