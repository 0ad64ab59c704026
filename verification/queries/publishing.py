"""Questions about what was published."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db.models import (
    CharField,
    Count,
    Exists,
    F,
    Func,
    Max,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Coalesce

from claims import queries as claim_queries
from claims import search
from claims.models import Article, Claim, Mention
from claims.models.search_words import words_of
from verification.models import Check, FactCheck, FactCheckRevision, Rating
from verification.queries.following import followers_of
from verification.states import CheckStatus

# A longer list is no help; who is not in it is found by typing the name.
SPEAKERS_OFFERED = 200
STANDS = ~Q(check_row__status=CheckStatus.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader narrows the list by; empty: everything. ``words`` in the syntax of web search."""

    words: str = ""
    rating: str = ""
    topic: str = ""
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class Choices:
    """What the list can be narrowed by: names of ratings in the order of their scales, topics, claimants."""

    ratings: tuple[str, ...]
    topics: tuple[str, ...]
    speakers: tuple[str, ...]


def fact_checks() -> QuerySet[FactCheck]:
    """All that were ever published, newest first, each with its revisions, newest first.

    One that was re-opened stays up as it is until the next sign-off; a withdrawn one stays and says so.
    """
    revisions = (
        FactCheckRevision.objects.select_related("rating__scale")
        .prefetch_related("rating__scale__ratings")
        .defer("search")
    )
    public = claim_queries.public_articles().filter(pk=OuterRef("check_row__claim__article"))
    return (
        FactCheck.objects.annotate(article_is_public=Exists(public))  # type: ignore[no-redef]
        .select_related("check_row__claim__vanished_in", "check_row__desk")
        .defer("check_row__claim__vanished_in__text")
        .prefetch_related(Prefetch("revisions", queryset=revisions.defer("search").order_by("-number")))
        .order_by("-created_at", "-pk")
    )


def published_fact_checks() -> QuerySet[FactCheck]:
    """Those that stand: listed, searched and fed to readers."""
    return fact_checks().filter(STANDS)


def fact_checks_to_find() -> QuerySet[FactCheck]:
    """Those that stand, the oldest first: where each is, and when it changed last."""
    return FactCheck.objects.filter(STANDS).only("slug", "changed_at").order_by("pk")


def changed_fact_checks() -> QuerySet[FactCheck]:
    """All that were ever published, withdrawn ones too, the one first that changed last."""
    return fact_checks().order_by("-changed_at", "-pk")


def last_change_for_readers() -> datetime | None:
    """When any fact-check changed last."""
    newest: datetime | None = FactCheck.objects.aggregate(at=Max("changed_at"))["at"]
    return newest


def newest_revisions(checks: Collection[Check]) -> dict[int, FactCheckRevision]:
    """What readers see of each of ``checks`` by its key, where something was published."""
    revisions = FactCheckRevision.objects.filter(fact_check__check_row__in=checks).select_related("fact_check")
    revisions = revisions.defer("search")
    return {revision.fact_check.check_row_id: revision for revision in revisions.order_by("number")}


def search_fact_checks(found: QuerySet[FactCheck], words: str) -> QuerySet[FactCheck]:
    """Those in which a reader sees the words: each somewhere in what the newest revision says, in the name of its
    rating, or in the title and outlet of an article that is public.
    """
    alternatives = claim_queries.without_stop_words(search.alternatives(words))
    asked = [reduce(and_, map(_shows, terms)) for terms in alternatives]
    return found.filter(reduce(or_, asked)) if asked else found.none()


def _shows(term: search.Term) -> Q:
    """Whether readers see the term. Each place is looked at by its own index, once: to try every row on all of them
    costs seconds where much was published.
    """
    query = claim_queries.words_in_order(term)
    ratings = Rating.objects.annotate(told=words_of("name")).filter(told=query).values_list("pk", flat=True)
    newest = FactCheckRevision.objects.filter(_is_newest())
    told = newest.filter(Q(search=query) | Q(rating__in=list(ratings)))
    articles = newest.annotate(told=words_of("article_title", "outlet")).filter(
        told=query, fact_check__check_row__claim__article__in=claim_queries.public_articles()
    )
    shown = Q(pk__in=told.values("fact_check")) | Q(pk__in=articles.values("fact_check"))
    return ~shown if term.is_excluded else shown


def narrow_fact_checks(found: QuerySet[FactCheck], wanted: Wanted) -> QuerySet[FactCheck]:
    """Those that a reader asks for, by what their newest revision says."""
    if wanted.words:
        found = search_fact_checks(found, wanted.words)
    if wanted.rating:
        found = found.filter(_newest_says(rating__name=wanted.rating))
    if wanted.topic:
        found = found.filter(check_row__claim__topics__contains=[wanted.topic])
    if wanted.speaker:
        found = found.filter(_newest_says(claimant__unaccent__icontains=wanted.speaker))
    return found


