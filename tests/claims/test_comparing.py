"""What came in is compared with what was said before: once, both ways, whatever is interrupted."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Any

import numpy as np
import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models.functions import Now

from claims import queries, services, tasks
from claims.embedding import DIMENSIONS, embed
from claims.errors import Conflict
from claims.intake import ArticleDraft
from claims.models import Article, Claim, Embedding, Event, ImportedFactCheck, Match
from claims.pairing import MOST_MATCHES
from claims.services import Comparison, Reading
from claims.states import EmbeddingStatus
from tests import makers

pytestmark = pytest.mark.django_db
SHIPS = "The port of Aldburgh handled 90 ships in May 2024."
SHIPS_AGAIN = "In May 2024 the port of Aldburgh handled 90 ships."
MORE_SHIPS = "The port of Aldburgh handled 160 ships in May 2024."
WHEAT = "Farmers of the valley brought in twice as much wheat as the year before."
URL = "https://port.example/1"


def compare_all() -> None:
    while queries.embeddings_due().exists():
        tasks.compare()


def make_due() -> None:
    Embedding.objects.update(next_attempt_at=Now())


def revise(*sentences: str) -> Article:
    """The article in these paragraphs, its claims found."""
    article = services.receive_article(draft=ArticleDraft(text="\n\n".join(sentences), url=URL), actor=None).article
    tasks.extract_article(article.pk)
    return article


def found() -> list[tuple[int, int | None, str]]:
    return [(match.claim_id, match.earlier_id, match.relation) for match in Match.objects.order_by("pk")]


def test_a_claim_that_repeats_an_earlier_one_is_matched_with_it_and_with_nothing_else() -> None:
    makers.make_claim(WHEAT)
    earlier, later = makers.make_claim(SHIPS), makers.make_claim(SHIPS_AGAIN)
    compare_all()
    assert found() == [(later.pk, earlier.pk, "same")]
    match = Match.objects.get()
    assert match.status == "suggested"
    assert match.why


def test_another_figure_is_a_rival_and_not_the_same() -> None:
    earlier, later = makers.make_claim(SHIPS), makers.make_claim(MORE_SHIPS)
    compare_all()
    assert found() == [(later.pk, earlier.pk, "rival")]


def test_the_claims_of_an_article_are_compared_after_extraction() -> None:
    earlier = makers.make_claim(SHIPS)
    revise(WHEAT, SHIPS_AGAIN)
    compare_all()
    assert found() == [(Claim.objects.get(text=SHIPS_AGAIN).pk, earlier.pk, "same")]


def test_the_figures_of_a_bare_claim_are_read_before_it_is_compared() -> None:
    claim = makers.make_claim(SHIPS)
    compare_all()
    claim.refresh_from_db()
    assert (claim.quantities[0]["low"], claim.dates[0]["from"]) == (90.0, "2024-05-01")


def test_comparing_twice_finds_once() -> None:
    makers.make_claim(SHIPS)
    makers.make_claim(SHIPS_AGAIN)
    begun = services.begin_comparing(limit=10)
    for _ in range(2):
        make_due()
        tasks.compare()
    assert len(found()) == 1
    for comparison in begun:
        with pytest.raises(Conflict):
            services.store_matches(comparison=comparison, pairs=[])


def test_each_comparison_is_told_in_the_log_once() -> None:
    makers.make_claim(SHIPS)
    compare_all()
    tasks.compare()
    steps = Event.objects.filter(subject_type="embedding").values_list("from_status", "to_status")
    assert list(steps) == [("waiting", "compared")]


def test_a_vector_is_kept_at_length_one() -> None:
    makers.make_claim(SHIPS)
    compare_all()
    kept = np.asarray(Embedding.objects.get().vector)
    assert kept @ embed([SHIPS])[0] == pytest.approx(1, abs=1e-3)


def test_a_claim_is_stored_with_its_turn_to_be_compared() -> None:
    claim = makers.make_claim(SHIPS)
    assert claim.embedding.status == EmbeddingStatus.WAITING
    assert claim.embedding.vector is None


def test_claims_from_before_there_was_comparing_wait_for_it_too() -> None:
    claim = makers.make_claim(SHIPS)
    Embedding.objects.all().delete()
    with connection.cursor() as cursor:
        for _ in range(2):
            cursor.execute(import_module("claims.migrations.0007_known_claims_wait_to_be_compared").FORWARD)
    compare_all()
    assert Embedding.objects.get().claim == claim


def test_sixty_who_checked_the_same_do_not_hide_who_said_it() -> None:
    earlier = makers.make_claim(SHIPS)
    for number in range(60):
        makers.make_imported_fact_check(claim_text=SHIPS_AGAIN, url=f"https://checks.example/{number}")
    compare_all()
    later = makers.make_claim(SHIPS_AGAIN)
    compare_all()
    assert (later.pk, earlier.pk, "same") in found()
    assert Match.objects.filter(claim=later).count() == 1 + MOST_MATCHES


# --- What is not matched --------------------------------------------------------------------------------------
def test_sentences_of_one_article_are_not_related_to_each_other() -> None:
    revise(SHIPS, "The port of Aldburgh closed 12 quays in the winter of 2023.", MORE_SHIPS)
    compare_all()
    assert {relation for _, _, relation in found()} <= {"same", "rival"}


def test_what_replaced_a_sentence_is_not_matched_with_what_it_replaced() -> None:
    revise(SHIPS)
    compare_all()
    revise(MORE_SHIPS)
    assert Claim.objects.exclude(vanished_in=None).get().text == SHIPS
    compare_all()
    assert found() == []


def test_what_another_article_no_longer_says_was_said_all_the_same() -> None:
    revise(SHIPS, WHEAT)
    revise(WHEAT)
    later = makers.make_claim(SHIPS_AGAIN)
    compare_all()
    assert found() == [(later.pk, Claim.objects.get(text=SHIPS).pk, "same")]


def test_what_vanished_before_its_turn_is_matched_with_nothing() -> None:
    makers.make_claim(SHIPS_AGAIN)
    revise(SHIPS, WHEAT)
    revise(WHEAT)
    compare_all()
    assert found() == []
    assert not queries.embeddings_waiting().exists()


def test_the_database_refuses_a_match_with_itself_or_with_a_later_claim() -> None:
    one, other = makers.make_claim(SHIPS), makers.make_claim(WHEAT)
    for earlier in (one, other):
        with pytest.raises(IntegrityError), transaction.atomic():
            Match.objects.create(claim=one, earlier=earlier, score=1, relation="same")


# --- Whatever is interrupted ----------------------------------------------------------------------------------
def begin(limit: int = 10) -> list[Comparison]:
    return services.begin_comparing(limit=limit)


def test_a_comparison_that_runs_is_not_begun_again() -> None:
    makers.make_claim(SHIPS)
    assert len(begin()) == 1
    assert begin() == []


def test_runs_that_come_together_do_not_multiply() -> None:
    for number in range(5):
        makers.make_claim(f"{SHIPS} {number}")
    assert [len(begin(limit=2)) for _ in range(3)] == [2, 2, 0]
    make_due()
    assert len(begin(limit=2)) == 1


def test_the_sweep_finds_what_a_dead_worker_left(broker: str) -> None:
    makers.make_claim(SHIPS)
    makers.make_claim(SHIPS_AGAIN)
    begin()
    assert not queries.embeddings_due().exists()
    make_due()
    tasks.sweep()
    compare_all()
    assert len(found()) == 1


def test_what_was_interrupted_is_taken_alone() -> None:
    for number in range(3):
        makers.make_claim(f"{SHIPS} {number}")
    begin(limit=2)
    make_due()
    assert [one.number for one in begin()] == [1]
    assert [one.number for one in begin()] == [2]
    assert [one.number for one in begin()] == [2]


def test_those_that_were_interrupted_follow_each_other_in_one_task(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each would else wait behind all that has come in meanwhile."""
    for number in range(5):
        makers.make_claim(f"{SHIPS} {number}")
    begin(limit=4)
    make_due()
    together: list[int] = []

    def count(texts: Sequence[str]) -> Any:
        together.append(len(texts))
        return embed(texts)

    monkeypatch.setattr("claims.tasks.embed", count)
    tasks.compare()
    assert together == [1, 1, 1, 1, 1]
    assert not queries.embeddings_waiting().exists()


