"""What a newsroom in memory is made of: people, desks, checks and the slots lent of them."""

from __future__ import annotations

from dataclasses import dataclass, field

from verification.states import HOLDING, AssignmentStatus

HOUR = 60


@dataclass(slots=True)
class Person:
    """``number`` is the reviewer's id, None for an editor who judges nothing."""

    user: int
    number: int | None = None
    is_editor: bool = False
    leads: bool = False
    capacity: int = 10


@dataclass(slots=True)
class Team:
    """A desk: minutes of its leases, hours until a check is due by the sign of its priority."""

    number: int
    needed: int
    third: bool
    people: list[Person]
    threshold: float = 0.5
    lease: int = 60
    hours: tuple[int, int, int] = (24, 4, 72)

    def due_after(self, priority: int) -> int:
        ordinary, urgent, low = self.hours
        return HOUR * (ordinary if priority == 0 else urgent if priority > 0 else low)


@dataclass(slots=True)
class Slot:
    """One hand-out. ``begun`` orders it against escalations; ``rating`` is the verdict, once there is one, which may be
    taken back until ``final_at``.
    """

    person: Person
    number: int
    round: int
    token: int
    lease_until: int
    begun: int
    status: str = AssignmentStatus.OPEN
    rating: str | None = None
    final_at: int = 0

    @property
    def is_review(self) -> bool:
        return self.number > 0


@dataclass(slots=True)
class Walker:
    """A check. ``notes`` are those of its published revisions, in their order."""

    number: int
    claim: int
    team: Team
    worthiness: float
    status: str
    slots: int
    priority: int = 0
    round: int = 1
    tie_break: int | None = None
    token: int = 0
    rating: str | None = None
    follows: Walker | None = None
    due_at: int | None = None
    remind_at: int | None = None
    escalated: int | None = None
    lent: dict[int, Slot] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    @property
    def was_published(self) -> bool:
        """Readers have seen it: it is neither dropped nor ended by an earlier one, also while it is checked again."""
        return bool(self.notes)

    def held(self) -> list[Slot]:
        return [
            one for one in self.lent.values() if one.is_review and one.round == self.round and one.status in HOLDING
        ]

    def free(self) -> list[int]:
        taken = {one.number for one in self.held()}
        return [number for number in range(1, self.slots + 1) if number not in taken]

    def had(self, person: Person) -> bool:
        mine = [one for one in self.lent.values() if one.person is person and one.round == self.round]
        return any(one.status != AssignmentStatus.EXPIRED for one in mine)

    def judged_by(self, person: Person) -> bool:
        return any(one.person is person and one.rating for one in self.lent.values())

    def verdicts(self) -> list[str]:
        return [one.rating for one in self.held() if one.rating]
