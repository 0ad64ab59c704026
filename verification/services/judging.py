"""A verdict in one statement: the check is locked, the lease ends, verdict and sources are stored, the log tells."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, NoReturn

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from psycopg.types.json import Jsonb

from claims.columns import Columns, ask, cut
from claims.core.moments import offset_seconds
from claims.core.text import clean_line, clean_text
from claims.errors import Invalid
from claims.intake import require_day, required_text
from claims.models import User
from claims.services.events import LOG
from claims.states import require_move
from verification import queries
from verification.errors import NotYours
from verification.models import Assignment, Check, Rating, Reviewer, Source, Verdict
from verification.queries.routing import IS_CHECK_OF, IS_LENT
from verification.states import ASSIGNMENT_MOVES, AssignmentStatus

MAX_REASONING_CHARS = 100_000
MAX_SOURCES = 100
LINES = ("title", "publisher", "locator")
_url = URLValidator(schemes=["http", "https"])
# Moments to the microsecond.
_dumps = partial(json.dumps, default=str)
# What was long when it came in is not sent back.
CHECK = Columns(Check, "locked")
ENDED, JUDGED = Columns(Assignment, "ended"), Columns(Verdict, "judged", but_not={"reasoning"})
RATED, CITED = Columns(Rating, "rated"), Columns(Source, "cited")
JUDGE = f"""
WITH locked AS (
    SELECT * FROM verification_check WHERE {IS_CHECK_OF} FOR UPDATE
), rated AS (
    SELECT rating.* FROM locked JOIN verification_rating AS rating USING (scale_id) WHERE key = %(rating)s
), ended AS (
    UPDATE verification_assignment AS lent SET status = 'submitted', ended_at = STATEMENT_TIMESTAMP()
    FROM rated
    WHERE {IS_LENT}
    RETURNING lent.*
), judged AS (
    INSERT INTO verification_verdict (assignment_id, rating_id, reasoning, final_at)
    SELECT ended.id, rated.id, %(reasoning)s, STATEMENT_TIMESTAMP() + %(undo_for)s::interval FROM ended, rated
    RETURNING *
), cited AS (
    INSERT INTO verification_source (verdict_id, position, url, title, publisher, kind, stance, quote, locator,
        published_at, archived_url, accessed_at, accessed_utc_offset)
    SELECT judged.id, source.position, url, title, publisher, kind, stance, quote, locator, published_at, archived_url,
        coalesce(accessed_at, STATEMENT_TIMESTAMP()), accessed_utc_offset
    FROM judged, jsonb_to_recordset(%(sources)s::jsonb) AS source (position smallint, url text, title text,
        publisher text, kind text, stance text, quote text, locator text, published_at date, archived_url text,
        accessed_at timestamptz, accessed_utc_offset integer)
    RETURNING *
), told AS (
    {LOG}
    SELECT 'assignment', id, 'open', 'submitted', '', '{{}}'::jsonb, %(actor)s FROM ended
)
SELECT {CHECK.sql}, {ENDED.sql}, {JUDGED.sql}, {RATED.sql}, {CITED.sql}
FROM locked CROSS JOIN ended CROSS JOIN judged CROSS JOIN rated LEFT JOIN cited ON true ORDER BY cited.position
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class SourceDraft:
    url: str
    title: str = ""
    publisher: str = ""
    kind: str = Source.Kind.SECONDARY.value
    stance: str = Source.Stance.CONTEXT.value
    quote: str = ""
    locator: str = ""
    published_at: date | None = None
    archived_url: str = ""
    accessed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class VerdictDraft:
    """What a reviewer found; ``rating`` is the key of a rating on the check's scale."""

    rating: str
    reasoning: str
    sources: Sequence[SourceDraft] = ()


@dataclass(frozen=True, slots=True)
class Lease:
    """An assignment as its reviewer names it."""

    assignment_id: int
    reviewer: Reviewer
    token: int


def judge(lease: Lease, draft: VerdictDraft, *, actor: User, undo_for: timedelta = timedelta()) -> Verdict:
    """Record a verdict; its check is locked until the transaction ends.

    What was expired or handed on before the lock was had is not ended by the UPDATE, which looks at the row as it is by
    then. Raises NotYours when the lease has ended or was handed on, Invalid when the rating is not on the scale.
    """
    require_move(ASSIGNMENT_MOVES, "assignment", AssignmentStatus.OPEN, AssignmentStatus.SUBMITTED)
    sources = [
        {"position": position, "accessed_utc_offset": offset_seconds(source.accessed_at), **asdict(source)}
        for position, source in enumerate(draft.sources, start=1)
    ]
    asked = {
        "rating": draft.rating,
        "assignment": lease.assignment_id,
        "reviewer": lease.reviewer.pk,
        "token": lease.token,
        "reasoning": draft.reasoning,
        "undo_for": undo_for,
        "sources": Jsonb(sources, dumps=_dumps),
        "actor": actor.pk,
    }
    found = ask(JUDGE, asked)
    if not found:
        _say_why_not(lease, draft)
    verdict: Verdict
    check, assignment, verdict, rating, *_ = cut(found[0], CHECK, ENDED, JUDGED, RATED)
    assignment.check_row, assignment.reviewer = check, lease.reviewer
    verdict.assignment, verdict.rating, verdict.reasoning = assignment, rating, draft.reasoning
    # The rows differ in their source alone; without any there is one row, which has none.
    sources_of = (values[-len(CITED) :] for values in found)
    verdict.cited = [CITED.row(values) for values in sources_of if values[0] is not None]
    return verdict


def _say_why_not(lease: Lease, draft: VerdictDraft) -> NoReturn:
    if queries.lent_to(lease.assignment_id, lease.reviewer, token=lease.token) is None:
        raise NotYours
    raise Invalid({"rating": f"“{draft.rating}” is not on the scale of this check."})


def clean_draft(draft: VerdictDraft) -> VerdictDraft:
    """``draft`` as it is stored. Raises Invalid that names the first field which cannot be."""
    reasoning = required_text(draft.reasoning, field="reasoning", max_chars=MAX_REASONING_CHARS)
    if len(draft.sources) > MAX_SOURCES:
        raise Invalid({"sources": f"{len(draft.sources)} sources; at most {MAX_SOURCES} are kept."})
    sources = [_clean_source(source, field=f"sources.{number}") for number, source in enumerate(draft.sources)]
    return replace(draft, reasoning=reasoning, sources=sources)


def _clean_source(source: SourceDraft, *, field: str) -> SourceDraft:
    for name in ("url", "archived_url"):
        value = getattr(source, name)
        if value or name == "url":
            _require_url(value, field=f"{field}.{name}")
    for name in ("published_at", "accessed_at"):
        require_day(getattr(source, name), field=f"{field}.{name}")
    if source.kind not in Source.Kind.values:
        raise Invalid({f"{field}.kind": f"Choose one of {', '.join(Source.Kind.values)}."})
    if source.stance not in Source.Stance.values:
        raise Invalid({f"{field}.stance": f"Choose one of {', '.join(Source.Stance.values)}."})
    lines: dict[str, Any] = {name: clean_line(getattr(source, name), field=f"{field}.{name}") for name in LINES}
    return replace(source, quote=clean_text(source.quote, field=f"{field}.quote"), **lines)


def _require_url(value: str, *, field: str) -> None:
    try:
        _url(value)
    except ValidationError as error:
        raise Invalid({field: error.messages}) from error
