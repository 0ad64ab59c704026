"""What came of a simulation: how long claims waited, how evenly people were asked, and for what they know."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from verification.simulation.days import Outcome
from verification.simulation.newsroom import DAY, SLOTS

# What nobody with the skills should be over: this many times the mean.
BAR = 1.5
# A shift in which people got fewer than this on average says nothing about fairness.
ENOUGH = 5.0


@dataclass(frozen=True, slots=True)
class Figures:
    """``wait``: minutes from coming in until the first hand-out of each slot is made; ``until_judged``: until the last
    verdict. ``shares``: for each reviewer and whole day, what they were handed over the mean of their shift (1.0 is
    exactly the mean). ``expertise``: mean part of a claim's topics that its reviewers know.
    """

    wait_median: float
    wait_p95: float
    until_judged_median: float
    until_judged_p95: float
    until_judged_max: float
    largest_share: float
    smallest_share: float
    expertise: float
    unjudged: int
    shares: tuple[float, ...]


class TooShort(ValueError):
    """There are too few claims for a whole day of load."""

    def __init__(self) -> None:
        super().__init__("Too few claims for a whole day of load: more claims or fewer reviewers are needed.")


def figures(outcome: Outcome) -> Figures:
    """Raises TooShort for less than a whole day."""
    arrivals = outcome.newsroom.arrivals
    waits = _waits(outcome)
    until = [at - arrivals[claim].at for claim, at in outcome.judged.items()]
    shares = _shares(outcome)
    if not shares:
        raise TooShort
    return Figures(
        wait_median=statistics.median(waits),
        wait_p95=_p95(waits),
        until_judged_median=statistics.median(until),
        until_judged_p95=_p95(until),
        until_judged_max=max(until),
        largest_share=max(shares),
        smallest_share=min(shares),
        expertise=_expertise(outcome),
        unjudged=len(arrivals) - len(outcome.judged),
        shares=shares,
    )


def _waits(outcome: Outcome) -> list[float]:
    """For each slot of each claim; a slot handed out again counts by its first time."""
    taken: Counter[int] = Counter()
    waits = []
    for made in outcome.hand_outs:
        taken[made.claim] += 1
        if taken[made.claim] <= SLOTS:
            waits.append(made.at - outcome.newsroom.arrivals[made.claim].at)
    return waits


def _shares(outcome: Outcome) -> tuple[float, ...]:
    """Everybody reads the newsroom's first language, so all on a shift have the skills for most of what comes in."""
    got: Counter[tuple[int, int]] = Counter((made.reviewer_id, _day(made.at)) for made in outcome.hand_outs)
    shifts: dict[float, list[int]] = {}
    for person in outcome.newsroom.people:
        shifts.setdefault(person.shift_begins, []).append(person.reviewer_id)
    whole = range(_day(outcome.newsroom.arrivals[-1].at))
    return tuple(
        share for day in whole for people in shifts.values() for share in _over_mean([got[who, day] for who in people])
    )


def _over_mean(counts: Sequence[int]) -> list[float]:
    mean = statistics.fmean(counts)
    return [count / mean for count in counts] if mean >= ENOUGH else []


def _expertise(outcome: Outcome) -> float:
    knows = {person.reviewer_id: set(person.topics) for person in outcome.newsroom.people}
    parts = []
    for made in outcome.hand_outs:
        topics = outcome.newsroom.arrivals[made.claim].claim.topics
        parts.append(len(knows[made.reviewer_id] & set(topics)) / len(topics))
    return statistics.fmean(parts)


def _day(at: float) -> int:
    """Days run from the first shift to the next morning, so that no shift is cut in two."""
    return int((at - 6 * 60) // DAY)


def _p95(values: Sequence[float]) -> float:
    return statistics.quantiles(values, n=20)[18]
