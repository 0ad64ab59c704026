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
