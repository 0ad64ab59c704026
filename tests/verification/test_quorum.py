"""When independent verdicts settle a check."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verification.quorum import Outcome, outcome, prevailing

ratings = st.sampled_from(["true", "half", "false", "unproven"])


@pytest.mark.parametrize(
    ("given_ratings", "needed", "expected"),
    [
        ([], 1, Outcome.WAITING),
        (["true"], 1, Outcome.AGREED),
        (["true"], 2, Outcome.WAITING),
        (["true", "true"], 2, Outcome.AGREED),
        (["true", "half"], 2, Outcome.DISPUTED),
        (["true", "false"], 3, Outcome.WAITING),
        (["true", "true", "false"], 3, Outcome.DISPUTED),
        (["unproven", "unproven"], 2, Outcome.AGREED),
    ],
)
def test_verdicts_settle_a_check_when_all_are_in_and_the_same(
    given_ratings: list[str], needed: int, expected: Outcome
) -> None:
    assert outcome(given_ratings, needed=needed) is expected


@pytest.mark.parametrize(
    ("given_ratings", "expected"),
    [
        (["true", "false", "true"], Outcome.AGREED),
        (["true", "false", "half"], Outcome.DISPUTED),
        (["true", "true", "true", "half"], Outcome.AGREED),
        (["true", "half", "true", "half"], Outcome.DISPUTED),
        (["true", "half", "true", "false"], Outcome.DISPUTED),
    ],
)
def test_where_one_more_was_asked_for_more_than_half_decide(given_ratings: list[str], expected: Outcome) -> None:
    assert outcome(given_ratings, needed=len(given_ratings), by_majority=True) is expected


@given(st.lists(ratings, min_size=1))
def test_what_a_majority_settles_is_the_rating_of_more_than_half(found: list[str]) -> None:
    agreed = outcome(found, needed=len(found), by_majority=True) is Outcome.AGREED
    assert agreed == (found.count(prevailing(found)) * 2 > len(found))


@given(st.lists(ratings), st.integers(1, 5), st.randoms())
def test_the_order_of_verdicts_does_not_matter(found: list[str], needed: int, random: object) -> None:
    shuffled = list(found)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert outcome(found, needed=needed) is outcome(shuffled, needed=needed)


@given(st.lists(ratings, min_size=1, max_size=5))
def test_one_missing_verdict_leaves_everything_open(found: list[str]) -> None:
    assert outcome(found, needed=len(found) + 1) is Outcome.WAITING


@given(ratings, st.integers(1, 5))
def test_the_same_rating_from_everybody_is_agreement(rating: str, needed: int) -> None:
    assert outcome([rating] * needed, needed=needed) is Outcome.AGREED
