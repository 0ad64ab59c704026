"""A published fact-check as schema.org ClaimReview (JSON-LD). Pure.

Every value comes from the revision that the page shows, so that the markup says what the reader sees.
Source: schema.org/ClaimReview and Google's structured data documentation for fact checks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Scale:
    """The ends of the truth scale; ``value`` is None for a rating off it ("unproven")."""

    worst: int
    best: int
    value: int | None


@dataclass(frozen=True, slots=True)
class Published:
    """What a fact-check page shows. ``revised_at`` is None until the first correction; times are aware."""

    url: str
    claim_text: str
    claimant: str
    claimant_role: str
    said_on: date | None
    appearance_url: str
    rating_name: str
    scale: Scale
    headline: str
    summary: str
    published_at: datetime
    revised_at: datetime | None
    publisher: str
    publisher_url: str
    source_urls: tuple[str, ...]


def claim_review(fact_check: Published) -> dict[str, Any]:
    """The ClaimReview object; members without a value are left out."""
    publisher = {"@type": "Organization", "name": fact_check.publisher, "url": fact_check.publisher_url}
    return _filled(
        {
            "@context": "https://schema.org",
            "@type": "ClaimReview",
            "url": fact_check.url,
            "headline": fact_check.headline,
            "claimReviewed": fact_check.claim_text,
            "reviewBody": fact_check.summary,
            "datePublished": fact_check.published_at.isoformat(),
            "dateModified": fact_check.revised_at.isoformat() if fact_check.revised_at else None,
            "author": publisher,
            "publisher": publisher,
            "itemReviewed": _claim(fact_check),
            "reviewRating": _rating(fact_check),
            "citation": list(fact_check.source_urls),
        }
    )


def _claim(fact_check: Published) -> dict[str, Any]:
    claimant = {"@type": "Person", "name": fact_check.claimant, "jobTitle": fact_check.claimant_role}
    return _filled(
        {
            "@type": "Claim",
            "text": fact_check.claim_text,
            "author": _filled(claimant) if fact_check.claimant else None,
            "datePublished": fact_check.said_on.isoformat() if fact_check.said_on else None,
            "appearance": {"@type": "CreativeWork", "url": fact_check.appearance_url}
            if fact_check.appearance_url
            else None,
        }
    )


def _rating(fact_check: Published) -> dict[str, Any]:
    rating = {"@type": "Rating", "alternateName": fact_check.rating_name}
    if fact_check.scale.value is None:
        return rating
    return rating | {
        "ratingValue": fact_check.scale.value,
        "worstRating": fact_check.scale.worst,
        "bestRating": fact_check.scale.best,
    }


def _filled(members: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value not in (None, "", [])}
