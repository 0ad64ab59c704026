"""Who should judge a claim, and why. Pure: facts in, a ranked list with reasons out; no rows, no clock.

The score is a weighted sum of three numbers in 0..1, so that each reason can be shown beside its share:
expertise (half), spare capacity, and fairness (how little somebody got in the last day).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

EXPERTISE, CAPACITY, FAIRNESS = 0.5, 0.3, 0.2


@dataclass(frozen=True, slots=True)
class ClaimFacts:
    topics: tuple[str, ...]
    language: str
    speaker: str
    outlet: str


@dataclass(frozen=True, slots=True)
class DeskFacts:
    desk_id: int
    topics: tuple[str, ...]
    is_default: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """A reviewer of the desk.

    ``had``: held this check in this round (judged it, or let it go); ``earlier``: in a round before;
    ``recent``: how many claims they were handed in the last day.
    """

    reviewer_id: int
    topics: tuple[str, ...]
    languages: tuple[str, ...]
    capacity: int
    open_load: int
    recent: int = 0
    is_away: bool = False
    had: bool = False
    earlier: bool = False
    conflicts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ranked:
    """``score`` in 0..1; ``reasons`` are sentences for people."""

    reviewer_id: int
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Excluded:
    reviewer_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class Ranking:
    ranked: tuple[Ranked, ...]
    excluded: tuple[Excluded, ...]


def choose_desk(claim: ClaimFacts, desks: Sequence[DeskFacts]) -> int | None:
    """The desk that shares most topics with the claim, else the default one, else the first; None without desks."""
    if not desks:
        return None
    wanted = _folded(claim.topics)

    def fit(desk: DeskFacts) -> tuple[int, bool, int]:
        return len(wanted & _folded(desk.topics)), desk.is_default, -desk.desk_id

    return max(desks, key=fit).desk_id


def rank(claim: ClaimFacts, candidates: Iterable[Candidate]) -> Ranking:
    """Everybody who may judge the claim, best first, and everybody who may not, with the reason.

    Who had it in an earlier round comes after all who look at it with fresh eyes.
    """
    candidates = list(candidates)
    excluded = {candidate.reviewer_id: exclusion(claim, candidate) for candidate in candidates}
    able = [candidate for candidate in candidates if excluded[candidate.reviewer_id] is None]
    busiest = max((candidate.recent for candidate in able), default=0)
    ranked = [_score(claim, candidate, busiest) for candidate in able]
    earlier = {candidate.reviewer_id: candidate.earlier for candidate in able}
    # The id breaks ties, so that the same facts always give the same list.
    ranked.sort(key=lambda found: (earlier[found.reviewer_id], -found.score, found.reviewer_id))
    return Ranking(
        ranked=tuple(ranked),
        excluded=tuple(Excluded(who, why) for who, why in excluded.items() if why is not None),
    )


def exclusion(claim: ClaimFacts, candidate: Candidate, *, pulling: bool = False) -> str | None:
    """Why this reviewer must not have the claim, or None. Who asks for work is neither away nor full."""
    if candidate.had:
        return "has had this claim already"
    if conflict := _conflict(claim, candidate):
        return f"conflict of interest: {conflict}"
    if not _speaks(candidate, claim.language):
        return f"does not read “{claim.language}”"
    if pulling:
        return None
    if candidate.is_away:
        return "is away"
    if candidate.open_load >= candidate.capacity:
        return f"has {candidate.open_load} of {candidate.capacity} claims open"
    return None


def _score(claim: ClaimFacts, candidate: Candidate, busiest: int) -> Ranked:
    shared = sorted(_folded(claim.topics) & _folded(candidate.topics))
    expertise = len(shared) / len(_folded(claim.topics)) if claim.topics else 0.5
    spare = 1 - candidate.open_load / candidate.capacity
    fairness = 1 - candidate.recent / busiest if busiest else 1.0
    reasons = (
        f"knows {', '.join(shared)}" if shared else "no topic in common",
        f"{candidate.open_load} of {candidate.capacity} claims open",
        f"{candidate.recent} claims in the last day",
    )
    return Ranked(candidate.reviewer_id, EXPERTISE * expertise + CAPACITY * spare + FAIRNESS * fairness, reasons)


def _conflict(claim: ClaimFacts, candidate: Candidate) -> str | None:
    named = {name.casefold(): name for name in (claim.speaker, claim.outlet) if name}
    return next((named[c.casefold()] for c in candidate.conflicts if c.casefold() in named), None)


def _speaks(candidate: Candidate, language: str) -> bool:
    """No languages on record means all; "en" covers "en-GB"."""
    if not candidate.languages:
        return True
    spoken = _folded(candidate.languages)
    return language.casefold() in spoken or language.casefold().split("-")[0] in spoken


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word.casefold() for word in words)
