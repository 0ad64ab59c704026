"""Articles move as the table says; a log that does not follow its table is not believed."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.errors import Conflict, IllegalMove
from claims.states import ARTICLE_MOVES, ArticleStatus, replay, require_move

LEGAL = {
    ("received", "extracted"),
    ("received", "unreadable"),
    ("extracted", "received"),
    ("unreadable", "received"),
}
TABLE = {
    "asleep": frozenset({"awake"}),
    "awake": frozenset({"asleep", "awake", "gone"}),
    "gone": frozenset(),
}


@pytest.mark.parametrize(("before", "after"), list(product(ArticleStatus, ArticleStatus)))
def test_an_article_moves_as_written_here_and_no_other_way(before: str, after: str) -> None:
    if (before, after) in LEGAL:
        require_move(ARTICLE_MOVES, "article", before, after)
        return
    with pytest.raises(IllegalMove, match=f"The article is {before}; it cannot become {after}."):
        require_move(ARTICLE_MOVES, "article", before, after)


def test_every_state_has_its_moves_written_down() -> None:
    assert set(ARTICLE_MOVES) == set(ArticleStatus)


def test_from_a_state_that_nobody_knows_nothing_moves() -> None:
    with pytest.raises(IllegalMove):
        require_move(ARTICLE_MOVES, "article", "lost", "received")


def test_an_illegal_move_is_a_conflict_for_who_asked_for_it() -> None:
    assert issubclass(IllegalMove, Conflict)


def test_a_message_tells_states_in_words() -> None:
    with pytest.raises(IllegalMove, match="in review; it cannot become wide awake"):
        require_move({}, "check", "in_review", "wide_awake")


@st.composite
def walks(draw: st.DrawFn) -> list[tuple[str, str]]:
    """Any way through the table, beginning with "" as a log does."""
    where, steps = "asleep", [("", "asleep")]
    for _ in range(draw(st.integers(0, 8))):
        if not TABLE[where]:
            break
        after = draw(st.sampled_from(sorted(TABLE[where])))
        steps.append((where, after))
        where = after
    return steps


@given(walks())
def test_every_walk_through_the_table_replays_to_its_end(steps: list[tuple[str, str]]) -> None:
    assert replay(TABLE, steps) == steps[-1][1]


@given(walks(), st.data())
def test_a_log_with_a_line_missing_is_not_believed(steps: list[tuple[str, str]], data: st.DataObject) -> None:
    missing = data.draw(st.integers(0, len(steps) - 1))
    rest = steps[:missing] + steps[missing + 1 :]
    moved = steps[missing][0] != steps[missing][1]
    if moved and rest[missing:]:
        with pytest.raises(IllegalMove):
            replay(TABLE, rest)


def test_a_step_outside_the_table_is_not_believed() -> None:
    with pytest.raises(IllegalMove):
        replay(TABLE, [("", "asleep"), ("asleep", "gone")])


def test_a_line_that_moves_nothing_is_a_remark() -> None:
    assert replay(TABLE, [("", "asleep"), ("asleep", "asleep")]) == "asleep"


def test_an_empty_log_leads_nowhere() -> None:
    assert replay(TABLE, []) == ""
