"""From a received article to its stored claims: once, whatever is interrupted."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db.models.functions import Now

from claims import services, tasks
from claims.errors import Conflict, IllegalMove
from claims.extraction.pipeline import extract
from claims.extraction.statements import Kind, SpeakerMention, Statement
from claims.intake import ArticleDraft
from claims.models import Article, Claim, Event, Mention
from claims.services import Attempt
from claims.states import ARTICLE_MOVES, ArticleStatus, replay
from tests import makers

pytestmark = pytest.mark.django_db
TEXT = "The port handled 90 ships in May 2024.\nThe port handled 90 ships in May 2024.\nHarbour news"
PUBLISHED = datetime(2025, 6, 18, tzinfo=UTC)


def begin(article: Article) -> Attempt:
    attempt = services.begin_extraction(article_id=article.pk)
    assert attempt
    return attempt


def store(attempt: Attempt) -> list[Claim]:
    return services.store_statements(attempt=attempt, statements=extract(attempt.text, published=PUBLISHED))


def make_due(article: Article) -> None:
    Article.objects.filter(pk=article.pk).update(next_attempt_at=Now())


def test_a_claim_said_twice_is_one_claim_with_two_mentions() -> None:
    article = makers.make_article(TEXT)
    (claim,) = store(begin(article))
    assert [TEXT[m.start : m.end] for m in claim.mentions.all()] == [m.exact for m in claim.mentions.all()]
    assert Mention.objects.count() == 2
    assert (claim.quantities[0]["low"], claim.dates[0]["from"]) == (90.0, "2024-05-01")


def test_storing_twice_stores_once() -> None:
    article = makers.make_article(TEXT)
    attempt = begin(article)
    store(attempt)
    with pytest.raises(Conflict):
        store(attempt)
    assert Claim.objects.count() == 1


def test_an_attempt_that_runs_is_not_begun_again() -> None:
    article = makers.make_article(TEXT)
    begin(article)
    assert services.begin_extraction(article_id=article.pk) is None


def test_an_attempt_that_died_is_begun_again_and_counted() -> None:
    article = makers.make_article(TEXT)
    begin(article)
    make_due(article)
    assert begin(article).number == 2


def test_after_three_interrupted_attempts_the_article_is_put_aside_and_can_be_retried() -> None:
    article = makers.make_article(TEXT)
    for _ in range(3):
        make_due(article)
        begin(article)
    make_due(article)
    assert services.begin_extraction(article_id=article.pk) is None
    assert services.quarantine_exhausted_articles() == [article.pk]
    article.refresh_from_db()
    assert "3 attempts were interrupted." in article.problem
    services.retry_article(article=article, actor=makers.make_editor())
    assert begin(article).number == 1


def test_a_text_that_changed_meanwhile_is_not_overwritten_by_the_old_ones_claims() -> None:
    article = makers.make_article(TEXT, url="https://port.example/1")
    stale = begin(article)
    draft = ArticleDraft(text="The port handled 70 ships in June 2024.", url="https://port.example/1")
    services.receive_article(draft=draft, actor=None)
    with pytest.raises(Conflict):
        store(stale)
    assert not Claim.objects.exists()
    store(begin(article))
    assert Claim.objects.get().quantities[0]["low"] == 70.0


def test_a_changed_text_of_an_extracted_article_is_extracted_again() -> None:
    article = makers.make_article(TEXT, url="https://port.example/1")
    store(begin(article))
    draft = ArticleDraft(text=TEXT + "\nIt closed 12 quays in 2025.", url="https://port.example/1")
    services.receive_article(draft=draft, actor=None)
    store(begin(article))
    assert Claim.objects.count() == 2
    events = Event.objects.filter(subject_type="article", subject_id=article.pk).order_by("pk")
    assert replay(ARTICLE_MOVES, [(e.from_status, e.to_status) for e in events]) == ArticleStatus.EXTRACTED


def test_two_editors_who_retry_at_once_retry_once() -> None:
    article = makers.make_article(TEXT)
    Article.objects.filter(pk=article.pk).update(status="unreadable")
    stale = Article.objects.get(pk=article.pk)
    services.retry_article(article=Article.objects.get(pk=article.pk), actor=makers.make_editor())
    with pytest.raises(Conflict):
        services.retry_article(article=stale, actor=makers.make_editor())


def test_the_task_finds_the_claims_and_twice_equals_once() -> None:
    article = makers.make_article(TEXT)
    tasks.extract_article(article.pk)
    tasks.extract_article(article.pk)
    article.refresh_from_db()
    assert article.status == ArticleStatus.EXTRACTED
    assert Claim.objects.count() == 1


def test_another_language_is_told_as_unreadable() -> None:
    article = makers.make_article("Havnen tok imot 90 skip.", language="nb")
    tasks.extract_article(article.pk)
    article.refresh_from_db()
    assert (article.status, "nb" in article.problem) == (ArticleStatus.UNREADABLE, True)


def test_events_cannot_be_changed() -> None:
    makers.make_article(TEXT)
    with pytest.raises(Exception, match="append-only"):
        Event.objects.update(why="It never happened.")


def test_no_article_goes_where_the_table_does_not_lead() -> None:
    article = makers.make_article(TEXT)
    Article.objects.filter(pk=article.pk).update(status="unreadable")
    article.refresh_from_db()
    with pytest.raises(IllegalMove):
        services.move(row=article, moves=ARTICLE_MOVES, to=ArticleStatus.EXTRACTED, actor=None)


def test_a_claim_keeps_what_the_machine_changed_with_places_in_its_own_text() -> None:
    text = (
        "Harbour minister Anna Lindqvist opened the quay of Gothenburg on Sunday.\n"
        "She said it had cost 40 million kronor and carried 900 containers in May.\n"
    )
    article = makers.make_article(text, published_at=datetime(2025, 6, 18, 9, tzinfo=UTC))
    claims = services.store_statements(
        attempt=(attempt := begin(article)), statements=extract(text, published=attempt.published_at)
    )
    changes = [(claim.text, change) for claim in claims for change in claim.substitutions]
    assert ("Sunday", "Sunday (15 June 2025)") in [(one["original"], one["replacement"]) for _, one in changes]
    for told, one in changes:
        assert told[one["start"] : one["end"]] == (one["replacement"] if one["is_sure"] else one["original"])
    for mention in Mention.objects.all():
        assert text[mention.start : mention.end] == mention.exact


def statement_of(text: str, start: int, end: int, name: str) -> Statement:
    mention = SpeakerMention(name, "", start, end)
    quote = text[start:end]
    return Statement(0, start, end, quote, quote, mention, None, Kind.DIRECT, 0.9, (), (), (), True, via=(mention,))


def test_two_who_say_the_same_make_two_claims_and_who_passed_it_on_is_kept() -> None:
    text = "The mine is shut. The mine is shut."
    article = makers.make_article(text)
    said = [statement_of(text, 0, 17, "Ek"), statement_of(text, 18, 35, "Berg")]
    claims = services.store_statements(attempt=begin(article), statements=said)
    assert [claim.speaker.name for claim in claims if claim.speaker] == ["Ek", "Berg"]
    assert claims[0].via == [{"name": "Ek", "role": ""}]
