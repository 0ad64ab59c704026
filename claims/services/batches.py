"""Many claims handed in at once: one transaction a batch, and an answer for each claim."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.db import DataError, connection, transaction

from claims.core.isolation import each
from claims.core.moments import offset_seconds
from claims.errors import Invalid
from claims.intake import ClaimDraft, clean_claim
from claims.models import Claim, Speaker, User
from claims.services.articles import fingerprint
from claims.services.speakers import speaker_key, store_speakers

MAX_BATCH = 5_000
# Whoever stores the same claims meanwhile meets them in the same order, so that neither waits for the other in a
# circle. One statement of rows as JSON: handing over a thousand rows of parameters costs more than storing them.
STORE = """
WITH stored AS (
    INSERT INTO claims_claim
        (text, fingerprint, speaker_id, kind, said_at, said_utc_offset, language, topics, worthiness, created_by_id,
         quantities, dates, substitutions, via)
    SELECT text, fingerprint, speaker_id, %(kind)s, said_at, said_utc_offset, language, topics, worthiness, %(actor)s,
         '[]', '[]', '[]', '[]'
    FROM json_to_recordset(%(rows)s) AS given
        (text text, fingerprint text, speaker_id bigint, said_at timestamptz, said_utc_offset integer, language text,
         topics text[], worthiness float8)
    ORDER BY fingerprint
    ON CONFLICT DO NOTHING
    RETURNING id, fingerprint
), waiting AS (
    INSERT INTO claims_embedding (claim_id, status, problem, attempts)
    SELECT id, 'waiting', '', 0 FROM stored
)
SELECT fingerprint, id FROM stored
"""


@dataclass(frozen=True, slots=True)
class ClaimReceipt:
    """What became of one claim; ``claim_id`` is that of the known one where it was handed in before."""

    status: Literal["created", "duplicate", "invalid"]
    claim_id: int | None = None
    problems: Mapping[str, Any] | None = None


def create_claims(*, drafts: Sequence[ClaimDraft | Invalid], actor: User | None) -> list[ClaimReceipt]:
    """Store bare claims as `create_claim` does, all in one transaction; one receipt each, in their order.

    What could not even be read comes as the Invalid that says why. A claim that cannot be stored spoils no other.
    Raises Invalid where there are more than MAX_BATCH.
    """
    if len(drafts) > MAX_BATCH:
        raise Invalid({"claims": f"{len(drafts):,} claims; a batch has at most {MAX_BATCH:,}."})
    checked = [_checked(draft) for draft in drafts]
    # Two that say the same are one, and the second of them is the duplicate.
    first: dict[str, ClaimDraft] = {}
    for one in checked:
        if not isinstance(one, Invalid):
            first.setdefault(*one)
    created, known, refused = _store_each(first, actor)
    return [_receipt(one, created, known, refused) for one in checked]


def _checked(draft: ClaimDraft | Invalid) -> tuple[str, ClaimDraft] | Invalid:
    """The draft after its fingerprint, or why it cannot be stored."""
    if isinstance(draft, Invalid):
        return draft
    try:
        draft = clean_claim(draft)
    except Invalid as error:
        return error
    return fingerprint(f"{draft.speaker_name}\n{draft.text}"), draft


def _store_each(
    drafts: Mapping[str, ClaimDraft], actor: User | None
) -> tuple[dict[str, int], dict[str, int], set[str]]:
    """The ids of those stored now and of those known already, by fingerprint, and what the database takes from nobody.

    One that it does not take spoils the statement that all of them are stored with; then each has one of its own.
    """
    try:
        return *_store(drafts, actor), set()
    except DataError:
        created: dict[str, int] = {}
        known: dict[str, int] = {}
        left = set(drafts)

        def store(print_: str) -> None:
            mine, others = _store({print_: drafts[print_]}, actor)
            created.update(mine)
            known.update(others)
            left.discard(print_)

        each(drafts, store)
        return created, known, left


@transaction.atomic
def _store(drafts: Mapping[str, ClaimDraft], actor: User | None) -> tuple[dict[str, int], dict[str, int]]:
    """The ids of those stored now and of those known already, by fingerprint."""
    if not drafts:
        return {}, {}
    roles = {draft.speaker_name: draft.speaker_role for draft in drafts.values() if draft.speaker_name}
    speakers = store_speakers(roles)
    rows = [_row(print_, draft, speakers) for print_, draft in drafts.items()]
    asked = {"kind": Claim.kind.field.default, "actor": actor.pk if actor else None, "rows": json.dumps(rows)}
    with connection.cursor() as cursor:
        cursor.execute(STORE, asked)
        created = dict(cursor.fetchall())
    others = [print_ for print_ in drafts if print_ not in created]
    found = Claim.objects.filter(article=None, fingerprint__in=others) if others else Claim.objects.none()
    return created, dict(found.values_list("fingerprint", "pk"))


def _row(print_: str, draft: ClaimDraft, speakers: Mapping[str, Speaker]) -> dict[str, Any]:
    name = draft.speaker_name
    return {
        "text": draft.text,
        "fingerprint": print_,
        "speaker_id": speakers[speaker_key(name)].pk if name else None,
        "said_at": draft.said_at.isoformat() if draft.said_at else None,
        "said_utc_offset": offset_seconds(draft.said_at),
        "language": draft.language,
        "topics": list(draft.topics),
        "worthiness": draft.worthiness,
    }


def _receipt(
    checked: tuple[str, ClaimDraft] | Invalid, created: dict[str, int], known: dict[str, int], refused: set[str]
) -> ClaimReceipt:
    if isinstance(checked, Invalid):
        return ClaimReceipt("invalid", problems=checked.fields)
    print_, _ = checked
    if print_ in refused:
        return ClaimReceipt("invalid", problems={"text": ["This claim cannot be stored."]})
    if print_ in created:
        # Whatever says the same later in the batch finds it known.
        known[print_] = created.pop(print_)
        return ClaimReceipt("created", known[print_])
    return ClaimReceipt("duplicate", known[print_])
