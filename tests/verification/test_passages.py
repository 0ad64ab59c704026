"""A text cut at its numbered passages."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from verification.display_status import ClaimStatus
from verification.passages import Passage, Span, passages

TEXT = "The port lost four cranes and two ships in May."


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, list[Span]]:
    text = draw(st.text(min_size=1, max_size=60))
    ends = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).filter(lambda pair: pair[0] < pair[1])
    found = draw(st.lists(ends, max_size=8))
    return text, [Span(start, end, number, ClaimStatus.TRUE) for number, (start, end) in enumerate(found, start=1)]


@given(marked_texts())
def test_the_text_stays_whole_and_every_number_is_told_once_at_its_end(given_: tuple[str, list[Span]]) -> None:
    text, spans = given_
    found = passages(text, spans)
    assert "".join(passage.text for passage in found) == text
    position, told = 0, []
    for passage in found:
        position += len(passage.text)
        assert all(span.end == position for span in passage.ending)
        told += [span.number for span in passage.ending]
    assert sorted(told) == [span.number for span in spans]


@given(marked_texts())
def test_a_passage_is_covered_by_just_those_that_hold_it(given_: tuple[str, list[Span]]) -> None:
    text, spans = given_
    position = 0
    for passage in passages(text, spans):
        end = position + len(passage.text)
        assert set(passage.spans) == {span for span in spans if span.start <= position and end <= span.end}
        position = end


def test_two_claims_of_the_same_words_keep_both_their_numbers() -> None:
    spans = [Span(0, 8, 1, ClaimStatus.TRUE), Span(0, 8, 2, ClaimStatus.DISPUTED)]
    first, rest = passages(TEXT, spans)
    assert ([span.number for span in first.ending], first.status, rest.spans) == ([1, 2], ClaimStatus.TRUE, ())


def test_the_shorter_of_two_gives_the_colour() -> None:
    found = passages(TEXT, [Span(0, 47, 1, ClaimStatus.TRUE), Span(9, 25, 2, ClaimStatus.DISPUTED)])
    assert [passage.status for passage in found] == [ClaimStatus.TRUE, ClaimStatus.DISPUTED, ClaimStatus.TRUE]


def test_nothing_is_marked_in_a_text_without_claims() -> None:
    assert passages(TEXT, []) == [Passage(TEXT)]
    assert passages("", []) == []
