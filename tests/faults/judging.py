"""What is asked after every scenario: is all done, and is all as it should be?"""

from __future__ import annotations

from tests.faults.invariants import violations
from tests.faults.owing import quarantined
from tests.faults.report import Report
from tests.faults.stack import FaultStack


def judge(stack: FaultStack, report: Report, fault: str, injected: int, *, put_aside: int = 0) -> None:
    """Wait until nothing is owed, note the scenario, and require that nothing is amiss.

    ``put_aside``: how many rows are to be quarantined, which else none may be.
    """
    drained = stack.drain()
    with stack.live.connect() as connection:
        found = violations(connection, stack.told)
        is_aside = quarantined(connection)
    name = f"{fault} (Celery's defaults)" if stack.uses_defaults else fault
    report.add(name, injected=injected, found=found, drain=drained)
    assert found == []
    assert is_aside == put_aside
