"""The table tells what each fault did."""

from __future__ import annotations

from tests.faults.invariants import Violation
from tests.faults.report import Report, table


def test_a_row_counts_what_was_lost_doubled_and_broken() -> None:
    report = Report()
    found = [Violation("lost", "r", "1"), Violation("lost", "r", "2"), Violation("broken", "r", "3")]
    report.add("worker killed", injected=2000, found=found, drain=3.26)
    report.add("editors at once", injected=5, found=[])
    assert table(report.rows).splitlines() == [
        "| fault           | injected | lost | doubled | broken | drain s |",
        "|-----------------|---------:|-----:|--------:|-------:|--------:|",
        "| worker killed   |    2,000 |    2 |       0 |      1 |     3.3 |",
        "| editors at once |        5 |    0 |       0 |      0 |       – |",
    ]
