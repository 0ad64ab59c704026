"""A decision is made on what its maker saw: desk, API and admin refuse what was made on something else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from claims import services as claim_services
from claims.errors import Stale
from claims.models import Claim, Speaker, User
from claims.services import ClaimEdit
from tests import makers
from tests.faults.forms import forms_of
from tests.seen import if_match, seen, version_of
from tests.verification.admin.pages import page, signed_in
from verification import services
from verification.models import Assignment, Check, Desk, FactCheck, Reviewer
from verification.services import FactCheckDraft, VerdictDraft

pytestmark = pytest.mark.django_db
NO = {"headline": "No, it did not", "summary": "The table of the port says otherwise."}


@pytest.fixture
def editor() -> User:
    return makers.make_editor()


def judged_anew(check: Check, rating: str) -> None:
    """Sent back by somebody else, and judged by others."""
    services.send_back(check_id=check.pk, actor=makers.make_editor(), why="Look at the newer table.")
    for assignment in makers.make_assignments(check):
        makers.judge(assignment, rating)


def filled_in(client: Client, address: str, action: str, **typed: str) -> dict[str, Any]:
    """A form of a page as a browser sends it."""
    [form] = [one for one in forms_of(address, client.get(address).content.decode()) if one.action == action]
    return form.values | typed


# --- Everything that a decision is made on is in the version -----------------------------------------------------
def _slot_taken(check: Check) -> None:
    services.route_check(check_id=check.pk)


def _handed_in(check: Check) -> None:
    makers.judge(check.assignments.filter(status="open")[0])


def _taken_back(check: Check) -> None:
    slot = check.assignments.filter(status="open")[0]
    services.recall(assignment_id=slot.pk, actor=makers.make_editor(), why="She is ill.")


def _other_priority(check: Check) -> None:
    services.set_priority(check=check, priority=check.priority + 5, actor=makers.make_editor())


def _other_words(check: Check) -> None:
    edit = ClaimEdit(text="The port lost six cranes.", exact="", speaker_name="", speaker_role=None, quantities=None)
    claim_services.correct_claim(claim_id=check.claim_id, edit=edit, actor=makers.make_editor())


def _other_speaker(check: Check) -> None:
    edit = ClaimEdit(
        text=check.claim.text, exact="", speaker_name="Ida Bergqvist", speaker_role="harbour master", quantities=None
    )
    claim_services.correct_claim(claim_id=check.claim_id, edit=edit, actor=makers.make_editor())


def _by_hand(check: Check) -> None:
    """Nobody can forget it, whoever writes."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE verification_check SET slots = slots + 1 WHERE id = %s", [check.pk])


def with_reviewers() -> Check:
    check = makers.make_check()
    for _ in range(2):
        makers.make_reviewer(check.desk)
    return check


def lent() -> Check:
    check = makers.make_check()
    makers.make_assignments(check)
    return check


