"""What routing one claim costs: `python -m tests.bench.routing`. Prints milliseconds of the processor's time, so that
what else the machine does just now counts for little; no test, so it never flakes.
"""

from __future__ import annotations

import random
import statistics
import sys
import time

from verification.routing import Candidate, ClaimFacts, rank

TOPICS = [f"topic {number}" for number in range(40)]
REVIEWERS, CLAIMS = 200, 500


def a_candidate(number: int, chance: random.Random) -> Candidate:
    judged = chance.randint(0, 200)
    return Candidate(
        reviewer_id=number,
        topics=tuple(chance.sample(TOPICS, 6)),
        languages=tuple(chance.sample(["en", "de", "pt", "fr"], 2)),
        capacity=10,
        open_load=chance.randint(0, 9),
        recent=chance.randint(0, 40),
        agreed=chance.randint(0, judged),
        judged=judged,
        conflicts=(f"Party {number % 12}", f"Outlet {number % 30}", f"Person {number}"),
    )


def a_claim(chance: random.Random) -> ClaimFacts:
    return ClaimFacts(
        topics=tuple(chance.sample(TOPICS, 3)),
        language=chance.choice(["en", "de", "pt"]),
        speaker=f"Person {chance.randint(0, 400)}",
        outlet=f"Outlet {chance.randint(0, 60)}",
        text="The council spent four million on the bridge in 2024, twice what it had planned. " * 3,
        aliases=("The Mayor", "Mx Person"),
        role=f"spokesperson of Party {chance.randint(0, 30)}",
        worthiness=chance.random(),
        reach=chance.randint(1, 40),
    )


def measure() -> list[float]:
    """Milliseconds of each call of `rank` on its own."""
    chance = random.Random(7)
    candidates = [a_candidate(number, chance) for number in range(REVIEWERS)]
    claims = [a_claim(chance) for _ in range(CLAIMS)]
    rank(claims[0], candidates)
    return [_milliseconds(claim, candidates) for claim in claims]


def _milliseconds(claim: ClaimFacts, candidates: list[Candidate]) -> float:
    begun = time.process_time()
    rank(claim, candidates)
    return (time.process_time() - begun) * 1000


if __name__ == "__main__":
    took = measure()
    p99 = statistics.quantiles(took, n=100)[98]
    told = f"median {statistics.median(took):.2f} ms, p99 {p99:.2f} ms of processor time"
    sys.stdout.write(f"rank: {REVIEWERS} reviewers, {CLAIMS} claims: {told}\n")
