"""The product and the newsroom in memory: how one thing is done to both, and how they are compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any, ClassVar

from django.db import connection, transaction
from django.db.models import Count
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant

from claims.errors import ClaimdeskError
from claims.models import Event, User
from tests.faults.invariants import violations
from tests.faults.model import Newsroom, Person, Refusal, Slot, Team, Walker
from tests.faults.racing import attempt
from tests.faults.walking.stored import checks_stored, logs_that_stray, notes_stored, slot_of, slots_stored, told_of
from verification import services
from verification.models import Check, Reviewer

anyone = st.integers(0, 10_000)
ratings = st.sampled_from(["true", "true", "false"])


class SideBySide(RuleBasedStateMachine):
    """One run: a transaction on the database that is never committed, and a newsroom in memory.

    ``teams`` is what `found_newsroom` made, once for all runs. ``taken`` counts the moves of all runs.
    """

    teams: ClassVar[list[Team]]
    taken: ClassVar[Counter[tuple[str, str, str]]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.run = transaction.atomic()
        self.run.__enter__()
        self.room = Newsroom(self.teams)
        self.matches: dict[tuple[int, int], int] = {}

    def teardown(self) -> None:
        try:
            # What the sweep would find settled is settled.
            services.settle_final()
            found = violations(connection.connection)
            assert not found, "\n".join(str(violation) for violation in found)
            moves = Event.objects.values_list("subject_type", "from_status", "to_status").annotate(n=Count("pk"))
            self.taken.update({(subject, before, after): n for subject, before, after, n in moves.order_by()})
        finally:
            transaction.set_rollback(True)
            self.run.__exit__(None, None, None)

    # --- Doing one thing to both --------------------------------------------------------------------------------
    def both(self, refusal: Refusal, act: Callable[[], Any]) -> Any:
        """What ``act`` did in the product, which must refuse what the newsroom in memory refuses, and nothing else."""
        outcome = attempt(act)
        if outcome.error is None:
            assert not refusal, f"done, but it should be refused: {refusal}"
            return outcome.answer
        if not isinstance(outcome.error, ClaimdeskError):
            raise outcome.error
        assert refusal, f"refused, but nothing speaks against it: {outcome.error.detail}"
        return None

    def user(self, person: Person) -> User:
        return User.objects.get(pk=person.user)

    def reviewer(self, person: Person) -> Reviewer:
        return Reviewer.objects.select_related("user").get(user=person.user)

    def row(self, check: Walker) -> Check:
        return Check.objects.select_related("desk").get(pk=check.number)

    def somebody(self, which: int) -> Person:
        people = self.teams[0].people
        return people[which % len(people)]

    def some_editor(self, which: int) -> Person:
        """Two times in three; else anybody."""
        editors = [person for person in self.teams[0].people if person.is_editor]
        return editors[which // 3 % len(editors)] if which % 3 else self.somebody(which // 3)

    def some_reviewer(self, which: int) -> Person:
        judging = [person for person in self.teams[0].people if person.number]
        return judging[which % len(judging)]

    def one_of(self, which: int, *statuses: str) -> Walker:
        """A check in one of ``statuses``; one time in three any one, for which it may have to be refused."""
        fitting = self.room.standing(*statuses)
        found = fitting if which % 3 and fitting else self.room.checks
        return found[which // 3 % len(found)]

    def one_slot(self, which: int) -> tuple[Walker, int, Slot]:
        """A slot that somebody holds; one time in eight, any that was ever lent."""
        fitting = self.room.open_slots()
        ever = [(check, pk, one) for check in self.room.checks for pk, one in check.lent.items()]
        found = fitting if which % 8 and fitting else ever
        return found[which // 8 % len(found)]

    # --- Comparing ----------------------------------------------------------------------------------------------
    @invariant()
    def both_stand_where_they_should(self) -> None:
        with connection.cursor() as cursor:
            # What is otherwise asked at the commit is asked now.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        self._same(checks_stored(), [told_of(check) for check in self.room.checks])
        self._same(slots_stored(), sorted(slot_of(check, pk) for check in self.room.checks for pk in check.lent))
        self._same(notes_stored(), {check.number: check.notes for check in self.room.checks if check.notes})
        self._same(logs_that_stray(), [])

    def _same(self, stored: object, expected: object) -> None:
        assert stored == expected, f"stored:   {stored}\nexpected: {expected}"
