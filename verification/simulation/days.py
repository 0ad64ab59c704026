"""The days of a newsroom, event by event: claims come in and are lent, people judge one after the other and go home.

A claim that nobody can have waits, and is offered, the worthiest first, to whoever has room next. What somebody has
not begun when their shift ends goes back, as a lease that runs out does.
"""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum
from random import Random

from verification.routing import Candidate
from verification.simulation.newsroom import DAY, SHIFT_LASTS, SLOTS, Newsroom, Person
from verification.simulation.policies import Policy


@dataclass(frozen=True, slots=True)
class HandOut:
    """Claim number ``claim`` was lent to a reviewer at minute ``at``."""

    claim: int
    reviewer_id: int
    at: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """``judged``: the minute of a claim's last verdict, for every claim that got all of them."""

    newsroom: Newsroom
    hand_outs: tuple[HandOut, ...]
    judged: dict[int, float]


class _Kind(IntEnum):
    """What happens first where two things happen in the same minute."""

    SHIFT_ENDS = 0
    DONE = 1
    SHIFT_BEGINS = 2
    ARRIVES = 3


@dataclass(slots=True)
class _Desk:
    """One person and what lies before them; the first of ``pile`` is what they are at while ``is_busy``."""

    person: Person
    pile: deque[int] = field(default_factory=deque)
    is_busy: bool = False
    recent: deque[float] = field(default_factory=deque)
    facts: Candidate = field(init=False)

    def __post_init__(self) -> None:
        person = self.person
        self.facts = Candidate(
            reviewer_id=person.reviewer_id,
            topics=person.topics,
            languages=person.languages,
            capacity=person.capacity,
            open_load=0,
            conflicts=person.conflicts,
        )

    def candidate(self, at: float, *, had: bool) -> Candidate:
        """As routing sees them; made anew only where something has changed."""
        while self.recent and self.recent[0] <= at - DAY:
            self.recent.popleft()
        off = "" if self.person.on_shift(at) else "another shift"
        seen = (self.facts.open_load, self.facts.recent, self.facts.off_shift, self.facts.had)
        if seen != (len(self.pile), len(self.recent), off, had):
            self.facts = replace(self.facts, open_load=len(self.pile), recent=len(self.recent), off_shift=off, had=had)
        return self.facts

    def learn(self, *, upheld: bool) -> None:
        self.facts = replace(self.facts, judged=self.facts.judged + 1, agreed=self.facts.agreed + upheld)


class _Days:
    def __init__(self, newsroom: Newsroom, policy: Policy) -> None:
        self.newsroom, self.policy = newsroom, policy
        self.desks = {person.reviewer_id: _Desk(person) for person in newsroom.people}
        self.missing = dict.fromkeys(range(len(newsroom.arrivals)), SLOTS)
        self.had: dict[int, set[int]] = {number: set() for number in self.missing}
        self.waiting: set[int] = set()
        self.verdicts: dict[int, list[float]] = {}
        self.hand_outs: list[HandOut] = []
        self.events: list[tuple[float, _Kind, int]] = []

    def run(self) -> Outcome:
        self._plan()
        while self.events:
            at, kind, number = heapq.heappop(self.events)
            {
                _Kind.ARRIVES: self._arrives,
                _Kind.DONE: self._done,
                _Kind.SHIFT_BEGINS: self._has_room,
                _Kind.SHIFT_ENDS: self._goes_home,
            }[kind](at, number)
        judged = {claim: max(times) for claim, times in self.verdicts.items() if len(times) == SLOTS}
        return Outcome(self.newsroom, tuple(self.hand_outs), judged)

    def _plan(self) -> None:
        """Every arrival and every shift, until three days after the last claim: then all that can be done is."""
        for number, arrival in enumerate(self.newsroom.arrivals):
            heapq.heappush(self.events, (arrival.at, _Kind.ARRIVES, number))
        days = int(self.newsroom.arrivals[-1].at / DAY) + 3 if self.newsroom.arrivals else 0
        for person in self.newsroom.people:
            # The shift that runs over the first midnight has begun the day before.
            for day in range(-1, days):
                begins = day * DAY + person.shift_begins
                heapq.heappush(self.events, (begins, _Kind.SHIFT_BEGINS, person.reviewer_id))
                heapq.heappush(self.events, (begins + SHIFT_LASTS, _Kind.SHIFT_ENDS, person.reviewer_id))

    def _arrives(self, at: float, claim: int) -> None:
        self._offer(at, claim, list(self.desks.values()))

    def _offer(self, at: float, claim: int, desks: Sequence[_Desk]) -> None:
        facts = self.newsroom.arrivals[claim].claim
        candidates = [desk.candidate(at, had=desk.person.reviewer_id in self.had[claim]) for desk in desks]
        for reviewer_id in self.policy(facts, candidates, self.missing[claim]):
            self._lend(at, claim, self.desks[reviewer_id])
        if self.missing[claim]:
            self.waiting.add(claim)
        else:
            self.waiting.discard(claim)

    def _lend(self, at: float, claim: int, desk: _Desk) -> None:
        self.missing[claim] -= 1
        self.had[claim].add(desk.person.reviewer_id)
        self.hand_outs.append(HandOut(claim, desk.person.reviewer_id, at))
        desk.recent.append(at)
        desk.pile.append(claim)
        self._begin(at, desk)

    def _begin(self, at: float, desk: _Desk) -> None:
        if desk.is_busy or not desk.pile or not desk.person.on_shift(at):
            return
        desk.is_busy = True
        lasts = desk.person.minutes * self._die(desk.pile[0], desk).lognormvariate(0, 0.4)
        heapq.heappush(self.events, (at + lasts, _Kind.DONE, desk.person.reviewer_id))

    def _done(self, at: float, reviewer_id: int) -> None:
        """Who has begun finishes, after the end of their shift too."""
        desk = self.desks[reviewer_id]
        claim = desk.pile.popleft()
        desk.is_busy = False
        self.verdicts.setdefault(claim, []).append(at)
        die = self._die(claim, desk)
        desk.learn(upheld=die.random() < desk.person.reliability)
        self._begin(at, desk)
        self._has_room(at, reviewer_id)

    def _has_room(self, at: float, reviewer_id: int) -> None:
        desk = self.desks[reviewer_id]
        if not self.waiting or not desk.person.on_shift(at):
            return
        for claim in sorted(self.waiting, key=self._urgency):
            if len(desk.pile) >= desk.person.capacity:
                return
            self._offer(at, claim, [desk])

    def _goes_home(self, at: float, reviewer_id: int) -> None:
        desk = self.desks[reviewer_id]
        back = list(desk.pile)[1:] if desk.is_busy else list(desk.pile)
        for claim in back:
            desk.pile.remove(claim)
            self.missing[claim] += 1
            self.had[claim].discard(reviewer_id)
            self._offer(at, claim, list(self.desks.values()))

    def _urgency(self, claim: int) -> tuple[float, int]:
        return -self.newsroom.arrivals[claim].claim.worthiness, claim

    def _die(self, claim: int, desk: _Desk) -> Random:
        """The same claim takes the same person equally long under every policy."""
        seed = self.newsroom.seed * 1_000_003 + claim * 1_009 + desk.person.reviewer_id
        return Random(seed)  # noqa: S311


def simulate(newsroom: Newsroom, policy: Policy) -> Outcome:
    """Let every claim of ``newsroom`` come in and be judged; the same newsroom and policy give the same outcome."""
    return _Days(newsroom, policy).run()