CHANGES: dict[str, tuple[Callable[[], Check], Callable[[Check], object]]] = {
    "a slot is taken": (with_reviewers, _slot_taken),
    "a verdict is handed in": (lent, _handed_in),
    "a slot is taken back": (lent, _taken_back),
    "priority": (lent, _other_priority),
    "the claim's words": (lent, _other_words),
    "the claim's speaker": (lent, _other_speaker),
    "written by hand": (lent, _by_hand),
    "judged anew": (makers.make_agreed_check, lambda check: judged_anew(check, "true")),
    "published": (makers.make_agreed_check, makers.publish),
    "corrected": (
        makers.make_published_check,
        lambda check: services.correct(
            check_id=check.pk, actor=makers.make_editor(), draft=FactCheckDraft("No", "No."), note="A word."
        ),
    ),
    "the speaker's role": (
        lambda: makers.make_agreed_check(speaker_name="Ida Bergqvist"),
        lambda _check: claim_services.update_speaker(
            speaker=Speaker.objects.get(name="Ida Bergqvist"), role="former harbour master"
        ),
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_version_goes_up_with_what_a_decision_is_made_on(name: str) -> None:
    make, change = CHANGES[name]
    check = make()
    check.refresh_from_db()
    before = version_of(check)
    change(check)
    assert version_of(check) > before


def test_a_version_stays_with_what_nobody_decides_on() -> None:
    check = lent()
    slot = check.assignments.order_by("pk")[0]
    before = (version_of(check), version_of(slot))
    services.extend_lease(assignment_id=slot.pk, reviewer=slot.reviewer, token=slot.token)
    services.route_check(check_id=check.pk)
    Claim.objects.filter(pk=check.claim_id).update(worthiness=0.9)
    assert (version_of(check), version_of(slot)) == before


def test_settings_have_versions_too() -> None:
    desk = makers.make_desk()
    reviewer = makers.make_reviewer(desk)
    before = (version_of(desk), version_of(reviewer))
    services.update_desk(desk=desk, due_hours=30)
    services.join_desk(reviewer=reviewer, desk=makers.make_desk())
    assert version_of(desk) == before[0] + 1
    assert version_of(reviewer) > before[1]
    counted = version_of(reviewer)
    Reviewer.objects.filter(pk=reviewer.pk).update(judged=7, upheld=6)
    assert version_of(reviewer) == counted


# --- The desk --------------------------------------------------------------------------------------------------
def test_what_was_written_for_one_rating_is_not_published_under_another(editor: User) -> None:
    check = makers.make_agreed_check(rating="false")
    client, address = signed_in(Client(), editor), reverse("check", args=[check.pk])
    sent_to = reverse("act", args=[check.pk, "publish"])
    form = filled_in(client, address, sent_to, **NO)
    judged_anew(check, "true")
    answer = client.post(sent_to, form)
    told = answer.content.decode()
    assert answer.status_code == 412
    assert not FactCheck.objects.exists()
    # What changed, by whom and why, what it is now, and what was typed.
    assert "This has changed since you opened the page" in told
    assert told.count("Look at the newer table.") > 1
    assert NO["headline"] in told
    assert NO["summary"] in told
    # A second click is a decision on what the page tells now.
    [again] = [one for one in forms_of(address, told) if one.action == sent_to]
    assert again.values["headline"] == [NO["headline"]]
    assert client.post(sent_to, again.values).status_code == 302
    assert FactCheck.objects.get().newest.rating.key == "true"


def test_a_form_that_names_no_version_was_made_on_none(editor: User) -> None:
    check = makers.make_agreed_check()
    answer = signed_in(Client(), editor).post(reverse("act", args=[check.pk, "publish"]), NO)
    assert answer.status_code == 412
    assert not FactCheck.objects.exists()


def test_a_correction_of_words_that_were_corrected_meanwhile_comes_back(editor: User) -> None:
    check = makers.make_published_check()
    client, sent_to = signed_in(Client(), editor), reverse("act", args=[check.pk, "correct"])
    form = filled_in(client, reverse("check", args=[check.pk]), sent_to, note="The year was wrong.")
    other = FactCheckDraft("No, in 2024", "It was the year before.")
    services.correct(check_id=check.pk, actor=makers.make_editor(), draft=other, note="The month was wrong.")
    answer = client.post(sent_to, form)
    assert answer.status_code == 412
    assert "The month was wrong." in answer.content.decode()
    assert "The year was wrong." in answer.content.decode()
    assert FactCheck.objects.get().newest.headline == "No, in 2024"


def test_a_withdrawal_of_what_was_corrected_meanwhile_comes_back(editor: User) -> None:
    check = makers.make_published_check()
    client, sent_to = signed_in(Client(), editor), reverse("act", args=[check.pk, "withdraw"])
    form = filled_in(client, reverse("check", args=[check.pk]), sent_to, why="The table was forged.")
    draft = FactCheckDraft("No", "By another table.")
    services.correct(check_id=check.pk, actor=makers.make_editor(), draft=draft, note="Another table.")
    assert client.post(sent_to, form).status_code == 412
    assert not FactCheck.objects.get().is_withdrawn


def test_reasons_and_sources_of_another_dispute_come_back(editor: User) -> None:
    check = makers.make_disputed_check()
    client, address = signed_in(Client(), editor), reverse("check", args=[check.pk])
    sent_to = reverse("adjudicate", args=[check.pk])
    typed = {
        "rating": "half",
        "reasoning": "Both are right in part.",
        "form-0-url": "https://port.example/cranes",
        "form-0-quote": "Four of nine",
    }
    form = filled_in(client, address, sent_to, **typed)
    decided = VerdictDraft("true", "The first is right.")
    services.adjudicate(check_id=check.pk, actor=makers.make_editor(), draft=decided)
    answer = client.post(sent_to, form)
    gone = answer.content.decode()
    assert answer.status_code == 412
    # It is decided by now, so there is no form any more: what was typed is told.
    assert not [one for one in forms_of(address, gone) if one.action == sent_to]
    for words in (typed["reasoning"], typed["form-0-url"], typed["form-0-quote"]):
        assert words in gone
    services.send_back(check_id=check.pk, actor=makers.make_editor(), why="Once more.")
    for assignment, rating in zip(makers.make_assignments(check), ("true", "false"), strict=True):
        makers.judge(assignment, rating)
    answer = client.post(sent_to, form)
    assert answer.status_code == 412
    [again] = [one for one in forms_of(address, answer.content.decode()) if one.action == sent_to]
    assert again.values["form-0-url"] == [typed["form-0-url"]]
    assert again.values["reasoning"] == [typed["reasoning"]]
    assert not check.assignments.filter(kind="adjudication", reviewer__user=editor).exists()


def test_that_a_page_is_stale_is_told_before_the_article(editor: User) -> None:
    """On a narrow screen the article comes first and is long."""
    article = makers.make_article("The port lost four cranes in May.")
    attempt = claim_services.begin_extraction(article_id=article.pk)
    assert attempt
    exact = "The port lost four cranes"
    claim = claim_services.add_claim(article=article, exact=exact, actor=makers.make_editor())
    check = makers.make_agreed_check(claim=claim)
    answer = signed_in(Client(), editor).post(reverse("act", args=[check.pk, "publish"]), {"version": "0"})
    shown = answer.content.decode()
    assert 0 < shown.index("This has changed since you opened the page") < shown.index('id="article-title"')


def test_another_row_for_a_source_does_not_make_an_old_page_new(editor: User) -> None:
    check = makers.make_disputed_check()
    client, address = signed_in(Client(), editor), reverse("check", args=[check.pk])
    sent_to = reverse("adjudicate", args=[check.pk])
    form = filled_in(client, address, sent_to, rating="half", reasoning="In part.")
    services.set_priority(check=check, priority=3, actor=makers.make_editor())
    [more] = [
        one
        for one in forms_of(address, client.post(sent_to, form | {"add": "1"}).content.decode())
        if one.action == sent_to
    ]
    assert client.post(sent_to, more.values | {"rating": "half"}).status_code == 412


def test_a_slot_that_somebody_else_has_by_now_is_not_given_on(editor: User) -> None:
    check = lent()
    slot = check.assignments.order_by("pk")[0]
    chosen, other = makers.make_reviewer(check.desk), makers.make_reviewer(check.desk)
    client, sent_to = signed_in(Client(), editor), reverse("reassign", args=[slot.pk])
    form = filled_in(client, reverse("check", args=[check.pk]), sent_to, reviewer=str(chosen.pk), why="She knows it.")
    services.reassign(assignment_id=slot.pk, to=other, actor=makers.make_editor(), why="He is nearer.")
    answer = client.post(sent_to, form)
    assert answer.status_code == 412
    assert "She knows it." in answer.content.decode()
    assert not chosen.assignments.exists()


def test_a_claim_that_somebody_put_right_meanwhile_is_not_put_right_again_unseen(editor: User) -> None:
    check = makers.make_check(text="The port lost four cranes in May.")
    client, address = signed_in(Client(), editor), reverse("correct-claim", args=[check.pk])
    form = filled_in(client, address, address, text="The port lost four cranes in June.")
    _other_words(check)
    answer = client.post(address, form)
    assert answer.status_code == 412
    assert "in June." in answer.content.decode()
    assert Claim.objects.get(pk=check.claim_id).text == "The port lost six cranes."


# --- The API ---------------------------------------------------------------------------------------------------
DECISIONS: dict[str, tuple[Callable[[], Check], dict[str, Any]]] = {
    "queue": (lambda: in_triage(), {}),
    "drop": (lambda: in_triage(), {"why": "An opinion."}),
    "priority": (makers.make_check, {"priority": 9}),
    "adjudicate": (makers.make_disputed_check, {"rating": "half", "reasoning": "In part."}),
    "publish": (makers.make_agreed_check, NO),
    "send-back": (makers.make_agreed_check, {"why": "Look again."}),
    "correct": (makers.make_published_check, NO | {"note": "A word."}),
    "reopen": (makers.make_published_check, {"why": "A new table."}),
    "withdraw": (makers.make_published_check, {"why": "Forged."}),
}


def in_triage() -> Check:
    check = makers.make_check()
    Check.objects.filter(pk=check.pk).update(status="triage")
    return check


@pytest.mark.parametrize("name", DECISIONS)
def test_each_decision_of_the_api_names_what_it_was_made_on(editor: User, name: str) -> None:
    make, body = DECISIONS[name]
    check = make()
    client, address = signed_in(Client(), editor), f"/api/v1/checks/{check.pk}/"
    told = client.get(address)
    assert told.headers["ETag"] == f'"{told.json()["version"]}"'

    def ask(**headers: str) -> Any:
        return client.post(f"{address}{name}/", body, content_type="application/json", headers=headers)

    for missing in ({}, {"If-Match": "*"}, {"If-Match": "7"}):
        answer = ask(**missing)
        assert (answer.status_code, answer.json()["code"]) == (428, "version_missing")
        assert "If-Match" in answer.json()["detail"]
        assert answer.headers["Content-Type"] == "application/problem+json"
    Check.objects.filter(pk=check.pk).update(slots=5)
    old = told.headers["ETag"]
    for stale in (old, f"W/{old}", f'{old}, "999999"'):
        answer = ask(**{"If-Match": stale})
        assert (answer.status_code, answer.json()["code"]) == (412, "stale")
        assert answer.json()["current"] | {"version": 0} == {
            "status": told.json()["status"],
            "round": 1,
            "rating": told.json()["rating"] and told.json()["rating"]["name"],
            "priority": 0,
            "version": 0,
        }
    now = client.get(address).headers["ETag"]
    assert ask(**{"If-Match": f"W/{now}"}).status_code == 412
    answer = ask(**{"If-Match": f"{old}, {now}"})
    assert answer.status_code == 200
    assert answer.headers["ETag"] not in (old, now)


def test_what_changed_comes_before_what_is_not_possible_any_more(editor: User) -> None:
    check = makers.make_agreed_check()
    client, address = signed_in(Client(), editor), f"/api/v1/checks/{check.pk}/publish/"
    old = if_match(check)
    makers.publish(check)
    assert client.post(address, NO, content_type="application/json", **old).status_code == 412
    assert client.post(address, NO, content_type="application/json", **if_match(check)).status_code == 409


def test_a_program_decides_on_what_a_list_told(editor: User) -> None:
    check = makers.make_agreed_check()
    client = signed_in(Client(), editor)
    [row] = client.get("/api/v1/checks/?status=agreed").json()["results"]
    header = {"If-Match": f'"{row["version"]}"'}
    address = f"/api/v1/checks/{check.pk}/publish/"
    assert client.post(address, NO, content_type="application/json", headers=header).status_code == 200


def test_what_is_sent_twice_under_a_key_is_answered_as_it_was(editor: User) -> None:
    check = makers.make_agreed_check()
    client, address = signed_in(Client(), editor), f"/api/v1/checks/{check.pk}/publish/"
    headers = {"If-Match": f'"{version_of(check)}"', "Idempotency-Key": "sign-off-1"}
    once = client.post(address, NO, content_type="application/json", headers=headers)
    again = client.post(address, NO, content_type="application/json", headers=headers)
    assert (once.status_code, again.status_code, again.json()) == (200, 200, once.json())


def test_slots_desks_reviewers_and_matches_are_decided_on_by_version(editor: User) -> None:
    check = lent()
    slot = check.assignments.order_by("pk")[0]
    match = makers.make_match()
    rows: dict[str, tuple[Any, str, dict[str, Any]]] = {
        f"/api/v1/assignments/{slot.pk}/": (slot, "recall/", {"why": "Ill."}),
        f"/api/v1/matches/{match.pk}/": (match, "reject/", {}),
        f"/api/v1/desks/{check.desk_id}/": (check.desk, "", {"due_hours": 30}),
        f"/api/v1/reviewers/{slot.reviewer_id}/": (slot.reviewer, "", {"capacity": 3}),
        f"/api/v1/webhooks/{(hook := makers.make_webhook()).pk}/": (hook, "", {"name": "Other paper"}),
    }
    client = signed_in(Client(), editor)
    for address, (row, act, body) in rows.items():
        told = client.get(address)
        assert told.headers["ETag"] == f'"{version_of(row)}"', address
        ask = client.post if act else client.patch
        assert ask(address + act, body, content_type="application/json").status_code == 428, address
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE {row._meta.db_table} SET version = version + 1 WHERE id = %s", [row.pk])
        stale = {"If-Match": told.headers["ETag"]}
        assert ask(address + act, body, content_type="application/json", headers=stale).status_code == 412, address
        fresh = {"If-Match": client.get(address).headers["ETag"]}
        answer = ask(address + act, body, content_type="application/json", headers=fresh)
        assert answer.status_code == 200, address
        assert answer.headers["ETag"] == f'"{version_of(row)}"'


# --- The admin -------------------------------------------------------------------------------------------------
def test_of_many_the_one_that_changed_is_refused_and_its_words_are_kept(editor: User) -> None:
    desk = makers.make_desk()
    first, second = makers.make_agreed_check(desk), makers.make_agreed_check(desk)
    client, address = signed_in(Client(), editor), page(Check, "changelist")
    picked = {"action": "publish", "_selected_action": [first.pk, second.pk]}
    asked = client.post(address, picked)
    told = {f"seen-{one.row.pk}": one.mark for one in asked.context["rows"]}
    told |= {f"row-{check.pk}-headline": f"No, not {check.pk}" for check in (first, second)}
    told |= {f"row-{check.pk}-summary": "It was not." for check in (first, second)}
    judged_anew(first, "true")
    answer = client.post(address, picked | told | {"confirmed": "yes"})
    refused = {result.row: result.refused for result in answer.context["results"]}
    assert "This has changed since you read it" in refused[first]
    assert "rated “True”" in refused[first]
    assert refused[second] == ""
    assert f"No, not {first.pk}" in answer.content.decode()
    assert FactCheck.objects.get().check_row == second


def test_a_page_of_the_admin_asks_again_with_what_was_typed(editor: User) -> None:
    check = makers.make_published_check()
    client, address = signed_in(Client(), editor), page(Check, "withdraw", check.pk)
    form = filled_in(client, address, address, why="The table was forged.")
    draft = FactCheckDraft("No", "By another table.")
    services.correct(check_id=check.pk, actor=makers.make_editor(), draft=draft, note="Another table.")
    answer = client.post(address, form)
    assert answer.status_code == 412
    assert "The table was forged." in answer.content.decode()
    assert "Another table." in answer.content.decode()
    [again] = [one for one in forms_of(address, answer.content.decode()) if one.action == address]
    assert client.post(address, again.values).status_code == 302
    assert FactCheck.objects.get().is_withdrawn


def test_two_at_the_settings_of_a_desk_each_hear_of_the_other(editor: User) -> None:
    desk = makers.make_desk(due_hours=24, topics=["ports", "ferries"])
    client, address = signed_in(Client(), editor), page(Desk, "change", desk.pk)
    form = filled_in(client, address, address, due_hours="30")
    services.update_desk(desk=desk, lease_minutes=45)
    answer = client.post(address, form)
    told = answer.content.decode()
    assert "This has changed since you read it" in told
    assert "Somebody has changed this. It is now: 45" in told
    [again] = [one for one in forms_of(address, told) if one.action == address]
    assert again.values["due_hours"] == ["30"]
    assert Desk.objects.get(pk=desk.pk).due_hours == 24
    assert client.post(address, again.values | {"lease_minutes": "45"}).status_code == 302
    desk.refresh_from_db()
    assert (desk.due_hours, desk.lease_minutes, desk.topics) == (30, 45, ["ports", "ferries"])


# --- Under the lock --------------------------------------------------------------------------------------------
def test_the_service_compares_under_the_lock(editor: User) -> None:
    """What an edge has let through on an old reading of the row is refused by the service."""
    check = makers.make_agreed_check()
    old = version_of(check)
    judged_anew(check, "true")
    with pytest.raises(Stale) as refused:
        services.publish(check_id=check.pk, actor=editor, draft=FactCheckDraft("No", "No."), version=old)
    assert refused.value.current == {
        "version": version_of(check),
        "status": "agreed",
        "round": 2,
        "rating": "True",
        "priority": 0,
    }
    services.publish(check_id=check.pk, actor=editor, draft=FactCheckDraft("Yes", "Yes."), **seen(check))
    slot: Assignment = lent().assignments.order_by("pk")[0]
    with pytest.raises(Stale):
        services.recall(assignment_id=slot.pk, actor=editor, why="Ill.", version=version_of(slot) + 1)
