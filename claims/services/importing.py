"""Fact-checks of others."""

from __future__ import annotations

from dataclasses import asdict
from enum import StrEnum

from django.db import IntegrityError, transaction

from claims import queries
from claims.claim_reviews import ImportedDraft
from claims.core.addresses import address_key
from claims.core.moments import offset_seconds
from claims.intake import require_day
from claims.models import ImportedFactCheck
from claims.services.articles import fingerprint
from claims.services.comparing import await_comparison


class Outcome(StrEnum):
    """What became of an imported fact-check; revised: its publisher changed the rating or what is told around it."""

    NEW = "new"
    REVISED = "revised"
    KNOWN = "known"


def import_fact_check(*, draft: ImportedDraft) -> Outcome:
    """Store ``draft`` once: the same claim at the same address is the same fact-check.

    Raises Invalid for a day out of bounds.
    """
    require_day(draft.said_at, field="said_at")
    require_day(draft.published_at, field="published_at")
    try:
        return _import(draft)
    except IntegrityError:
        # Somebody stored it between our look and our insert; now it is there to be found.
        return _import(draft)


@transaction.atomic
def _import(draft: ImportedDraft) -> Outcome:
    told = fingerprint(draft.claim_text)
    offsets = {"said_utc_offset": draft.said_at, "published_utc_offset": draft.published_at}
    values = asdict(draft) | {name: offset_seconds(moment) for name, moment in offsets.items()}
    known = queries.imported_at(draft.url).select_for_update().filter(fingerprint=told).first()
    if known is None:
        key = address_key(draft.url)
        await_comparison(imported=[ImportedFactCheck.objects.create(fingerprint=told, url_key=key, **values)])
        return Outcome.NEW
    # Another case or full stop is no other claim, nor is another spelling another address: they stay as they are.
    told_anew = {name: value for name, value in values.items() if name not in ("claim_text", "url")}
    changed = {name: value for name, value in told_anew.items() if getattr(known, name) != value}
    if not changed:
        return Outcome.KNOWN
    ImportedFactCheck.objects.filter(pk=known.pk).update(**changed)
    return Outcome.REVISED
