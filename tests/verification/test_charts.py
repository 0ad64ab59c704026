"""Where the marks of a chart stand."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from verification.charts import NAMES, NUMBERS, TALL, WIDTH, Column, Part, Row, bars, columns, round_up

VALUES = st.lists(st.lists(st.floats(0, 1e6), max_size=4), max_size=40)


def parts(values: list[float]) -> list[Part]:
    return [Part(value, "open", "told") for value in values]


def test_the_longest_bar_fills_the_width_and_the_others_follow() -> None:
    chart = bars([Row("One", parts([30, 10]), "40"), Row("Two", parts([20]), "20")])
    full = WIDTH - NAMES - NUMBERS
    assert [box.width for box in chart.boxes] == [full * 0.75, full * 0.25, full * 0.5]
    assert chart.boxes[1].x == chart.boxes[0].x + chart.boxes[0].width


def test_nothing_is_drawn_for_nothing_but_its_name_and_number() -> None:
    chart = bars([Row("One", parts([0]), "0")])
    assert chart.boxes == []
    assert [label.text for label in chart.labels] == ["One", "0"]
    assert columns([]).boxes == bars([]).boxes == []


def test_a_long_name_is_cut() -> None:
    [name, _] = bars([Row("x" * 300, parts([1]), "1")]).labels
    assert len(name.text) == 26


def test_the_axis_ends_at_a_round_number() -> None:
    assert [round_up(value) for value in (0, 1, 2, 3, 7, 11, 99, 100, 101, 1234)] == [
        2,
        2,
        2,
        4,
        8,
        20,
        100,
        100,
        200,
        2000,
    ]


@given(VALUES)
def test_no_column_leaves_the_drawing(values: list[list[float]]) -> None:
    chart = columns([Column("", parts(one)) for one in values])
    assert all(box.y >= -0.2 and box.y + box.height <= TALL and box.x + box.width <= WIDTH for box in chart.boxes)


@given(VALUES, st.floats(0, 1e6))
def test_no_bar_leaves_the_drawing(values: list[list[float]], longest: float) -> None:
    chart = bars([Row("One", parts(one), "1") for one in values], longest=longest)
    assert all(box.width >= 0 and box.x + box.width <= WIDTH - NUMBERS + 0.2 for box in chart.boxes)
