"""Claims handed in by people and programs, without an article around them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from claims import queries
from claims.core.moments import offset_seconds
from claims.errors import Invalid, KnownAlready
from claims.intake import ClaimDraft, clean_claim
from claims.models import Claim, Speaker, User
from claims.services.articles import fingerprint
from claims.services.comparing import await_comparison


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

    Raises Invalid where the text is empty, too long or cannot be stored or the day is out of bounds, KnownAlready for
    the same words of the same speaker.
    """
    draft = clean_claim(ClaimDraft(text, speaker_name, speaker_role, said_at, language, topics or (), worthiness))
    told = fingerprint(f"{draft.speaker_name}\n{draft.text}")
    if known := Claim.objects.filter(article=None, fingerprint=told).first():
        raise _known(known)
    claim = Claim(
        text=draft.text,
        fingerprint=told,
        speaker=get_speaker(name=draft.speaker_name, role=draft.speaker_role) if draft.speaker_name else None,
        said_at=said_at,
        said_utc_offset=offset_seconds(said_at),
        language=language,
        topics=list(draft.topics),
        worthiness=worthiness,
        created_by=actor,
    )
    try:
        with transaction.atomic():
            claim.save()
            await_comparison(claims=[claim])
    except IntegrityError as error:
        raise _known(Claim.objects.get(article=None, fingerprint=told)) from error
    return claim


def _known(claim: Claim) -> KnownAlready:
    return KnownAlready(f"This claim has been handed in already: it is claim {claim.pk}.", known_id=claim.pk)


@transaction.atomic
def get_speaker(*, name: str, role: str = "") -> Speaker:
    """The speaker of that name, made when new."""
    Speaker.objects.bulk_create([Speaker(name=name, role=role)], ignore_conflicts=True)
    return queries.speaker_named(name)


@transaction.atomic
def update_speaker(*, speaker: Speaker, **changes: Any) -> Speaker:
    """``changes``: name, role, aliases, same_as. Raises Invalid where a name is taken or cannot be kept.

    Published fact-checks keep the name and role that they were published with.
    """
    speaker = Speaker.objects.select_for_update().get(pk=speaker.pk)
    for name, value in changes.items():
        setattr(speaker, name, value)
    try:
        speaker.full_clean()
    except ValidationError as error:
        raise Invalid(error.message_dict) from error
    speaker.save()
    return speaker
