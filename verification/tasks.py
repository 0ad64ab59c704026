"""What workers do for checks. Each task takes an id, returns quietly if the work is gone, and calls services."""

from __future__ import annotations

import logging

from celery import shared_task

from claims.queueing import enqueue
from verification import queries, services

logger = logging.getLogger(__name__)
SWEEP_BATCH = 500


@shared_task(name="verification.open_checks")
def open_checks(article_id: int) -> None:
    """Open the checks of an article's claims and have each one routed."""
    for check in services.open_checks(article_id=article_id):
        enqueue("verification.route_check", check.pk)


@shared_task(name="verification.route_check")
def route_check(check_id: int) -> None:
    """Find reviewers for the free slots of one check."""
    if services.begin_routing(check_id=check_id):
        services.route_check(check_id=check_id)


@shared_task(name="verification.sweep")
def sweep() -> None:
    """Find claims without a check, what leases, deadlines and matches have changed, and slots that nobody holds."""
    services.open_checks()
    services.settle_final()
    services.expire_leases()
    services.remind_due()
    services.escalate_overdue()
    for check_id in queries.checks_left_alone().values_list("pk", flat=True)[:SWEEP_BATCH]:
        services.review_again(check_id=check_id)
    for check_id in queries.checks_to_end().values_list("pk", flat=True)[:SWEEP_BATCH]:
        services.follow_earlier(check_id=check_id)
    services.forget_drafts()
    for check_id in services.quarantine_exhausted_checks():
        logger.error("Check %s was quarantined.", check_id)
    due = queries.checks_due_for_routing().values_list("pk", flat=True)[:SWEEP_BATCH]
    for check_id in due:
        enqueue("verification.route_check", check_id)


@shared_task(name="verification.refresh_agreement")
def refresh_agreement() -> None:
    """Count how often each reviewer was upheld; what is missed now is counted the next time."""
    services.refresh_agreement()
