"""Which desk a claim goes to."""

from __future__ import annotations

from collections.abc import Sequence

from verification.routing.facts import ClaimFacts, DeskFacts, folded


def choose_desk(claim: ClaimFacts, desks: Sequence[DeskFacts]) -> int | None:
    """The desk that shares most topics with the claim, else the default one, else the first; None without desks."""
    if not desks:
        return None
    wanted = folded(claim.topics)

    def fit(desk: DeskFacts) -> tuple[int, bool, int]:
        return len(wanted & folded(desk.topics)), desk.is_default, -desk.desk_id

    return max(desks, key=fit).desk_id
