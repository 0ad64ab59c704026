"""The admin of checks and desks, and what holds for every page of the admin: new models are found by themselves."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.contrib.admin.utils import quote
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from claims import services as claim_services
from claims.access import Role
from claims.models import ApiKey, Event, User
from tests import makers
from verification import services
from verification.models import Assignment, Check, Desk, FactCheck, FactCheckRevision, RatingScale, Reviewer
from verification.services import FactCheckDraft
from verification.states import CheckStatus

pytestmark = pytest.mark.django_db
# Those of the house; Django's own groups and the like would show up here too if somebody registered them.
REGISTERED = [model for model in admin.site._registry if model._meta.app_label in ("claims", "verification")]
FOR_ADMINISTRATORS: set[type[models.Model]] = {User, ApiKey}
MOST_QUERIES = 20


def page(model: type[models.Model], kind: str, *args: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{kind}", args=args)


def row_of(model: type[models.Model]) -> models.Model:
    row = model._default_manager.order_by("-pk").first()
    assert row is not None
    return row


def signed_in(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


@pytest.fixture
def editor() -> User:
    return makers.make_editor()


@pytest.fixture
def desk_of_editor(client: Client, editor: User) -> Client:
    return signed_in(client, editor)


@pytest.fixture
def full_house() -> None:
    """Rows of every model that is registered, in every state that comes by itself."""
    desk = makers.make_desk(topics=["water"])
    makers.make_webhook()
    article = makers.make_article(title="The harbour", url="https://paper.example/harbour", outlet="The Paper")
    makers.make_published_check(desk)
    makers.make_disputed_check(desk)
    claim = makers.make_claim(speaker_name="The port authority")
    type(claim).objects.filter(pk=claim.pk).update(article=article)
    makers.make_check(desk, claim=claim)
    makers.make_match(claim)
    makers.make_imported_fact_check()
    makers.make_import()
    makers.make_key(makers.make_user(Role.CLIENT), "claims:read")


# --- Every page of every model --------------------------------------------------------------------------------
def statuses(client: Client, *kinds: str) -> dict[str, int]:
    """What each model's pages answer."""
    found = {}
    for model in REGISTERED:
        for kind in kinds:
            args = () if kind in ("add", "changelist") else (quote(row_of(model).pk),)
            address = page(model, kind, *args)
            found[address] = client.get(address).status_code
    return found


def test_an_administrator_sees_every_page(client: Client, full_house: None) -> None:
    signed_in(client, makers.make_administrator())
    seen = statuses(client, "changelist", "change")
    assert {address: status for address, status in seen.items() if status != 200} == {}


def test_what_can_be_added_has_a_page_for_it(client: Client, full_house: None) -> None:
    signed_in(client, makers.make_administrator())
    request = client.get("/admin/").wsgi_request
    expected = {
        page(model, "add"): 200 if admin.site._registry[model].has_add_permission(request) else 403
        for model in REGISTERED
    }
    assert statuses(client, "add") == expected
    assert expected[page(Desk, "add")] == 200
    assert expected[page(Check, "add")] == 403


def test_an_editor_sees_every_page_but_people_and_keys(desk_of_editor: Client, full_house: None) -> None:
    hidden = {page(model, "changelist") for model in FOR_ADMINISTRATORS}
    hidden |= {page(model, "change", quote(row_of(model).pk)) for model in FOR_ADMINISTRATORS}
    seen = statuses(desk_of_editor, "changelist", "change")
    assert {address for address, status in seen.items() if status == 403} == hidden
    assert {status for address, status in seen.items() if address not in hidden} == {200}


@pytest.mark.parametrize("role", [Role.READER, Role.CLIENT, Role.REVIEWER])
@pytest.mark.parametrize(("is_staff", "expected"), [(False, 302), (True, 403)])
def test_nobody_else_sees_anything_even_where_somebody_made_them_staff(
    client: Client, full_house: None, role: Role, is_staff: bool, expected: int
) -> None:
    user = makers.make_user(role)
    User.objects.filter(pk=user.pk).update(is_staff=is_staff)
    seen = statuses(signed_in(client, user), "changelist", "add", "change", "delete")
    assert {address: status for address, status in seen.items() if status != expected} == {}


