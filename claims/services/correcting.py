"""What people put right of what the machine found. Each thing put right is one Correction and one Event.

``before`` and ``after`` of a Correction, by kind: SPAN {start, end, exact}; SPEAKER {name, role}; QUANTITIES {text,
quantities}; WORDING {text}; SPLIT {text} and {texts}; MERGE {text} and {text, claim}; NOT_A_CLAIM {text}; ADDED {text,
start, end}. A claim that was split, merged or is none stays on record: what becomes of its check is not decided here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import IntegrityError, transaction

from claims import queries
from claims.core.text import normal_line, normal_text
from claims.errors import Conflict, Invalid, KnownAlready
from claims.extraction.statements import Kind
from claims.intake import MAX_CLAIM_CHARS, required_normal_text, required_text
from claims.models import Article, Claim, Correction, Embedding, Event, Mention, Revision, Speaker, User
from claims.services.articles import fingerprint
from claims.services.claims import get_speaker
from claims.services.comparing import await_comparison
from claims.services.revisions import IN_TEXT, new_mention

MAX_PARTS = 10
_K = Correction.Kind


@dataclass(frozen=True, slots=True)
class ClaimEdit:
    """A claim as it should be. ``exact``: its words in the article; empty for a claim without one.

    ``speaker_role``: of a new speaker, or the one that the claim's speaker should have had; None leaves it as it is.
    ``quantities``: as ``Claim.quantities`` holds them; None leaves them as they are.
    """

    text: str
    exact: str = ""
    speaker_name: str = ""
    speaker_role: str | None = None
    quantities: Sequence[dict[str, Any]] | None = None


@transaction.atomic
def correct_claim(*, claim_id: int, edit: ClaimEdit, actor: User) -> list[Correction]:
    """Put a claim right; returns one Correction for each thing that was changed.

    Raises Invalid where the words do not stand in the article or cannot be kept, KnownAlready where the article has
    the claim in these words, Conflict where somebody else has put the speaker's role right meanwhile.
    """
    edit = _clean(edit)
    claim = Claim.objects.select_for_update(of=("self",)).select_related("speaker", "article").get(pk=claim_id)
    steps = (_span(claim, edit, actor), _speaker(claim, edit, actor), _wording(claim, edit, actor))
    return [step for step in (*steps, _quantities(claim, edit, actor)) if step is not None]


@transaction.atomic
def add_claim(*, article: Article, exact: str, actor: User, near: int = 0, text: str = "") -> Claim:
    """Add a claim that the machine has missed; ``exact`` are its words in the present text, nearest to ``near``.

    Raises Invalid where they do not stand there, KnownAlready where the article has the claim.
    """
    revision = queries.current_revision(article)
    exact = _exact(revision, exact)
    start = _place(revision, exact, near)
    told = normal_text(text, field="text").strip() or " ".join(normal_text(exact, field="exact").split())
    claim = _new_claim(
        Claim(
            text=told,
            article=article,
            said_at=article.published_at,
            said_utc_offset=article.published_utc_offset,
            language=article.language,
        ),
        actor,
    )
    new_mention(claim, revision, start, start + len(exact)).save()
    _keep(claim, _K.ADDED, actor, {}, {"text": told, "start": start, "end": start + len(exact)}, revision)
    return claim


@transaction.atomic
def split_claim(*, claim_id: int, parts: Sequence[str], actor: User) -> list[Claim]:
    """Make a claim of each of ``parts``, with the speaker and the place of the one that they were.

    Raises Invalid for fewer than two parts or more than ten, KnownAlready where the article has one of them.
    """
    clean = (normal_text(part, field="parts").strip() for part in parts)
    wanted = list(dict.fromkeys(part for part in clean if part))
    if not 2 <= len(wanted) <= MAX_PARTS:
        raise Invalid({"parts": f"Write from 2 to {MAX_PARTS} claims, each on a line of its own."})
    claim = Claim.objects.select_for_update(of=("self",)).select_related("article", "speaker").get(pk=claim_id)
    mention = queries.mention_to_show(claim)
    made = [_part(claim, mention, part, actor) for part in wanted]
    _keep(claim, _K.SPLIT, actor, {"text": claim.text}, {"texts": wanted}, mention.revision if mention else None)
    return made


@transaction.atomic
def merge_claim(*, claim_id: int, into_id: int, actor: User) -> Claim:
    """Say that a claim is another one of its article said again: that one stands where this one does, too.

    Raises Invalid for a claim of another article or itself.
    """
    claim, into = (Claim.objects.select_for_update(of=("self",)).get(pk=pk) for pk in sorted((claim_id, into_id)))
    if claim.pk != claim_id:
        claim, into = into, claim
    if claim.article_id is None or claim.article_id != into.article_id or claim == into:
        raise Invalid({"into": "Choose another claim of the same article."})
    mentions = list(claim.mentions.select_related("revision"))
    copies = [new_mention(into, one.revision, one.start, one.end) for one in mentions]
    Mention.objects.bulk_create(copies, ignore_conflicts=True)
    after = {"text": into.text, "claim": into.pk}
    _keep(claim, _K.MERGE, actor, {"text": claim.text}, after, mentions[-1].revision if mentions else None)
    return into


@transaction.atomic
def mark_not_a_claim(*, claim_id: int, actor: User) -> None:
    """Say that there is nothing to check in what the machine took for a claim."""
    claim = Claim.objects.select_for_update(of=("self",)).get(pk=claim_id)
    mention = queries.mention_to_show(claim)
    before = {"text": mention.exact if mention else claim.text}
    _keep(claim, _K.NOT_A_CLAIM, actor, before, {}, mention.revision if mention else None)


def _clean(edit: ClaimEdit) -> ClaimEdit:
    role = edit.speaker_role
    return replace(
        edit,
        text=required_normal_text(edit.text, max_chars=MAX_CLAIM_CHARS),
        speaker_name=normal_line(edit.speaker_name, field="speaker_name"),
        speaker_role=None if role is None else normal_line(role, field="speaker_role"),
        quantities=None if edit.quantities is None else [_clean_figure(one) for one in edit.quantities],
    )


def _clean_figure(quantity: dict[str, Any]) -> dict[str, Any]:
    words = {name: value for name, value in quantity.items() if isinstance(value, str)}
    return quantity | {name: normal_line(value, field="figures") for name, value in words.items()}


def _exact(revision: Revision, words: str) -> str:
    """The words as the text has them, which is what it came in as where that is long ago. Raises Invalid."""
    clean = required_normal_text(words, field="exact", max_chars=MAX_CLAIM_CHARS)
    return words if words in revision.text else clean


def _span(claim: Claim, edit: ClaimEdit, actor: User) -> Correction | None:
    mention = queries.mention_to_show(claim)
    if mention is None or not edit.exact or edit.exact == mention.exact:
        return None
    exact = _exact(mention.revision, edit.exact)
    start = _place(mention.revision, exact, mention.start)
    fresh = new_mention(claim, mention.revision, start, start + len(exact))
    if claim.mentions.filter(revision=mention.revision, start=fresh.start, end=fresh.end).exists():
        raise Invalid({"exact": "The claim is marked there already."})
    before = {"start": mention.start, "end": mention.end, "exact": mention.exact}
    fresh.pk = mention.pk
    fresh.save(force_update=True)
    after = {"start": fresh.start, "end": fresh.end, "exact": fresh.exact}
    return _keep(claim, _K.SPAN, actor, before, after, mention.revision)


def _speaker(claim: Claim, edit: ClaimEdit, actor: User) -> Correction | None:
    name, role = edit.speaker_name.strip(), (edit.speaker_role or "").strip()
    if claim.speaker and name == claim.speaker.name:
        return None if edit.speaker_role is None else _role(claim, claim.speaker, role, actor)
    if not claim.speaker and not name:
        return None
    before = {"name": claim.speaker.name if claim.speaker else "", "role": claim.speaker.role if claim.speaker else ""}
    # Of a known speaker who did not say this the role on record stays.
    claim.speaker = get_speaker(name=name, role=role) if name else None
    claim.save(update_fields=["speaker"])
    return _keep(claim, _K.SPEAKER, actor, before, {"name": name, "role": role}, _revision(claim))


def _role(claim: Claim, speaker: Speaker, role: str, actor: User) -> Correction | None:
    """The right role of whoever said it, on record for all that they said; what is published keeps what it told."""
    if role == speaker.role:
        return None
    before = {"name": speaker.name, "role": speaker.role}
    if not Speaker.objects.filter(pk=speaker.pk, role=speaker.role).update(role=role):
        raise Conflict("Somebody has just put this role right.")
    speaker.role = role
    return _keep(claim, _K.SPEAKER, actor, before, {"name": speaker.name, "role": role}, _revision(claim))


def _wording(claim: Claim, edit: ClaimEdit, actor: User) -> Correction | None:
    text = edit.text.strip()
    if text == claim.text:
        return None
    before = {"text": claim.text}
    claim.text, claim.fingerprint = text, _fingerprint(claim, text)
    # What the machine changed was counted in its own wording.
    claim.substitutions = []
    _save(claim)
    # In other words it may be like other claims.
    Embedding.objects.filter(claim=claim).delete()
    await_comparison(claims=[claim])
    return _keep(claim, _K.WORDING, actor, before, {"text": text}, _revision(claim))


def _quantities(claim: Claim, edit: ClaimEdit, actor: User) -> Correction | None:
    if edit.quantities is None or list(edit.quantities) == claim.quantities:
        return None
    before = {"text": claim.text, "quantities": claim.quantities}
    claim.quantities = list(edit.quantities)
    claim.save(update_fields=["quantities"])
    after = {"text": claim.text, "quantities": claim.quantities}
    return _keep(claim, _K.QUANTITIES, actor, before, after, _revision(claim))


def _part(whole: Claim, mention: Mention | None, text: str, actor: User) -> Claim:
    required_text(text, field="parts", max_chars=MAX_CLAIM_CHARS)
    copied = ("article", "speaker", "kind", "said_at", "said_utc_offset", "language", "topics", "via")
    claim = _new_claim(Claim(text=text, **{name: getattr(whole, name) for name in copied}), actor)
    if mention:
        # Its own words where they stand in those of the whole, else all of those.
        at = mention.exact.find(text.rstrip("."))
        start, length = (mention.start + at, len(text.rstrip("."))) if at >= 0 else (mention.start, len(mention.exact))
        new_mention(claim, mention.revision, start, start + length).save()
    return claim


def _new_claim(claim: Claim, actor: User) -> Claim:
    """Somebody asks for it to be checked, so it is worth checking."""
    claim.worthiness, claim.created_by = 1.0, actor
    claim.kind = claim.kind or Kind.NARRATOR.value
    claim.fingerprint = _fingerprint(claim, claim.text)
    _save(claim)
    await_comparison(claims=[claim])
    return claim


def _fingerprint(claim: Claim, text: str) -> str:
    return fingerprint(f"{claim.speaker.name}\n{text}" if claim.speaker else text)


def _save(claim: Claim) -> None:
    try:
        with transaction.atomic():
            claim.save()
    except IntegrityError as error:
        first = Claim.objects.get(article=claim.article, fingerprint=claim.fingerprint)
        raise KnownAlready("The article has a claim in these words already.", known_id=first.pk) from error


def _revision(claim: Claim) -> Revision | None:
    mention = queries.mention_to_show(claim)
    return mention.revision if mention else None


def _place(revision: Revision, exact: str, near: int) -> int:
    """Where ``exact`` stands in the text, the place nearest to ``near``. Raises Invalid where it does not."""
    before, after = revision.text.rfind(exact, 0, near + len(exact)), revision.text.find(exact, near)
    places = [place for place in (before, after) if place >= 0]
    if not places:
        raise Invalid({"exact": "These words do not stand in the article like this."})
    return min(places, key=lambda place: abs(place - near))


def _keep(
    claim: Claim,
    kind: Correction.Kind,
    actor: User,
    before: dict[str, Any],
    after: dict[str, Any],
    revision: Revision | None,
) -> Correction:
    told = {"correction": kind.value}
    Event.objects.create(
        subject_type="claim",
        subject_id=claim.pk,
        from_status=IN_TEXT,
        to_status=IN_TEXT,
        actor=actor,
        why=f"Corrected: {kind.label.lower()}.",
        data=told,
    )
    return Correction.objects.create(claim=claim, kind=kind, actor=actor, before=before, after=after, revision=revision)
