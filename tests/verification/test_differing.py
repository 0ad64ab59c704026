"""Where verdicts part."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests import makers
from tests.verification.test_views import page, signed_in
from verification.differing import Told, differences

REGISTER, INSURER = "https://www.register.example/1", "https://insurer.example/2"


def test_ratings_and_sources_are_set_against_each_other() -> None:
    told = [Told("Ana", "True", (REGISTER, INSURER)), Told("Bo", "False", (REGISTER,)), Told("Cy", "False")]
    assert differences(told) == [
        "The ratings differ: True (Ana); False (Bo, Cy).",
        "Only Ana relies on insurer.example.",
        "Cy names no source.",
    ]


def test_what_all_share_is_told() -> None:
    told = [Told("Ana", "True", (REGISTER,)), Told("Bo", "True", (REGISTER,))]
    assert differences(told) == ["All found: True.", "All rely on register.example."]


def test_one_verdict_differs_from_none() -> None:
    assert differences([Told("Ana", "True")]) == []


@pytest.mark.django_db
def test_the_page_of_a_dispute_tells_them_with_remarks_on_sources() -> None:
    check = makers.make_disputed_check()
    told = page(signed_in(makers.make_editor()).get(reverse("check", args=[check.pk])))
    assert "The ratings differ" in told
    assert "There is no archived copy." in told


@pytest.mark.django_db
def test_nothing_is_told_while_verdicts_are_missing() -> None:
    check = makers.make_check()
    first, _ = makers.make_assignments(check)
    makers.judge(first)
    told = page(signed_in(first.reviewer.user).get(reverse("check", args=[check.pk])))
    assert "All found" not in told
