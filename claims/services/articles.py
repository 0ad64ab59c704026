"""Articles in, statements out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from claims import queries
from claims.core.addresses import address_key
from claims.core.moments import offset_seconds
from claims.core.text import comparable, drop_unstorable
from claims.errors import IllegalMove
from claims.extraction.statements import Statement
from claims.intake import ArticleDraft, ReceivedText, clean_article, received_text
from claims.models import Article, Claim, Mention, Revision, Speaker, User
from claims.services import revisions
from claims.services.attempts import Work, hold, is_alone
from claims.services.comparing import await_comparison
from claims.services.events import move, record
from claims.services.facts import date_row, quantity_row
from claims.services.speakers import speaker_key, store_speakers
from claims.services.trying import count_attempt, exhausted, put_aside_exhausted, try_again, untried
from claims.services.wording import substitution_rows
from claims.states import ARTICLE_MOVES, ArticleStatus

# How long an attempt may take before the sweep takes it for dead whatever its session says: 5, 10, 20 … minutes.
FIRST_WAIT = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of an article handed in: ``created``, ``revised`` (a new Revision), or neither (known already)."""

    article: Article
    created: bool = False
    revised: bool = False


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try at extraction: what to read, and the day it is told from (aware)."""

    article_id: int
    revision_id: int
    number: int
    text: str
    title: str
    language: str
    published_at: datetime


def receive_article(*, draft: ArticleDraft, actor: User | None) -> Receipt:
    """Store ``draft`` once: the same text is the same Article; another text at the same URL is a new Revision.

    Texts are the same that only differ in what `comparable` leaves out.

    Raises Invalid where the text or a field cannot be stored.
    """
    text = received_text(draft)
    draft = clean_article(draft)
    try:
        return _receive(draft=draft, text=text, actor=actor)
    except IntegrityError:
        # Somebody stored the same text or URL between our look and our insert; now it is there to be found.
        return _receive(draft=draft, text=text, actor=actor)


@transaction.atomic
def _receive(*, draft: ArticleDraft, text: ReceivedText, actor: User | None) -> Receipt:
    if present := queries.article_now_with(text):
        return Receipt(present)
    if at_url := queries.article_with_url(draft.url):
        return _revise(article=at_url, text=text, actor=actor)
    if known := queries.article_once_with(text):
        return Receipt(known)
    return _create(draft=draft, text=text, actor=actor)


def _create(*, draft: ArticleDraft, text: ReceivedText, actor: User | None) -> Receipt:
    article = Article.objects.create(
        title=draft.title,
        url=draft.url,
        url_key=address_key(draft.url),
        outlet=draft.outlet,
        byline=draft.byline,
        language=draft.language,
        published_at=draft.published_at,
        published_utc_offset=offset_seconds(draft.published_at),
        text_sha256=text.sha256,
        text_key=text.key,
        created_by=actor,
    )
    _store_text(article, 1, text)
    record(row=article, before="", after=ArticleStatus.RECEIVED, actor=actor)
    return Receipt(article, created=True)


def _revise(*, article: Article, text: ReceivedText, actor: User | None) -> Receipt:
    article = Article.objects.select_for_update().get(pk=article.pk)
    if text.key == article.text_key or text.sha256 == article.text_sha256:
        return Receipt(article)
    number = queries.current_revision(article).number + 1
    _store_text(article, number, text)
    changed = untried(article) | {"text_sha256": text.sha256, "text_key": text.key}
    if article.status == ArticleStatus.RECEIVED:
        Article.objects.filter(pk=article.pk).update(**changed)
        article.refresh_from_db()
    else:
        move(
            row=article,
            moves=ARTICLE_MOVES,
            to=ArticleStatus.RECEIVED,
            actor=actor,
            why=f"The text changed: revision {number}.",
            **changed,
        )
    return Receipt(article, revised=True)


def _store_text(article: Article, number: int, text: ReceivedText) -> None:
    Revision.objects.create(
        article=article,
        number=number,
        text=text.text,
        sha256=text.sha256,
        text_key=text.key,
        original_sha256=text.original_sha256,
        offsets=list(text.runs),
    )


@transaction.atomic
def begin_extraction(*, article_id: int) -> Attempt | None:
    """Count an attempt, in a commit of its own, and say what to read; None where there is nothing to do.

    Until ``next_attempt_at`` nobody else begins: it is far enough ahead for the work, and the sweep brings it forward
    when the worker dies (see ``attempts``). What was tried before waits for others of the kind.
    """
    due = queries.articles_due_for_extraction().filter(pk=article_id).exclude(exhausted())
    article = due.select_for_update(skip_locked=True).first()
    if article is None or (article.attempts and not _is_alone(article_id)):
        return None
    hold(Work.EXTRACTION, [article_id])
    count_attempt(Article.objects.filter(pk=article_id), first_wait=FIRST_WAIT)
    revision = queries.current_revision(article)
    return Attempt(
        article_id=article_id,
        revision_id=revision.pk,
        number=article.attempts + 1,
        text=revision.text,
        title=article.title,
        language=article.language,
        published_at=article.published_local or timezone.localtime(article.created_at),
    )


def _is_alone(article_id: int) -> bool:
    return is_alone(queries.articles_waiting_for_extraction().exclude(pk=article_id), Work.EXTRACTION)


@transaction.atomic
def fail_extraction(*, attempt: Attempt, problem: str, final: bool = False) -> None:
    """Keep why an attempt failed. ``final``: no further attempt can help, the article is unreadable.

    What was wrong with a text says nothing about one that has come meanwhile, and is forgotten.
    """
    article = Article.objects.select_for_update().get(pk=attempt.article_id)
    tried = Revision.objects.get(pk=attempt.revision_id)
    if article.status != ArticleStatus.RECEIVED or article.text_sha256 != tried.sha256:
        return
    if not final:
        Article.objects.filter(pk=article.pk, status=ArticleStatus.RECEIVED).update(problem=problem)
        return
    move(row=article, moves=ARTICLE_MOVES, to=ArticleStatus.UNREADABLE, actor=None, why=problem, problem=problem)


@transaction.atomic
def quarantine_exhausted_articles() -> list[int]:
    """Put aside what used up its attempts, for an editor to look at; returns the ids."""
    return put_aside_exhausted(queries.articles_due_for_extraction())


@transaction.atomic
def retry_article(*, article: Article, actor: User) -> None:
    """Give a quarantined or unreadable article a fresh set of attempts.

    Raises IllegalMove for an extracted one, Conflict for one that has moved since it was read.
    """
    if article.status == ArticleStatus.RECEIVED:
        try_again(row=article, still=Article.objects.filter(status=ArticleStatus.RECEIVED), actor=actor)
        return
    if article.status == ArticleStatus.EXTRACTED:
        # The table lets it be received again: that is for a text that has changed.
        raise IllegalMove("The claims of this article have been found.")
    move(
        row=article,
        moves=ARTICLE_MOVES,
        to=ArticleStatus.RECEIVED,
        actor=actor,
        why="Tried again.",
        **untried(article),
    )


@transaction.atomic
def store_statements(*, attempt: Attempt, statements: Iterable[Statement]) -> list[Claim]:
    """Store the claims among ``statements`` with their mentions and close the extraction.

    A claim of an earlier revision is found again by its text, else by its quote; one that is gone is marked.
    Raises Conflict when the article was extracted meanwhile or its text has changed since ``attempt`` began.
    """
    article = Article.objects.select_for_update().get(pk=attempt.article_id)
    revision = Revision.objects.get(pk=attempt.revision_id)
    found = [statement for statement in statements if statement.is_claim]
    move(
        row=article,
        moves=ARTICLE_MOVES,
        to=ArticleStatus.EXTRACTED,
        actor=None,
        data={"revision": revision.number, "claims": len(found), "attempt": attempt.number},
        only_if=Q(text_sha256=revision.sha256),
        problem="",
    )
    told = [(fingerprint_of(statement), statement) for statement in found]
    known = revisions.carry_over(revision=revision, statements=told)
    fresh = [statement for print_, statement in told if print_ not in known]
    claims = _store_claims(article, fresh)
    _store_mentions(claims, revision, fresh)
    revisions.mark_vanished(revision=revision)
    return sorted({*claims.values(), *known.values()}, key=lambda claim: claim.pk)


def fingerprint(text: str) -> str:
    """The digest by which two wordings count as the same: neither case nor what `comparable` leaves out nor the marks
    around them matter.
    """
    folded = comparable(text).casefold().strip(" .!?\"'")
    return hashlib.sha256(folded.encode()).hexdigest()


def fingerprint_of(statement: Statement) -> str:
    """The digest of what was said and by whom: two people who say the same make two claims."""
    return fingerprint(f"{statement.speaker.name}\n{statement.text}" if statement.speaker else statement.text)


def _store_claims(article: Article, statements: Sequence[Statement]) -> dict[str, Claim]:
    speakers = store_speakers({one.speaker.name: one.speaker.role for one in statements if one.speaker})
    rows = [_claim_row(article, statement, speakers) for statement in statements]
    Claim.objects.bulk_create(rows, ignore_conflicts=True)
    prints = {row.fingerprint for row in rows}
    stored = list(Claim.objects.filter(article=article, fingerprint__in=prints))
    await_comparison(claims=stored)
    return {claim.fingerprint: claim for claim in stored}


def _claim_row(article: Article, statement: Statement, speakers: dict[str, Speaker]) -> Claim:
    speaker = statement.speaker
    return Claim(
        # Texts that came in long ago may hold anything.
        text=drop_unstorable(statement.text),
        fingerprint=fingerprint_of(statement),
        article=article,
        speaker=speakers[speaker_key(speaker.name)] if speaker else None,
        kind=statement.kind,
        said_at=article.published_at,
        said_utc_offset=article.published_utc_offset,
        language=article.language,
        quantities=[quantity_row(quantity) for quantity in statement.quantities],
        dates=[date_row(found) for found in statement.dates],
        substitutions=substitution_rows(statement),
        via=[{"name": source.name, "role": source.role} for source in statement.via],
        topics=list(statement.topics),
        worthiness=statement.worthiness,
    )


def _store_mentions(claims: dict[str, Claim], revision: Revision, statements: Sequence[Statement]) -> None:
    rows = [revisions.new_mention(claims[fingerprint_of(one)], revision, one.start, one.end) for one in statements]
    Mention.objects.bulk_create(rows, ignore_conflicts=True)
