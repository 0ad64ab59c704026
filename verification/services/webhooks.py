"""Who is told of publications: added, changed, paused, and given a new secret."""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now

from claims import services as claim_services
from claims.errors import Invalid, Unreachable
from claims.fetching import require_askable
from claims.models import User
from verification.models import Delivery, Webhook
from verification.services.desks import changed, saved
from verification.states import WEBHOOK_MOVES, DeliveryStatus, WebhookStatus
from verification.webhooks import SECRET_BYTES, new_secret


@transaction.atomic
def create_webhook(*, actor: User, **facts: Any) -> Webhook:
    """``facts``: name, url, desk, events. Its ``secret`` is to be shown now and not again. Raises Invalid by field."""
    _require_url(facts.get("url", ""))
    webhook = saved(Webhook(created_by=actor, secret=_new_secret(), **facts))
    claim_services.record(row=webhook, before="", after=WebhookStatus.ACTIVE, actor=actor)
    return webhook


@transaction.atomic
def update_webhook(*, webhook: Webhook, actor: User, version: int | None = None, **changes: Any) -> Webhook:
    """Change its name, where it is or what it wants to know; what waits for one that has moved is sent at once."""
    _require_url(changes.get("url", webhook.url))
    webhook = Webhook.objects.select_for_update(of=("self",)).get(pk=webhook.pk)
    claim_services.require_version(webhook, version)
    has_moved = changes.get("url", webhook.url) != webhook.url
    webhook = saved(changed(webhook, changes))
    told = {"changed": sorted(changes)}
    claim_services.record(row=webhook, before=webhook.status, after=webhook.status, actor=actor, data=told)
    if has_moved:
        _send_at_once(webhook)
    webhook.refresh_from_db(fields=["version"])
    return webhook


@transaction.atomic
def pause_webhook(*, webhook: Webhook, actor: User) -> None:
    """Address nothing more to it, and let wait what was addressed to it. Raises IllegalMove, Conflict."""
    claim_services.move(row=webhook, moves=WEBHOOK_MOVES, to=WebhookStatus.PAUSED, actor=actor)


@transaction.atomic
def resume_webhook(*, webhook: Webhook, actor: User) -> None:
    """Go on, with what has waited. Raises IllegalMove, Conflict."""
    claim_services.move(row=webhook, moves=WEBHOOK_MOVES, to=WebhookStatus.ACTIVE, actor=actor)
    _send_at_once(webhook)


@transaction.atomic
def renew_secret(*, webhook: Webhook, actor: User, version: int | None = None) -> str:
    """Sign with a new secret from now on, and return it to be shown now and not again. Raises Stale."""
    claim_services.require_version(Webhook.objects.select_for_update(of=("self",)).get(pk=webhook.pk), version)
    secret = _new_secret()
    Webhook.objects.filter(pk=webhook.pk).update(secret=secret)
    why = "It has a new secret."
    claim_services.record(row=webhook, before=webhook.status, after=webhook.status, actor=actor, why=why)
    return secret


def _new_secret() -> str:
    return new_secret(secrets.token_bytes(SECRET_BYTES))


def _require_url(url: str) -> None:
    try:
        require_askable(url, allow_private=settings.ALLOW_PRIVATE_ADDRESSES)
    except Unreachable as error:
        raise Invalid({"url": error.detail}) from error


def _send_at_once(webhook: Webhook) -> None:
    waiting = Delivery.objects.filter(webhook=webhook, status=DeliveryStatus.PENDING)
    waiting.update(attempts=0, next_attempt_at=Now())
