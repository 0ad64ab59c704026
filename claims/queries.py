"""Questions about articles and claims that have a name."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from functools import reduce
from itertools import combinations
from operator import and_, or_
from typing import Any, TypeVar

import numpy as np
from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db import connection, transaction
from django.db.models import (
    Case,
    CharField,
    Count,
    DateTimeField,
    Exists,
    F,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast, Coalesce, Lower, Now
from pgvector import HalfVector
from pgvector.django import CosineDistance

from claims import search
from claims.articles.release import Viewer
from claims.core.addresses import address_key
from claims.intake import ReceivedText
from claims.models import (
    Article,
    Claim,
    Embedding,
    Event,
    Import,
    ImportedFactCheck,
    ImportRow,
    Match,
    Mention,
    Page,
    Revision,
    Speaker,
    User,
)
from claims.models.lean import Shape, lean
from claims.models.search_words import CONFIG, Folded
from claims.states import (
    ArticleStatus,
    EmbeddingStatus,
    ImportRowStatus,
    ImportStatus,
    MatchStatus,
    PageStatus,
    Release,
)

Row = TypeVar("Row", bound=Model)
EMBARGO_LASTS = Q(release=Release.EMBARGOED, embargoed_until__gt=Now())
EMBARGO_HAS_PASSED = Q(release=Release.EMBARGOED, embargoed_until__lte=Now())
# How many candidates each way of looking gives of each kind; what is compared in the end is at most their sum.
NEAREST = 50
WITH_WORDS = 30
# pgvector looks at this many rows on its way through the index. Among 10,375 claims the nearest 50 were found to 98%
# with 100, and to 99.5% with 200.
LOOKED_AT = 200
TELLING_WORDS = 8
# Neither an address nor a run of letters that no language has.
_WORD = re.compile(r"\d[\d.,]{0,30}|[\w-]{1,24}")


def article_with_url(url: str) -> Article | None:
    """The article that stood at this address, however it is written."""
    return Article.objects.exclude(url_key="").filter(url_key=address_key(url)).first()


def article_now_with(text: ReceivedText) -> Article | None:
    """The article whose present text is the same one."""
    # The index holds no empty keys.
    same = Q(text_key=text.key) & ~Q(text_key="") | Q(text_sha256=text.sha256)
    return Article.objects.filter(same).order_by("pk").first()


def article_once_with(text: ReceivedText) -> Article | None:
    """The article that had the same text at some time."""
    same = Revision.objects.filter(Q(text_key=text.key) | Q(sha256=text.sha256))
    revision = same.select_related("article").order_by("id").first()
    return revision.article if revision else None


# --- Who may know of an article -----------------------------------------------------------------------------------
def public_articles() -> QuerySet[Article]:
    """Those of which everybody may know by now, by the clock of the database."""
    return Article.objects.filter(Q(release=Release.PUBLIC) | EMBARGO_HAS_PASSED)


def articles_with_passed_embargo() -> QuerySet[Article]:
    """Public by now, though nobody has written that down yet."""
    return Article.objects.filter(EMBARGO_HAS_PASSED).order_by("embargoed_until", "pk")


def with_release(articles: QuerySet[Article]) -> QuerySet[Article]:
    """Each with its ``release_now`` and, while an embargo lasts, its ``embargo_ends``; so it has a ``version``."""
    release = Case(When(EMBARGO_HAS_PASSED, then=Value(Release.PUBLIC.value)), default=F("release"))
    ends = Case(When(EMBARGO_LASTS, then=F("embargoed_until")), default=None, output_field=DateTimeField())
    return articles.annotate(release_now=Cast(release, CharField()), embargo_ends=ends)  # type: ignore[no-redef]


def unreleased_article(article_id: int | None) -> Article | None:
    """The article with its release, as long as readers may not know of it."""
    public = public_articles().filter(pk=OuterRef("pk"))
    return with_release(Article.objects.filter(~Exists(public), pk__in=[article_id])).first()


def article_and_clock(article_id: int) -> tuple[Article, datetime]:
    """An article, and the moment at which it was read. Raises Article.DoesNotExist."""
    article: Any = Article.objects.annotate(read_at=Now()).get(pk=article_id)
    return article, article.read_at


def articles_hidden_from(viewer: Viewer) -> QuerySet[Article]:
    """What is embargoed for now and no business of ``viewer``'s."""
    embargoed = Article.objects.filter(EMBARGO_LASTS)
    if viewer.is_of_the_house:
        return embargoed.none()
    return embargoed.exclude(created_by=viewer.user_id) if viewer.hands_in and viewer.user_id else embargoed


