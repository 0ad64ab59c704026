"""An article with its claims marked by how far each has come, and the way from one claim to the next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from claims import queries as claim_queries
from claims.access import Scope
from claims.models import Claim, Mention, User
from verification import queries
from verification.display_status import ClaimStatus
from verification.highlighting import Mark, pieces


@dataclass(frozen=True, slots=True)
class Stop:
    """A claim on the way through an article: where it leads (empty: nowhere) and whether it is still to be judged."""

    claim_id: int
    href: str
    is_waiting: bool


def article_pieces(claim: Claim, user: User) -> dict[str, Any]:
    """The article of a claim with all its claims marked, this one above all; nothing for a bare claim."""
    shown = claim_queries.mention_to_show(claim)
    if shown is None:
        return {"article": None, "mention": None, "pieces": []}
    mentions = list(queries.mentions_with_checks(shown.revision))
    statuses = queries.statuses_of(mention.claim for mention in mentions)
    mine = queries.own_assignments(user, [mention.claim_id for mention in mentions])
    return {
        "article": shown.revision.article,
        "may_review": user.may(Scope.REVIEWS_WRITE),
        "mention": shown,
        **marked(shown.revision.text, mentions, statuses, mine, current=shown.pk),
        **_ways(claim, mentions, statuses, mine),
    }


def marked(
    text: str,
    mentions: Sequence[Mention],
    statuses: Mapping[int, ClaimStatus],
    mine: Mapping[int, int],
    *,
    current: int | None = None,
) -> dict[str, Any]:
    """The text in pieces, and the legend: each status that occurs in it with its number of claims.

    ``statuses``: how each claim stands; ``mine``: the person's open assignments by claim; ``current``: the mention
    that is looked at.
    """
    marks = [_mark(mention, statuses, mine, is_current=mention.pk == current) for mention in mentions]
    counted = Counter({mention.claim_id: statuses[mention.claim_id] for mention in mentions}.values())
    return {
        "pieces": pieces(text, marks),
        "legend": [(status, counted[status]) for status in ClaimStatus if counted[status]],
    }


def _ways(
    claim: Claim, mentions: Sequence[Mention], statuses: Mapping[int, ClaimStatus], mine: Mapping[int, int]
) -> dict[str, str]:
    """Where j, k and n lead from ``claim``: the claims before and after it, and the next that waits, once around."""
    stops = [_stop(mention, statuses, mine) for mention in {mention.claim_id: mention for mention in mentions}.values()]
    at = next((place for place, stop in enumerate(stops) if stop.claim_id == claim.pk), 0)
    around = [stop for stop in (*stops[at + 1 :], *stops[:at]) if stop.href]
    return {
        "claim_before": stops[at - 1].href if at > 0 else "",
        "claim_after": stops[at + 1].href if at + 1 < len(stops) else "",
        "next_waiting": next((stop.href for stop in around if stop.is_waiting), ""),
    }


def _stop(mention: Mention, statuses: Mapping[int, ClaimStatus], mine: Mapping[int, int]) -> Stop:
    is_waiting = mention.claim_id in mine or statuses[mention.claim_id] is ClaimStatus.UNCHECKED
    return Stop(mention.claim_id, _href(mention, mine), is_waiting)


def _href(mention: Mention, mine: Mapping[int, int]) -> str:
    """To the workbench where the claim is with the person, else to its check."""
    if mention.claim_id in mine:
        return reverse("assignment", args=[mine[mention.claim_id]])
    check = getattr(mention.claim, "check_row", None)
    return reverse("check", args=[check.pk]) if check else ""


def _mark(mention: Mention, statuses: Mapping[int, ClaimStatus], mine: Mapping[int, int], *, is_current: bool) -> Mark:
    return Mark(mention.start, mention.end, statuses[mention.claim_id], _href(mention, mine), is_current)
