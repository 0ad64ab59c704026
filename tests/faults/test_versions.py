"""Two editors decide at once on one version of a row: the one decides, the other hears that it has changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from claims.errors import Stale
from claims.models import User
from tests import makers
from tests.faults import racing
from tests.seen import version_of
from verification import services
from verification.models import Assignment, Check, Desk, FactCheckRevision
from verification.services import FactCheckDraft

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]
TIMES = 5
Decide = Callable[[Any, User, int], object]


def _correct(check: Check, actor: User, version: int) -> object:
    draft = FactCheckDraft(f"No, says {actor}", "By the table of the port.")
    return services.correct(check_id=check.pk, actor=actor, draft=draft, note="A word.", version=version)


def _prioritise(check: Check, actor: User, version: int) -> object:
    return services.set_priority(check=check, priority=actor.pk % 100, actor=actor, version=version)


def _change(desk: Desk, actor: User, version: int) -> object:
    return services.update_desk(desk=desk, due_hours=1 + actor.pk % 100, version=version)


# What can be done twice in a row, so that nothing but the version speaks against the second.
DECISIONS: dict[str, tuple[Callable[[], Any], Decide]] = {
    "correct": (makers.make_published_check, _correct),
    "priority": (makers.make_check, _prioritise),
    "settings of a desk": (makers.make_desk, _change),
}


def both_at_once(name: str) -> list[racing.Outcome]:
    make, decide = DECISIONS[name]
    row, editors = make(), (makers.make_editor(), makers.make_editor())
    version = version_of(row)
    return racing.at_once(*[lambda actor=actor: decide(row, actor, version) for actor in editors])


@pytest.mark.parametrize("name", DECISIONS)
def test_of_two_on_one_version_one_decides(name: str) -> None:
    for _ in range(TIMES):
        outcomes = both_at_once(name)
        assert sorted(outcome.is_done for outcome in outcomes) == [False, True]
        [refused] = [outcome.error for outcome in outcomes if outcome.error]
        assert isinstance(refused, Stale)
    if name == "correct":
        assert FactCheckRevision.objects.count() == 2 * TIMES


@pytest.mark.parametrize("name", DECISIONS)
def test_without_the_comparison_both_decide(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """The negative control."""
    monkeypatch.setattr("claims.services.require_version", lambda _row, _version: None)
    assert [outcome.is_done for outcome in both_at_once(name)] == [True, True]


def test_a_slot_that_is_given_on_and_taken_back_at_once_goes_one_way() -> None:
    for _ in range(TIMES):
        desk = makers.make_desk()
        slot: Assignment = makers.make_assignments(makers.make_check(desk))[0]
        chosen, version = makers.make_reviewer(desk), version_of(slot)
        one, other = makers.make_editor(), makers.make_editor()
        outcomes = racing.at_once(
            lambda: services.recall(assignment_id=slot.pk, actor=one, why="Ill.", version=version),  # noqa: B023
            lambda: services.reassign(assignment_id=slot.pk, to=chosen, actor=other, why="Near.", version=version),  # noqa: B023
        )
        assert sorted(outcome.is_done for outcome in outcomes) == [False, True]
        assert isinstance(next(outcome.error for outcome in outcomes if outcome.error), Stale)