def choices_of_readers() -> Choices:
    """What the fact-checks that stand can be narrowed by."""
    standing = FactCheck.objects.filter(STANDS)
    newest = FactCheckRevision.objects.filter(fact_check__in=standing).filter(_is_newest())
    given = Rating.objects.filter(Exists(newest.filter(rating=OuterRef("pk"))))
    ratings = given.order_by("position", "name").values_list("name", flat=True)
    topics = standing.annotate(topic=Func("check_row__claim__topics", function="unnest", output_field=CharField()))
    speakers = newest.exclude(claimant="").values("claimant").annotate(times=Count("pk")).order_by("-times", "claimant")
    return Choices(
        ratings=tuple(dict.fromkeys(ratings)),
        topics=tuple(topics.order_by("topic").values_list("topic", flat=True).distinct()),
        speakers=tuple(sorted(row["claimant"] for row in speakers[:SPEAKERS_OFFERED])),
    )


def changes_for_readers() -> QuerySet[Any, Any]:
    """Every correction and withdrawal, newest first, as {at, check, is_withdrawal, note}."""
    corrected = FactCheckRevision.objects.exclude(note="").order_by()
    withdrawn = FactCheck.objects.filter(check_row__status=CheckStatus.WITHDRAWN).order_by()
    return (
        corrected.values(
            at=F("published_at"), check=F("fact_check__check_row_id"), is_withdrawal=Value(False), told=F("note")
        )
        .union(
            withdrawn.values(
                at=F("changed_at"), check=F("check_row_id"), is_withdrawal=Value(True), told=F("withdrawal_reason")
            ),
            all=True,
        )
        .order_by("-at")
    )


def fact_checks_of(check_ids: Iterable[int]) -> dict[int, FactCheck]:
    """By the number of their check."""
    return {found.check_row_id: found for found in fact_checks().filter(check_row__in=set(check_ids))}


def checked_in(article: Article) -> list[tuple[Mention, FactCheck]]:
    """The passages of an article's present text whose claim has a fact-check that stands, in the order of the text."""
    results = _results_of(article)
    mentions = claim_queries.mentions_in(claim_queries.current_revision(article))
    return [(mention, results[mention.claim_id]) for mention in mentions if mention.claim_id in results]


def articles_checked(fact_check: FactCheck) -> list[Article]:
    """The public articles in which the claim stands that was checked, or one that says the same; each once."""
    claims = [fact_check.check_row.claim_id, *(check.claim_id for check in followers_of(fact_check.check_row))]
    standing = claim_queries.public_articles().filter(claims__in=claims, claims__vanished_in__isnull=True)
    return list(standing.distinct().order_by("pk"))


def public_repeats(fact_check: FactCheck) -> list[Claim]:
    """The claims that say the same, as far as each stands in a public article: that two claims are one is decided
    here, and publishes neither.
    """
    claims = [check.claim for check in followers_of(fact_check.check_row)]
    public = set(claim_queries.public_articles().filter(claims__in=claims).values_list("pk", flat=True))
    return [claim for claim in claims if claim.article_id in public]


def article_is_public(fact_check_id: int) -> bool:
    """Whether readers may know of the article in which the claim of a fact-check stands."""
    return claim_queries.public_articles().filter(claims__check_row__fact_check=fact_check_id).exists()


def _results_of(article: Article) -> dict[int, FactCheck]:
    """By claim of the article: the fact-check that stands, its own or that of the earlier claim which it repeats."""
    own = Check.objects.filter(claim__article=article).values_list("claim_id", Coalesce("follows_id", "pk"))
    ends: dict[int, int] = dict(own)
    # An earlier check has the lower number, so this comes to an end.
    while followed := dict(_following(ends.values()).values_list("pk", "follows_id")):
        ends = {claim: followed.get(check) or check for claim, check in ends.items()}
    found = {one.check_row_id: one for one in published_fact_checks().filter(check_row__in=set(ends.values()))}
    return {claim: found[check] for claim, check in ends.items() if check in found}


def _following(check_ids: Iterable[int]) -> QuerySet[Check]:
    return Check.objects.filter(pk__in=set(check_ids), follows__isnull=False)


def _newest_says(**facts: Any) -> Exists:
    """Whether the newest revision of a fact-check says this."""
    return Exists(FactCheckRevision.objects.filter(_is_newest(), fact_check=OuterRef("pk"), **facts))


def _is_newest() -> Q:
    later = FactCheckRevision.objects.filter(fact_check=OuterRef("fact_check"), number__gt=OuterRef("number"))
    return Q(~Exists(later))
