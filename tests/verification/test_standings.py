"""The words in which an article shows how far its claims have come."""

from __future__ import annotations

import pytest

from verification.standings import Standing, standing_of
from verification.states import CheckStatus


@pytest.mark.parametrize("status", list(CheckStatus))
def test_every_state_of_a_check_has_one(status: CheckStatus) -> None:
    assert standing_of(status) in Standing


def test_a_claim_without_a_check_is_unchecked() -> None:
    assert standing_of(None) is Standing.UNCHECKED
