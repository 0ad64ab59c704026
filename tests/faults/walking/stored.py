"""What stands in the rows, in the words of the newsroom in memory."""

from __future__ import annotations

from typing import Any

from django.db import models

from claims.models import Event, Match
from claims.states import MATCH_MOVES, Moves, replay
from tests.faults.model import Walker
from verification.models import Assignment, Check, FactCheckRevision
from verification.states import ASSIGNMENT_MOVES, CHECK_MOVES, REVIEWABLE

WALKS: dict[str, tuple[type[models.Model], Moves]] = {
    "check": (Check, CHECK_MOVES),
    "assignment": (Assignment, ASSIGNMENT_MOVES),
    "match": (Match, MATCH_MOVES),
}


def told_of(check: Walker) -> tuple[Any, ...]:
    follows = check.follows.number if check.follows else None
    times = (check.due_at is None, check.remind_at is None, check.escalated is None)
    return (
        check.number, check.status, check.round, check.slots, check.tie_break, check.token, check.priority,
        check.rating, follows, *times, len(check.held()) if check.status in REVIEWABLE else None,
    )  # fmt: skip


def slot_of(check: Walker, pk: int) -> tuple[Any, ...]:
    one = check.lent[pk]
    return pk, check.number, one.person.user, one.number, one.round, one.token, one.status, one.rating


def checks_stored() -> list[tuple[Any, ...]]:
    columns = ("status", "round", "slots", "tie_break_round", "hand_outs", "priority", "rating__key", "follows_id")
    rows = Check.objects.order_by("pk").values_list("pk", *columns, "due_at", "remind_at", "escalated_at", "held")
    # Of a time, whether there is one: which it is shows in what expires and falls due.
    return [
        (*row[:-4], *(moment is None for moment in row[-4:-1]), row[-1] if row[1] in REVIEWABLE else None)
        for row in rows
    ]


def slots_stored() -> list[tuple[Any, ...]]:
    columns = ("check_row_id", "reviewer__user_id", "slot", "round", "token", "status", "verdict__rating__key")
    return list(Assignment.objects.order_by("pk").values_list("pk", *columns))


def notes_stored() -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for check_id, note in FactCheckRevision.objects.order_by("pk").values_list("fact_check__check_row_id", "note"):
        found.setdefault(check_id, []).append(note)
    return found


def logs_that_stray() -> list[str]:
    """Rows whose log is no walk through its table of moves, or ends elsewhere than they stand."""
    steps: dict[tuple[str, int], list[tuple[str, str]]] = {}
    for kind, pk, before, after in Event.objects.order_by("pk").values_list(
        "subject_type", "subject_id", "from_status", "to_status"
    ):
        steps.setdefault((kind, pk), [("", "suggested")] if kind == "match" else []).append((before, after))
    return [
        f"{kind} {pk}"
        for kind, (model, moves) in WALKS.items()
        for pk, status in model._default_manager.values_list("pk", "status")
        if replay(moves, steps.get((kind, pk), [("", status)] if kind == "match" else [])) != status
    ]
