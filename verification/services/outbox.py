"""What others are told of publications: written with what it tells, sent later, and tried again until it arrives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from claims import services as claim_services
from claims.core.isolation import each
from claims.models import User
from verification import presenting, queries
from verification.models import Delivery, FactCheckRevision
from verification.states import DELIVERY_MOVES, DeliveryStatus
from verification.webhooks import Happening, News, payload, without_appearance

# How long until the next attempt: 1, 4, 16 … minutes, but never longer than 8 hours. Eight attempts take a day.
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=8)


@dataclass(frozen=True, slots=True)
class DeliveryAttempt:
    """One try at sending: ``at`` is the moment by the clock of the database (in UTC)."""

    delivery_id: int
    number: int
    url: str
    secret: str
    message_id: str
    payload: Mapping[str, Any]
    at: datetime


def announce(*, revision: FactCheckRevision, happening: Happening) -> list[Delivery]:
    """Address what happened to every webhook that wants to know. Called inside the transaction in which it happens."""
    hooks = list(queries.webhooks_for(revision.fact_check.check_row.desk, happening))
    if not hooks:
        return []
    told = payload(_news(revision, happening))
    return [_address(Delivery(webhook=hook, revision=revision, event=happening, payload=told)) for hook in hooks]


def _address(delivery: Delivery) -> Delivery:
    delivery.save(force_insert=True)
    told = {"event": delivery.event, "webhook": delivery.webhook_id, "revision": delivery.revision_id}
    claim_services.record(row=delivery, before="", after=DeliveryStatus.PENDING, actor=None, data=told)
    return delivery


def _news(revision: FactCheckRevision, happening: Happening) -> News:
    # Read anew, so that the message says what readers see from now on.
    fact_check = queries.fact_checks().get(pk=revision.fact_check_id)
    stands = fact_check.display_status
    return News(
        happening=happening,
        at=queries.now(),
        slug=fact_check.slug,
        url=presenting.published(fact_check).url,
        check_id=fact_check.check_row_id,
        status=fact_check.check_row.status,
        revision=revision.number,
        display_status=stands.status,
        note=stands.note,
        claim_review=presenting.markup(fact_check),
    )


@transaction.atomic
def begin_delivery(*, delivery_id: int) -> DeliveryAttempt | None:
    """Count an attempt, in a commit of its own, and say what to send where; None where there is nothing to do.

    Until ``next_attempt_at`` nobody else begins: the sweep takes over then, if the worker died or nobody answered.
    """
    due = queries.deliveries_due().filter(pk=delivery_id, attempts__lt=settings.WEBHOOK_ATTEMPTS)
    delivery = due.select_related("webhook", "revision").select_for_update(of=("self",), skip_locked=True).first()
    if delivery is None:
        return None
    wait = min(FIRST_WAIT * 4**delivery.attempts, LONGEST_WAIT)
    Delivery.objects.filter(pk=delivery.pk).update(attempts=F("attempts") + 1, next_attempt_at=Now() + wait)
    return DeliveryAttempt(
        delivery_id=delivery.pk,
        number=delivery.attempts + 1,
        url=delivery.webhook.url,
        secret=delivery.webhook.secret,
        message_id=delivery.public_id,
        payload=_payload_now(delivery),
        at=queries.now(),
    )


def _payload_now(delivery: Delivery) -> Mapping[str, Any]:
    """What was written, without an article that has ceased to be public since."""
    is_public = queries.article_is_public(delivery.revision.fact_check_id)
    return delivery.payload if is_public else without_appearance(delivery.payload)


@transaction.atomic
def close_delivery(*, attempt: DeliveryAttempt) -> None:
    """It has arrived. Raises IllegalMove or Conflict where another attempt ended it meanwhile."""
    delivery = Delivery.objects.get(pk=attempt.delivery_id)
    told = {"attempt": attempt.number}
    _end(delivery, to=DeliveryStatus.DELIVERED, problem="", data=told)


@transaction.atomic
def fail_delivery(*, attempt: DeliveryAttempt, problem: str) -> None:
    """Keep why an attempt failed; after the last one the delivery is put aside for editors."""
    mine = Delivery.objects.filter(pk=attempt.delivery_id, status=DeliveryStatus.PENDING, attempts=attempt.number)
    delivery = mine.select_for_update().first()
    if delivery is None:
        return
    if attempt.number < settings.WEBHOOK_ATTEMPTS:
        mine.update(problem=problem)
        return
    _end(delivery, to=DeliveryStatus.FAILED, problem=problem, why=f"Put aside: {problem}")


@transaction.atomic
def quarantine_exhausted_deliveries() -> list[int]:
    """Put aside what used up its attempts, the last of them interrupted; returns the ids."""
    due = queries.deliveries_due().filter(attempts__gte=settings.WEBHOOK_ATTEMPTS)
    return each(due.select_for_update(of=("self",), skip_locked=True), _put_aside)


@transaction.atomic
def _put_aside(delivery: Delivery) -> int:
    """Its id."""
    problem = delivery.problem or f"{delivery.attempts} attempts were interrupted."
    _end(delivery, to=DeliveryStatus.FAILED, problem=problem, why=f"Put aside: {problem}")
    return delivery.pk


@transaction.atomic
def retry_delivery(*, delivery: Delivery, actor: User) -> None:
    """Give what was put aside a fresh set of attempts. Raises IllegalMove, Conflict where it is on its way or there."""
    fresh: dict[str, Any] = {"attempts": 0, "next_attempt_at": Now(), "ended_at": None, "problem": ""}
    claim_services.move(
        row=delivery, moves=DELIVERY_MOVES, to=DeliveryStatus.PENDING, actor=actor, why="Tried again.", **fresh
    )


def _end(delivery: Delivery, *, to: DeliveryStatus, problem: str, why: str = "", data: Any = None) -> None:
    claim_services.move(
        row=delivery, moves=DELIVERY_MOVES, to=to, actor=None, why=why, data=data, ended_at=Now(), problem=problem
    )
