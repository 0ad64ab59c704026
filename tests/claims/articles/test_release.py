"""What a decision about an article comes to, and who is of the house."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from claims.access import Role, Scope, scopes_of
from claims.articles.release import ReleaseState, Viewer
from claims.states import Release

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


@pytest.mark.parametrize(("before", "release"), [(-1, Release.EMBARGOED), (0, Release.PUBLIC), (1, Release.PUBLIC)])
def test_an_embargo_lasts_until_its_time_and_is_none_from_then_on(before: int, release: Release) -> None:
    embargoed = ReleaseState(Release.EMBARGOED, NOON)
    found = embargoed.at(NOON + timedelta(seconds=before))
    assert found == (embargoed if release == Release.EMBARGOED else ReleaseState(Release.PUBLIC))


def test_what_is_internal_or_public_stays_so_at_any_time() -> None:
    for release in (Release.INTERNAL, Release.PUBLIC):
        assert ReleaseState(release).at(NOON) == ReleaseState(release)


def test_a_version_differs_by_what_was_decided_and_not_by_the_zone_it_is_told_in() -> None:
    states = [
        ReleaseState(Release.INTERNAL),
        ReleaseState(Release.PUBLIC),
        ReleaseState(Release.EMBARGOED, NOON),
        ReleaseState(Release.EMBARGOED, NOON + timedelta(microseconds=1)),
    ]
    assert len({state.version for state in states}) == len(states)
    elsewhere = NOON.astimezone(tz=None)
    assert ReleaseState(Release.EMBARGOED, elsewhere).version == ReleaseState(Release.EMBARGOED, NOON).version


@pytest.mark.parametrize(
    ("role", "is_of_the_house"),
    [
        (Role.READER, False),
        (Role.CLIENT, False),
        (Role.REVIEWER, True),
        (Role.EDITOR, True),
        (Role.ADMINISTRATOR, True),
    ],
)
def test_who_reviews_or_edits_is_of_the_house(role: Role, is_of_the_house: bool) -> None:
    assert Viewer(1, scopes_of(role)).is_of_the_house is is_of_the_house


def test_an_editors_key_that_only_reads_articles_is_of_no_house() -> None:
    assert not Viewer(1, scopes_of(Role.EDITOR, [Scope.ARTICLES_READ])).is_of_the_house
    assert not Viewer(None, frozenset()).hands_in
