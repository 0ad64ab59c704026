"""Who is named in a byline, and whose claim it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verification.routing import Authors, Person
from verification.routing.authors import is_named


@pytest.mark.parametrize(
    ("name", "byline"),
    [
        ("Rosa Lindgren", "By Rosa Lindgren"),
        ("Rosa Lindgren", "ROSA LINDGREN and Tomás Ibarra"),
        ("Tomás Ibarra", "By Rosa Lindgren and Tomas Ibarra"),
        ("Tomas Ibarra", "Rosa Lindgren, Tomás Ibarra, Political Editors"),
        ("Rosa Lindgren", "Lindgren, Rosa"),
        ("Rosa Lindgren", "Lindgren, Rosa; Ibarra, Tomás"),
        ("Lindgren Rosa", "by Rosa Lindgren"),
        ("Rosa Lindgren", "By Rosa M. Lindgren in Bergen"),
        ("Rosa Lindgren", "Rosa Maria Lindgren & Tomás Ibarra"),
        ("Rosa Lindgren", "Rosa Lindgren, rosa.lindgren@paper.example"),
        ("Rosa Lindgren", "rosa.lindgren@paper.example"),
        ("Jörg Bäcker", "Von Joerg Baecker und Rosa Lindgren"),
        ("Joerg Baecker", "Von Jörg Bäcker"),
        ("Søren Åby", "Soren Aby"),
        ("Łucja Wójcik", "Lucja Wojcik"),
        ("Hanna Strauß", "HANNA STRAUSS"),
        ("Rosa Lindgren-Ibarra", "Text: Rosa Lindgren-Ibarra"),
        ("Sinéad O’Hara", "Sinead O'Hara"),
        ("Rosa Lindgren", "Rosa Lindgren\nTomás Ibarra"),
        ("Rosa Lindgren", "Tomás Ibarra | Rosa Lindgren"),
        ("Rosa", "By Rosa"),
        ("山田 太郎", "太郎 山田"),
    ],
)
def test_a_byline_names_its_authors_however_they_are_written(name: str, byline: str) -> None:
    assert is_named(name, byline)


@pytest.mark.parametrize(
    ("name", "byline"),
    [
        ("Rosa Lindgren", ""),
        ("Rosa Lindgren", "By Rosa Ibarra and Tomás Lindgren"),
        ("Rosa Lindgren", "Rosa Ibarra, Tomás Lindgren"),
        ("Lindgren Tomás", "Rosa Lindgren, Tomás Ibarra"),
        ("Rosa Lindgren", "By Rosalind Lindgrens"),
        ("Rosa Lindgren", "By our staff"),
        ("Rosa", "By Rosa Lindgren"),
        ("Rosa Lindgren", "Rosa"),
        ("", "By Rosa Lindgren"),
        ("", ""),
    ],
)
def test_it_names_nobody_else(name: str, byline: str) -> None:
    assert not is_named(name, byline)


@given(st.text(max_size=60), st.text(max_size=200))
def test_no_name_and_no_byline_breaks_it(name: str, byline: str) -> None:
    is_named(name, byline)


def test_what_somebody_has_to_do_with_a_claim_is_told() -> None:
    authors = Authors(claim_by=1, article_by=2, byline="By Rosa Lindgren", speakers=("Tomás Ibarra",))
    assert authors.part_of(Person(1, "Anna Berg")) == "handed in this claim"
    assert authors.part_of(Person(2, "Anna Berg")) == "handed in the article"
    assert authors.part_of(Person(3, "Rosa Lindgren")) == "wrote the article"
    assert authors.part_of(Person(3, "Tomas Ibarra")) == "is who said it"
    assert authors.part_of(Person(3, "Anna Berg")) is None
    assert Authors().part_of(Person(None, "Anna Berg")) is None
