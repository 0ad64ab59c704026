"""What an article says twice in other words is one claim with two mentions; what only looks like it is two."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from claims import services, tasks
from claims.extraction.pipeline import extract
from claims.extraction.statements import SpeakerMention, Statement
from claims.intake import ArticleDraft
from claims.models import Article, Claim, Mention
from claims.repeats import merge_repeats

PUBLISHED = datetime(2025, 6, 18, tzinfo=UTC)
URL = "https://port.example/1"
SHIPS = "The port of Aldburgh handled 90 ships in May 2024."
SHIPS_AGAIN = "In May 2024 the port of Aldburgh handled 90 ships."
QUAYS = "The harbour board closed 12 quays in the winter of 2023."


def statements(*texts: str) -> list[Statement]:
    return [replace(one, is_claim=True) for one in extract("\n\n".join(texts), published=PUBLISHED)]


def texts(*said: str) -> list[str]:
    return [one.text for one in merge_repeats(statements(*said))]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (SHIPS, SHIPS_AGAIN),
        (SHIPS, "Aldburgh's port handled 90 ships in May 2024."),
        ("The storm destroyed four cranes at the port.", "Four cranes at the port were destroyed by the storm."),
    ],
)
def test_what_states_the_same_in_other_words_is_the_first_ones_claim(first: str, second: str) -> None:
    assert texts(first, QUAYS, second) == [first, QUAYS, first]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (SHIPS, SHIPS.replace("90", "70")),
        (SHIPS, SHIPS.replace("2024", "2023")),
        (SHIPS, SHIPS.replace("ships", "trucks")),
        (SHIPS, SHIPS.replace("handled", "turned away")),
        (SHIPS, SHIPS.replace("Aldburgh", "Bexmouth")),
        (SHIPS, SHIPS.replace("handled", "never handled")),
        ("Anna Berg beat Nils Falk by 300 votes.", "Nils Falk beat Anna Berg by 300 votes."),
        ("The council spent 3 million on the new bridge.", "The council spent 3 million on the old bridge."),
    ],
)
def test_another_figure_day_name_or_negation_is_another_claim(first: str, second: str) -> None:
    assert texts(first, second) == [first, second]


def test_the_same_words_of_two_speakers_are_two_claims() -> None:
    one, other = statements(SHIPS, SHIPS_AGAIN)
    said = [replace(each, speaker=SpeakerMention(name, "", 0, 0)) for each, name in ((one, "Falk"), (other, "Berg"))]
    assert [each.text for each in merge_repeats(said)] == [SHIPS, SHIPS_AGAIN]


def test_what_is_no_claim_stays_out_of_it_and_quotes_stay_as_they_are() -> None:
    one, other = statements(SHIPS, SHIPS_AGAIN)
    assert [each.text for each in merge_repeats([one, replace(other, is_claim=False)])] == [SHIPS, SHIPS_AGAIN]
    merged = merge_repeats([one, other])[1]
    assert (merged.quote, merged.start, merged.end) == (other.quote, other.start, other.end)


def test_nothing_comes_of_nothing() -> None:
    assert merge_repeats([]) == []


# --- As it is stored -------------------------------------------------------------------------------------------
def revise(*sentences: str) -> Article:
    article = services.receive_article(draft=ArticleDraft(text="\n\n".join(sentences), url=URL), actor=None).article
    tasks.extract_article(article.pk)
    return article


def places(article: Article) -> dict[str, list[str]]:
    """Of each claim the words of its mentions in the newest text."""
    found: dict[str, list[str]] = {}
    newest = article.revisions.order_by("-number")[0]
    for mention in Mention.objects.filter(revision=newest).select_related("claim").order_by("start"):
        found.setdefault(mention.claim.text, []).append(mention.exact)
    return found


@pytest.mark.django_db
def test_a_near_repeat_is_a_second_mention_of_one_claim() -> None:
    article = revise(SHIPS, QUAYS, SHIPS_AGAIN)
    assert places(article) == {SHIPS: [SHIPS, SHIPS_AGAIN], QUAYS: [QUAYS]}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("later", "words"),
    [
        ((QUAYS, SHIPS, SHIPS_AGAIN), [SHIPS, SHIPS_AGAIN]),
        ((SHIPS_AGAIN, QUAYS, SHIPS), [SHIPS_AGAIN, SHIPS]),
        ((QUAYS, SHIPS_AGAIN), [SHIPS_AGAIN]),
        ((SHIPS, QUAYS), [SHIPS]),
    ],
)
def test_a_changed_article_keeps_the_one_claim_whichever_words_are_left(
    later: tuple[str, ...], words: list[str]
) -> None:
    revise(SHIPS, QUAYS, SHIPS_AGAIN)
    article = revise(*later)
    assert places(article) == {SHIPS: words, QUAYS: [QUAYS]}
    assert Claim.objects.count() == 2
    assert not Claim.objects.exclude(vanished_in=None).exists()


@pytest.mark.django_db
def test_a_repeat_with_another_figure_in_the_new_text_is_a_new_claim() -> None:
    revise(SHIPS, QUAYS, SHIPS_AGAIN)
    article = revise(SHIPS, QUAYS, SHIPS_AGAIN.replace("90", "70"))
    assert places(article) == {
        SHIPS: [SHIPS],
        QUAYS: [QUAYS],
        SHIPS_AGAIN.replace("90", "70"): [SHIPS_AGAIN.replace("90", "70")],
    }