def test_one_task_compares_no_more_than_others_can_wait_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claims.tasks.COMPARED_AT_ONCE", 3)
    for number in range(5):
        makers.make_claim(f"{SHIPS} {number}")
    begin(limit=5)
    make_due()
    tasks.compare()
    assert queries.embeddings_waiting().count() == 2


def test_after_three_interrupted_attempts_alone_it_is_put_aside_and_can_be_tried_again() -> None:
    """What ended the first attempt may have been another claim."""
    claim = makers.make_claim(SHIPS)
    for number in (1, 2, 3, 4):
        assert services.quarantine_exhausted_comparisons() == []
        make_due()
        assert [one.number for one in begin()] == [number]
    make_due()
    assert begin() == []
    assert services.quarantine_exhausted_comparisons() == [claim.embedding.pk]
    assert services.quarantine_exhausted_comparisons() == []
    claim.embedding.refresh_from_db()
    assert claim.embedding.problem == "4 attempts were interrupted."
    services.retry_comparison(claim=claim, actor=makers.make_editor())
    assert begin()[0].number == 1


def test_what_has_been_compared_is_not_tried_again() -> None:
    claim = makers.make_claim(SHIPS)
    compare_all()
    with pytest.raises(Conflict):
        services.retry_comparison(claim=claim, actor=makers.make_editor())


