"""The rules of a newsroom, told without a database; each step answers whether it should be refused."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from tests.faults.model.rows import HOUR, Person, Slot, Team, Walker
from verification.states import FOLLOWABLE, MATCHABLE, REVIEWABLE, UNSETTLED, AssignmentStatus, CheckStatus

# None for what should be done, else why it should be refused, for whoever reads a failure.
Refusal = str | None


@dataclass(slots=True)
class Newsroom:
    """``said``: what people decided of (later, earlier) pairs of checks."""

    teams: list[Team]
    minute: int = 0
    steps: int = 0
    checks: list[Walker] = field(default_factory=list)
    said: dict[tuple[int, int], str] = field(default_factory=dict)

    # --- Asking -------------------------------------------------------------------------------------------------
    def standing(self, *statuses: str) -> list[Walker]:
        return [check for check in self.checks if check.status in statuses]

    def open_slots(self) -> list[tuple[Walker, int, Slot]]:
        return [(c, pk, one) for c in self.checks for pk, one in c.lent.items() if one.status == AssignmentStatus.OPEN]

    def load(self, person: Person) -> int:
        return sum(one.person is person for _, _, one in self.open_slots())

    def able(self, check: Walker) -> list[Person]:
        """Whom routing may choose: on the desk, not full, and new to the claim in this round."""
        people = [person for person in check.team.people if person.number is not None]
        return [person for person in people if not check.had(person) and self.load(person) < person.capacity]

    def next_for(self, person: Person) -> Walker | None:
        """The most urgent check with a free slot that somebody who asks has not had."""
        mine = [c for c in self.standing(*REVIEWABLE) if person in c.team.people and c.free() and not c.had(person)]
        return min(mine, key=lambda check: (-check.priority, -check.worthiness, check.number), default=None)

    # --- Opening and editing ------------------------------------------------------------------------------------
    def open(self, number: int, claim: int, team: Team, worthiness: float) -> None:
        is_worthy = worthiness >= team.threshold
        status = CheckStatus.QUEUED if is_worthy else CheckStatus.TRIAGE
        check = Walker(number, claim, team, worthiness, status, team.needed)
        if is_worthy:
            self._start_clock(check)
        self.checks.append(check)

    def queue(self, check: Walker) -> Refusal:
        if check.status not in (CheckStatus.TRIAGE, CheckStatus.DROPPED):
            return "only triage and dropped checks are queued by hand"
        check.status = CheckStatus.QUEUED
        self._start_clock(check)
        return None

    def drop(self, check: Walker) -> Refusal:
        if check.status != CheckStatus.TRIAGE:
            return "only what is in triage is dropped"
        check.status = CheckStatus.DROPPED
        return None

    def not_a_claim(self, check: Walker, person: Person) -> Refusal:
        """Found by an editor or by who has it, before anybody has judged it."""
        present = [one for one in check.lent.values() if one.round == check.round]
        theirs = [one for one in check.lent.values() if one.person is person and one.status == AssignmentStatus.OPEN]
        if not person.is_editor and not any(one.lease_until > self.minute for one in theirs):
            return "it is not theirs"
        if check.status not in {CheckStatus.TRIAGE, *REVIEWABLE} or any(one.rating for one in present):
            return "it has been judged"
        if check.was_published:
            return "readers wait for a result of its own"
        check.status = CheckStatus.DROPPED
        self._recall_all(check)
        return None

    def _recall_all(self, check: Walker) -> None:
        for one in check.lent.values():
            if one.status == AssignmentStatus.OPEN:
                one.status = AssignmentStatus.RECALLED

    def prioritise(self, check: Walker, priority: int) -> Refusal:
        if check.status not in {CheckStatus.TRIAGE, *UNSETTLED}:
            return "its rating has been found"
        due = check.due_at
        is_kept = due is None or (priority > check.priority and self.minute + check.team.due_after(priority) > due)
        check.priority = priority
        if not is_kept:
            self._start_clock(check)
        return None

    def _start_clock(self, check: Walker) -> None:
        work = check.team.due_after(check.priority)
        check.due_at, check.remind_at, check.escalated = self.minute + work, self.minute + work * 3 // 4, None

    # --- Slots --------------------------------------------------------------------------------------------------
    def lend(self, check: Walker, pk: int, person: Person, number: int) -> None:
        """Somebody got a slot; who may is asked before."""
        check.token += 1
        check.lent[pk] = Slot(
            person, number, check.round, check.token, self.minute + check.team.lease, begun=self._step()
        )
        if check.status == CheckStatus.QUEUED:
            check.status = CheckStatus.IN_REVIEW

    def holds(self, one: Slot, person: Person, token: int) -> Refusal:
        is_theirs = one.person is person and one.status == AssignmentStatus.OPEN and one.token == token
        return None if is_theirs and one.lease_until > self.minute else "not theirs any more"

    def submit(
        self, check: Walker, one: Slot, person: Person, token: int, rating: str, *, undo_for: int = 0
    ) -> Refusal:
        if refusal := self.holds(one, person, token):
            return refusal
        one.status, one.rating, one.final_at = AssignmentStatus.SUBMITTED, rating, self.minute + undo_for
        self._settle(check)
        return None

    def undo(self, check: Walker, one: Slot) -> Refusal:
        """Its author takes a verdict back."""
        is_fresh = one.rating is not None and one.final_at > self.minute
        if not is_fresh or check.status != CheckStatus.IN_REVIEW or one.round != check.round:
            return "it counts by now"
        one.status, one.rating = AssignmentStatus.OPEN, None
        one.lease_until = max(one.lease_until, self.minute + check.team.lease)
        return None

    def settle_final(self) -> int:
        """What the sweep finds: all verdicts are in, and the last one cannot be taken back any more."""
        ready = [check for check in self.standing(CheckStatus.IN_REVIEW) if self._is_ready(check)]
        for check in ready:
            self._settle(check)
        return len(ready)

    def _is_ready(self, check: Walker) -> bool:
        found = [one for one in check.held() if one.rating]
        return len(found) >= check.slots and all(one.final_at <= self.minute for one in found)

    def _settle(self, check: Walker) -> None:
        if not self._is_ready(check):
            return
        found = check.verdicts()
        [(most, votes)] = Counter(found).most_common(1)
        is_tie_break = check.tie_break == check.round
        if votes == len(found) or (is_tie_break and 2 * votes > len(found)):
            check.status, check.rating = CheckStatus.AGREED, most
        elif check.team.third and not is_tie_break:
            check.slots, check.tie_break = check.slots + 1, check.round
        else:
            check.status = CheckStatus.DISPUTED

    def release(self, check: Walker, one: Slot, person: Person, token: int) -> Refusal:
        if refusal := self.holds(one, person, token):
            return refusal
        self._end(check, one, AssignmentStatus.RELEASED)
        return None

    def recall(self, check: Walker, one: Slot) -> Refusal:
        if one.status != AssignmentStatus.OPEN:
            return "it has ended"
        self._end(check, one, AssignmentStatus.RECALLED)
        return None

    def _end(self, check: Walker, one: Slot, status: str) -> None:
        one.status = status
        if check.status == CheckStatus.IN_REVIEW and not check.held():
            check.status = CheckStatus.QUEUED

    def extend(self, check: Walker, one: Slot, person: Person, token: int) -> Refusal:
        if refusal := self.holds(one, person, token):
            return refusal
        if check.escalated is not None and one.begun < check.escalated:
            return "it is overdue"
        one.lease_until = max(one.lease_until, self.minute + check.team.lease)
        return None

    def defer(self, check: Walker, one: Slot, person: Person, token: int, hours: int) -> Refusal:
        if refusal := self.holds(one, person, token):
            return refusal
        later = self.minute + hours * HOUR
        # What is counted from now is always a little later than what was counted at the same minute before.
        if check.escalated is not None or (check.due_at is not None and later >= check.due_at):
            return "it is due before that"
        one.lease_until = later
        return None

    def may_be_given(self, check: Walker, one: Slot, to: Person) -> Refusal:
        if one.status != AssignmentStatus.OPEN or not one.is_review:
            return "it has ended"
        return None if to in check.team.people and not check.had(to) else "they must not have it"

    # --- Time ---------------------------------------------------------------------------------------------------
    def pass_time(self, minutes: int) -> None:
        self.minute += minutes

    def expire(self) -> int:
        late = [(check, one) for check, _, one in self.open_slots() if one.lease_until <= self.minute]
        for check, one in late:
            self._end(check, one, AssignmentStatus.EXPIRED)
        return len(late)

    def remind(self) -> int:
        due = [c for c in self.standing(*UNSETTLED) if c.remind_at is not None and c.remind_at <= self.minute]
        for check in due:
            check.remind_at = None
        return len(due)

    def escalate(self) -> list[int]:
        late = [c for c in self.standing(*UNSETTLED) if c.escalated is None and (c.due_at or 0) <= self.minute]
        for check in late:
            check.escalated, check.remind_at = self._step(), None
        return sorted(check.number for check in late)

    def _step(self) -> int:
        self.steps += 1
        return self.steps

    # --- Decisions ----------------------------------------------------------------------------------------------
    def adjudicate(self, check: Walker, person: Person) -> Refusal:
        if not (person.is_editor or (person.leads and person in check.team.people)):
            return "only editors and leads decide disputes"
        if check.status != CheckStatus.DISPUTED:
            return "nothing is disputed"
        return "they judged it" if check.judged_by(person) else None

    def decide(self, check: Walker, pk: int, person: Person, rating: str) -> None:
        """The adjudication that was let through: a hand-out beside the slots, judged at once."""
        self.lend(check, pk, person, 0)
        check.lent[pk].status, check.lent[pk].rating = AssignmentStatus.SUBMITTED, rating
        check.status, check.rating = CheckStatus.AGREED, rating

    def publish(self, check: Walker, person: Person) -> Refusal:
        if refusal := self._sign_off(check, person, CheckStatus.AGREED):
            return refusal
        check.status = CheckStatus.PUBLISHED
        check.notes.append("Checked again." if check.notes else "")
        return None

    def correct(self, check: Walker, person: Person, note: str) -> Refusal:
        if refusal := self._sign_off(check, person, CheckStatus.PUBLISHED):
            return refusal
        check.notes.append(note)
        return None

    def withdraw(self, check: Walker, person: Person) -> Refusal:
        if refusal := self._sign_off(check, person, CheckStatus.PUBLISHED):
            return refusal
        check.status = CheckStatus.WITHDRAWN
        return None

    def _sign_off(self, check: Walker, person: Person, needed: str) -> Refusal:
        if not person.is_editor:
            return "only editors sign off"
        if check.judged_by(person):
            return "nobody signs off what they judged"
        return None if check.status == needed else f"it is {check.status}"

    def judge_anew(self, check: Walker, needed: str) -> Refusal:
        """Sent back, or re-opened."""
        if check.status != needed:
            return f"it is {check.status}"
        check.status, check.rating = CheckStatus.IN_REVIEW, None
        self._new_round(check)
        return None

    def _new_round(self, check: Walker) -> None:
        check.slots -= check.tie_break == check.round
        check.round += 1
        self._start_clock(check)

    # --- Said before --------------------------------------------------------------------------------------------
    def accept(self, later: Walker, earlier: Walker) -> Refusal:
        refusal = self._say(later, earlier, "accepted")
        if not refusal:
            self.follow(later)
        return refusal

    def reject(self, later: Walker, earlier: Walker) -> Refusal:
        refusal = self._say(later, earlier, "rejected")
        if not refusal:
            self.leave(later)
        return refusal

    def _say(self, later: Walker, earlier: Walker, word: str) -> Refusal:
        if self.said.get((later.number, earlier.number)) == word:
            return "it was said already"
        self.said[later.number, earlier.number] = word
        return None

    def follow(self, check: Walker) -> None:
        accepted = [one for one in self.checks if self.said.get((check.number, one.number)) == "accepted"]
        found = [one for one in accepted if one.status in FOLLOWABLE]
        if check.status not in MATCHABLE or check.was_published or not found:
            return
        check.follows = min(found, key=lambda one: (one.status != CheckStatus.PUBLISHED, one.claim))
        check.status = CheckStatus.MATCHED
        self._recall_all(check)

    def leave(self, check: Walker) -> None:
        if check.status != CheckStatus.MATCHED or not self._is_left_alone(check):
            return
        check.status, check.follows = CheckStatus.QUEUED, None
        self._new_round(check)

    def _is_left_alone(self, check: Walker) -> bool:
        assert check.follows
        said = self.said.get((check.number, check.follows.number))
        return said != "accepted" or check.follows.status not in FOLLOWABLE
