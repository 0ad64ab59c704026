"""Many rows at once for fault tests, and what is wrong with all there are."""

from __future__ import annotations

from django.db import connection, transaction

from claims.models import Claim
from tests import makers
from tests.faults.invariants import Violation, violations
from verification import services
from verification.models import Assignment, Check, Desk


def make_queue(desk: Desk, many: int) -> list[Check]:
    """``many`` queued checks of bare claims on the only desk."""
    before = Claim.objects.count()
    Claim.objects.bulk_create(
        Claim(text=f"The bridge carries {number} lorries a day.", fingerprint=str(number), worthiness=0.9)
        for number in range(before, before + many)
    )
    while services.open_checks():
        pass
    return list(desk.checks.order_by("-pk")[:many])


def lend(desk: Desk, many: int) -> list[Assignment]:
    """The slots of ``many`` new checks, lent to one reviewer."""
    makers.make_reviewer(desk, capacity=many)
    return [one for check in make_queue(desk, many) for one in services.route_check(check_id=check.pk)]


def found_violations() -> list[Violation]:
    """Everything that is wrong with the rows of this test's database."""
    with transaction.atomic():
        return violations(connection.connection)
