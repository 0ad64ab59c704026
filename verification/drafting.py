"""The verdict form and what is kept of it while somebody writes."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from claims.models import Claim, ImportedFactCheck
from verification.forms import SourceForm, VerdictForm, filled_in, source_rows
from verification.models import Draft, Rating
from verification.services import LoadedDraft
from verification.sourcing import Evidence, Remark, remarks

# The fields of a verdict form; the rest of what a browser sends (which button, the token of the session) is not kept.
_FIELD = re.compile(r"rating|reasoning|form-TOTAL_FORMS|form-\d{1,3}-[a-z_]{1,30}")
# A row in which nothing but these was set is empty.
_PRESET = frozenset({"stance", "kind", "accessed_at"})
EMPTY_ROWS = 2
_NUMBER = re.compile(r"[0-9]{1,9}")
_PAGE = re.compile(r"[\w-]{1,32}", re.ASCII)


def shown_drafts(drafts: Sequence[Draft], chosen: str) -> tuple[LoadedDraft, Draft | None, list[Draft]]:
    """What a new page shows of its author's ``drafts``, the latest first: that, the ``chosen`` one, and other texts."""
    draft = next((draft for draft in drafts if str(draft.pk) == chosen), None) or next(iter(drafts), None)
    others = [other for other in drafts if draft and other.values != draft.values]
    version = max((draft.version for draft in drafts), default=0)
    return LoadedDraft(draft.pk if draft else 0, version, secrets.token_urlsafe(12)), draft, others


def loaded_draft(posted: Mapping[str, str]) -> LoadedDraft:
    """The same as the page's form tells it; a page that tells nothing has shown nothing."""
    draft_id, version = (posted_number(posted, name) for name in ("draft", "draft_version"))
    page = posted.get("draft_page", "")
    return LoadedDraft(draft_id, version, page if _PAGE.fullmatch(page) else "")


def posted_number(posted: Mapping[str, str], name: str) -> int:
    """0 where it is none."""
    number = posted.get(name, "")
    return int(number) if _NUMBER.fullmatch(number) else 0


def kept_values(posted: Mapping[str, str]) -> dict[str, str]:
    """What of a posted form is kept as a draft."""
    return {name: posted[name] for name in posted if _FIELD.fullmatch(name)}


def bench_forms(
    values: Mapping[str, str], *, accepted: Iterable[ImportedFactCheck], ratings: list[Rating], token: int
) -> tuple[VerdictForm, Any]:
    """The verdict form with a draft in it, and its sources: those written, those ``accepted`` since, empty rows."""
    form = VerdictForm(ratings=ratings, initial={**values, "token": token})
    rows: list[Mapping[str, Any]] = [row for row in source_rows(values) if _is_filled(row)]
    known = {row.get("url") for row in rows}
    rows += [row for row in map(_accepted, accepted) if row["url"] not in known]
    return form, filled_in(rows, more=1 if rows else EMPTY_ROWS)


def draft_told(values: Mapping[str, str], ratings: Iterable[Rating]) -> list[tuple[str, str]]:
    """A draft to be read: what was written, with its label."""
    names = {rating.key: rating.name for rating in ratings}
    told = [(_("Rating"), names.get(values.get("rating", ""), "")), (_("Reasoning"), values.get("reasoning", ""))]
    rows = [row for row in source_rows(values) if _is_filled(row)]
    source = _("Source")
    told += [
        (f"{source} {number}", "\n".join(row[name] for name in SourceForm.base_fields if row.get(name)))
        for number, row in enumerate(rows, 1)
    ]
    return [(label, words) for label, words in told if words]


def drafts_told(drafts: Iterable[Draft], ratings: Iterable[Rating]) -> list[tuple[Draft, list[tuple[str, str]]]]:
    """The same of several drafts."""
    known = list(ratings)
    return [(draft, draft_told(draft.values, known)) for draft in drafts]


def unsent_told(drafts: Iterable[Draft], ratings: Iterable[Rating]) -> list[tuple[str, str]]:
    """One draft as it is, several with the time of each."""
    told = drafts_told(drafts, ratings)
    if len(told) == 1:
        return told[0][1]
    kept_at = _("Kept at")
    return [
        row
        for draft, words in told
        for row in [(kept_at, date_format(localtime(draft.saved_at), "DATETIME_FORMAT")), *words]
    ]


def _is_filled(row: Mapping[str, str]) -> bool:
    return any(value for name, value in row.items() if name not in _PRESET)


def _accepted(one: ImportedFactCheck) -> dict[str, Any]:
    """A fact-check of somebody else that was accepted as the same claim, as a source filled in beforehand."""
    return {
        "url": one.url,
        "title": one.headline[:500] or one.claim_text[:500],
        "publisher": one.publisher[:200],
        "quote": f"{one.claim_text}\n{one.rating}".strip(),
        "published_at": one.published_on,
    }


def remarks_on(values: Mapping[str, str], claim: Claim) -> list[Remark]:
    """What speaks against the sources of a draft, as far as they are written."""
    rows = [row for row in source_rows(values) if row.get("url")]
    evidence = [
        Evidence(row["url"], row.get("kind", ""), _day(row.get("published_at", "")), row.get("archived_url", ""))
        for row in rows
    ]
    return remarks(evidence, said_on=claim.said_on, article_url=claim.article.url if claim.article else "")


def _day(words: str) -> date | None:
    try:
        return date.fromisoformat(words) if words else None
    except ValueError:
        return None
