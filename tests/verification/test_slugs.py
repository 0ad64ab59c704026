"""Titles of every script as parts of addresses."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from tests import makers
from verification.models import FactCheck
from verification.slugs import slug_of

TITLES = {
    "No, it didn't": "no-it-didnt",
    "Нет, паром не тонул": "net-parom-ne-tonul",
    "Όχι, το πλοίο": "okhi-to-ploio",
    "Größere Fähren für Köln": "groessere-faehren-fuer-koeln",
    "Łódź, œuvre, straße": "lodz-oeuvre-strasse",
    "北京": "bei-jing",
    "3 % < 4 & more &lt;": "3-4-more-lt",
}


@pytest.mark.parametrize(("title", "slug"), TITLES.items())
def test_a_title_is_transliterated(title: str, slug: str) -> None:
    assert slug_of(title, most=80) == slug


SCRIPTS = ["لم تغرق", "नौका नहीं", "המעבורת", "페리는", "เรือไม่จม", "ნავი არ", "নৌকা", "Նավը"]


@pytest.mark.parametrize("title", SCRIPTS)
def test_no_script_comes_to_nothing(title: str) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug_of(title, most=80))


@given(st.text())
def test_it_is_always_a_part_of_an_address_and_fits(title: str) -> None:
    assert re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*)?", slug_of(title, most=20))
    assert len(slug_of(title, most=20)) <= 20


def test_words_are_whole() -> None:
    assert slug_of("The harbourmaster resigned", most=12) == "the"


@pytest.mark.django_db
@pytest.mark.parametrize("headline", [*TITLES, "✅🚢", "…"])
def test_each_page_is_found_at_its_address(headline: str) -> None:
    pages = [makers.publish(makers.make_agreed_check(), headline=headline) for _ in range(2)]
    assert len({page.slug for page in pages}) == 2
    for page in pages:
        assert Client().get(page.get_absolute_url()).status_code == 200


@pytest.mark.django_db
def test_a_headline_of_pictures_takes_the_words_of_the_claim_and_without_any_its_number() -> None:
    check = makers.make_agreed_check(text="Паром утонул.")
    assert makers.publish(check, headline="🚢❌").slug == "parom-utonul"
    wordless = makers.make_agreed_check(text="🚢 = 🌊")
    assert makers.publish(wordless, headline="❌").slug == f"check-{wordless.pk}"


@pytest.mark.django_db
def test_an_address_stays_when_the_headline_changes() -> None:
    check = makers.make_agreed_check()
    first = makers.publish(check, headline="Паром цел").slug
    FactCheck.objects.get(slug=first).revisions.update(headline="Паром утонул")
    assert FactCheck.objects.get().slug == first == "parom-tsel"
