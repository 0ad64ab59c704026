"""A text cut into marked and unmarked pieces."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from verification.highlighting import Mark, Piece, pieces

TEXT = "The ferry, which carries 900 people, sank."


def told(found: list[Piece]) -> list[tuple[str, str]]:
    return [(piece.text, piece.mark.label if piece.mark else "") for piece in found]


def test_a_claim_inside_another_is_marked_and_the_longer_around_it() -> None:
    found = pieces(TEXT, [Mark(0, 42, "whole"), Mark(11, 35, "inner")])
    assert told(found) == [("The ferry, ", "whole"), ("which carries 900 people", "inner"), (", sank.", "whole")]


def test_the_current_claim_is_marked_whole() -> None:
    found = pieces(TEXT, [Mark(0, 42, "whole", is_current=True), Mark(11, 35, "inner")])
    assert told(found) == [(TEXT, "whole")]


def test_what_nobody_claims_stays_unmarked() -> None:
    assert told(pieces(TEXT, [Mark(4, 9, "one")])) == [("The ", ""), ("ferry", "one"), (TEXT[9:], "")]


MARKS = st.lists(
    st.tuples(st.integers(0, 41), st.integers(1, 42), st.booleans()).filter(lambda mark: mark[0] < mark[1]), max_size=8
)


@given(MARKS)
def test_the_pieces_are_the_text_whatever_the_marks(marks: list[tuple[int, int, bool]]) -> None:
    found = pieces(TEXT, [Mark(start, end, str(at), "", now) for at, (start, end, now) in enumerate(marks)])
    assert "".join(piece.text for piece in found) == TEXT
    covered = {at for start, end, _ in marks for at in range(start, end)}
    assert sum(len(piece.text) for piece in found if piece.mark) == len(covered)
