"""Claims handed in by people and programs, without an article around them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from claims.intake import require_storable, require_text
from claims.models import Claim, Speaker, User
from claims.services.articles import fingerprint

MAX_CLAIM_CHARS = 5_000


@transaction.atomic
def create_claim(
    *,
    text: str,
    actor: User | None,
    speaker_name: str = "",
    speaker_role: str = "",
    said_at: datetime | None = None,
    language: str = "en",
    topics: list[str] | None = None,
    worthiness: float = 1.0,
) -> Claim:
    """Store one bare claim; somebody asks for it to be checked, so it is worth checking unless they say less.

    Raises Invalid where the text is empty, too long or cannot be stored.
    """
    require_text(text, max_chars=MAX_CLAIM_CHARS)
    require_storable(speaker_name, field="speaker_name")
    return Claim.objects.create(
        text=text.strip(),
        fingerprint=fingerprint(text),
        speaker=get_speaker(name=speaker_name.strip(), role=speaker_role) if speaker_name.strip() else None,
        said_at=said_at,
        language=language,
        topics=topics or [],
        worthiness=worthiness,
        created_by=actor,
    )


@transaction.atomic
def get_speaker(*, name: str, role: str = "") -> Speaker:
    """The speaker of that name, made when new."""
    Speaker.objects.bulk_create([Speaker(name=name, role=role)], ignore_conflicts=True)
    return Speaker.objects.get(name__iexact=name)