def visible_to(viewer: Viewer, rows: QuerySet[Row], *paths: str) -> QuerySet[Row]:
    """``rows`` without those of which ``viewer`` may not know; each of ``paths`` leads from a row to an article
    ("pk" for articles themselves).
    """
    # Asked for beforehand: they are few, mostly none, and a question inside the question reads whole tables.
    if hidden := _hidden_from(viewer):
        for path in paths:
            rows = rows.exclude(**{f"{path}__in": hidden})
    return rows


def _hidden_from(viewer: Viewer) -> list[int]:
    return [] if viewer.is_of_the_house else list(articles_hidden_from(viewer).values_list("pk", flat=True))


def visible_among(viewer: Viewer, found: Sequence[Embedding]) -> list[Embedding]:
    """The same of rows that were compared, in their order."""
    hidden = set(_hidden_from(viewer))
    return [one for one in found if not (one.claim and one.claim.article_id in hidden)]


def speakers_visible_to(viewer: Viewer) -> QuerySet[Speaker]:
    """Without those who are known from nothing but what is hidden from ``viewer``."""
    hidden = _hidden_from(viewer)
    if not hidden:
        return Speaker.objects.all()
    others = Claim.objects.filter(speaker=OuterRef("pk")).exclude(article__in=hidden)
    of_hidden = Claim.objects.filter(article__in=hidden, speaker__isnull=False)
    return Speaker.objects.exclude(Q(pk__in=of_hidden.values("speaker")) & ~Exists(others))


def events_of_article(article_id: int) -> QuerySet[Event]:
    """What happened to an article and to its release, in the order in which it happened."""
    events = Event.objects.filter(subject_type__in=["article", "release"], subject_id=article_id)
    return events.select_related("actor").order_by("pk")


def speaker_named(name: str) -> Speaker:
    """The speaker of that name, by the folding that the unique index uses; others fold more (ı and i, for one)."""
    return Speaker.objects.annotate(folded=Lower("name")).get(folded=Lower(Value(name)))


def current_revision(article: Article) -> Revision:
    return article.revisions.order_by("-number")[0]


def articles_waiting_for_extraction() -> QuerySet[Article]:
    """Received, not quarantined: extraction is owed to them now or later."""
    return Article.objects.filter(status=ArticleStatus.RECEIVED, quarantined_at__isnull=True)


def articles_due_for_extraction() -> QuerySet[Article]:
    """Those whose turn has come, by the clock of the database."""
    return articles_waiting_for_extraction().filter(next_attempt_at__lte=Now()).order_by("next_attempt_at")


def articles_to_extract_again() -> QuerySet[Article]:
    """Of those, the ones that were tried before."""
    return articles_due_for_extraction().filter(attempts__gt=0)


def imports_due() -> QuerySet[Import]:
    """Those whose next rows are to be brought in now, by the clock of the database."""
    running = Import.objects.filter(status=ImportStatus.RUNNING, quarantined_at__isnull=True)
    return running.filter(next_attempt_at__lte=Now()).order_by("next_attempt_at")


def rows_to_bring_in(import_id: int) -> QuerySet[ImportRow]:
    return ImportRow.objects.filter(file=import_id, status=ImportRowStatus.WAITING).order_by("line")


def rows_by_status(import_ids: Collection[int]) -> dict[int, dict[str, int]]:
    """How many rows of each import stand in each state, by its key."""
    rows = ImportRow.objects.filter(file__in=import_ids).order_by().values_list("file", "status")
    found: dict[int, dict[str, int]] = {}
    for import_id, status, count in rows.annotate(count=Count("pk")):
        found.setdefault(import_id, {})[status] = count
    return found


