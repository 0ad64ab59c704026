"""Two open pages of one claim that keep what is written in them at the same moment."""

from __future__ import annotations

import pytest

from tests import makers
from tests.faults import racing
from verification import services
from verification.models import Assignment, Draft

pytestmark = pytest.mark.django_db(transaction=True)
# Statements of a save before the second page's save begins.
AFTER = range(1, 6)


def save(assignment: Assignment, page: str) -> services.SavedDraft:
    return services.save_draft(
        assignment_id=assignment.pk,
        reviewer=assignment.reviewer,
        values={"reasoning": f"Written on the {page}."},
        loaded=services.LoadedDraft(page=page),
    )


def told_of_the_other(after: int) -> list[bool]:
    """Which of two pages heard of the other's text, where neither had shown any."""
    [assignment, *_] = makers.make_assignments(makers.make_check())
    done = racing.Staggered(lambda: save(assignment, "phone"), lambda: save(assignment, "laptop"), after=after).run()
    assert [outcome.error for outcome in done] == [None, None]
    assert Draft.objects.filter(assignment=assignment).count() == 2
    return sorted(bool(outcome.answer.unseen) for outcome in done)


@pytest.mark.parametrize("after", AFTER)
def test_whoever_saves_second_hears_of_the_first(after: int) -> None:
    assert told_of_the_other(after) == [False, True]


def test_without_waiting_for_each_other_neither_would_hear(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("verification.services.drafts._wait_for_other_pages", bool)
    assert [False, False] in [told_of_the_other(after) for after in AFTER]
