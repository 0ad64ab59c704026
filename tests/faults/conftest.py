"""Faults leave a table behind: one row a scenario."""

from __future__ import annotations

import pytest

from tests.faults.counts import Counts
from tests.faults.report import Report, table

_REPORT = pytest.StashKey[Report]()


def _report(config: pytest.Config) -> Report:
    """The report of this run, made when the first scenario asks for it."""
    return config.stash.setdefault(_REPORT, Report())


@pytest.fixture(scope="session")
def report(pytestconfig: pytest.Config) -> Report:
    """Where a scenario notes what it did."""
    return _report(pytestconfig)


@pytest.fixture(scope="session")
def counts(pytestconfig: pytest.Config) -> Counts:
    """How often each fault is injected in this run."""
    return Counts(pytestconfig.getoption("--faults"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    found = config.stash.get(_REPORT, None)
    if found and found.rows:
        terminalreporter.section("faults")
        terminalreporter.write_line(table(found.rows))
