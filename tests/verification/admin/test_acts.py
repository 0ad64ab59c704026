"""Acts on checks and assignments in the admin."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from claims import services as claim_services
from claims.access import Role
from claims.models import Event, User
from tests import makers
from tests.seen import version_of
from tests.verification.admin.pages import page, signed_in
from verification import services
from verification.models import Assignment, Check, FactCheck, FactCheckRevision
from verification.states import CheckStatus

pytestmark = pytest.mark.django_db


def act(client: Client, check: Check, name: str, **told: str) -> Any:
    return client.post(page(Check, name, check.pk), marks(check) | told, follow=True)


def marks(*rows: Any) -> dict[str, Any]:
    """What the page that asks about rows knows of each."""
    return {f"seen-{row.pk}": version_of(row) for row in rows}


def told_by(answer: Any) -> str:
    return " ".join(str(message) for message in answer.context["messages"])


def test_an_act_is_asked_about_first_and_done_by_the_service(desk_of_editor: Client, editor: User) -> None:
    check = makers.make_check(makers.make_desk(worthiness_threshold=1.0), worthiness=0.5)
    Check.objects.filter(pk=check.pk).update(status=CheckStatus.TRIAGE)
    assert desk_of_editor.get(page(Check, "drop", check.pk)).status_code == 200
    check.refresh_from_db()
    assert check.status == CheckStatus.TRIAGE
    answer = act(desk_of_editor, check, "drop", why="Nobody can know.")
    assert "dropped" in told_by(answer)
    event = Event.objects.filter(subject_type="check", subject_id=check.pk).latest("pk")
    assert (event.to_status, event.actor, event.why) == ("dropped", editor, "Nobody can know.")


def test_a_reason_is_asked_for_beside_its_field(desk_of_editor: Client) -> None:
    check = makers.make_agreed_check()
    answer = act(desk_of_editor, check, "send_back", why="  ")
    assert "This field is required" in answer.content.decode()
    check.refresh_from_db()
    assert check.status == CheckStatus.AGREED


def test_a_step_that_is_no_longer_possible_is_told_and_changes_nothing(desk_of_editor: Client) -> None:
    check = makers.make_published_check()
    answer = act(desk_of_editor, check, "publish", headline="Again", summary="Again.")
    assert "cannot become published" in told_by(answer)
    assert FactCheckRevision.objects.count() == 1


def test_nobody_signs_off_another_rating_than_the_page_told(desk_of_editor: Client, editor: User) -> None:
    check = makers.make_agreed_check(rating="false")
    asked = desk_of_editor.get(page(Check, "publish", check.pk))
    assert "rated “False”" in asked.content.decode()
    mark = asked.context["rows"][0].mark
    assert mark in asked.content.decode()
    services.send_back(check_id=check.pk, actor=editor, why="Look again.")
    for assignment in makers.make_assignments(check):
        makers.judge(assignment, "true")
    told = {"headline": "No", "summary": "It was not.", f"seen-{check.pk}": mark}
    answer = act(desk_of_editor, check, "publish", **told)
    assert (answer.status_code, "This has changed since you read it" in answer.content.decode()) == (412, True)
    assert f"by {editor}: “Look again.”" in " ".join(answer.content.decode().split())
    assert not FactCheck.objects.exists()


def test_an_agreed_check_is_published_corrected_and_withdrawn_from_its_page(desk_of_editor: Client) -> None:
    check = makers.make_agreed_check()
    act(desk_of_editor, check, "publish", headline="No", summary="It was not.")
    act(desk_of_editor, check, "correct", headline="No", summary="It was not so.", note="A word was missing.")
    act(desk_of_editor, check, "withdraw", why="The register was wrong.")
    check.refresh_from_db()
    assert check.status == CheckStatus.WITHDRAWN
    assert [revision.note for revision in FactCheck.objects.get().revisions.all()] == ["", "A word was missing."]


def test_an_author_of_a_verdict_does_not_publish_here_either(client: Client) -> None:
    desk = makers.make_desk(verdicts_needed=1)
    author = makers.make_editor()
    makers.make_reviewer(desk, user=author)
    check = makers.make_agreed_check(desk)
    answer = act(signed_in(client, author), check, "publish", headline="No", summary="No.")
    assert "another editor" in told_by(answer)
    assert not FactCheck.objects.exists()


def test_a_page_offers_what_is_possible_and_nothing_else(desk_of_editor: Client) -> None:
    shown = desk_of_editor.get(page(Check, "change", makers.make_agreed_check().pk)).content.decode()
    assert "Sign off and publish" in shown
    assert "Withdraw" not in shown


def test_many_rows_each_have_their_own_result(desk_of_editor: Client) -> None:
    desk = makers.make_desk()
    triage, agreed = makers.make_check(desk), makers.make_agreed_check(desk)
    Check.objects.filter(pk=triage.pk).update(status=CheckStatus.TRIAGE)
    picked = {"action": "queue", "_selected_action": [triage.pk, agreed.pk]}
    asked = desk_of_editor.post(page(Check, "changelist"), picked | {"index": "0"})
    assert asked.status_code == 200
    assert triage.claim.text in asked.content.decode()
    answer = desk_of_editor.post(page(Check, "changelist"), picked | marks(triage, agreed) | {"confirmed": "yes"})
    assert results(answer) == {
        agreed: "The check is agreed; it cannot become queued.",
        triage: "",
    }
    assert (answer.context["done"], answer.context["refused"]) == (1, 1)
    assert "The check is agreed; it cannot become queued." in answer.content.decode()
    triage.refresh_from_db()
    assert triage.status == CheckStatus.QUEUED


def results(answer: Any) -> dict[Any, str]:
    """Each row with why nothing happened to it; empty where something did."""
    return {result.row: result.refused for result in answer.context["results"]}


def test_many_are_published_each_in_its_own_words(desk_of_editor: Client) -> None:
    desk = makers.make_desk()
    ready, other, open_still = makers.make_agreed_check(desk), makers.make_agreed_check(desk), makers.make_check(desk)
    picked = {"action": "publish", "_selected_action": [ready.pk, other.pk, open_still.pk]}
    asked = desk_of_editor.post(page(Check, "changelist"), picked)
    words = {one.row: one.form.initial for one in asked.context["rows"]}
    quoted = ready.claim.text.removesuffix(".")
    assert words[ready] == {"headline": f"False: “{quoted}”", "summary": "The register says otherwise."}
    told = marks(ready, other, open_still)
    told |= {f"row-{check.pk}-headline": f"No, {check.pk}" for check in (ready, other, open_still)}
    told |= {f"row-{check.pk}-summary": "It was not." for check in (ready, other, open_still)}
    answer = desk_of_editor.post(page(Check, "changelist"), picked | told | {"confirmed": "yes"})
    assert results(answer)[ready] == results(answer)[other] == ""
    assert "cannot become published" in results(answer)[open_still]
    assert {revision.headline for revision in FactCheckRevision.objects.all()} == {f"No, {ready.pk}", f"No, {other.pk}"}


def test_nothing_is_published_where_the_words_of_one_are_missing(desk_of_editor: Client) -> None:
    ready, other = makers.make_agreed_check(), makers.make_agreed_check()
    picked = {"action": "publish", "_selected_action": [ready.pk, other.pk], "confirmed": "yes"}
    told = {f"row-{ready.pk}-headline": "No", f"row-{ready.pk}-summary": "No.", f"row-{other.pk}-headline": "No"}
    answer = desk_of_editor.post(page(Check, "changelist"), picked | told)
    assert "This field is required" in answer.content.decode()
    assert not FactCheck.objects.exists()


def test_many_are_dropped_for_one_reason(desk_of_editor: Client) -> None:
    checks = [makers.make_check(), makers.make_check()]
    Check.objects.update(status=CheckStatus.TRIAGE)
    picked = {"action": "drop", "_selected_action": [check.pk for check in checks], "confirmed": "yes"}
    desk_of_editor.post(page(Check, "changelist"), picked | {"why": ""})
    assert set(Check.objects.values_list("status", flat=True)) == {CheckStatus.TRIAGE}
    desk_of_editor.post(page(Check, "changelist"), picked | marks(*checks) | {"why": "Opinions."})
    assert set(Check.objects.values_list("status", flat=True)) == {CheckStatus.DROPPED}
    assert Event.objects.filter(to_status="dropped", why="Opinions.").count() == 2


def test_assignments_are_given_to_somebody_else_who_may_have_them(desk_of_editor: Client) -> None:
    desk = makers.make_desk(verdicts_needed=1)
    ill, able = makers.make_reviewer(desk, capacity=9), makers.make_reviewer(desk, capacity=0)
    mine = [makers.make_assignments(makers.make_check(desk, speaker_name=name))[0] for name in ("Ada", "Bo")]
    assert {assignment.reviewer for assignment in mine} == {ill}
    services.update_reviewer(reviewer=able, conflicts=["Bo"])
    picked = {"action": "reassign", "_selected_action": [one.pk for one in mine], "confirmed": "yes"}
    answer = desk_of_editor.post(
        page(Assignment, "changelist"), picked | marks(*mine) | {"reviewer": able.pk, "why": "She is ill."}
    )
    assert results(answer)[mine[0]] == ""
    assert "conflict" in results(answer)[mine[1]].lower()
    assert able.assignments.get(status="open").check_row == mine[0].check_row


def test_more_rows_than_anybody_can_look_at_are_not_changed_at_once(
    desk_of_editor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("claims.admin.acts.MOST_AT_ONCE", 1)
    first, second = makers.make_check(), makers.make_check()
    picked = {"action": "priority", "_selected_action": [first.pk, second.pk], "priority": "9", "confirmed": "yes"}
    answer = desk_of_editor.post(page(Check, "changelist"), picked, follow=True)
    assert "at most 1" in told_by(answer)
    assert not Check.objects.filter(priority=9).exists()


@pytest.mark.parametrize(("priority", "kept"), [("50", 50), ("101", 0), ("soon", 0)])
def test_a_priority_is_a_number_that_the_service_takes(desk_of_editor: Client, priority: str, kept: int) -> None:
    check = makers.make_check()
    act(desk_of_editor, check, "priority", priority=priority)
    check.refresh_from_db()
    assert check.priority == kept


def test_a_quarantined_check_is_routed_again(desk_of_editor: Client, django_capture_on_commit_callbacks: Any) -> None:
    check = makers.make_check()
    Check.objects.filter(pk=check.pk).update(quarantined_at="2026-01-01T00:00Z", attempts=3)
    with django_capture_on_commit_callbacks() as callbacks:
        act(desk_of_editor, check, "route")
    check.refresh_from_db()
    assert (check.quarantined_at, check.attempts, len(callbacks)) == (None, 0, 1)


def test_a_claim_is_recalled_from_its_reviewer_with_a_reason(desk_of_editor: Client) -> None:
    check = makers.make_check()
    assignment, _ = makers.make_assignments(check)
    desk_of_editor.post(page(Assignment, "recall", assignment.pk), {"why": "She is ill."} | marks(assignment))
    assignment.refresh_from_db()
    assert (assignment.status, assignment.ended_why) == ("recalled", "She is ill.")


def test_nobody_without_the_scope_acts(client: Client) -> None:
    check = makers.make_agreed_check()
    reviewer = makers.make_user(Role.REVIEWER)
    User.objects.filter(pk=reviewer.pk).update(is_staff=True)
    signed_in(client, reviewer)
    told = {"why": "No.", "headline": "No", "summary": "No.", "note": "No.", "priority": "1"}
    for name in ("queue", "drop", "priority", "route", "publish", "send_back", "correct", "reopen", "withdraw"):
        assert client.post(page(Check, name, check.pk), told).status_code == 403


def test_an_act_on_a_row_that_is_not_there_is_not_found(desk_of_editor: Client) -> None:
    assert desk_of_editor.get(page(Check, "drop", 999_999)).status_code == 404
    assert desk_of_editor.get(page(Check, "drop", "nonsense")).status_code == 404


def test_a_user_who_left_signs_nothing(client: Client) -> None:
    editor, administrator = makers.make_editor(), makers.make_administrator()
    signed_in(client, editor)
    claim_services.update_user(user=editor, actor=administrator, is_active=False)
    assert client.get(page(Check, "changelist")).status_code == 302