def with_row_counts(imports: QuerySet[Import]) -> QuerySet[Import]:
    """Each import with how many of its rows stand in each state, as ``rows_waiting`` and so on."""
    rows = ImportRow.objects.all()
    return imports.annotate(
        **{f"rows_{status}": count_of(rows.filter(status=status), "file") for status in ImportRowStatus}
    )


def count_of(rows: QuerySet[Any], name: str) -> Coalesce:
    """How many of ``rows`` point at each row with their ``name``: counted for the rows that are read, not for all."""
    mine = rows.filter(**{name: OuterRef("pk")}).order_by().values(name)
    return Coalesce(Subquery(mine.annotate(counted=Count("pk")).values("counted")), Value(0))


def rows_held(work: int) -> RawSQL:
    """The ids of rows whose attempt lives; ``work`` is what the numbers of their locks begin with."""
    held = """SELECT ((classid::bigint << 32) | objid::bigint) - %s FROM pg_locks
        WHERE locktype = 'advisory' AND objsubid = 1
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"""
    return RawSQL(held, [work])  # noqa: S611  # The words are all here.


def claims_list() -> QuerySet[Claim]:
    found = Claim.objects.select_related("speaker", "article", "vanished_in")
    return found.defer("search", "vanished_in__text")


SPEAKERS = Shape(["id", "name", "role", "aliases", "same_as"])
REVISIONS = Shape(["id", "number"])
# What is told of a claim in a list.
CLAIM_COLUMNS = (
    "id",
    "text",
    "substitutions",
    "article_id",
    "speaker_id",
    "via",
    "kind",
    "said_at",
    "said_utc_offset",
    "language",
    "quantities",
    "dates",
    "topics",
    "worthiness",
    "vanished_in_id",
    "created_at",
)


def claims_to_tell() -> QuerySet[Claim]:
    """Claims for long lists that are filtered and searched."""
    shared = {"speaker": lean(Speaker, SPEAKERS), "vanished_in": lean(Revision, REVISIONS)}
    return lean(Claim, Shape(CLAIM_COLUMNS, shared=shared))


def search_claims(claims: QuerySet[Claim], words: str) -> QuerySet[Claim]:
    """Claims that hold the words."""
    return claims.filter(search=words_asked_for(words))


def words_asked_for(words: str) -> Any:
    """In the syntax of web search (see ``claims.search``); what asks for no word is found nowhere."""
    asked = [reduce(and_, map(_query_of, terms)) for terms in search.alternatives(words)]
    return reduce(or_, asked) if asked else SearchQuery("", config=CONFIG)


def without_stop_words(alternatives: Sequence[Sequence[search.Term]]) -> list[list[search.Term]]:
    """The terms that are looked for at all; a row has none of the words that every text has."""
    words = [term.words for terms in alternatives for term in terms]
    with connection.cursor() as cursor:
        is_asked = "numnode(phraseto_tsquery(%s::regconfig, search_folded(one))) > 0"
        cursor.execute(f"SELECT one FROM unnest(%s::text[]) AS one WHERE {is_asked}", [words, CONFIG])  # noqa: S608
        kept = {word for (word,) in cursor.fetchall()}
    found = [[term for term in terms if term.words in kept] for terms in alternatives]
    return [terms for terms in found if terms]


def _query_of(term: search.Term) -> Any:
    # The framework can turn round one question, but not one that is put together.
    return reduce(and_, [~asked for asked in _spelled(term)]) if term.is_excluded else words_in_order(term)


def words_in_order(term: search.Term) -> Any:
    """The term's words one after the other; those with a hyphen also as one."""
    return reduce(or_, _spelled(term))


def _spelled(term: search.Term) -> list[SearchQuery]:
    """The question for each spelling."""
    return [SearchQuery(Folded(Value(words)), config=CONFIG, search_type="phrase") for words in term.spellings]


