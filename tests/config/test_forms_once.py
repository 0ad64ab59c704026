"""A form of one shown page is done once. What every form does with two clicks stands in tests/faults."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from claims.models import Event, KeptAnswer
from tests import makers
from tests.seen import seen
from verification.models import Assignment, Check

pytestmark = pytest.mark.django_db


@pytest.fixture
def check() -> Check:
    return makers.make_check()


@pytest.fixture
def client() -> Client:
    client = Client(enforce_csrf_checks=True)
    client.force_login(makers.make_editor())
    return client


def page_of(client: Client, check: Check) -> dict[str, Any]:
    """The hidden fields of a page."""
    page = client.get(f"/desk/checks/{check.pk}/").content.decode()
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert found
    return {"csrfmiddlewaretoken": found[1], **seen(check)}


def set_priority(client: Client, check: Check, priority: object, page: dict[str, Any]) -> Any:
    data = {"priority": priority, **page}
    return client.post(f"/desk/checks/{check.pk}/priority/", data, follow=True)


def priorities(check: Check) -> list[int]:
    return [event.data["priority"] for event in Event.objects.order_by("pk") if "priority" in event.data]


def test_a_second_click_leads_where_the_first_led_and_says_so(client: Client, check: Check) -> None:
    page = page_of(client, check)
    first, second = (set_priority(client, check, 5, page) for _ in range(2))
    assert first.redirect_chain == second.redirect_chain
    assert "sent twice" in second.content.decode()
    assert priorities(check) == [5]


def test_the_same_again_from_a_page_shown_again_is_done_again(client: Client, check: Check) -> None:
    for _ in range(2):
        set_priority(client, check, 5, page_of(client, check))
    assert priorities(check) == [5, 5]


def test_the_same_page_filled_in_otherwise_is_something_else(client: Client, check: Check) -> None:
    """It is looked at, and refused since the first has changed what the page was made on."""
    page = page_of(client, check)
    assert [set_priority(client, check, priority, page).status_code for priority in (5, 7)] == [200, 412]
    assert priorities(check) == [5]


def test_a_form_that_comes_back_to_be_corrected_is_not_kept(client: Client, check: Check) -> None:
    page = page_of(client, check)
    assert [set_priority(client, check, "much", page).status_code for _ in range(2)] == [422, 422]
    assert not KeptAnswer.objects.exists()


def test_a_heartbeat_is_no_second_click(check: Check) -> None:
    [assignment, _] = makers.make_assignments(check)
    client = Client()
    client.force_login(assignment.reviewer.user)
    until = []
    for _ in range(2):
        data = {"token": assignment.token, "csrfmiddlewaretoken": "same"}
        assert client.post(f"/desk/assignments/{assignment.pk}/extend/", data).status_code == 200
        until.append(Assignment.objects.get(pk=assignment.pk).lease_until)
    assert until[0] < until[1]


def test_a_form_without_the_token_of_a_page_is_refused_and_not_kept(client: Client, check: Check) -> None:
    assert set_priority(client, check, 5, page_of(client, check) | {"csrfmiddlewaretoken": "forged"}).status_code == 403
    assert not KeptAnswer.objects.exists()


def test_what_breaks_on_the_way_has_done_nothing(client: Client, check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    def die(*anything: object) -> None:
        raise RuntimeError

    page = page_of(client, check)
    client.raise_request_exception = False
    with monkeypatch.context() as broken:
        broken.setattr("verification.views.checks.redirect", die)
        assert set_priority(client, check, 5, page).status_code == 500
    assert priorities(check) == []
    set_priority(client, check, 5, page)
    assert priorities(check) == [5]
