"""Who comes first. The score is a weighted sum of four numbers in 0..1, and each reason says what it brought:
knowledge of the topics, spare capacity, fairness (how little somebody got in the last day), and agreement with what
checks were settled on. Agreement counts as much as the claim's stakes; where little is at stake everybody gets half.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from verification.routing.exclusions import Named, exclusion_by
from verification.routing.facts import Candidate, ClaimFacts, folded

EXPERTISE, CAPACITY, FAIRNESS, AGREEMENT = 0.4, 0.25, 0.2, 0.15
# Who got more than this many times what the others got in the last day comes after them, whatever they know.
FAIR_SHARE = 1.1
# So many articles are as much at stake as a claim of worthiness 0.5.
MIDDLING_REACH = 10
TOPICS_TOLD = 4


@dataclass(frozen=True, slots=True)
class Reason:
    """A sentence for people and the points out of 100 that it brought."""

    text: str
    points: int

    def __str__(self) -> str:
        return f"{self.text} (+{self.points})" if self.points else self.text


@dataclass(frozen=True, slots=True)
class Ranked:
    """``score`` in 0..1."""

    reviewer_id: int
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Excluded:
    reviewer_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class Ranking:
    ranked: tuple[Ranked, ...]
    excluded: tuple[Excluded, ...]


@dataclass(frozen=True, slots=True)
class _Field:
    """What everybody's score is measured by: the claim's folded topics and stakes, and what all who may have it got."""

    topics: frozenset[str]
    stakes: float
    busiest: int
    share: float
    is_overdue: bool


def rank(claim: ClaimFacts, candidates: Iterable[Candidate], *, is_overdue: bool = False) -> Ranking:
    """Everybody who may judge the claim, best first, and everybody who may not, with the reason.

    Who had it in an earlier round comes after all who look at it with fresh eyes, and who has had more than their
    share of the day after all who have not; of an overdue claim the leads of the desk are asked before anybody else.
    The order of ``candidates`` does not matter.
    """
    found = sorted(candidates, key=lambda candidate: candidate.reviewer_id)
    named = Named.of(claim)
    verdicts = [(candidate, exclusion_by(named, claim.language, candidate)) for candidate in found]
    able = [candidate for candidate, why in verdicts if why is None]
    field = _field(claim, able, is_overdue=is_overdue)
    scored = [(_place(candidate, field), _score(candidate, field)) for candidate in able]
    # The id breaks ties, so that the same facts always give the same list.
    scored.sort(key=lambda one: (one[0], -one[1].score, one[1].reviewer_id))
    return Ranking(
        ranked=tuple(ranked for _, ranked in scored),
        excluded=tuple(Excluded(candidate.reviewer_id, why) for candidate, why in verdicts if why is not None),
    )


def stakes(claim: ClaimFacts) -> float:
    """How much a wrong verdict would matter, 0..1: the claim's worthiness, or its reach where that is more."""
    others = max(claim.reach - 1, 0)
    return max(min(claim.worthiness, 1.0), others / (others + MIDDLING_REACH))


def _field(claim: ClaimFacts, able: Sequence[Candidate], *, is_overdue: bool) -> _Field:
    got = [candidate.recent for candidate in able]
    # A day that has hardly begun is nobody's unfair share: one claim more than the rest is always allowed.
    share = max(FAIR_SHARE * sum(got) / len(got), sum(got) / len(got) + 1) if got else 0.0
    return _Field(folded(claim.topics), stakes(claim), max(got, default=0), share, is_overdue)


def _place(candidate: Candidate, field: _Field) -> tuple[bool, bool, bool]:
    return not _is_asked_first(candidate, field), candidate.earlier, candidate.recent > field.share


def _is_asked_first(candidate: Candidate, field: _Field) -> bool:
    return field.is_overdue and candidate.leads


def _score(candidate: Candidate, field: _Field) -> Ranked:
    parts = (_expertise(candidate, field), _spare(candidate), _fairness(candidate, field), _agreement(candidate, field))
    first = (Reason("leads the desk, and the claim is overdue", 0),) if _is_asked_first(candidate, field) else ()
    reasons = first + tuple(Reason(text, round(100 * share)) for text, share in parts)
    return Ranked(candidate.reviewer_id, sum(share for _, share in parts), reasons)


def _expertise(candidate: Candidate, field: _Field) -> tuple[str, float]:
    """A claim without topics is half known to everybody."""
    if not field.topics:
        return "the claim has no topic", EXPERTISE / 2
    shared = sorted(field.topics & folded(candidate.topics))
    if not shared:
        return "no topic in common", 0.0
    more = len(shared) - TOPICS_TOLD
    told = ", ".join(shared[:TOPICS_TOLD])
    return f"knows {told} and {more} more" if more > 0 else f"knows {told}", EXPERTISE * len(shared) / len(field.topics)


def _spare(candidate: Candidate) -> tuple[str, float]:
    spare = 1 - candidate.open_load / candidate.capacity
    return f"{candidate.open_load} of {candidate.capacity} claims open", CAPACITY * spare


def _fairness(candidate: Candidate, field: _Field) -> tuple[str, float]:
    told = "1 claim in the last day" if candidate.recent == 1 else f"{candidate.recent} claims in the last day"
    if candidate.recent > field.share:
        told = f"{told}, more than their share"
    return told, FAIRNESS * (1 - candidate.recent / field.busiest if field.busiest else 1.0)


def _agreement(candidate: Candidate, field: _Field) -> tuple[str, float]:
    """Laplace's rule of succession: who has judged nothing yet agrees half the time, and one verdict proves little."""
    agreement = (candidate.agreed + 1) / (candidate.judged + 2)
    told = f"{candidate.agreed} of {candidate.judged} verdicts upheld" if candidate.judged else "no settled verdict yet"
    return told, AGREEMENT * (field.stakes * agreement + (1 - field.stakes) / 2)