@pytest.mark.parametrize("is_staff", [False, True])
def test_a_lead_has_the_board_and_not_the_admin(client: Client, full_house: None, is_staff: bool) -> None:
    """A lead judges too, and rows here tell who judged what: being blind counts for more than being in charge."""
    lead = makers.make_reviewer(makers.make_desk(), lead=True)
    User.objects.filter(pk=lead.user.pk).update(is_staff=is_staff)
    signed_in(client, lead.user)
    assert set(statuses(client, "changelist", "add", "change").values()) == {403 if is_staff else 302}
    assert client.get(reverse("board")).status_code == 200


def test_nobody_deletes(client: Client, full_house: None) -> None:
    signed_in(client, makers.make_administrator())
    for model in REGISTERED:
        address, before = page(model, "delete", quote(row_of(model).pk)), model._default_manager.count()
        assert client.get(address).status_code == 403
        assert client.post(address, {"post": "yes"}).status_code == 403
        picked = {"action": "delete_selected", "_selected_action": [str(row_of(model).pk)], "post": "yes"}
        client.post(page(model, "changelist"), picked)
        assert model._default_manager.count() == before


def test_a_state_is_no_field_of_any_form(client: Client, full_house: None) -> None:
    signed_in(client, makers.make_administrator())
    request = client.get("/admin/").wsgi_request
    for model in REGISTERED:
        found: ModelAdmin[Any] = admin.site._registry[model]
        forms = [found.get_form(request, row_of(model), change=True)]
        forms += [found.get_form(request, None)] if found.has_add_permission(request) else []
        for form in forms:
            assert not set(form.base_fields) & {"status", "round", "token", "rating", "quarantined_at", "attempts"}


def test_a_posted_status_changes_nothing(client: Client, full_house: None) -> None:
    signed_in(client, makers.make_administrator())
    request = client.get("/admin/").wsgi_request
    walking = [model for model in REGISTERED if any(field.name == "status" for field in model._meta.fields)]
    assert Check in walking
    for model in walking:
        row: Any = row_of(model)
        before, events = row.status, Event.objects.count()
        answer = client.post(page(model, "change", row.pk), {"status": "published", "_save": "Save"})
        row.refresh_from_db()
        # A page with a form gives it back, since what it asks for is missing.
        status = 200 if admin.site._registry[model].has_change_permission(request) else 403
        assert (answer.status_code, row.status, Event.objects.count()) == (status, before, events)


def make_busier(rows: int) -> None:
    """So many rows more of what there are many of."""
    desk = makers.make_desk(verdicts_needed=1)
    makers.make_webhook()
    for number in range(3):
        makers.make_reviewer(desk, capacity=100, topics=[f"topic {number}"])
    for number in range(rows):
        article = makers.make_article(outlet=f"Paper {number}")
        claim = makers.make_claim(speaker_name=f"Speaker {number}")
        type(claim).objects.filter(pk=claim.pk).update(article=article)
        makers.make_published_check(desk, editor=None, claim=claim)
        makers.make_match(claim, makers.make_imported_fact_check())
        makers.make_import(rows)
        makers.make_key(makers.make_user(Role.CLIENT), "claims:read")
        makers.make_reviewer(makers.make_desk())


def every_page(client: Client) -> dict[str, int]:
    """How many queries each page of each model takes: list, a row's own, the form for a new one, each act on one."""
    request = client.get(reverse("admin:index")).wsgi_request
    taken = {reverse("admin:index"): queries_for(client, reverse("admin:index"))}
    for model in REGISTERED:
        found, key = admin.site._registry[model], quote(row_of(model).pk)
        addresses = [page(model, "changelist"), page(model, "change", key)]
        addresses += [page(model, "add")] if found.has_add_permission(request) else []
        addresses += [page(model, act.name, key) for act in getattr(found, "acts", ())]
        taken |= {address.replace(f"/{key}/", "/row/"): queries_for(client, address) for address in addresses}
    return taken


