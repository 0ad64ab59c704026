"""What is typed into a search field, and what is found by it."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from claims import queries, search
from claims.models import Claim
from claims.search import Term, alternatives
from tests import makers


@pytest.mark.parametrize(
    ("asked", "terms"),
    [
        ("", []),
        ("ferry port", [[Term("ferry"), Term("port")]]),
        ('"ferry port" sank', [[Term("ferry port"), Term("sank")]]),
        ("ferry -port", [[Term("ferry"), Term("port", True)]]),
        ('-"ferry port"', [[Term("ferry port", True)]]),
        ("ferry or port sank", [[Term("ferry")], [Term("port"), Term("sank")]]),
        ("OR ferry OR", [[Term("ferry")]]),
        ('ferry "port', [[Term("ferry"), Term("port")]]),
        ("self-made", [[Term("self-made")]]),
        ("-" * 40, []),
        ("- -- \" ( | & ! :* '", []),
        ("x" * 300, [[Term("x" * search.MAX_TERM_CHARS)]]),
    ],
)
def test_what_is_typed_is_read_as_web_search(asked: str, terms: list[list[Term]]) -> None:
    assert alternatives(asked) == terms


def test_what_nobody_types_by_hand_is_cut() -> None:
    assert sum(map(len, alternatives("ferry or " * 5_000))) <= search.MAX_TERMS
    assert sum(map(len, alternatives('-"ferry" ' * 5_000))) <= search.MAX_TERMS


@pytest.mark.django_db
@given(st.text(alphabet="-\"()|&!:*<>\\' ora\x00é", max_size=80))
@example("-" * 33)
@example('-"' * 33)
@example("(" * 5_000)
@example("- " * 2_500)
@example("a-" * 2_500)
@example("!" * 100 + "a")
@example("a <-> b:* & !c | (d")
def test_whatever_is_typed_can_be_asked(asked: str) -> None:
    list(queries.search_claims(Claim.objects.all(), asked))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "is_found"),
    [
        ("dredger harbours", True),
        ('"harbour dredger"', False),
        ('"dredger left"', True),
        ("dredger -harbour", False),
        ("dredger -ferry", True),
        ("ferry or dredger", True),
        ("ferry OR tug", False),
        ("---", False),
    ],
)
def test_words_phrases_exclusions_and_alternatives_are_heeded(asked: str, is_found: bool) -> None:
    makers.make_claim("The dredger left both harbours on Monday.")
    assert queries.search_claims(Claim.objects.all(), asked).exists() == is_found


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("The Curaçao ferry sank off Málaga.", "curacao malaga"),
        ("The Curacao ferry sank off Malaga.", "Curaçao Málaga"),
        ("The naïve façade of the Straße was repainted.", "naive facade strasse"),
        ("The ﬂour mill on Łódź square burnt.", "flour lodz"),
        ("They sold 48,500 tickets.", "48500"),
        ("They sold 48500 tickets.", "48,500"),
        ("They sold 48.500 tickets.", "48 500"),
        ("They sold 48\u202f500 tickets.", "48.500"),
        ("They sold 48\u00a0500 tickets.", "48500"),
        ("The fund holds 1,250,000 crowns.", "1250000"),
        ("The fund holds 1250000 crowns.", "1.250.000"),
        ("Rain rose by 7.25 percent.", "7,25"),
        ("Rain rose by 7,25 percent.", '"7.25 percent"'),
        ("The H5N1 virus reached the farm.", "h5 n1"),
        ("The F-35 crashed.", "f35"),
        ("The F35 crashed.", "F-35"),
        ("The F 35 crashed.", "f35"),
        ("The U.K. parliament sat for nine hours.", "UK parliament"),
        ("The UK parliament sat for nine hours.", "U.K."),
        ("Pupils sent 900 e-mails a day.", "emails"),
        ("Pupils sent 900 emails a day.", "e-mails"),
        ("The co‑operative closed.", "cooperative"),
        ("The mayor\u2019s office moved.", "mayor's office"),
        ("The mayor's office moved.", "mayor\u2019s"),
        ("Мэр закрыл порт в мае.", "ПОРТ"),
        ("أغلق الميناء في مايو", "الميناء"),
        ("The bridge is 20–30 metres long.", "30"),
        ("The register «Zürcher Häfen» lists 40 tugs.", "Hafen"),
        ("With a<b and c>d the sluice is open.", "sluice b and"),
        ("Chancellor Müller opened the lock.", "Mueller"),
        ("Chancellor Mueller opened the lock.", "Müller"),
        ("Chancellor Mu\u0308ller opened the lock.", "mueller"),
        ("東京の港は5台のクレーンを失った。", "東京 クレーン"),
        ("Ｔｈｅ ｃａｎａｌ ｆｒｏｚｅ．", "canal"),
    ],
)
def test_words_are_found_however_they_are_written(text: str, asked: str) -> None:
    makers.make_claim("The weather was fine.")
    claim = makers.make_claim(text)
    assert list(queries.search_claims(Claim.objects.all(), asked)) == [claim]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("They sold 48,500 tickets.", "485"),
        ("They sold 48,500 tickets.", "500"),
        ("In 2025 300 boats were lost.", "2025300"),
        ("The harbour dredger left.", '"dredger harbour"'),
        ("The pot fell into the harbour.", "poet"),
        ("東京の港は閉まった。", "京東"),
    ],
)
def test_folding_finds_nothing_else(text: str, asked: str) -> None:
    makers.make_claim(text)
    assert not queries.search_claims(Claim.objects.all(), asked).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("spelling", ["on-shore", "onshore"])
@pytest.mark.parametrize("asked", ["-on-shore", "harbour -on-shore", '-"on-shore"', "gulls or harbour -on-shore"])
def test_a_word_with_a_hyphen_is_excluded_in_each_spelling(spelling: str, asked: str) -> None:
    makers.make_claim(f"The {spelling} harbour froze.")
    claim = makers.make_claim("The outer harbour froze.")
    assert list(queries.search_claims(Claim.objects.all(), asked)) == [claim]
