"""Questions about what was published."""

from __future__ import annotations

from collections.abc import Collection

from django.contrib.postgres.search import SearchQuery
from django.db.models import Prefetch, QuerySet

from verification.models import (
    Check,
    FactCheck,
    FactCheckRevision,
)
from verification.states import CheckStatus


def fact_checks() -> QuerySet[FactCheck]:
    """All that were ever published, newest first, each with its revisions, newest first.

    One that was re-opened stays up as it is until the next sign-off; a withdrawn one stays and says so.
    """
    revisions = FactCheckRevision.objects.select_related("rating__scale").order_by("-number")
    return (
        FactCheck.objects.select_related("check_row__claim__vanished_in", "check_row__desk")
        .defer("check_row__claim__vanished_in__text")
        .prefetch_related(Prefetch("revisions", queryset=revisions))
        .order_by("-created_at", "-pk")
    )


def published_fact_checks() -> QuerySet[FactCheck]:
    """Those that stand: listed, searched and fed to readers."""
    return fact_checks().exclude(check_row__status=CheckStatus.WITHDRAWN)


def newest_revisions(checks: Collection[Check]) -> dict[int, FactCheckRevision]:
    """What readers see of each of ``checks`` by its key, where something was published."""
    revisions = FactCheckRevision.objects.filter(fact_check__check_row__in=checks).select_related("fact_check")
    return {revision.fact_check.check_row_id: revision for revision in revisions.order_by("number")}


def search_fact_checks(found: QuerySet[FactCheck], words: str) -> QuerySet[FactCheck]:
    return found.filter(check_row__claim__search=SearchQuery(words, config="english", search_type="websearch"))
