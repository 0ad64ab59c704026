"""When two figures agree, as people state figures."""

from __future__ import annotations

import pytest

from claims.extraction.statements import Quantity
from claims.matching.figures import Figure, agree, compared, figures_of


def figure(low: float | None, high: float | None, unit: str = "kiloton") -> Figure:
    (found,) = figures_of("so much", (Quantity("so much", 0, 7, low, high, unit),))
    return found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (figure(50, 50), figure(50, 50)),
        (figure(None, 160), figure(150, 150)),
        (figure(8e6, None), figure(8.2e6, 8.2e6)),
        (figure(50, 120), figure(100, 100)),
        (figure(8e6, 8e6), figure(7.9e6, 7.9e6)),
        (figure(1, 1, "megaton"), figure(1000, 1000)),
        (figure(5, 5, "mile"), figure(8.05, 8.05, "kilometer")),
    ],
)
def test_what_can_both_be_right_agrees(one: Figure, other: Figure) -> None:
    assert agree(one, other)
    assert agree(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (figure(50, 50), figure(160, 160)),
        (figure(None, 160), figure(50, 120)),
        (figure(None, 160), figure(50, 50)),
        (figure(8e6, None), figure(20e6, 20e6)),
        (figure(4, 4, "launcher"), figure(5, 5, "launcher")),
        (figure(40, 40, "percent"), figure(42, 42, "percent")),
        (figure(8e6, 8e6), figure(9e6, 9e6)),
    ],
)
def test_what_cannot_both_be_right_does_not(one: Figure, other: Figure) -> None:
    assert not agree(one, other)
    assert not agree(other, one)


def test_figures_of_other_things_say_nothing() -> None:
    assert compared([figure(50, 50, "kiloton")], [figure(4, 4, "launcher")]) == ([], [])


def test_plain_digits_are_read_where_nothing_was_extracted() -> None:
    found = figures_of("It cost $2.5 million in 2019 and 40% of 1,200 seats.", ())
    assert [(each.stated, each.unit) for each in found] == [(2.5e6, "US dollar"), (40, "percent"), (1200, "seat")]


def test_about_lets_a_small_figure_be_rounded() -> None:
    (about,) = figures_of("Nearly 50 percent stayed away.", (Quantity("50 percent", 7, 17, 50, 50, "percent"),))
    assert agree(about, figure(48, 48, "percent"))
    assert not agree(figure(50, 50, "percent"), figure(48, 48, "percent"))
