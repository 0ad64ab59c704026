"""What stands on the desk's first page, narrowed to what somebody looks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from django.db.models import F, Model, Q, QuerySet

from claims.models import Article, ImportedFactCheck
from claims.models.search_words import words_of
from claims.queries import with_release, words_asked_for
from verification.models import Assignment, Check, Reviewer
from verification.queries.deadlines import now
from verification.queries.people import open_assignments
from verification.queries.reviewing import checks
from verification.queries.routing import candidate, checks_to_take, claim_facts
from verification.routing import exclusion

Row = TypeVar("Row", bound=Model)
SOON = timedelta(hours=4)


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What to look at: a topic and a language by name, a speaker and an outlet by a part of theirs; empty: all."""

    topic: str = ""
    speaker: str = ""
    outlet: str = ""
    language: str = ""

    def on_claims(self, path: str) -> Q:
        """The condition on rows whose claim is found by ``path`` ("claim", "check_row__claim")."""
        wanted = {
            "topics__contains": [self.topic] if self.topic else None,
            "speaker__name__unaccent__icontains": self.speaker,
            "article__outlet__unaccent__icontains": self.outlet,
            "language__istartswith": self.language,
        }
        return Q(**{f"{path}__{name}": value for name, value in wanted.items() if value})


@dataclass(frozen=True, slots=True)
class Mine:
    """What somebody holds: what is due within SOON, and the rest."""

    due_soon: list[Assignment]
    later: list[Assignment]


def held_by(reviewer: Reviewer, by: Narrowing, *, limit: int) -> Mine:
    """The soonest due first."""
    held = open_assignments(reviewer).filter(by.on_claims("check_row__claim"))
    found = list(held.order_by(F("check_row__due_at").asc(nulls_last=True), "lease_until", "pk")[:limit])
    until = now() + SOON
    soon = [one for one in found if one.check_row.due_at and one.check_row.due_at <= until]
    return Mine(soon, [one for one in found if one not in soon])


def open_to_take(reviewer: Reviewer, by: Narrowing, *, limit: int) -> list[Check]:
    """Checks that the reviewer may take, the most urgent first; without those that routing would keep from them."""
    (found,) = first_rows([checks_to_take(reviewer).filter(by.on_claims("claim"))], checks(), limit=limit)
    able = candidate(reviewer)
    return [check for check in found if not exclusion(claim_facts(check.claim), able, pulling=True)]


def first_rows(lists: Sequence[QuerySet[Row]], rows: QuerySet[Row], *, limit: int) -> list[list[Row]]:
    """The first of each of ``lists`` in its order, as ``rows`` tells them.

    Each list is asked for keys alone, and all rows come in one more question: to put together all that might be shown,
    and then to sort it, takes twenty times as long where ten thousand wait.
    """
    keys = [list(found.values_list("pk", flat=True)[:limit]) for found in lists]
    whole = rows.in_bulk({pk for found in keys for pk in found})
    return [[whole[pk] for pk in found if pk in whole] for found in keys]


def search_articles(words: str) -> QuerySet[Article]:
    """Articles with the words in their title, outlet or byline, the newest first."""
    told = words_of("title", "outlet", "byline")
    found = Article.objects.annotate(told=told).filter(told=words_asked_for(words)).order_by("-pk")
    return with_release(found)


def search_imported(words: str) -> QuerySet[ImportedFactCheck]:
    """Fact-checks of others that hold the words in their claim or headline, the newest first."""
    return ImportedFactCheck.objects.filter(search=words_asked_for(words)).defer("search").order_by("-pk")
