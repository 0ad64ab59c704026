"""Ways of choosing reviewers: the product's own, and two controls that keep to the same exclusions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from verification.routing import Candidate, ClaimFacts, rank
from verification.routing.exclusions import Named, exclusion_by

Policy = Callable[[ClaimFacts, Sequence[Candidate], int], list[int]]


def routed() -> Policy:
    """What the product does."""

    def choose(claim: ClaimFacts, candidates: Sequence[Candidate], slots: int) -> list[int]:
        return [found.reviewer_id for found in rank(claim, candidates).ranked[:slots]]

    return choose


def round_robin() -> Policy:
    """Everybody in turn, who cannot have the claim is passed over."""
    last = 0

    def choose(claim: ClaimFacts, candidates: Sequence[Candidate], slots: int) -> list[int]:
        nonlocal last
        able = sorted(_able(claim, candidates))
        turn = [who for who in able if who > last] + [who for who in able if who <= last]
        last = turn[:slots][-1] if turn else last
        return turn[:slots]

    return choose


def at_random() -> Policy:
    """Anybody who can have the claim, as a fixed die falls."""
    chance = Random(0)  # noqa: S311

    def choose(claim: ClaimFacts, candidates: Sequence[Candidate], slots: int) -> list[int]:
        able = _able(claim, candidates)
        return chance.sample(able, min(slots, len(able)))

    return choose


def _able(claim: ClaimFacts, candidates: Sequence[Candidate]) -> list[int]:
    named = Named.of(claim)
    return [found.reviewer_id for found in candidates if exclusion_by(named, claim.language, found) is None]


# Name -> what makes one with a memory of its own.
POLICIES: dict[str, Callable[[], Policy]] = {"routed": routed, "round robin": round_robin, "random": at_random}
