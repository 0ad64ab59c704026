"""Long walks through the product by people who do whatever comes to their mind, beside a newsroom in memory.

A run is 40 steps in one transaction; CI walks fewer of them than ``--faults=full``, which walks the 300 of the issue.
"""

from __future__ import annotations

import pytest
from django.core.exceptions import ObjectDoesNotExist
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from claims.states import Moves
from tests.faults.counts import Counts
from tests.faults.walking import Walk, found_newsroom
from verification.states import ASSIGNMENT_MOVES, CHECK_MOVES

pytestmark = [pytest.mark.faults, pytest.mark.long, pytest.mark.django_db(transaction=True)]
STEPS = 40
# Runs of one seed, and how many seeds there are at least; where a move was never made, there are more.
RUNS = 20
MOST_SEEDS = 20
LEGAL = [("check", CHECK_MOVES), ("assignment", ASSIGNMENT_MOVES)]


def go(walk: type[Walk], number: int) -> None:
    """Always the same walks: what fails once fails again, as it is; to make it shorter would take too long."""
    run_state_machine_as_test(seed(number)(walk), settings=WALKING)


def go_on(walk: type[Walk]) -> None:
    for number in range(1, MOST_SEEDS + 1):
        go(walk, number)


WALKING = settings(
    max_examples=RUNS,
    stateful_step_count=STEPS,
    deadline=None,
    database=None,
    print_blob=False,
    # One thing that is wrong is enough to look at.
    report_multiple_bugs=False,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def set_out(*, everybody_edits: bool = False) -> type[Walk]:
    Walk.teams = found_newsroom(everybody_edits=everybody_edits)
    Walk.taken.clear()
    return Walk


@pytest.mark.timeout(3600)
def test_the_product_goes_where_a_newsroom_in_memory_goes(counts: Counts) -> None:
    walk = set_out()
    for number in range(1, MOST_SEEDS + 1):
        go(walk, number)
        if number >= counts.times("walks") and not never_made(walk):
            return
    assert never_made(walk) == set()


def never_made(walk: type[Walk]) -> set[tuple[str, str, str]]:
    return set().union(*(legal_moves(*moves) for moves in LEGAL)) - set(walk.taken)


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
        # What was never published has nothing that could be corrected.
        ("verification.services.publishing.require_from", everybody, "it is|does not exist"),
        ("verification.services.verdicts.require_from", everybody, "it is"),
    ],
)
def test_a_walk_through_a_product_without_a_guard_is_seen_to_stray(
    monkeypatch: pytest.MonkeyPatch, guard: str, off: object, told: str
) -> None:
    """The negative control. Everybody may publish, or it would take a minute until somebody does who has judged."""
    walk = set_out(everybody_edits=True)
    monkeypatch.setattr(guard, off)
    with pytest.raises((AssertionError, ObjectDoesNotExist), match=told):
        go_on(walk)