def every_question(client: Client) -> dict[str, int]:
    """How many queries it takes to be asked about each act on all rows of the first page."""
    taken = {}
    for model in REGISTERED:
        rows = [row.pk for row in model._default_manager.order_by("-pk")[:50]]
        for act_ in getattr(admin.site._registry[model], "acts", ()):
            if act_.many:
                picked = {"action": act_.name, "_selected_action": rows}
                with CaptureQueriesContext(connection) as queries:
                    assert client.post(page(model, "changelist"), picked).status_code == 200
                taken[f"{model.__name__}: {act_.name}"] = len(queries)
    return taken


def test_no_page_takes_more_queries_than_the_house_allows_whatever_the_number_of_rows(client: Client) -> None:
    signed_in(client, makers.make_administrator())
    found = []
    for more in (1, 9, 30):
        make_busier(more)
        found.append(every_page(client) | every_question(client))
    few, some, many = found
    assert {address: count for address, count in many.items() if count > MOST_QUERIES} == {}
    # A list that goes on after its first page is found by its keys, which is one query more; thirty rows are not.
    assert {address: (count, many[address]) for address, count in some.items() if count + 1 < many[address]} == {}
    assert set(few) == set(many)
    assert len(many) > 60


def test_a_page_with_much_on_it_takes_no_more_queries_than_one_with_little(client: Client) -> None:
    desk = makers.make_desk(verdicts_needed=1)
    for number in range(30):
        makers.make_reviewer(desk, topics=[f"topic {number}"])
    article = makers.make_article(title="The harbour")
    for number in range(60):
        claim = makers.make_claim(speaker_name=f"Speaker {number}")
        type(claim).objects.filter(pk=claim.pk).update(article=article)
    check = makers.make_check(desk)
    editor = makers.make_editor()
    for _ in range(30):
        [assignment] = services.route_check(check_id=check.pk) or [check.assignments.get(status="open")]
        services.recall(assignment_id=assignment.pk, actor=editor, why="Somebody else should.")
    makers.make_reviewer(desk)
    [last] = services.route_check(check_id=check.pk)
    makers.judge(last, "false", *(makers.make_source() for _ in range(30)))
    services.publish(check_id=check.pk, actor=editor, draft=FactCheckDraft("No", "It was not."))
    for number in range(20):
        draft = FactCheckDraft("No", f"It was not, {number}.")
        services.correct(check_id=check.pk, actor=editor, draft=draft, note="A slip.")
    signed_in(client, editor)
    rows = [article, check, desk, last, last.verdict, check.fact_check, last.reviewer, desk.scale]
    taken = {str(row): queries_for(client, page(type(row), "change", row.pk)) for row in rows}
    assert {row: count for row, count in taken.items() if count > MOST_QUERIES} == {}


