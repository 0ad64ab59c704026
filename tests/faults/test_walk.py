"""Long walks through the product by people who do whatever comes to their mind, beside a newsroom in memory.

A run is 40 steps in one transaction; CI walks fewer of them than ``--faults=full``, which walks the 300 of the issue.
"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from claims.states import Moves
from tests.faults.walking import Walk, found_newsroom
from verification.states import ASSIGNMENT_MOVES, CHECK_MOVES

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]
STEPS = 40
RUNS, RUNS_IN_FULL = 100, 300
# Enough to meet what is wrong in a product with a guard less.
FEW = 40


def walking(runs: int) -> settings:
    """Always the same walks: what fails once fails again, as it is; to make it shorter would take too long."""
    return settings(
        max_examples=runs,
        stateful_step_count=STEPS,
        derandomize=True,
        deadline=None,
        database=None,
        print_blob=False,
        # One thing that is wrong is enough to look at.
        report_multiple_bugs=False,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


@pytest.fixture
def walk() -> type[Walk]:
    Walk.teams = found_newsroom()
    Walk.taken.clear()
    return Walk


@pytest.mark.timeout(3600)
def test_the_product_goes_where_a_newsroom_in_memory_goes(walk: type[Walk], full: bool) -> None:
    run_state_machine_as_test(walk, settings=walking(RUNS_IN_FULL if full else RUNS))
    assert legal_moves("check", CHECK_MOVES) <= set(walk.taken)
    assert legal_moves("assignment", ASSIGNMENT_MOVES) <= set(walk.taken)


def legal_moves(subject: str, moves: Moves) -> set[tuple[str, str, str]]:
    return {(subject, before, after) for before, to in moves.items() for after in to}


def nobody(*anything: object) -> bool:
    """Has ever judged."""
    return False


def everybody(*anything: object, **more: object) -> None:
    """Lets pass whatever is asked."""


@pytest.mark.parametrize(
    ("guard", "off", "told"),
    [
        ("verification.queries.has_judged", nobody, "nobody signs off what they judged|they judged it"),
        ("verification.services.publishing.require_from", everybody, "it is"),
        ("verification.services.verdicts.require_from", everybody, "it is"),
    ],
)
def test_a_walk_through_a_product_without_a_guard_is_seen_to_stray(
    walk: type[Walk], monkeypatch: pytest.MonkeyPatch, guard: str, off: object, told: str
) -> None:
    """The negative control."""
    monkeypatch.setattr(guard, off)
    with pytest.raises(AssertionError, match=told):
        run_state_machine_as_test(walk, settings=walking(FEW))
