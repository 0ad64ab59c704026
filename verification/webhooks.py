"""What is sent to others when a fact-check is published, corrected or withdrawn. Pure.

Source of the members ``type``, ``timestamp`` and ``data``, of the headers and of the signature: the Standard Webhooks
specification (standardwebhooks.com), whose own library signs here.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from standardwebhooks.webhooks import Webhook as Signer

SECRET_PREFIX = "whsec_"  # noqa: S105
# The specification asks for 24 to 64 bytes.
SECRET_BYTES = 32


class Happening(StrEnum):
    """What may happen to a fact-check that others want to know of."""

    PUBLISHED = "fact_check.published"
    CORRECTED = "fact_check.corrected"
    WITHDRAWN = "fact_check.withdrawn"


@dataclass(frozen=True, slots=True)
class News:
    """One thing that happened. ``status``: where the check stands now; ``revision`` counts from 1 and tells which of
    two messages is newer; ``display_status`` and ``note`` are what readers are told of how the fact-check stands now
    and why (of a withdrawn one the reason); ``claim_review`` is empty for a withdrawn one.
    """

    happening: Happening
    at: datetime
    slug: str
    url: str
    check_id: int
    status: str
    revision: int
    display_status: str
    note: str
    claim_review: Mapping[str, Any]


def payload(news: News) -> dict[str, Any]:
    """The message as JSON is made of it."""
    return {
        "type": news.happening.value,
        "timestamp": news.at.isoformat(),
        "data": {
            "slug": news.slug,
            "url": news.url,
            "check_id": news.check_id,
            "status": news.status,
            "revision": news.revision,
            "display_status": news.display_status,
            "note": news.note,
            "claim_review": dict(news.claim_review),
        },
    }


def without_appearance(message: Mapping[str, Any]) -> dict[str, Any]:
    """A message that names no article, whatever it named when it was written."""
    data = message["data"]
    review = data["claim_review"]
    if "appearance" not in review.get("itemReviewed", {}):
        return dict(message)
    reviewed = {name: value for name, value in review["itemReviewed"].items() if name != "appearance"}
    return {**message, "data": {**data, "claim_review": {**review, "itemReviewed": reviewed}}}


def new_secret(random: bytes) -> str:
    """A secret as the specification writes it, of ``random`` bytes."""
    return SECRET_PREFIX + base64.b64encode(random).decode()


def as_bytes(message: Mapping[str, Any]) -> bytes:
    """The body of a request: the same message is the same bytes each time."""
    return json.dumps(message, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def headers(*, secret: str, message_id: str, at: datetime, body: bytes) -> dict[str, str]:
    """The headers of one attempt at ``at`` (in UTC): ``message_id`` is the same at each, so that receivers can tell."""
    return {
        "Content-Type": "application/json",
        "User-Agent": "Claimdesk",
        "webhook-id": message_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Signer(secret).sign(message_id, at, body.decode()),
    }
