"""The walk of a fact-check, from sign-off to its end."""

from __future__ import annotations

import pytest

from claims.errors import Forbidden, IllegalMove
from tests import makers
from verification import queries, services
from verification.errors import FourEyes
from verification.models import FactCheck
from verification.services import FactCheckDraft, VerdictDraft

pytestmark = pytest.mark.django_db
DRAFT = FactCheckDraft(headline="The reservoir did not run dry", summary="It lost a tenth.")


def test_publishing_freezes_what_readers_see() -> None:
    check = makers.make_agreed_check(speaker_name="The water board")
    fact_check = services.publish(check_id=check.pk, actor=makers.make_editor(), draft=DRAFT)
    revision = fact_check.revisions.get()
    assert fact_check.slug == "the-reservoir-did-not-run-dry"
    assert (revision.claimant, revision.rating.key) == ("The water board", "false")
    assert [source["title"] for source in revision.sources] == ["The register", "The register"]


def test_the_same_headline_gets_another_slug() -> None:
    desk = makers.make_desk()
    first, second = makers.make_agreed_check(desk), makers.make_agreed_check(desk)
    for check in (first, second):
        services.publish(check_id=check.pk, actor=makers.make_editor(), draft=DRAFT)
    assert FactCheck.objects.values("slug").distinct().count() == 2


def test_nobody_signs_off_what_they_judged() -> None:
    check = makers.make_disputed_check()
    editor = makers.make_editor()
    services.adjudicate(check_id=check.pk, actor=editor, draft=VerdictDraft("false", "It is wrong."))
    with pytest.raises(FourEyes):
        services.publish(check_id=check.pk, actor=editor, draft=DRAFT)
    services.publish(check_id=check.pk, actor=makers.make_editor(), draft=DRAFT)


def test_a_reviewer_does_not_publish() -> None:
    check = makers.make_agreed_check()
    with pytest.raises(Forbidden):
        services.publish(check_id=check.pk, actor=makers.make_reviewer().user, draft=DRAFT)


def test_a_check_in_review_cannot_be_published() -> None:
    check = makers.make_check()
    makers.make_assignments(check)
    with pytest.raises(IllegalMove, match="in review"):
        services.publish(check_id=check.pk, actor=makers.make_editor(), draft=DRAFT)


def test_a_correction_is_a_new_revision_with_a_note() -> None:
    check = makers.make_published_check()
    services.correct(check_id=check.pk, actor=makers.make_editor(), draft=DRAFT, note="The year was wrong.")
    numbers = FactCheck.objects.get().revisions.values_list("number", "note")
    assert list(numbers) == [(1, ""), (2, "The year was wrong.")]


def test_a_withdrawn_fact_check_no_longer_stands_but_stays() -> None:
    check = makers.make_published_check()
    services.withdraw(check_id=check.pk, actor=makers.make_editor(), why="The source was forged.")
    assert not queries.published_fact_checks().exists()
    assert queries.fact_checks().exists()


def test_a_reopened_check_is_published_as_the_next_revision_of_the_same_page() -> None:
    check = makers.make_published_check()
    services.reopen(check_id=check.pk, actor=makers.make_editor(), why="New figures came out.")
    assert queries.published_fact_checks().exists()
    for assignment in services.route_check(check_id=check.pk):
        makers.judge(assignment, "true")
    services.publish(check_id=check.pk, actor=makers.make_editor(), draft=DRAFT)
    ratings = FactCheck.objects.get().revisions.values_list("rating__key", flat=True)
    assert list(ratings) == ["false", "true"]
