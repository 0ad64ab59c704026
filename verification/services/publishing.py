"""Sign-off: what readers see, and its corrections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from claims import services as claim_services
from claims.core.addresses import same_address
from claims.core.text import drop_unstorable
from claims.errors import Conflict, Forbidden
from claims.intake import required_text
from claims.models import User
from verification import queries
from verification.errors import FourEyes
from verification.models import Check, FactCheck, FactCheckRevision, Rating, Source, Verdict
from verification.services.assignments import lock_check
from verification.services.checks import require_from, require_why
from verification.services.outbox import announce
from verification.services.verdicts import begin_round
from verification.slugs import slug_of
from verification.states import CHECK_MOVES, CheckStatus
from verification.webhooks import Happening

SLUG_CHARS = 80
MAX_SUMMARY_CHARS = 100_000


@dataclass(frozen=True, slots=True)
class FactCheckDraft:
    """What the editor writes; the rest comes from the check."""

    headline: str
    summary: str


@transaction.atomic
def publish(*, check_id: int, actor: User, draft: FactCheckDraft, version: int | None = None) -> FactCheck:
    """Sign off an agreed check: its fact-check appears, or gets a new revision after it was re-opened.

    Raises FourEyes for an author of a verdict on it, Forbidden for who is no editor, Stale, IllegalMove, Invalid.
    """
    _require_draft(draft)
    check = lock_check(check_id, version=version)
    _require_editor(check, actor)
    # The table lets a published check be published as well: that is a correction, and needs its note.
    require_from(check, {CheckStatus.AGREED}, to=CheckStatus.PUBLISHED)
    claim_services.move(row=check, moves=CHECK_MOVES, to=CheckStatus.PUBLISHED, actor=actor)
    fact_check = FactCheck.objects.filter(check_row=check).first()
    note = "Checked again." if fact_check else ""
    fact_check = fact_check or _create(check, slug=_slug(check, draft.headline))
    revision = _revise(fact_check, check, draft, note=note, actor=actor)
    announce(revision=revision, happening=Happening.PUBLISHED)
    return fact_check


@transaction.atomic
def correct(
    *, check_id: int, actor: User, draft: FactCheckDraft, note: str, version: int | None = None
) -> FactCheckRevision:
    """Publish a corrected revision; ``note`` tells readers what was wrong. Raises as publish does."""
    require_why(note, field="note")
    _require_draft(draft)
    check = lock_check(check_id, version=version)
    _require_editor(check, actor)
    require_from(check, {CheckStatus.PUBLISHED}, to="corrected")
    claim_services.move(row=check, moves=CHECK_MOVES, to=CheckStatus.PUBLISHED, actor=actor, why=note)
    revision = _revise(FactCheck.objects.get(check_row=check), check, draft, note=note, actor=actor)
    announce(revision=revision, happening=Happening.CORRECTED)
    return revision


@transaction.atomic
def withdraw(*, check_id: int, actor: User, why: str, version: int | None = None) -> None:
    """Take a fact-check back; its page stays and tells readers ``why``. Raises as publish does."""
    require_why(why)
    check = lock_check(check_id, version=version)
    _require_editor(check, actor)
    claim_services.move(row=check, moves=CHECK_MOVES, to=CheckStatus.WITHDRAWN, actor=actor, why=why)
    FactCheck.objects.filter(check_row=check).update(changed_at=Now(), withdrawal_reason=why.strip())
    last = FactCheckRevision.objects.filter(fact_check__check_row=check).latest("number")
    announce(revision=last, happening=Happening.WITHDRAWN)


@transaction.atomic
def reopen(*, check_id: int, actor: User, why: str, version: int | None = None) -> None:
    """Judge a published claim anew; until the next sign-off the page says that, and stays as it is besides."""
    begin_round(check_id=check_id, actor=actor, why=why, from_status=CheckStatus.PUBLISHED, version=version)
    FactCheck.objects.filter(check_row=check_id).update(changed_at=Now())


def _require_draft(draft: FactCheckDraft) -> None:
    required_text(draft.headline, field="headline", max_chars=300)
    required_text(draft.summary, field="summary", max_chars=MAX_SUMMARY_CHARS)


def _require_editor(check: Check, actor: User) -> None:
    if not actor.is_editor:
        raise Forbidden("Only an editor does this.")
    if queries.has_judged(check, actor):
        raise FourEyes


def _revise(fact_check: FactCheck, check: Check, draft: FactCheckDraft, *, note: str, actor: User) -> FactCheckRevision:
    claim, article = check.claim, check.claim.article
    newest = fact_check.revisions.order_by("-number").first()
    revision = FactCheckRevision.objects.create(
        fact_check=fact_check,
        number=newest.number + 1 if newest else 1,
        headline=draft.headline.strip(),
        # What was stored long ago may hold anything.
        claim_text=drop_unstorable(claim.text),
        claimant=drop_unstorable(claim.speaker.name) if claim.speaker else "",
        claimant_role=drop_unstorable(claim.speaker.role) if claim.speaker else "",
        said_at=claim.said_at,
        said_utc_offset=claim.said_utc_offset,
        article_title=drop_unstorable(article.title) if article else "",
        article_url=article.url if article else "",
        outlet=drop_unstorable(article.outlet) if article else "",
        rating=_rating(check),
        summary=draft.summary.strip(),
        sources=public_sources(queries.deciding_verdicts(check)),
        note=note,
        published_by=actor,
        published_at=Now(),
    )
    FactCheck.objects.filter(pk=fact_check.pk).update(changed_at=Now())
    return revision


def public_sources(verdicts: Sequence[Verdict]) -> list[dict[str, Any]]:
    """The sources of the verdicts, each address once, in the order they were given."""
    found: dict[str, dict[str, Any]] = {}
    for verdict in verdicts:
        for source in verdict.sources.all():
            found.setdefault(same_address(source.url), _public_source(source))
    return list(found.values())


def _public_source(source: Source) -> dict[str, Any]:
    kept = ("url", "title", "publisher", "kind", "stance", "quote", "locator", "archived_url")
    published = source.published_at.isoformat() if source.published_at else None
    return {name: getattr(source, name) for name in kept} | {"published_at": published}


def _slug(check: Check, headline: str) -> str:
    """Of the headline, or of the claim where that is made of pictures alone."""
    found = (slug_of(text, most=SLUG_CHARS) for text in (headline, check.claim.text))
    return next(filter(None, found), f"check-{check.pk}")


def _create(check: Check, *, slug: str) -> FactCheck:
    """Under the slug of the headline, or with the check's number behind it where another fact-check has that one."""
    try:
        with transaction.atomic():
            return FactCheck.objects.create(check_row=check, slug=slug)
    except IntegrityError:
        return FactCheck.objects.create(check_row=check, slug=f"{slug}-check-{check.pk}")


def _rating(check: Check) -> Rating:
    """The rating that the verdicts settled on; every agreed or published check has one."""
    if check.rating is None:
        raise Conflict
    return check.rating
