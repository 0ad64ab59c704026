"""Two editors at one check, statement by statement, and one request that comes fifty times."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from rest_framework.test import APIClient

from claims.access import Scope
from claims.errors import ClaimdeskError
from claims.models import Event, KeptAnswer, User
from tests import makers
from tests.faults import racing
from tests.faults.counts import Counts
from tests.faults.racing import Outcome
from tests.faults.report import Report
from tests.faults.rows import found_violations
from verification import services
from verification.models import Assignment, Check, Desk, Reviewer
from verification.services import FactCheckDraft, VerdictDraft
from verification.states import AssignmentStatus, CheckStatus

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]
SEED = 8
# After so many statements of the first the second one begins; no act sends more.
LONGEST = 30
DRAFT = FactCheckDraft(headline="No, it was not", summary="The register says otherwise.")
WHY = "A source is missing."

# Where a check stands, and whether the slot that both speak of is still lent.
Place = tuple[str, bool]
S = CheckStatus


@dataclass(frozen=True, slots=True)
class Scene:
    """One check, the slot of it that is lent, and who else could have it."""

    check: Check
    assignment: Assignment
    other: Reviewer


@dataclass(frozen=True, slots=True)
class Deed:
    """What somebody does in a scene, and where it leads from each place where it can be done."""

    name: str
    does: Callable[[Scene, User], object]
    leads: dict[Place, Place]


def _row(scene: Scene) -> Check:
    return Check.objects.get(pk=scene.check.pk)


def _judge(scene: Scene, actor: User) -> object:
    one = scene.assignment
    draft = VerdictDraft("false", "The register says otherwise.")
    return services.submit_verdict(assignment_id=one.pk, reviewer=one.reviewer, token=one.token, draft=draft)


LENT, BACK = (S.IN_REVIEW, True), (S.QUEUED, False)
DEEDS = (
    Deed("queue", lambda s, u: services.queue(check=_row(s), actor=u), {
        (S.TRIAGE, False): (S.QUEUED, False), (S.DROPPED, False): (S.QUEUED, False)
    }),
    Deed("drop", lambda s, u: services.drop(check=_row(s), actor=u, why=WHY), {(S.TRIAGE, False): (S.DROPPED, False)}),
    Deed("hurry", lambda s, u: services.set_priority(check=_row(s), priority=5, actor=u), {
        place: place for place in ((S.TRIAGE, False), (S.QUEUED, False), (S.IN_REVIEW, False), LENT)
    }),
    Deed("recall", lambda s, u: services.recall(assignment_id=s.assignment.pk, actor=u, why=WHY), {LENT: BACK}),
    Deed("reassign", lambda s, u: services.reassign(assignment_id=s.assignment.pk, to=s.other, actor=u, why=WHY), {
        LENT: (S.IN_REVIEW, False)
    }),
    Deed("judge", _judge, {LENT: (S.AGREED, False)}),
    Deed("publish", lambda s, u: services.publish(check_id=s.check.pk, actor=u, draft=DRAFT), {
        (S.AGREED, False): (S.PUBLISHED, False)
    }),
    Deed("send back", lambda s, u: services.send_back(check_id=s.check.pk, actor=u, why=WHY), {
        (S.AGREED, False): (S.IN_REVIEW, False)
    }),
    Deed("correct", lambda s, u: services.correct(check_id=s.check.pk, actor=u, draft=DRAFT, note=WHY), {
        (S.PUBLISHED, False): (S.PUBLISHED, False)
    }),
    Deed("withdraw", lambda s, u: services.withdraw(check_id=s.check.pk, actor=u, why=WHY), {
        (S.PUBLISHED, False): (S.WITHDRAWN, False)
    }),
    Deed("reopen", lambda s, u: services.reopen(check_id=s.check.pk, actor=u, why=WHY), {
        (S.PUBLISHED, False): (S.IN_REVIEW, False)
    }),
)  # fmt: skip
PLACES: tuple[Place, ...] = ((S.TRIAGE, False), LENT, (S.AGREED, False), (S.PUBLISHED, False))


# --- What may come of it --------------------------------------------------------------------------------------
def one_after_the_other(first: Deed, second: Deed, place: Place) -> tuple[bool, bool, Place]:
    """Who succeeds when they come in this order, and where the check stands then."""
    between = first.leads.get(place)
    end = second.leads.get(between or place)
    return between is not None, end is not None, end or between or place


def may_come(first: Deed, second: Deed, place: Place) -> set[tuple[bool, bool, Place]]:
    """All outcomes that are right: in either order, or only one of the two because the other had read what was no
    longer so.
    """
    backwards = one_after_the_other(second, first, place)
    found = {one_after_the_other(first, second, place), (backwards[1], backwards[0], backwards[2])}
    found |= {(True, False, first.leads[place])} if place in first.leads else set()
    return found | ({(False, True, second.leads[place])} if place in second.leads else set())


# --- Scenes ---------------------------------------------------------------------------------------------------
@dataclass(slots=True)
class Stage:
    """A desk with people, on which every check has one slot."""

    desk: Desk
    editors: tuple[User, User]
    other: Reviewer
    ended: Assignment

    @classmethod
    def build(cls) -> Stage:
        desk = makers.make_desk(verdicts_needed=1, worthiness_threshold=0.5)
        other = makers.make_reviewer(desk, capacity=1)
        # Full from now on, so that routing never chooses them; an editor may.
        services.route_check(check_id=makers.make_check(desk).pk)
        makers.make_reviewer(desk, capacity=10_000)
        editors = makers.make_editor(), makers.make_editor()
        [ended] = services.route_check(check_id=makers.make_check(desk).pk)
        services.recall(assignment_id=ended.pk, actor=editors[0], why=WHY)
        return cls(desk, editors, other, ended)

    def scene(self, place: Place) -> Scene:
        """A new check that stands at ``place``."""
        status, _ = place
        check = makers.make_check(self.desk, worthiness=0.1 if status == S.TRIAGE else 0.9)
        if status == S.TRIAGE:
            return Scene(check, self.ended, self.other)
        [lent] = services.route_check(check_id=check.pk)
        if status in (S.AGREED, S.PUBLISHED):
            makers.judge(lent)
        if status == S.PUBLISHED:
            services.publish(check_id=check.pk, actor=makers.make_editor(), draft=DRAFT)
        return Scene(check, lent, self.other)

    def play(self, first: Deed, second: Deed, place: Place, *, after: int) -> list[str]:
        """Both deeds at once in a new scene; what is wrong with what came of it."""
        scene = self.scene(place)
        one, other = self.editors
        known = Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        done = racing.Staggered(lambda: first.does(scene, one), lambda: second.does(scene, other), after=after).run()
        for outcome in done:
            if outcome.error and not isinstance(outcome.error, ClaimdeskError):
                raise outcome.error
        told = f"{first.name} and {second.name} from {place[0]}, after {after}"
        return [f"{told}: {wrong}" for wrong in self._wrong(scene, (first, second), place, done, known)]

    def _wrong(
        self, scene: Scene, deeds: tuple[Deed, Deed], place: Place, done: tuple[Outcome, Outcome], known: int
    ) -> list[str]:
        stands = (_row(scene).status, self._is_lent(scene))
        came = (done[0].is_done, done[1].is_done, stands)
        found = [] if came in may_come(*deeds, place) else [f"came to {came}"]
        for deed, who, outcome in zip(deeds, self.editors, done, strict=True):
            actor = scene.assignment.reviewer.user if deed.name == "judge" else who
            written = Event.objects.filter(pk__gt=known, actor=actor).count()
            # A verdict counts for its reviewer, who may be the one of both deeds.
            expected = sum(o.is_done for d, o in zip(deeds, done, strict=True) if d.name == deed.name == "judge")
            expected = expected if deed.name == "judge" else int(outcome.is_done)
            if written != expected:
                found.append(f"{deed.name} was done {expected} times and is in the log {written} times")
        return found

    def _is_lent(self, scene: Scene) -> bool:
        return Assignment.objects.filter(pk=scene.assignment.pk, status=AssignmentStatus.OPEN).exists()


def chosen(chance: random.Random) -> tuple[Deed, Deed, Place]:
    """A place, and two deeds of which one at least can be done there."""
    place = chance.choice(PLACES)
    first = chance.choice([deed for deed in DEEDS if place in deed.leads])
    second = chance.choice([deed for deed in DEEDS if place in deed.leads or chance.random() < 0.1])
    return (first, second, place) if chance.random() < 0.5 else (second, first, place)


@pytest.mark.timeout(1800)
def test_two_at_one_check_have_one_effect_or_two_in_sequence(report: Report, counts: Counts) -> None:
    stage, chance, wrong = Stage.build(), random.Random(SEED), []
    many = counts.times("two editors at one check")
    for _ in range(many):
        first, second, place = chosen(chance)
        wrong += stage.play(first, second, place, after=chance.randrange(LONGEST))
    found = found_violations()
    report.add("two editors at one check, interleaved", injected=many, found=found)
    assert wrong == []
    assert found == []


def test_without_locks_and_guards_both_succeed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control."""
    stage, deeds = Stage.build(), {deed.name: deed for deed in DEEDS}
    racing.without_row_locks(monkeypatch)
    racing.without_guarded_moves(monkeypatch)
    wrong = [
        told
        for after in range(2, 12)
        for told in stage.play(deeds["withdraw"], deeds["reopen"], (S.PUBLISHED, False), after=after)
    ]
    assert any("came to (True, True" in told for told in wrong)
    assert found_violations()