def queries_for(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_every_row_stands_on_one_page_of_its_list_in_order(
    desk_of_editor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(admin.site._registry[Check], "list_per_page", 2)
    desk = makers.make_desk()
    made = [makers.make_check(desk) for _ in range(5)]
    shown = [desk_of_editor.get(page(Check, "changelist"), {"p": number}) for number in (1, 2, 3)]
    assert [row for answer in shown for row in answer.context["cl"].result_list] == made[::-1]
    by_worth = desk_of_editor.get(page(Check, "changelist"), {"o": "4.1"}).context["cl"].result_list
    assert len(by_worth) == 2


def test_every_list_can_be_searched(client: Client, full_house: None) -> None:
    signed_in(client, makers.make_administrator())
    for model in REGISTERED:
        for words in ("harbour", "'; drop --", "“", "1"):
            assert client.get(page(model, "changelist"), {"q": words}).status_code == 200


def test_every_filter_of_every_list_answers(client: Client, full_house: None) -> None:
    signed_in(client, makers.make_administrator())
    for model in REGISTERED:
        answer = client.get(page(model, "changelist"))
        for spec in answer.context["cl"].filter_specs:
            for choice in spec.choices(answer.context["cl"]):
                assert client.get(page(model, "changelist") + choice["query_string"]).status_code == 200


def test_the_index_names_what_there_is_in_the_words_of_the_house(desk_of_editor: Client) -> None:
    shown = desk_of_editor.get(reverse("admin:index")).content.decode()
    assert "Is it true" in shown
    assert "API keys" not in shown


def test_the_first_page_begins_with_what_wants_an_eye(desk_of_editor: Client) -> None:
    makers.make_disputed_check()
    answer = desk_of_editor.get(reverse("admin:index"))
    assert {figure.label: figure.count for figure in answer.context["figures"]}["Disputed"] == 1
    shown = answer.content.decode()
    assert f'href="{page(Check, "changelist")}?status__exact=disputed"' in shown
    assert f'href="{reverse("board")}"' in shown


# --- Acting on checks -----------------------------------------------------------------------------------------
def act(client: Client, check: Check, name: str, **told: str) -> Any:
    return client.post(page(Check, name, check.pk), told, follow=True)


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
    assert "Somebody else was faster" in told_by(answer)
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
    assert "Publish" in shown
    assert "Withdraw" not in shown


def test_many_rows_each_have_their_own_result(desk_of_editor: Client) -> None:
    desk = makers.make_desk()
    triage, agreed = makers.make_check(desk), makers.make_agreed_check(desk)
    Check.objects.filter(pk=triage.pk).update(status=CheckStatus.TRIAGE)
    picked = {"action": "queue", "_selected_action": [triage.pk, agreed.pk]}
    asked = desk_of_editor.post(page(Check, "changelist"), picked | {"index": "0"})
    assert asked.status_code == 200
    assert triage.claim.text in asked.content.decode()
    answer = desk_of_editor.post(page(Check, "changelist"), picked | {"confirmed": "yes"})
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
    assert words[ready] == {"headline": f"False: {ready.claim.text}", "summary": "The register says otherwise."}
    told = {f"row-{check.pk}-headline": f"No, {check.pk}" for check in (ready, other, open_still)}
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
    desk_of_editor.post(page(Check, "changelist"), picked | {"why": "Opinions."})
    assert set(Check.objects.values_list("status", flat=True)) == {CheckStatus.DROPPED}
    assert Event.objects.filter(to_status="dropped", why="Opinions.").count() == 2


def test_assignments_are_given_to_somebody_else_who_may_have_them(desk_of_editor: Client) -> None:
    desk = makers.make_desk(verdicts_needed=1)
    ill, able = makers.make_reviewer(desk, capacity=9), makers.make_reviewer(desk, capacity=0)
    mine = [makers.make_assignments(makers.make_check(desk, speaker_name=name))[0] for name in ("Ada", "Bo")]
    assert {assignment.reviewer for assignment in mine} == {ill}
    services.update_reviewer(reviewer=able, conflicts=["Bo"])
    picked = {"action": "reassign", "_selected_action": [one.pk for one in mine], "confirmed": "yes"}
    answer = desk_of_editor.post(page(Assignment, "changelist"), picked | {"reviewer": able.pk, "why": "She is ill."})
    assert results(answer)[mine[0]] == ""
    assert "conflict" in results(answer)[mine[1]].lower()
    assert able.assignments.get(status="open").check_row == mine[0].check_row


def test_more_rows_than_anybody_can_look_at_are_not_changed_at_once(
    desk_of_editor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("claims.admin.acts.MOST_AT_ONCE", 1)
    first, second = makers.make_check(), makers.make_check()
    picked = {"action": "prioritise", "_selected_action": [first.pk, second.pk], "priority": "9", "confirmed": "yes"}
    answer = desk_of_editor.post(page(Check, "changelist"), picked, follow=True)
    assert "at most 1" in told_by(answer)
    assert not Check.objects.filter(priority=9).exists()


@pytest.mark.parametrize(("priority", "kept"), [("50", 50), ("101", 0), ("soon", 0)])
def test_a_priority_is_a_number_that_the_service_takes(desk_of_editor: Client, priority: str, kept: int) -> None:
    check = makers.make_check()
    act(desk_of_editor, check, "prioritise", priority=priority)
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
    desk_of_editor.post(page(Assignment, "recall", assignment.pk), {"why": "She is ill."})
    assignment.refresh_from_db()
    assert (assignment.status, assignment.ended_why) == ("recalled", "She is ill.")


def test_nobody_without_the_scope_acts(client: Client) -> None:
    check = makers.make_agreed_check()
    reviewer = makers.make_user(Role.REVIEWER)
    User.objects.filter(pk=reviewer.pk).update(is_staff=True)
    signed_in(client, reviewer)
    told = {"why": "No.", "headline": "No", "summary": "No.", "note": "No.", "priority": "1"}
    for name in ("queue", "drop", "prioritise", "route", "publish", "send_back", "correct", "reopen", "withdraw"):
        assert client.post(page(Check, name, check.pk), told).status_code == 403


def test_an_act_on_a_row_that_is_not_there_is_not_found(desk_of_editor: Client) -> None:
    assert desk_of_editor.get(page(Check, "drop", 999_999)).status_code == 404
    assert desk_of_editor.get(page(Check, "drop", "nonsense")).status_code == 404


SEATS = {"memberships-TOTAL_FORMS": "0", "memberships-INITIAL_FORMS": "0"}


WORKS = {"time_zone": "UTC", "work_days": "12345", "works_from": "09:00", "works_until": "17:00"}


# --- Desks, reviewers, scales ---------------------------------------------------------------------------------
def desk_facts(scale: RatingScale, **facts: str) -> dict[str, Any]:
    return (
        {
            "name": "World",
            "topics": "war\n\n  peace ",
            "scale": scale.pk,
            "verdicts_needed": "2",
            "worthiness_threshold": "0.5",
            "lease_minutes": "60",
            "due_hours": "24",
            "due_hours_urgent": "4",
            "verdicts_if_risky": "3",
            "due_hours_low": "72",
        }
        | WORKS
        | facts
    )


def test_a_desk_is_made_and_changed(desk_of_editor: Client) -> None:
    facts = desk_facts(makers.make_scale())
    desk_of_editor.post(page(Desk, "add"), facts)
    desk = Desk.objects.get(name="World")
    assert desk.topics == ["war", "peace"]
    desk_of_editor.post(page(Desk, "change", desk.pk), facts | SEATS | {"due_hours": "48"})
    desk.refresh_from_db()
    assert desk.due_hours == 48


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"name": "Taken"}, "already exists"),
        ({"worthiness_threshold": "1.5"}, "desk_threshold_0_to_1"),
        ({"verdicts_needed": "0"}, "desk_needs_a_verdict"),
        ({"is_default": "on"}, "desk_one_default"),
    ],
)
def test_a_desk_that_cannot_be_is_refused_with_the_reason(
    desk_of_editor: Client, facts: dict[str, str], told: str
) -> None:
    scale = makers.make_scale()
    makers.make_desk(name="Taken", scale=scale, is_default=True)
    answer = desk_of_editor.post(page(Desk, "add"), desk_facts(scale, **facts))
    assert answer.status_code == 200
    assert told in answer.content.decode()
    assert Desk.objects.count() == 1


