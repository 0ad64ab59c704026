"""What reviewers do, and what happens to what they hold."""

from __future__ import annotations

import itertools
from datetime import timedelta
from typing import Any

from django.db.models import F
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests import makers
from tests.faults.model import Person, Slot, Walker
from tests.faults.walking.side_by_side import SideBySide, anyone, ratings
from verification import services
from verification.models import Assignment, Check, Verdict
from verification.services import VerdictDraft
from verification.states import REVIEWABLE

TIMES = {
    Check: ("due_at", "remind_at", "escalated_at", "next_attempt_at", "quarantined_at", "created_at"),
    Assignment: ("lease_until", "created_at", "ended_at"),
    Verdict: ("created_at", "final_at"),
}


class Slots(SideBySide):
    @rule(which=anyone)
    def route(self, which: int) -> None:
        self._route(self.one_of(which, *REVIEWABLE))

    def _route(self, check: Walker) -> None:
        free = check.free() if check.status in REVIEWABLE else []
        able = {person.number: person for person in self.room.able(check)}
        made = services.route_check(check_id=check.number)
        assert [one.slot for one in made] == free[: len(able)]
        chosen = [able[one.reviewer_id] for one in made]
        assert len({person.number for person in chosen}) == len(chosen)
        for one, person in zip(made, chosen, strict=True):
            self.room.lend(check, one.pk, person, one.slot)

    @rule(which=anyone)
    def take(self, which: int) -> None:
        person = self.some_reviewer(which)
        expected = self.room.next_for(person)
        refusal = None if expected else "nothing waits for them"
        made = self.both(refusal, lambda: services.take_next(reviewer=self.reviewer(person)))
        if expected:
            assert (made.check_row_id, made.slot) == (expected.number, expected.free()[0])
            self.room.lend(expected, made.pk, person, made.slot)

    @precondition(lambda self: self.room.open_slots())
    @rule(which=anyone, rating=ratings)
    def judge(self, which: int, rating: str) -> None:
        check, pk, one = self.one_slot(which)
        self._submit(check, pk, one, one.person, one.token, rating)

    @precondition(lambda self: self.room.open_slots())
    @rule(which=anyone, rating=ratings)
    def judge_for_now(self, which: int, rating: str) -> None:
        """It counts after a while; until then it may be taken back."""
        check, pk, one = self.one_slot(which)
        self._submit(check, pk, one, one.person, one.token, rating, undo_for=45)

    @precondition(lambda self: any(one.rating for check in self.room.checks for one in check.lent.values()))
    @rule(which=anyone)
    def undo(self, which: int) -> None:
        """Take back a verdict, mostly one that does not count yet."""
        judged = [(c, pk, one) for c in self.room.checks for pk, one in c.lent.items() if one.rating]
        fresh = [found for found in judged if found[2].final_at > self.room.minute]
        found = fresh if which % 8 and fresh else judged
        check, pk, one = found[which // 8 % len(found)]
        reviewer = self.reviewer(one.person)
        self.both(self.room.undo(check, one), lambda: services.undo_verdict(assignment_id=pk, reviewer=reviewer))

    @rule()
    def settle(self) -> None:
        assert services.settle_final() == self.room.settle_final()

    @precondition(lambda self: self.room.open_slots())
    @rule(which=anyone, said=st.sampled_from([("true",), ("false",), ("true", "false")]))
    def judge_all(self, which: int, said: tuple[str, ...]) -> None:
        """Everybody who has the check judges it: alike, or each other one differently."""
        self._judge_all(self.one_slot(which)[0], said)

    def _judge_all(self, check: Walker, said: tuple[str, ...]) -> None:
        for (pk, one), rating in zip(list(check.lent.items()), itertools.cycle(said), strict=False):
            self._submit(check, pk, one, one.person, one.token, rating)

    @precondition(lambda self: self.room.open_slots())
    @rule(which=anyone, other=anyone, stale=st.integers(-1, 1))
    def judge_wrongly(self, which: int, other: int, stale: int) -> None:
        """Perhaps with a token of another hand-out, perhaps what somebody else has."""
        check, pk, one = self.one_slot(which)
        self._submit(check, pk, one, self.some_reviewer(other), one.token + stale, "true")

    def _submit(
        self, check: Walker, pk: int, one: Slot, person: Person, token: int, rating: str, *, undo_for: int = 0
    ) -> None:
        draft = VerdictDraft(rating, "The register says so.", [makers.make_source()])
        reviewer = self.reviewer(person)
        facts: dict[str, Any] = {"assignment_id": pk, "token": token, "undo_for": timedelta(minutes=undo_for)}
        refusal = self.room.submit(check, one, person, token, rating, undo_for=undo_for)
        self.both(
            refusal,
            lambda: services.submit_verdict(reviewer=reviewer, draft=draft, **facts),
        )

    @precondition(lambda self: self.room.open_slots())
    @rule(which=anyone)
    def release(self, which: int) -> None:
        check, pk, one = self.one_slot(which)
        facts: dict[str, Any] = {"assignment_id": pk, "reviewer": self.reviewer(one.person), "token": one.token}
        refusal = self.room.release(check, one, one.person, one.token)
        self.both(refusal, lambda: services.release(**facts, why="Not my field."))

    @precondition(lambda self: self.room.open_slots())
    @rule(which=anyone)
    def recall(self, which: int) -> None:
        check, pk, one = self.one_slot(which)
        actor = self.user(self.somebody(which))
        refusal = self.room.recall(check, one)
        self.both(refusal, lambda: services.recall(assignment_id=pk, actor=actor, why="Needs a specialist."))

    @precondition(lambda self: self.room.open_slots())
    @rule(which=anyone)
    def extend(self, which: int) -> None:
        check, pk, one = self.one_slot(which)
        facts: dict[str, Any] = {"assignment_id": pk, "reviewer": self.reviewer(one.person), "token": one.token}
        self.both(self.room.extend(check, one, one.person, one.token), lambda: services.extend_lease(**facts))

    @precondition(lambda self: self.room.open_slots())
    @rule(which=anyone, hours=st.sampled_from([1, 3, 20, 48]))
    def defer(self, which: int, hours: int) -> None:
        check, pk, one = self.one_slot(which)
        facts: dict[str, Any] = {"assignment_id": pk, "reviewer": self.reviewer(one.person), "token": one.token}
        refusal = self.room.defer(check, one, one.person, one.token, hours)
        self.both(refusal, lambda: services.defer(**facts, hours=hours, why="Tomorrow."))

    @precondition(lambda self: self.room.open_slots())
    @rule(which=anyone, to=anyone)
    def reassign(self, which: int, to: int) -> None:
        check, pk, one = self.one_slot(which)
        person = self.some_reviewer(to)
        refusal = self.room.may_be_given(check, one, person)
        facts: dict[str, Any] = {
            "assignment_id": pk,
            "to": self.reviewer(person),
            "actor": self.user(self.somebody(which)),
        }
        made = self.both(refusal, lambda: services.reassign(**facts, why="She knows the dam."))
        if made:
            self.room.recall(check, one)
            self.room.lend(check, made.pk, person, made.slot)

    # --- Time ---------------------------------------------------------------------------------------------------
    @rule(half_hours=st.sampled_from([1, 2, 3, 6, 20, 60]))
    def pass_time(self, half_hours: int) -> None:
        """The database's clock cannot be moved: every time that stands in a row goes back instead."""
        gone = timedelta(minutes=30 * half_hours)
        for model, names in TIMES.items():
            model._default_manager.update(**{name: F(name) - gone for name in names})
        self.room.pass_time(30 * half_hours)

    @rule()
    def expire(self) -> None:
        assert services.expire_leases() == self.room.expire()

    @rule()
    def remind_and_escalate(self) -> None:
        """In the order of the sweep."""
        assert services.remind_due() == self.room.remind()
        assert sorted(services.escalate_overdue()) == self.room.escalate()
