"""A changed article: its claims are found again where they stand now, and those that are gone are marked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from claims import queries, services, tasks
from claims.extraction.pipeline import extract
from claims.intake import ArticleDraft
from claims.models import Article, Claim, Event, Mention
from tests import makers

pytestmark = pytest.mark.django_db
URL = "https://port.example/1"
SHIPS = "The port of Aldburgh handled 90 ships in May 2024."
QUAYS = "The harbour board closed 12 quays in the winter of 2023."
FERRIES = "Eleven ferries crossed the sound every day in 2022."


def revise(*sentences: str) -> Article:
    """The article in these paragraphs, its claims found."""
    draft = ArticleDraft(text="\n\n".join(sentences), url=URL)
    article = services.receive_article(draft=draft, actor=None).article
    tasks.extract_article(article.pk)
    article.refresh_from_db()
    assert article.status == "extracted"
    return article


def claim_of(words: str) -> Claim:
    return Claim.objects.get(text__contains=words)


def places(article: Article, claim: Claim) -> list[str]:
    """What stands where the claim is said to stand in the present text."""
    revision = queries.current_revision(article)
    mentions = list(revision.mentions.filter(claim=claim))
    assert all(revision.text[one.start : one.end] == one.exact for one in mentions)
    return [one.exact for one in mentions]


def steps(claim: Claim) -> list[tuple[str, str, int]]:
    events = Event.objects.filter(subject_type="claim", subject_id=claim.pk).order_by("pk")
    return [(event.from_status, event.to_status, event.data["revision"]) for event in events]


def test_an_unchanged_paragraph_that_moved_keeps_its_claim() -> None:
    revise(SHIPS, QUAYS)
    before = set(Claim.objects.values_list("pk", flat=True))
    article = revise("A new first paragraph.", QUAYS, SHIPS)
    assert set(Claim.objects.values_list("pk", flat=True)) == before
    assert places(article, claim_of("90 ships"))
    assert not Event.objects.filter(subject_type="claim").exists()


def test_a_small_edit_keeps_the_claim_and_takes_down_the_new_words() -> None:
    revise(SHIPS, QUAYS)
    article = revise(SHIPS.replace("The port", "The old port"), QUAYS)
    claim = claim_of("90 ships")
    assert claim.text == SHIPS
    assert [told.rstrip(".") for told in places(article, claim)] == [
        "The old port of Aldburgh handled 90 ships in May 2024"
    ]
    assert claim.in_current_text
    assert Claim.objects.count() == 2


def test_a_second_small_edit_finds_the_words_of_the_first() -> None:
    revise(SHIPS)
    revise(SHIPS.replace("The port", "The old port"))
    article = revise("News.", SHIPS.replace("The port", "The old port"))
    assert places(article, claim_of("90 ships"))
    assert Claim.objects.count() == 1


def test_a_changed_figure_is_another_claim_and_the_old_one_is_marked() -> None:
    revise(SHIPS, QUAYS)
    article = revise(SHIPS.replace("90", "70"), QUAYS)
    old, new = claim_of("90 ships"), claim_of("70 ships")
    assert (old.in_current_text, new.in_current_text) == (False, True)
    assert old.vanished_in == queries.current_revision(article)
    assert places(article, old) == []
    assert list(queries.claims_no_longer_in(article)) == [old]
    assert steps(old) == [("in text", "vanished", 2)]


def test_a_deleted_sentence_is_marked_once_however_often_the_text_changes() -> None:
    revise(SHIPS, QUAYS)
    revise(QUAYS)
    revise(QUAYS, FERRIES)
    assert steps(claim_of("90 ships")) == [("in text", "vanished", 2)]
    assert claim_of("90 ships").vanished_in.number == 2  # type: ignore[union-attr]


@pytest.mark.parametrize("words", [SHIPS, SHIPS.replace("The port", "The old port")])
def test_a_sentence_that_comes_back_is_the_claim_that_it_was(words: str) -> None:
    revise(SHIPS, QUAYS)
    revise(QUAYS)
    article = revise(QUAYS, words)
    claim = claim_of("90 ships")
    assert claim.in_current_text
    assert steps(claim) == [("in text", "vanished", 2), ("vanished", "in text", 3)]
    assert len(places(article, claim)) == 1
    assert Claim.objects.count() == 2


def test_a_sentence_said_twice_is_followed_in_both_places() -> None:
    revise(SHIPS, QUAYS, SHIPS)
    edited = SHIPS.replace("The port", "The old port")
    article = revise(edited, QUAYS, edited)
    assert len(places(article, claim_of("90 ships"))) == 2
    article = revise(QUAYS, edited)
    assert len(places(article, claim_of("90 ships"))) == 1
    assert Claim.objects.count() == 2


def test_a_text_that_was_never_read_is_passed_over() -> None:
    revise(SHIPS)
    services.receive_article(draft=ArticleDraft(text=QUAYS, url=URL), actor=None)
    article = revise("News.", SHIPS.replace("The port", "The old port"))
    assert queries.current_revision(article).number == 3
    assert claim_of("90 ships").in_current_text
    assert steps(claim_of("90 ships")) == []


def test_the_task_run_twice_marks_once() -> None:
    revise(SHIPS, QUAYS)
    article = revise(QUAYS)
    mentions, events = Mention.objects.count(), Event.objects.count()
    tasks.extract_article(article.pk)
    assert (Mention.objects.count(), Event.objects.count()) == (mentions, events)


def test_the_first_text_marks_nothing() -> None:
    revise(SHIPS, QUAYS)
    assert not Claim.objects.exclude(vanished_in=None).exists()


def test_nothing_of_another_article_is_marked() -> None:
    other = makers.make_article(f"{FERRIES}\n\n{SHIPS}")
    tasks.extract_article(other.pk)
    revise(SHIPS)
    revise(QUAYS)
    assert not Claim.objects.filter(article=other).exclude(vanished_in=None).exists()


def test_the_same_words_about_somebody_else_are_another_claim() -> None:
    """The statements are given, because who "he" is may not be found by machine."""
    said = "He closed 12 quays of the harbour in 2023."
    draft = ArticleDraft(text=f"Nils Falk spoke.\n{said}", url=URL)
    article = services.receive_article(draft=draft, actor=None).article
    store(article, said, "Nils Falk closed 12 quays of the harbour in 2023.")
    services.receive_article(draft=ArticleDraft(text=f"Emil Berg spoke.\n{said}", url=URL), actor=None)
    store(article, said, "Emil Berg closed 12 quays of the harbour in 2023.")
    assert [claim.in_current_text for claim in Claim.objects.order_by("pk")] == [False, True]


def test_the_same_words_resolved_further_are_the_same_claim() -> None:
    said = "He closed 12 quays of the harbour in 2023."
    draft = ArticleDraft(text=f"Nils Falk spoke.\n{said}", url=URL)
    article = services.receive_article(draft=draft, actor=None).article
    store(article, said, said)
    services.receive_article(draft=ArticleDraft(text=f"Nils Falk spoke again.\n{said}", url=URL), actor=None)
    store(article, said, "Nils Falk closed 12 quays of the harbour in 2023.")
    assert len(places(article, Claim.objects.get())) == 1


def store(article: Article, quote: str, text: str) -> None:
    attempt = services.begin_extraction(article_id=article.pk)
    assert attempt is not None
    read = extract(attempt.text, published=attempt.published_at)
    (found,) = [one for one in read if one.quote.startswith(quote[:20])]
    services.store_statements(attempt=attempt, statements=[replace(found, text=text, is_claim=True)])
