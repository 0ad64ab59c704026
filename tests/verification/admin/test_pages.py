"""What holds for every page of the admin: new models are found by themselves."""

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

from claims.access import Role
from claims.models import ApiKey, Event, User
from tests import makers
from tests.verification.admin.pages import page, row_of, signed_in
from verification import services
from verification.models import Check, Desk
from verification.services import FactCheckDraft

pytestmark = pytest.mark.django_db
# Those of the house; Django's own groups and the like would show up here too if somebody registered them.
REGISTERED = [model for model in admin.site._registry if model._meta.app_label in ("claims", "verification")]
FOR_ADMINISTRATORS: set[type[models.Model]] = {User, ApiKey}
MOST_QUERIES = 20


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
        addresses += [page(model, act.code, key) for act in getattr(found, "acts", ()) if not act.page]
        taken |= {address.replace(f"/{key}/", "/row/"): queries_for(client, address) for address in addresses}
    return taken


def every_question(client: Client) -> dict[str, int]:
    """How many queries it takes to be asked about each act on all rows of the first page."""
    taken = {}
    for model in REGISTERED:
        rows = [row.pk for row in model._default_manager.order_by("-pk")[:50]]
        for act_ in getattr(admin.site._registry[model], "acts", ()):
            if act_.bulk:
                picked = {"action": act_.code, "_selected_action": rows}
                with CaptureQueriesContext(connection) as queries:
                    assert client.post(page(model, "changelist"), picked).status_code == 200
                taken[f"{model.__name__}: {act_.code}"] = len(queries)
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


def test_events_of_a_check_are_told_with_those_of_its_assignments(desk_of_editor: Client) -> None:
    check = makers.make_published_check()
    shown = desk_of_editor.get(page(Check, "change", check.pk)).content.decode()
    assert "in review → agreed" in shown
    assert "open → submitted" in shown


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
