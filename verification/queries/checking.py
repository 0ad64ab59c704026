"""What is asked about all claims of one text at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db.models import F, Max, QuerySet

from claims import queries as claim_queries
from claims.models import Claim, Mention, Revision
from verification.display_status import ClaimStatus, claim_status
from verification.models import Check, Rating, Verdict
from verification.states import BLIND


def mentions_with_checks(revision: Revision) -> QuerySet[Mention]:
    """Where claims stand in the text, in order, each with its check and what that has come to."""
    found = claim_queries.mentions_in(revision).select_related("claim__check_row__rating", "claim__check_row__desk")
    return found.defer("claim__search")


def open_verdicts(check_ids: Collection[int]) -> QuerySet[Verdict]:
    """The verdicts of the present round of checks that are judged blindly no longer, an adjudicator's first."""
    found = Verdict.objects.filter(
        assignment__check_row__in=check_ids, assignment__round=F("assignment__check_row__round")
    )
    decided = found.exclude(assignment__check_row__status__in=BLIND).prefetch_related("sources")
    return decided.select_related("rating", "assignment__reviewer__user").order_by("assignment__slot", "pk")


def results_of(checks: Iterable[Check]) -> dict[int, Check]:
    """By the key of each of ``checks`` the one that has its result: itself, or the last of those that it follows."""
    ends = {check.pk: check for check in checks}
    # An earlier check has the lower number, so this comes to an end.
    while following := {check.follows_id for check in ends.values() if check.follows_id is not None}:
        followed = Check.objects.select_related("rating").in_bulk(following)
        ends = {pk: followed[end.follows_id] if end.follows_id is not None else end for pk, end in ends.items()}
    return ends


def statuses_of(claims: Iterable[Claim]) -> dict[int, ClaimStatus]:
    """How each of ``claims`` stands, by its key. Their checks are read with their ratings."""
    own = {claim.pk: getattr(claim, "check_row", None) for claim in claims}
    results = results_of(check for check in own.values() if check)
    best = _best_values({check.rating.scale_id for check in results.values() if check.rating})
    return {claim: _status_of(check, results, best) for claim, check in own.items()}


def _status_of(check: Check | None, results: dict[int, Check], best: dict[int, int | None]) -> ClaimStatus:
    if check is None:
        return claim_status(None, value=None, best=None)
    result = results[check.pk]
    rating = result.rating
    return claim_status(
        result.status,
        value=rating.value if rating else None,
        best=best[rating.scale_id] if rating else None,
        follows=result.pk != check.pk,
    )


def _best_values(scales: Collection[int]) -> dict[int, int | None]:
    """The highest number of each scale; None where its ratings have none."""
    rows = Rating.objects.filter(scale__in=scales).order_by().values("scale").annotate(best=Max("value"))
    return dict(rows.values_list("scale", "best"))
