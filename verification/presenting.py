"""A fact-check as readers and machines get it: one value for the page, its markup, the feed and the API."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext, override
from django.utils.translation import gettext as _

from claims.core.isolation import each
from verification import queries
from verification.claimreview import Published, Scale, claim_review
from verification.headlines import bracketed, default_headline
from verification.models import Check, FactCheck, FactCheckRevision

TITLE_CHARS, DESCRIPTION_CHARS = 200, 200


def published(fact_check: FactCheck) -> Published:
    """What the newest revision says; addresses are absolute."""
    revision = fact_check.newest
    first = min(fact_check.revisions.all(), key=lambda found: found.number)
    return Published(
        url=settings.SITE_URL + fact_check.get_absolute_url(),
        claim_text=revision.claim_text,
        claimant=revision.claimant,
        claimant_role=revision.claimant_role,
        said_on=revision.said_on,
        appearance_url=revision.appearance.url,
        rating_name=revision.rating.name,
        scale=_scale(revision),
        headline=revision.headline,
        summary=revision.summary,
        published_at=first.published_at,
        revised_at=revision.published_at if revision.number > 1 else None,
        publisher=settings.SITE_NAME,
        publisher_url=settings.SITE_URL,
        source_urls=tuple(source["url"] for source in revision.public_sources if source["url"]),
    )


def presentable(fact_checks: Iterable[FactCheck]) -> list[FactCheck]:
    """Those of a list that can be shown in it; one that cannot spoils no other."""
    return each(fact_checks, _presented)


def _presented(fact_check: FactCheck) -> FactCheck:
    """The same, after everything that a list tells of it was asked for once."""
    published(fact_check), title(fact_check), body(fact_check)
    return fact_check


def first_words(checks: Sequence[Check]) -> dict[int, dict[str, str]]:
    """Headline and summary of each check (by its key) as the desk can write them beforehand: the last published ones
    while they state its rating, else the claim and the reviewers' reasons.
    """
    published = queries.newest_revisions(checks)
    reasons = queries.deciding_reasons(checks)
    return {check.pk: _first_words(check, published.get(check.pk), reasons.get(check.pk, [])) for check in checks}


def _first_words(check: Check, published: FactCheckRevision | None, reasons: Sequence[str]) -> dict[str, str]:
    if published and published.rating_id == check.rating_id:
        return {"headline": published.headline, "summary": published.summary}
    return {"headline": _first_headline(check), "summary": "\n\n".join(dict.fromkeys(reasons))}


def _first_headline(check: Check) -> str:
    """In the language of the claim, where this site speaks it."""
    claim = check.claim
    language = claim.language.lower().partition("-")[0]
    spoken = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    with override(spoken):
        said = gettext("%(rating)s: %(speaker)s said %(quote)s")
    return default_headline(
        rating=str(check.rating),
        speaker=claim.speaker.name if claim.speaker else "",
        text=bracketed(claim.text, claim.substitutions),
        language=claim.language,
        said=said,
    )


def label(fact_check: FactCheck) -> str:
    """The verdict in a word or two, and whether it is being checked again; of a withdrawn one that alone."""
    stands = fact_check.display_status
    if stands.is_withdrawn:
        return _("Withdrawn")
    if stands.is_under_review:
        return _("%(rating)s (being checked again)") % {"rating": stands.rating}
    return stands.rating


def title(fact_check: FactCheck) -> str:
    """The verdict and the headline, as a line for where there is no more room. The headline of a withdrawn one is left
    out, because most state the verdict.
    """
    newest, stands = fact_check.newest, fact_check.display_status
    if stands.is_withdrawn:
        return _("Withdrawn fact-check: “%(claim)s”") % {"claim": Truncator(newest.claim_text).chars(TITLE_CHARS)}
    says_it = newest.headline.casefold().startswith(f"{stands.rating}:".casefold())
    if says_it and not stands.is_under_review:
        return newest.headline
    return f"{label(fact_check)}: {newest.headline}"


def page_title(fact_check: FactCheck) -> str:
    """What its page is called, where the page itself is not seen."""
    return title(fact_check) if fact_check.is_withdrawn else fact_check.newest.headline


def description(fact_check: FactCheck) -> str:
    """The verdict and the claim, or why there is no verdict any more, in a sentence or two."""
    stands = fact_check.display_status
    if stands.is_withdrawn:
        told = {
            "day": date_format(timezone.localdate(stands.since, timezone.get_default_timezone())),
            "reason": stands.note,
        }
        return Truncator(_("Withdrawn on %(day)s: %(reason)s") % told).chars(DESCRIPTION_CHARS)
    claim = Truncator(fact_check.newest.claim_text).chars(DESCRIPTION_CHARS)
    return f"{label(fact_check)}: {claim}"


def body(fact_check: FactCheck) -> str:
    """What a feed says of it: the summary, or why it was taken back."""
    return description(fact_check) if fact_check.is_withdrawn else fact_check.newest.summary


def markup(fact_check: FactCheck) -> dict[str, Any]:
    """The ClaimReview of what stands; nothing for a withdrawn one."""
    return {} if fact_check.is_withdrawn else claim_review(published(fact_check))


def _scale(revision: FactCheckRevision) -> Scale:
    values = [rating.value for rating in revision.rating.scale.ratings.all() if rating.value is not None]
    return Scale(worst=min(values, default=0), best=max(values, default=0), value=revision.rating.value)
