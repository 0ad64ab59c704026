"""What workers do for checks. Each task takes an id, returns quietly if the work is gone, and calls services."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator

from celery import shared_task
from django.conf import settings

from claims import services as claim_services
from claims.core.isolation import each
from claims.errors import Conflict, Unreachable
from claims.fetching import send
from claims.queueing import enqueue, hint, hint_each
from claims.states import Queue
from verification import queries, services, webhooks
from verification.services import DeliveryAttempt

logger = logging.getLogger(__name__)
SWEEP_BATCH = 500
# Of each desk, twice: by urgency, and by how long they were left.
LOOKED_AT_AGAIN = 10
OPENED_AT_ONCE, OPENED_AT_MOST = 1_000, 20_000


@shared_task(name="verification.open_checks")
def open_checks(article_id: int | None = None) -> None:
    """Open the checks of an article's claims, or of all that wait for one, and have each one routed."""
    for check in services.open_checks(article_id=article_id):
        enqueue("verification.route_check", check.pk)


@shared_task(name="verification.route_check")
def route_check(check_id: int) -> None:
    """Find reviewers for the free slots of one check."""
    if services.begin_routing(check_id=check_id):
        services.route_check(check_id=check_id)


@shared_task(name="verification.sweep")
def sweep() -> None:
    """Find claims without a check, what leases, deadlines and matches have changed, and slots that nobody holds.

    A step that fails keeps no other from being taken; its queue has not been swept then, and health tells that.
    """
    steps: tuple[Callable[[], object], ...] = (
        open_waiting_checks,
        services.settle_final,
        services.expire_leases,
        services.remind_due,
        services.escalate_overdue,
        _review_again,
        _follow_earlier,
        services.forget_drafts,
        _sweep_checks,
        _sweep_deliveries,
    )
    each(steps, lambda step: step())


def _review_again() -> None:
    services.review_again(check_ids=queries.checks_left_alone().values_list("pk", flat=True)[:SWEEP_BATCH])


def _follow_earlier() -> None:
    services.follow_earlier(check_ids=queries.checks_to_end().values_list("pk", flat=True)[:SWEEP_BATCH])


def _sweep_checks() -> None:
    for check_id in services.quarantine_exhausted_checks():
        logger.error("Check %s was quarantined.", check_id)
    first = hint_each("verification.route_check", queries.checks_to_route())
    more = sum(hint("verification.route_check", check_id) for check_id in _refused_before())
    claim_services.note_sweep(queue=Queue.ROUTING, enqueued=first + more)


def _refused_before() -> Iterator[int]:
    """Where somebody has room again: the most urgent, and those that were left longest and would hide behind them.

    No more than somebody may soon have, since looking is dear and nearly always in vain where very many wait.
    """
    for desk_id in queries.desks_with_room():
        refused = queries.checks_refused(desk_id).values_list("pk", flat=True)
        yield from {*refused[:LOOKED_AT_AGAIN], *refused.order_by(*queries.URGENT_FIRST)[:LOOKED_AT_AGAIN]}


def _sweep_deliveries() -> None:
    for delivery_id in services.quarantine_exhausted_deliveries():
        logger.error("Delivery %s was put aside.", delivery_id)
    enqueued = hint_each("verification.deliver", queries.deliveries_due())
    claim_services.note_sweep(queue=Queue.OUTBOX, enqueued=enqueued)


@shared_task(name="verification.announce")
def announce(check_id: int) -> None:
    """Have sent what waits to be told of one check."""
    due = queries.deliveries_due().filter(revision__fact_check__check_row=check_id)
    for delivery_id in due.values_list("pk", flat=True):
        enqueue("verification.deliver", delivery_id)


@shared_task(name="verification.deliver")
def deliver(delivery_id: int) -> None:
    """Send one message to its webhook; any answer but a 2xx is a failed attempt."""
    attempt = services.begin_delivery(delivery_id=delivery_id)
    if attempt is None:
        return
    problem = _send(attempt)
    if problem:
        services.fail_delivery(attempt=attempt, problem=problem)
        return
    try:
        services.close_delivery(attempt=attempt)
    except Conflict:
        logger.info("Delivery %s was ended by somebody else.", delivery_id)


def _send(attempt: DeliveryAttempt) -> str:
    """What went wrong, empty where the receiver has it."""
    body = webhooks.as_bytes(attempt.payload)
    headers = webhooks.headers(secret=attempt.secret, message_id=attempt.message_id, at=attempt.at, body=body)
    private = settings.ALLOW_PRIVATE_ADDRESSES
    try:
        answer = send("POST", attempt.url, body=body, headers=headers, allow_private=private)
    except Unreachable as error:
        return error.detail
    return "" if 200 <= answer.status < 300 else f"The receiver answered {answer.status}."


def open_waiting_checks() -> None:
    """As many as there are, up to what one sweep may take: after a large import they are very many."""
    for _ in range(OPENED_AT_MOST // OPENED_AT_ONCE):
        if len(services.open_checks(limit=OPENED_AT_ONCE)) < OPENED_AT_ONCE:
            return


@shared_task(name="verification.refresh_agreement")
def refresh_agreement() -> None:
    """Count how often each reviewer was upheld; what is missed now is counted the next time."""
    services.refresh_agreement()