def test_a_change_over_somebody_elses_change_is_refused(desk_of_editor: Client) -> None:
    desk = makers.make_desk(name="World")
    opened = desk_of_editor.get(page(Desk, "change", desk.pk))
    seen = opened.context["adminform"].form.initial["seen"]
    assert f'value="{seen}"' in opened.content.decode()
    services.update_desk(desk=desk, due_hours=12)
    facts = desk_facts(desk.scale, seen=seen, due_hours="48")
    answer = desk_of_editor.post(page(Desk, "change", desk.pk), facts | SEATS)
    assert answer.status_code == 200
    assert "Somebody else was faster" in answer.content.decode()
    desk.refresh_from_db()
    assert desk.due_hours == 12


def test_a_reviewer_gets_seats_and_a_lead(desk_of_editor: Client) -> None:
    world, sport = makers.make_desk(), makers.make_desk()
    user = makers.make_user(Role.REVIEWER)
    facts = {
        "user": user.pk,
        "sits": [world.pk],
        "leads": [sport.pk],
        "capacity": "5",
        "conflicts": "Smith, J.\nThe Paper",
        **WORKS,
    }
    desk_of_editor.post(page(Reviewer, "add"), facts)
    reviewer = Reviewer.objects.get(user=user)
    assert {(seat.desk, seat.is_lead) for seat in reviewer.memberships.all()} == {(world, False), (sport, True)}
    assert reviewer.conflicts == ["Smith, J.", "The Paper"]
    assert str(reviewer.hours) == "Mon, Tue, Wed, Thu, Fri 09:00–17:00 (UTC)"
    desk_of_editor.post(page(Reviewer, "change", reviewer.pk), WORKS | {"sits": [sport.pk], "capacity": "5"})
    assert [(seat.desk, seat.is_lead) for seat in reviewer.memberships.all()] == [(sport, False)]