def mentions_in(revision: Revision) -> QuerySet[Mention]:
    return revision.mentions.select_related("claim__speaker").order_by("start", "id")


def claims_told(revision: Revision, fingerprints: Collection[str]) -> QuerySet[Claim]:
    """The claims of the revision's article in these very words."""
    return Claim.objects.filter(article=revision.article_id, fingerprint__in=fingerprints)


def mentions_to_carry(revision: Revision, *, found: Collection[str]) -> QuerySet[Mention]:
    """Where the article's claims stood last before ``revision``, but for those ``found`` in it by fingerprint."""
    earlier = Mention.objects.filter(claim=OuterRef("claim"), revision__number__lt=revision.number)
    last = earlier.order_by("-revision__number").values("revision")[:1]
    mentions = Mention.objects.filter(claim__article=revision.article_id, revision=Subquery(last))
    return (
        mentions.exclude(claim__fingerprint__in=found)
        .select_related("claim")
        .defer("claim__search")
        .order_by("start", "pk")
    )


def claims_standing_in(revision: Revision) -> QuerySet[Claim]:
    mentions = Mention.objects.filter(claim=OuterRef("pk"), revision=revision)
    return Claim.objects.filter(Exists(mentions), article=revision.article_id)


def claims_gone_from(revision: Revision) -> QuerySet[Claim]:
    """The article's claims that stood in an earlier revision and do not in this one."""
    mentions = Mention.objects.filter(claim=OuterRef("pk"))
    earlier = mentions.filter(revision__number__lt=revision.number)
    return Claim.objects.filter(
        Exists(earlier), ~Exists(mentions.filter(revision=revision)), article=revision.article_id
    )


def claims_no_longer_in(article: Article) -> QuerySet[Claim]:
    """The claims that the article's present text no longer makes."""
    return claims_list().filter(article=article, vanished_in__isnull=False).order_by("pk")


def mention_to_show(claim: Claim) -> Mention | None:
    """The newest place where the claim stands, for reading it in its article."""
    mentions = claim.mentions.select_related("revision__article").order_by("-revision__number", "start")
    return mentions.first()


def search_events(events: QuerySet[Event], words: str) -> QuerySet[Event]:
    """By the number of what moved, by the user name of who moved it, and by words of the reason."""
    actors = list(User.objects.filter(username__unaccent__icontains=words).values_list("pk", flat=True))
    said = Q(why__icontains=words) & ~Q(why="")
    number = int(words) if words.isascii() and words.isdecimal() and len(words) < 19 else None
    known = Q() if number is None else Q(subject_id=number)
    return events.filter(known | said | Q(actor__in=actors))


def events_of(subject_type: str, subject_id: int) -> QuerySet[Event]:
    events = Event.objects.filter(subject_type=subject_type, subject_id=subject_id)
    return events.select_related("actor").order_by(F("id"))


# --- Pages given as sources -------------------------------------------------------------------------------------
def pages_at(urls: Collection[str]) -> QuerySet[Page]:
    """What is known of these addresses, however they are written."""
    return Page.objects.exclude(url_key="").filter(url_key__in=[address_key(url) for url in urls])


def pages_due() -> QuerySet[Page]:
    """Pages that are still to be read, and whose turn has come."""
    return Page.objects.filter(status=PageStatus.WAITING, next_attempt_at__lte=Now()).order_by("next_attempt_at")


# --- What was said before -------------------------------------------------------------------------------------
def embeddings_waiting() -> QuerySet[Embedding]:
    """A comparison is owed to them now or later."""
    return Embedding.objects.filter(status=EmbeddingStatus.WAITING, quarantined_at__isnull=True)


def embeddings_in_progress() -> QuerySet[Embedding]:
    """Those that a worker has begun and not closed; of one that died until its time has run out."""
    return embeddings_waiting().filter(attempts__gt=0, next_attempt_at__gt=Now())