# --- One request, many times ----------------------------------------------------------------------------------
TIMES = 50


def take_fifty_times() -> list[Any]:
    """`next` asked for at once by one program under one key; the answers."""
    desk = makers.make_desk()
    reviewer = makers.make_reviewer(desk)
    for _ in range(TIMES):
        makers.make_check(desk)
    secret = makers.make_key(reviewer.user, Scope.REVIEWS_READ, Scope.REVIEWS_WRITE)
    headers = {"Authorization": f"Bearer {secret}", "Idempotency-Key": "once"}

    def ask() -> Any:
        return APIClient().post("/api/v1/assignments/next/", headers=headers)

    found = racing.at_once(*[ask] * TIMES)
    return [outcome.answer for outcome in found if outcome.is_done]


def test_one_key_fifty_times_at_once_has_one_effect(report: Report) -> None:
    answers = take_fifty_times()
    found = found_violations()
    report.add("one Idempotency-Key 50 times at once", injected=TIMES, found=found)
    assert [answer.status_code for answer in answers] == [201] * TIMES
    assert len({answer.content for answer in answers}) == 1
    assert sum("Idempotency-Replayed" in answer for answer in answers) == TIMES - 1
    assert Assignment.objects.count() == 1
    assert not found


def test_without_the_constraint_one_key_has_more_effects() -> None:
    """The negative control."""
    with racing.without_constraints(KeptAnswer, ["answer_kept_once"]):
        take_fifty_times()
    assert Assignment.objects.count() > 1
