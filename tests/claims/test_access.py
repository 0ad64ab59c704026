"""Who may do what."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.access import ROLE_SCOPES, Role, Scope, scopes_of

WRITING = {scope for scope in Scope if scope.endswith(":write")}
MAY_WRITE = {
    Role.READER: set(),
    Role.CLIENT: {"articles:write", "claims:write"},
    Role.REVIEWER: {"reviews:write"},
    Role.EDITOR: WRITING - {"people:write"},
    Role.ADMINISTRATOR: WRITING,
}
roles, scopes = st.sampled_from(list(Role)), st.sampled_from(list(Scope))


@pytest.mark.parametrize("role", Role)
def test_a_role_writes_what_is_written_here_and_nothing_else(role: Role) -> None:
    assert scopes_of(role) & WRITING == MAY_WRITE[role]


@pytest.mark.parametrize("role", Role)
def test_everybody_reads_what_is_no_secret(role: Role) -> None:
    assert {"articles:read", "claims:read", "fact-checks:read"} <= scopes_of(role)


def test_reviews_are_read_by_who_takes_part() -> None:
    assert {role for role in Role if Scope.REVIEWS_READ in scopes_of(role)} == {"reviewer", "editor", "administrator"}


def test_people_are_for_administrators_alone() -> None:
    assert {role for role in Role if Scope.PEOPLE_WRITE in scopes_of(role)} == {"administrator"}


def test_every_role_is_in_the_table() -> None:
    assert set(ROLE_SCOPES) == set(Role)


@given(roles, st.sets(scopes | st.text(max_size=12)))
def test_a_key_never_does_more_than_its_owner_nor_more_than_it_says(role: Role, said: set[str]) -> None:
    assert scopes_of(role, said) == (scopes_of(role) & said) - {"people:write"}


def test_a_key_that_says_nothing_may_nothing() -> None:
    assert scopes_of(Role.ADMINISTRATOR, []) == frozenset()


def test_a_role_that_nobody_knows_is_an_error() -> None:
    with pytest.raises(ValueError, match="king"):
        scopes_of("king")