# --- Two at once ----------------------------------------------------------------------------------------------
def read(begun: Sequence[Comparison]) -> None:
    vectors = embed([one.text for one in begun])
    services.store_readings(readings=[Reading(one, vector) for one, vector in zip(begun, vectors, strict=True)])


def test_of_two_compared_at_once_one_sees_the_other_even_if_the_later_claim_is_faster() -> None:
    earlier, later = makers.make_claim(SHIPS), makers.make_claim(SHIPS_AGAIN)
    (first,), (second,) = begin(limit=1), begin(limit=1)
    assert first.text == SHIPS
    read([second])
    tasks.match(second)
    assert found() == []
    read([first])
    tasks.match(first)
    assert found() == [(later.pk, earlier.pk, "same")]


def test_when_vectors_are_kept_only_after_looking_the_pair_is_lost() -> None:
    """The negative control: the order of the two steps is what the test above rests on."""
    makers.make_claim(SHIPS)
    makers.make_claim(SHIPS_AGAIN)
    begun = [*begin(limit=1), *begin(limit=1)]
    vectors = embed([one.text for one in begun])
    seen = [queries.resembling(one.text, vector) for one, vector in zip(begun, vectors, strict=True)]
    read(begun)
    assert seen == [[], []]


# --- How candidates are found ---------------------------------------------------------------------------------
def fill(rows: int, *, kind: str = "claim") -> None:
    """Claims, or fact-checks of others, with vectors of chance, enough for an index to pay."""
    chance = np.random.default_rng(7).normal(size=(rows, DIMENSIONS)).astype(np.float32)
    texts = [f"Filler number {number}." for number in range(rows)]
    told: list[Any] = (
        Claim.objects.bulk_create(Claim(text=text, fingerprint=text) for text in texts)
        if kind == "claim"
        else ImportedFactCheck.objects.bulk_create(ImportedFactCheck(claim_text=text, url=text) for text in texts)
    )
    Embedding.objects.bulk_create(
        Embedding(**{kind: row}, vector=vector, status=EmbeddingStatus.COMPARED)
        for row, vector in zip(told, chance, strict=True)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE claims_embedding")


def test_the_nearest_are_read_from_the_index() -> None:
    fill(4_000)
    plan = queries.nearest(embed([SHIPS])[0], kind="claim").explain()
    assert "Index Scan using embedding_nearest_claims" in plan


def test_the_nearest_of_the_other_kind_are_read_from_theirs() -> None:
    fill(4_000, kind="imported")
    plan = queries.nearest(embed([SHIPS])[0], kind="imported").explain()
    assert "Index Scan using embedding_nearest_imported" in plan


def test_the_index_finds_what_was_said_among_thousands() -> None:
    fill(2_000)
    earlier, later = makers.make_claim(SHIPS), makers.make_claim(SHIPS_AGAIN)
    compare_all()
    assert (later.pk, earlier.pk, "same") in found()


def test_words_find_what_vectors_do_not() -> None:
    claim = makers.make_claim(SHIPS)
    compare_all()
    fill(200)
    away = [-value for value in Embedding.objects.get(claim=claim).vector or []]
    assert claim.pk in {row.claim_id for row in queries.resembling("Aldburgh's ships: 90?", away)}


@pytest.mark.parametrize(
    "text", ["", "'", "a & b | !c", "\\", "it's 90% of it", "🙂", "x" * 3_000, "'' \\' :* <-> (", "1 2 3"]
)
def test_odd_texts_are_looked_up_too(text: str) -> None:
    makers.make_claim(SHIPS)
    compare_all()
    assert queries.resembling(text, embed([text or "x"])[0])


def test_addresses_tell_nothing() -> None:
    words = ["harbour", "port.example/news/1", "port.example", "x" * 40, "90", "1,000.5"]
    assert queries.telling(words) == ["1,000.5", "90", "harbour"]


def test_figures_and_long_words_tell_most() -> None:
    assert queries.telling(["ship", "90", "aldburgh", "may", "port", "handl", "winter"])[:3] == [
        "90",
        "aldburgh",
        "winter",
    ]
