"""The product and a newsroom in memory, walked side by side: each rule does one thing to both and compares."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from claims.access import Role
from tests import makers
from tests.faults.model import Person, Team
from tests.faults.walking.decisions import Decisions
from tests.faults.walking.side_by_side import anyone
from tests.faults.walking.slots import Slots
from verification import services
from verification.models import Desk
from verification.states import REVIEWABLE, CheckStatus

# Verdicts needed, and whether one more is asked for where they differ.
TEAMS = ((1, False), (2, False), (2, True))
TOPICS = ("first", "second", "third")


class Walk(Slots, Decisions):
    """Everything that can be done, from the opening of checks on."""

    @initialize(team=st.integers(0, len(TEAMS) - 1), said=st.sampled_from([("true",), ("true", "false")]))
    def begin(self, team: int, said: tuple[str, ...]) -> None:
        """Checks at several places of their way, or walks would rarely come to its end."""
        for worthiness in (0.9, 0.8, 0.7, 0.2):
            self.create(team, worthiness)
        first, second, third, _ = self.room.checks
        for check in (first, second, third):
            self._route(check)
        self._judge_all(first, ("true",))
        self._judge_all(second, said)
        self._publish(first, self.teams[0].people[-1])

    @precondition(lambda self: len(self.room.checks) < 8)
    @rule(team=st.integers(0, len(TEAMS) - 1), worthiness=st.sampled_from([0.2, 0.6, 0.9]))
    def create(self, team: int, worthiness: float) -> None:
        claim = makers.make_claim(topics=[TOPICS[team]], worthiness=worthiness)
        [made] = services.open_checks()
        assert (made.claim_id, made.desk_id) == (claim.pk, self.teams[team].number)
        self.room.open(made.pk, claim.pk, self.teams[team], worthiness)

    @rule(which=anyone)
    def queue(self, which: int) -> None:
        check = self.one_of(which, CheckStatus.TRIAGE, CheckStatus.DROPPED)
        actor, row = self.user(self.somebody(which)), self.row(check)
        self.both(self.room.queue(check), lambda: services.queue(check=row, actor=actor))

    @precondition(lambda self: self.room.standing(CheckStatus.TRIAGE))
    @rule(which=anyone)
    def drop(self, which: int) -> None:
        check = self.one_of(which, CheckStatus.TRIAGE)
        actor, row = self.user(self.somebody(which)), self.row(check)
        self.both(self.room.drop(check), lambda: services.drop(check=row, actor=actor, why="Not worth it."))

    @rule(which=anyone, who=anyone)
    def not_a_claim(self, which: int, who: int) -> None:
        check, person = self.one_of(which, CheckStatus.TRIAGE, *REVIEWABLE), self.somebody(who)
        facts: dict[str, Any] = {"check_id": check.number, "actor": self.user(person), "why": "A question."}
        self.both(self.room.not_a_claim(check, person), lambda: services.mark_not_a_claim(**facts))

    @rule(which=anyone, priority=st.sampled_from([-5, 0, 5, 50]))
    def prioritise(self, which: int, priority: int) -> None:
        check = self.one_of(which, *REVIEWABLE)
        actor, row = self.user(self.somebody(which)), self.row(check)
        refusal = self.room.prioritise(check, priority)
        self.both(refusal, lambda: services.set_priority(check=row, priority=priority, actor=actor))


def found_newsroom(*, everybody_edits: bool = False) -> list[Team]:
    """Desks and people as rows, and what the newsroom in memory knows of them. Everybody sits on every desk.

    One of those who judge is an editor too, or with ``everybody_edits`` all of them.
    """
    desks = [
        makers.make_desk(topics=[topic], verdicts_needed=needed, third_on_disagreement=third, worthiness_threshold=0.5)
        for topic, (needed, third) in zip(TOPICS, TEAMS, strict=True)
    ]
    people = [_reviewer(desks, lead=n == 0, is_editor=everybody_edits, capacity=3 + n) for n in range(4)]
    people.append(_reviewer(desks, is_editor=True, capacity=2))
    people += [Person(makers.make_editor().pk, is_editor=True) for _ in range(2)]
    return [Team(desk.pk, desk.verdicts_needed, desk.third_on_disagreement, people) for desk in desks]


def _reviewer(desks: list[Desk], *, lead: bool = False, is_editor: bool, capacity: int) -> Person:
    user = makers.make_user(Role.EDITOR if is_editor else Role.REVIEWER)
    made = makers.make_reviewer(*desks, user=user, lead=lead, capacity=capacity)
    return Person(user.pk, made.pk, is_editor=is_editor, leads=lead, capacity=capacity)
