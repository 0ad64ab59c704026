"""Checks and assignments move as the tables say."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.errors import IllegalMove
from claims.states import Moves, replay, require_move
from verification.states import (
    ASSIGNMENT_MOVES,
    BLIND,
    CHECK_MOVES,
    DELIVERY_MOVES,
    FOLLOWABLE,
    HOLDING,
    MATCHABLE,
    REVIEWABLE,
    WEBHOOK_MOVES,
    AssignmentStatus,
    CheckStatus,
    DeliveryStatus,
    WebhookStatus,
)

LEGAL_FOR_CHECKS = {
    ("triage", "queued"),
    ("triage", "dropped"),
    ("dropped", "queued"),
    ("queued", "in_review"),
    ("in_review", "queued"),
    ("in_review", "agreed"),
    ("in_review", "disputed"),
    ("disputed", "agreed"),
    ("agreed", "in_review"),
    ("agreed", "published"),
    ("published", "published"),
    ("published", "in_review"),
    ("published", "withdrawn"),
    ("triage", "matched"),
    ("queued", "matched"),
    ("in_review", "matched"),
    ("matched", "queued"),
    ("queued", "dropped"),
    ("in_review", "dropped"),
}
LEGAL_FOR_ASSIGNMENTS = {("open", after) for after in ("submitted", "released", "expired", "recalled")} | {
    ("submitted", "open")
}
LEGAL_FOR_DELIVERIES = {("pending", "delivered"), ("pending", "failed"), ("failed", "pending")}
LEGAL_FOR_WEBHOOKS = {("active", "paused"), ("paused", "active")}
BEGINNINGS = ("triage", "queued")


def require(moves: Moves, legal: set[tuple[str, str]], before: str, after: str) -> None:
    if (before, after) in legal:
        require_move(moves, "row", before, after)
        return
    with pytest.raises(IllegalMove):
        require_move(moves, "row", before, after)


@pytest.mark.parametrize(("before", "after"), list(product(DeliveryStatus, DeliveryStatus)))
def test_a_delivery_moves_as_written_here_and_no_other_way(before: str, after: str) -> None:
    require(DELIVERY_MOVES, LEGAL_FOR_DELIVERIES, before, after)


@pytest.mark.parametrize(("before", "after"), list(product(WebhookStatus, WebhookStatus)))
def test_a_webhook_is_paused_and_goes_on(before: str, after: str) -> None:
    require(WEBHOOK_MOVES, LEGAL_FOR_WEBHOOKS, before, after)


@pytest.mark.parametrize(("before", "after"), list(product(CheckStatus, CheckStatus)))
def test_a_check_moves_as_written_here_and_no_other_way(before: str, after: str) -> None:
    require(CHECK_MOVES, LEGAL_FOR_CHECKS, before, after)


@pytest.mark.parametrize(("before", "after"), list(product(AssignmentStatus, AssignmentStatus)))
def test_an_assignment_ends_once_and_never_opens_again(before: str, after: str) -> None:
    require(ASSIGNMENT_MOVES, LEGAL_FOR_ASSIGNMENTS, before, after)


def test_every_state_has_its_moves_written_down() -> None:
    assert set(CHECK_MOVES) == set(CheckStatus)
    assert set(ASSIGNMENT_MOVES) == set(AssignmentStatus)


def reachable(moves: Moves, *beginnings: str) -> set[str]:
    found, waiting = set(beginnings), list(beginnings)
    while waiting:
        new = moves[waiting.pop()] - found
        found |= new
        waiting += new
    return found


def test_a_check_can_come_to_every_state_and_from_each_but_withdrawn_go_on() -> None:
    assert reachable(CHECK_MOVES, "triage") == set(CheckStatus)
    assert {status for status, onward in CHECK_MOVES.items() if not onward} == {"withdrawn"}


def test_nothing_is_published_that_has_not_been_agreed() -> None:
    leading = {before for before, onward in CHECK_MOVES.items() if "published" in onward}
    assert leading == {"agreed", "published"}
    unagreed: Moves = {before: onward - {"agreed"} for before, onward in CHECK_MOVES.items()}
    assert "published" not in reachable(unagreed, *BEGINNINGS)


@st.composite
def walks(draw: st.DrawFn) -> list[tuple[str, str]]:
    where: str = draw(st.sampled_from(BEGINNINGS))
    steps = [("", where)]
    for _ in range(draw(st.integers(0, 15))):
        if not CHECK_MOVES[where]:
            break
        after = draw(st.sampled_from(sorted(CHECK_MOVES[where])))
        steps.append((where, after))
        where = after
    return steps


@given(walks())
def test_every_walk_of_a_check_replays_to_its_end(steps: list[tuple[str, str]]) -> None:
    assert replay(CHECK_MOVES, steps) == steps[-1][1]


def test_a_slot_is_held_by_who_works_on_it_and_by_who_has_judged() -> None:
    assert {"open", "submitted"} == HOLDING


def test_verdicts_stay_hidden_while_they_are_missing_and_while_a_match_stands_for_them() -> None:
    assert {"queued", "in_review", "matched"} == BLIND


def test_only_what_has_or_will_have_a_result_is_followed() -> None:
    assert set(CheckStatus) - FOLLOWABLE == {"triage", "dropped", "withdrawn"}
    assert {before for before, onward in CHECK_MOVES.items() if "matched" in onward} == MATCHABLE


def test_slots_are_free_only_before_the_verdicts_are_in() -> None:
    assert {"queued", "in_review"} == REVIEWABLE
