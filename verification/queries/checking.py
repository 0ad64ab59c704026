"""What is asked about all claims of one text at once."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import F, QuerySet

from claims import queries as claim_queries
from claims.models import Mention, Revision
from verification.models import Verdict
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