def scale_facts(*rows: tuple[str, str, str, str], name: str = "Truth") -> dict[str, str]:
    facts = {"name": name, "ratings-TOTAL_FORMS": str(len(rows)), "ratings-INITIAL_FORMS": "0"}
    for number, row in enumerate(rows):
        for field, value in zip(("key", "name", "definition", "value"), row, strict=True):
            facts[f"ratings-{number}-{field}"] = value
    return facts


TRUE, FALSE = ("true", "True", "It is right.", "1"), ("false", "False", "It is wrong.", "0")


def test_a_scale_is_made_with_its_ratings_and_changed_as_the_next_version(desk_of_editor: Client) -> None:
    unproven = ("unproven", "Unproven", "Nobody knows.", "")
    desk_of_editor.post(page(RatingScale, "add"), scale_facts(TRUE, FALSE, unproven, ("", "", "", "")))
    scale = RatingScale.objects.get()
    assert [(rating.key, rating.value) for rating in scale.ratings.all()] == [
        ("true", 1),
        ("false", 0),
        ("unproven", None),
    ]
    prefilled = desk_of_editor.get(page(RatingScale, "add"), {"from": scale.pk}).content.decode()
    assert "Nobody knows." in prefilled
    desk_of_editor.post(page(RatingScale, "add"), scale_facts(TRUE, FALSE))
    assert [scale.version for scale in RatingScale.objects.all()] == [2, 1]


@pytest.mark.parametrize("rows", [[TRUE], [TRUE, TRUE], [TRUE, ("no key", "x", "y", "1")], []])
def test_a_scale_that_is_none_is_refused_and_nothing_is_stored(desk_of_editor: Client, rows: list[Any]) -> None:
    answer = desk_of_editor.post(page(RatingScale, "add"), scale_facts(*rows))
    assert answer.status_code == 200
    assert not RatingScale.objects.exists()


def test_a_scale_in_use_stays_as_it_is(desk_of_editor: Client) -> None:
    scale = makers.make_scale()
    assert desk_of_editor.post(page(RatingScale, "change", scale.pk), {"name": "Lies"}).status_code == 403


def test_events_of_a_check_are_told_with_those_of_its_assignments(desk_of_editor: Client) -> None:
    check = makers.make_published_check()
    shown = desk_of_editor.get(page(Check, "change", check.pk)).content.decode()
    assert "in review → agreed" in shown
    assert "open → submitted" in shown


def test_a_user_who_left_signs_nothing(client: Client) -> None:
    editor, administrator = makers.make_editor(), makers.make_administrator()
    signed_in(client, editor)
    claim_services.update_user(user=editor, actor=administrator, is_active=False)
    assert client.get(page(Check, "changelist")).status_code == 302


def test_the_sidebar_leads_to_every_model(client: Client) -> None:
    signed_in(client, makers.make_administrator())
    shown = client.get(reverse("admin:index")).content.decode()
    assert [model for model in REGISTERED if f'href="{page(model, "changelist")}"' not in shown] == []


def test_the_admin_has_a_policy_for_its_content_that_lets_nothing_in_from_elsewhere(client: Client) -> None:
    signed_in(client, makers.make_editor())
    policy = client.get(reverse("admin:index")).headers["Content-Security-Policy"]
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";") if part.strip())
    assert directives["default-src"] == "'self'"
    assert directives["script-src"] == "'self' 'unsafe-eval'"
    assert directives["style-src"] == "'self' 'unsafe-inline'"
    assert directives["frame-ancestors"] == "'none'"
    assert "http" not in policy


def test_pages_of_the_admin_have_no_script_of_their_own(client: Client, full_house: None) -> None:
    signed_in(client, makers.make_administrator())
    inline = re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>|\son(?:click|load|change|submit)=", re.I
    )
    for model in REGISTERED:
        for address in (page(model, "changelist"), page(model, "change", quote(row_of(model).pk))):
            assert inline.findall(client.get(address).content.decode()) == []
