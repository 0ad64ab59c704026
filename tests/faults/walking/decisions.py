"""What editors and leads do, from the opening of a check to its end."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests import makers
from tests.faults.model import Person, Walker
from tests.faults.walking.side_by_side import SideBySide, anyone, ratings
from verification import queries, services
from verification.services import FactCheckDraft, VerdictDraft
from verification.states import CheckStatus


class Decisions(SideBySide):
    @precondition(lambda self: self.room.standing(CheckStatus.DISPUTED))
    @rule(which=anyone, who=anyone, rating=ratings)
    def adjudicate(self, which: int, who: int, rating: str) -> None:
        check, person = self.one_of(which, CheckStatus.DISPUTED), self.somebody(who)
        draft, actor = VerdictDraft(rating, "Both read the same table."), self.user(person)
        refusal = self.room.adjudicate(check, person)
        made = self.both(refusal, lambda: services.adjudicate(check_id=check.number, actor=actor, draft=draft))
        if made:
            self.room.decide(check, made.assignment_id, person, rating)

    @precondition(lambda self: self.room.standing(CheckStatus.AGREED, CheckStatus.PUBLISHED))
    @rule(which=anyone, who=anyone)
    def publish(self, which: int, who: int) -> None:
        self._publish(self.one_of(which, CheckStatus.AGREED), self.some_editor(who))

    def _publish(self, check: Walker, person: Person) -> None:
        self.both(
            self.room.publish(check, person),
            lambda: services.publish(check_id=check.number, actor=self.user(person), draft=draft_of(check)),
        )

    @precondition(lambda self: self.room.standing(CheckStatus.AGREED, CheckStatus.PUBLISHED))
    @rule(which=anyone)
    def send_back(self, which: int) -> None:
        check = self.one_of(which, CheckStatus.AGREED)
        facts: dict[str, Any] = {
            "check_id": check.number,
            "actor": self.user(self.somebody(which)),
            "why": "A source is missing.",
        }
        self.both(self.room.judge_anew(check, CheckStatus.AGREED), lambda: services.send_back(**facts))

    @precondition(lambda self: self.room.standing(CheckStatus.AGREED, CheckStatus.PUBLISHED))
    @rule(which=anyone, who=anyone, note=st.sampled_from(["The year was wrong.", "The name was wrong."]))
    def correct(self, which: int, who: int, note: str) -> None:
        check, person = self.one_of(which, CheckStatus.PUBLISHED), self.some_editor(who)
        facts: dict[str, Any] = {
            "check_id": check.number,
            "actor": self.user(person),
            "draft": draft_of(check),
            "note": note,
        }
        self.both(self.room.correct(check, person, note), lambda: services.correct(**facts))

    @precondition(lambda self: self.room.standing(CheckStatus.AGREED, CheckStatus.PUBLISHED))
    @rule(which=anyone, who=anyone)
    def withdraw(self, which: int, who: int) -> None:
        check, person = self.one_of(which, CheckStatus.PUBLISHED), self.some_editor(who)
        facts: dict[str, Any] = {"check_id": check.number, "actor": self.user(person), "why": "Our source was wrong."}
        self.both(self.room.withdraw(check, person), lambda: services.withdraw(**facts))

    @precondition(lambda self: self.room.standing(CheckStatus.AGREED, CheckStatus.PUBLISHED))
    @rule(which=anyone)
    def reopen(self, which: int) -> None:
        check = self.one_of(which, CheckStatus.PUBLISHED)
        facts: dict[str, Any] = {
            "check_id": check.number,
            "actor": self.user(self.somebody(which)),
            "why": "There is new data.",
        }
        self.both(self.room.judge_anew(check, CheckStatus.PUBLISHED), lambda: services.reopen(**facts))

    # --- Said before --------------------------------------------------------------------------------------------
    @rule(which=anyone, other=anyone, is_same=st.booleans())
    def say_of_match(self, which: int, other: int, is_same: bool) -> None:
        """An editor says of two claims that the later one repeats the earlier one, or that it does not."""
        pair = sorted({which % len(self.room.checks), other % len(self.room.checks)})
        if len(pair) == 1:
            return
        earlier, later = self.room.checks[pair[0]], self.room.checks[pair[1]]
        match_id = self._match(later, earlier)
        actor = self.user(self.teams[0].people[-1])
        if is_same:
            refusal = self.room.accept(later, earlier)
            self.both(refusal, lambda: services.accept_match(match_id=match_id, actor=actor))
        else:
            refusal = self.room.reject(later, earlier)
            self.both(refusal, lambda: services.reject_match(match_id=match_id, actor=actor))

    @precondition(lambda self: self.room.standing(CheckStatus.MATCHED))
    @rule(which=anyone)
    def take_back_match(self, which: int) -> None:
        """What ended a check is said to be another claim after all."""
        matched = self.room.standing(CheckStatus.MATCHED)
        later = matched[which % len(matched)]
        earlier = later.follows
        assert earlier
        match_id, actor = self._match(later, earlier), self.user(self.teams[0].people[-1])
        refusal = self.room.reject(later, earlier)
        self.both(refusal, lambda: services.reject_match(match_id=match_id, actor=actor))

    def _match(self, later: Walker, earlier: Walker) -> int:
        pair = (later.number, earlier.number)
        if pair not in self.matches:
            claims = self.row(later).claim, self.row(earlier).claim
            self.matches[pair] = makers.make_match(*claims).pk
        return self.matches[pair]

    @rule()
    def sweep_matches(self) -> None:
        services.review_again(check_ids=list(queries.checks_left_alone().values_list("pk", flat=True)))
        services.follow_earlier(check_ids=list(queries.checks_to_end().values_list("pk", flat=True)))
        for act in (self.room.leave, self.room.follow):
            for check in sorted(self.room.checks, key=lambda check: check.number):
                act(check)


def draft_of(check: Walker) -> FactCheckDraft:
    return FactCheckDraft(headline=f"No, it was not {check.number}", summary="The register says otherwise.")
