"""Agreement beyond chance, against published figures."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verification.agreement import (
    Judged,
    Upheld,
    by_topic,
    nominal_alpha,
    nominal_interval,
    ordinal_alpha,
    ordinal_interval,
    share_interval,
)

# Krippendorff (2011), section C: four observers, twelve units; what nobody said is left out.
PUBLISHED = [
    [1, 1, 1], [2, 2, 3, 2], [3, 3, 3, 3], [3, 3, 3, 3], [2, 2, 2, 2], [1, 2, 3, 4],
    [4, 4, 4, 4], [1, 1, 2, 1], [2, 2, 2, 2], [5, 5, 5], [1, 1], [3],
]  # fmt: skip
units = st.lists(st.lists(st.integers(1, 4), max_size=4), max_size=8)


def test_the_published_figures() -> None:
    assert nominal_alpha(PUBLISHED) == pytest.approx(0.743, abs=0.0005)
    assert ordinal_alpha(PUBLISHED) == pytest.approx(0.815, abs=0.0005)


def test_full_agreement_is_one_and_its_opposite_below_nothing() -> None:
    assert nominal_alpha([["a", "a"], ["b", "b"]]) == 1
    worst = nominal_alpha([["a", "b"], ["a", "b"]])
    assert worst is not None
    assert worst < 0


@pytest.mark.parametrize("found", [[], [[]], [["a"], ["b"]], [["a", "a"], ["a", "a"]]])
def test_where_chance_cannot_be_told_there_is_no_figure(found: list[list[str]]) -> None:
    assert nominal_alpha(found) is None


def test_neighbours_on_a_scale_disagree_less_than_its_ends() -> None:
    near, far = ordinal_alpha([[1, 2], [2, 3], [3, 3], [1, 1]]), ordinal_alpha([[1, 3], [1, 3], [2, 2], [2, 2]])
    assert near is not None
    assert far is not None
    assert near > far


@given(units, st.randoms())
def test_neither_the_order_of_units_nor_of_people_matters(found: list[list[int]], random: object) -> None:
    shuffled = [sorted(unit) for unit in found]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    for alpha in (nominal_alpha, ordinal_alpha):
        assert alpha(found) == pytest.approx(alpha(shuffled))


@given(units)
def test_it_is_never_more_than_one(found: list[list[int]]) -> None:
    for alpha in (nominal_alpha, ordinal_alpha):
        assert (alpha(found) or 0) <= 1


@given(units)
def test_what_one_person_judged_alone_changes_nothing(found: list[list[int]]) -> None:
    assert nominal_alpha([*found, [2]]) == nominal_alpha(found)


def test_how_often_somebody_was_upheld_by_topic() -> None:
    verdicts = [Judged(1, ("Water", "law"), True), Judged(1, ("water",), False), Judged(2, (), True)]
    assert by_topic(verdicts) == {
        1: {"": Upheld(1, 2), "law": Upheld(1, 1), "water": Upheld(1, 2)},
        2: {"": Upheld(1, 1)},
    }
    assert by_topic(verdicts)[1]["water"].part == 0.5


def test_those_that_are_alike_may_be_counted_together() -> None:
    one_by_one = by_topic([*[Judged(1, ("law",), True)] * 3, *[Judged(1, ("law",), False)] * 2])
    assert by_topic([Judged(1, ("law",), True, 3), Judged(1, ("law",), False, 2)]) == one_by_one


# --- How sure that is -----------------------------------------------------------------------------------------
def test_each_alpha_lies_in_its_interval_which_is_wide_for_few_units_and_narrow_for_many() -> None:
    for alpha, interval in ((nominal_alpha, nominal_interval), (ordinal_alpha, ordinal_interval)):
        few, many = interval(PUBLISHED), interval(PUBLISHED * 40)
        assert few is not None
        assert many is not None
        assert few.low < many.low < (alpha(PUBLISHED) or 0) < many.high <= few.high <= 1
        assert few.high - few.low > 0.3 > many.high - many.low
        assert interval(PUBLISHED) == few


@given(units)
def test_there_is_an_interval_wherever_there_is_an_alpha(found: list[list[int]]) -> None:
    for alpha, interval in ((nominal_alpha, nominal_interval), (ordinal_alpha, ordinal_interval)):
        if alpha(found) is not None:
            told = interval(found)
            assert told is not None
            assert told.low <= told.high <= 1


def test_of_units_that_are_all_alike_nothing_is_told() -> None:
    assert nominal_interval([]) is nominal_interval([["a", "a"]] * 9) is None


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [(0, 0, 0, 1), (10, 10, 0.722, 1), (0, 10, 0, 0.278), (6, 10, 0.313, 0.832), (600, 1000, 0.569, 0.630)],
)
def test_the_interval_of_a_share_is_wilsons(count: int, of: int, low: float, high: float) -> None:
    found = share_interval(count, of)
    assert [found.low, found.high] == pytest.approx([low, high], abs=0.001)