def embeddings_due() -> QuerySet[Embedding]:
    """Those whose turn has come; claims before the fact-checks of others, of which many may come at once."""
    due = embeddings_waiting().filter(next_attempt_at__lte=Now())
    return due.order_by(F("imported").asc(nulls_first=True), "next_attempt_at", "pk")


def embeddings() -> QuerySet[Embedding]:
    """With everything that comparing reads."""
    found = Embedding.objects.select_related("claim__speaker", "imported")
    return found.defer("claim__search", "imported__search")


def nearest(vector: Sequence[float], *, kind: str) -> QuerySet[Embedding]:
    """By cosine distance, nearest first; ``kind``: "claim" or "imported".

    In this very shape, without a join, the question is answered by the index of the kind.
    """
    able = Embedding.objects.filter(**{f"{kind}__isnull": False}, vector__isnull=False)
    return able.order_by(CosineDistance("vector", _half(vector)))[:NEAREST]


def _half(vector: Sequence[float]) -> HalfVector:
    return HalfVector(np.asarray(vector, dtype=np.float32))


@transaction.atomic
def resembling(text: str, vector: Sequence[float], *, kinds: Sequence[str] = ("claim", "imported")) -> list[Embedding]:
    """What may say the same as ``text``: the nearest by ``vector``, and what shares its telling words, of each kind."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('hnsw.ef_search', %s, true)", [str(LOOKED_AT)])
    found = [pk for kind in kinds for pk in nearest(vector, kind=kind).values_list("pk", flat=True)]
    words = telling(lexemes(text))
    if words:
        found += [pk for kind in kinds for pk in _with_words(words, kind)]
    return list(embeddings().filter(pk__in=found, vector__isnull=False).order_by("pk"))


def lexemes(text: str) -> list[str]:
    """The words of ``text`` as full-text search keeps them: without endings, without stop words."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT lexeme FROM unnest(to_tsvector('english', search_document(%s)))", [text])
        return [lexeme for (lexeme,) in cursor.fetchall()]


def telling(words: Iterable[str]) -> list[str]:
    """The few that tell most: figures, then the longest, which are the rarest."""
    able = [word for word in words if _WORD.fullmatch(word)]
    return sorted(able, key=lambda word: (not any(map(str.isdigit, word)), -len(word), word))[:TELLING_WORDS]


def _with_words(words: Sequence[str], kind: str) -> list[int]:
    """Ids of embeddings whose text holds two of ``words`` (or the one that there is), the best first."""
    quoted = ["'" + word.replace("\\", "\\\\").replace("'", "''") + "'" for word in words]
    asked = " | ".join(f"({one} & {other})" for one, other in combinations(quoted, 2)) or quoted[0]
    query = SearchQuery(asked, config="simple", search_type="raw")
    found = Embedding.objects.filter(**{f"{kind}__search": query})
    best = SearchRank(F(f"{kind}__search"), query).desc()
    return list(found.order_by(best, "pk").values_list("pk", flat=True)[:WITH_WORDS])


def imported_at(url: str) -> QuerySet[ImportedFactCheck]:
    """What stands at this address, however it is written."""
    return ImportedFactCheck.objects.exclude(url_key="").filter(url_key=address_key(url))


def matches() -> QuerySet[Match]:
    """With what a list shows."""
    found = Match.objects.select_related(
        "claim__speaker", "earlier__speaker", "earlier__article", "imported", "decided_by"
    )
    return found.defer("claim__search", "earlier__search", "imported__search").order_by("-score", "pk")


def search_matches(found: QuerySet[Match], words: str) -> QuerySet[Match]:
    """Those in which one of the two sides holds the words."""
    claims = search_claims(Claim.objects.all(), words).values("pk")
    others = ImportedFactCheck.objects.filter(search=words_asked_for(words)).values("pk")
    return found.filter(Q(claim__in=claims) | Q(earlier__in=claims) | Q(imported__in=others))


def matches_of(claim: Claim) -> QuerySet[Match]:
    """What the claim resembles of what was said before, the likeliest first; without what people rejected."""
    return matches().filter(claim=claim).exclude(status=MatchStatus.REJECTED)
