"""Articles in, statements out, people and speakers: rule by rule."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db.models.functions import Now

from claims import queries, services
from claims.access import Role
from claims.errors import Conflict, IllegalMove, Invalid
from claims.extraction.statements import DateRange, Kind, Quantity, SpeakerMention, Statement
from claims.intake import ArticleDraft
from claims.models import Article, Claim, Event, Mention, Revision, Speaker
from claims.states import ARTICLE_MOVES, ArticleStatus, replay
from tests import makers

pytestmark = pytest.mark.django_db
TEXT = "The harbour was closed for nine days. It reopened on Sunday."


def receive(text: str = TEXT, **facts: Any) -> services.Receipt:
    return services.receive_article(draft=ArticleDraft(text=text, **facts), actor=None)


def begin(article: Article) -> services.Attempt:
    attempt = services.begin_extraction(article_id=article.pk)
    assert attempt is not None
    return attempt


def due_again(article: Article) -> None:
    Article.objects.filter(pk=article.pk).update(next_attempt_at=Now())


def statement(quote: str = "The harbour was closed for nine days.", *, speaker: str = "", **facts: Any) -> Statement:
    start = facts.pop("start", TEXT.find(quote))
    said = {
        "index": 0,
        "start": start,
        "end": start + len(quote),
        "quote": quote,
        "text": quote,
        "speaker": SpeakerMention(speaker, "", 0, 1) if speaker else None,
        "cue": None,
        "kind": Kind.NARRATOR,
        "worthiness": 0.8,
        "quantities": (),
        "dates": (),
        "topics": (),
        "is_claim": True,
    }
    return Statement(**(said | facts))


def steps_of(article: Article) -> list[tuple[str, str]]:
    return [(event.from_status, event.to_status) for event in queries.events_of("article", article.pk)]


# --- Articles in ----------------------------------------------------------------------------------------------
def test_the_same_text_is_the_same_article() -> None:
    first, second = receive(), receive(title="Another title")
    assert (first.created, second.created, second.revised) == (True, False, False)
    assert first.article == second.article


def test_another_text_at_the_same_url_is_a_new_revision_to_be_extracted() -> None:
    article = receive(url="https://paper.example/harbour").article
    services.store_statements(attempt=begin(article), statements=[])
    receipt = receive(TEXT + " So it is.", url="https://paper.example/harbour")
    assert receipt.revised
    assert (receipt.article, receipt.article.status) == (article, ArticleStatus.RECEIVED)
    assert [revision.number for revision in article.revisions.all()] == [1, 2]


def test_an_old_text_at_the_same_url_is_a_new_revision_too() -> None:
    for text in ("One.", "Two.", "One."):
        receipt = receive(text, url="https://paper.example/harbour")
    assert receipt.revised
    assert queries.current_revision(receipt.article).text == "One."
    assert Revision.objects.count() == 3


def test_an_old_text_without_a_url_is_the_article_that_had_it() -> None:
    receive("One.", url="https://paper.example/harbour")
    article = receive("Two.", url="https://paper.example/harbour").article
    receipt = receive("One.")
    assert (receipt.article, receipt.created, receipt.revised) == (article, False, False)


@pytest.mark.parametrize("text", ["", " \n\t", "a\x00b", "a\x1bb", "a\ud800b", "x" * 2_000_001])
def test_a_text_that_cannot_be_kept_is_refused_and_nothing_is_stored(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        receive(text)
    assert list(refused.value.fields) == ["text"]
    assert not Article.objects.exists()


def test_every_article_has_its_beginning_in_the_log() -> None:
    assert steps_of(receive().article) == [("", "received")]


# --- Statements out -------------------------------------------------------------------------------------------
def test_claims_are_stored_with_what_was_read_in_them_and_where_they_stand() -> None:
    article = receive().article
    found = statement(
        quantities=(Quantity("nine days", 27, 36, 9.0, 9.0, "day"),),
        dates=(DateRange("Sunday", 0, 6, date(2026, 5, 3), None),),
        topics=("water",),
        speaker="Ana Reis",
    )
    claim = services.store_statements(attempt=begin(article), statements=[found])[0]
    stored = {"text": "nine days", "low": 9.0, "high": 9.0, "unit": "day"}
    assert [{key: quantity[key] for key in stored} for quantity in claim.quantities] == [stored]
    assert claim.dates == [{"text": "Sunday", "from": "2026-05-03", "to": None}]
    assert claim.speaker == Speaker.objects.get(name="Ana Reis")
    mention = claim.mentions.get()
    assert TEXT[mention.start : mention.end] == mention.exact
    assert mention.prefix + mention.exact + mention.suffix in TEXT
    article.refresh_from_db()
    assert article.status == ArticleStatus.EXTRACTED
    assert replay(ARTICLE_MOVES, steps_of(article)) == "extracted"


def test_what_is_no_claim_is_not_stored() -> None:
    services.store_statements(attempt=begin(receive().article), statements=[statement(is_claim=False)])
    assert not Claim.objects.exists()


def test_a_claim_that_stands_twice_is_one_claim_with_two_mentions() -> None:
    first, second = statement(), statement("The harbour was closed for nine days", start=0, end=36)
    services.store_statements(attempt=begin(receive().article), statements=[first, second])
    assert (Claim.objects.count(), Mention.objects.count()) == (1, 2)


def test_a_claim_that_stays_in_a_changed_text_stays_the_same_claim() -> None:
    article = receive(url="https://paper.example/harbour").article
    services.store_statements(attempt=begin(article), statements=[statement()])
    receive(TEXT + " So it is.", url="https://paper.example/harbour")
    services.store_statements(attempt=begin(article), statements=[statement()])
    claim = Claim.objects.get()
    assert [mention.revision.number for mention in claim.mentions.all()] == [1, 2]


def test_a_second_worker_stores_nothing() -> None:
    article = receive().article
    first = begin(article)
    due_again(article)
    second = begin(article)
    services.store_statements(attempt=second, statements=[statement()])
    with pytest.raises(Conflict):
        services.store_statements(attempt=first, statements=[statement("It reopened on Sunday.")])
    assert Claim.objects.count() == 1


def test_statements_of_a_text_that_has_changed_meanwhile_are_not_stored() -> None:
    article = receive(url="https://paper.example/harbour").article
    attempt = begin(article)
    receive("Another text.", url="https://paper.example/harbour")
    with pytest.raises(Conflict):
        services.store_statements(attempt=attempt, statements=[statement()])
    assert not Claim.objects.exists()


def test_the_failure_of_a_text_that_has_changed_meanwhile_says_nothing_about_the_new_one() -> None:
    article = receive("…", url="https://paper.example/harbour").article
    attempt = begin(article)
    receive(url="https://paper.example/harbour")
    services.fail_extraction(attempt=attempt, problem="No sentences.", final=True)
    article.refresh_from_db()
    assert (article.status, article.problem) == (ArticleStatus.RECEIVED, "")


# --- Attempts -------------------------------------------------------------------------------------------------
def test_while_somebody_is_at_it_nobody_else_begins() -> None:
    article = receive().article
    begin(article)
    assert services.begin_extraction(article_id=article.pk) is None
    assert not queries.articles_due_for_extraction().exists()


def test_attempts_are_counted_and_then_the_article_is_put_aside_for_an_editor(settings: Any) -> None:
    article = receive().article
    for number in range(1, settings.MAX_ATTEMPTS + 1):
        assert begin(article).number == number
        due_again(article)
    assert services.begin_extraction(article_id=article.pk) is None
    assert services.quarantine_exhausted_articles() == [article.pk]
    assert services.quarantine_exhausted_articles() == []
    assert not queries.articles_waiting_for_extraction().exists()


def test_a_failure_that_may_pass_keeps_its_reason_and_a_final_one_closes_the_article() -> None:
    article = receive().article
    services.fail_extraction(attempt=begin(article), problem="Too slow.")
    article.refresh_from_db()
    assert (article.status, article.problem) == (ArticleStatus.RECEIVED, "Too slow.")
    due_again(article)
    services.fail_extraction(attempt=begin(article), problem="No text.", final=True)
    article.refresh_from_db()
    assert (article.status, article.problem) == (ArticleStatus.UNREADABLE, "No text.")


def test_a_quarantined_article_gets_a_fresh_set_of_attempts() -> None:
    article = receive().article
    Article.objects.filter(pk=article.pk).update(attempts=3, quarantined_at=Now(), problem="Three times.")
    services.retry_article(article=article, actor=makers.make_editor())
    assert begin(article).number == 1


def test_an_extracted_article_is_not_tried_again() -> None:
    article = receive().article
    services.store_statements(attempt=begin(article), statements=[])
    article.refresh_from_db()
    with pytest.raises(IllegalMove):
        services.retry_article(article=article, actor=makers.make_editor())


def test_an_article_that_was_extracted_since_it_was_read_is_a_conflict() -> None:
    article, editor = receive().article, makers.make_editor()
    services.store_statements(attempt=begin(article), statements=[])
    events = Event.objects.count()
    with pytest.raises(Conflict):
        services.retry_article(article=article, actor=editor)
    assert Event.objects.count() == events


# --- Speakers -------------------------------------------------------------------------------------------------
def test_a_speaker_is_one_whatever_the_case_and_keeps_the_name_on_record() -> None:
    first, second = makers.make_claim(speaker_name="Ana Reis"), makers.make_claim(speaker_name="ANA REIS")
    assert first.speaker == second.speaker == Speaker.objects.get(name="Ana Reis")


@pytest.mark.parametrize(("one", "other"), [("Yıldız", "Yildiz"), ("Straße", "STRASSE"), ("ſmith", "Smith")])
def test_names_that_differ_in_more_than_case_are_two_speakers(one: str, other: str) -> None:
    names = [makers.make_claim(speaker_name=name).speaker for name in (one, other, one, other)]
    assert [speaker.name for speaker in names if speaker] == [one, other, one, other]


@pytest.mark.parametrize("names", [("Yıldız", "Yildiz"), ("NORTH KOREA", "North Korea"), ("x" * 400, "x" * 350)])
def test_statements_find_speakers_of_any_name(names: tuple[str, str]) -> None:
    for number, name in enumerate(names):
        article = receive(f"{TEXT} {number}").article
        claims = services.store_statements(attempt=begin(article), statements=[statement(speaker=name)])
        assert claims[0].speaker is not None


def test_a_speaker_cannot_take_the_name_of_another() -> None:
    makers.make_claim(speaker_name="Taken")
    speaker = makers.make_claim(speaker_name="Ana Reis").speaker
    assert speaker is not None
    with pytest.raises(Invalid):
        services.update_speaker(speaker=speaker, name="taken")
    speaker.refresh_from_db()
    assert speaker.name == "Ana Reis"


# --- People ---------------------------------------------------------------------------------------------------
def test_a_name_that_is_taken_is_refused() -> None:
    makers.make_user(username="ada")
    with pytest.raises(Invalid) as refused:
        makers.make_user(username="ada")
    assert list(refused.value.fields) == ["username"]


def test_a_superuser_keeps_the_way_into_the_admin_whatever_the_role() -> None:
    root = makers.make_administrator()
    type(root).objects.filter(pk=root.pk).update(is_superuser=True)
    changed = services.update_user(user=root, actor=root, role=Role.READER.value)
    assert (changed.role, changed.is_staff) == ("reader", True)


def test_who_has_left_may_nothing() -> None:
    editor = makers.make_editor()
    services.update_user(user=editor, actor=makers.make_administrator(), is_active=False)
    editor.refresh_from_db()
    assert editor.scopes() == frozenset()
