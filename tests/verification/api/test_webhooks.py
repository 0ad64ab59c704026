"""Editors manage webhooks in the API and in the admin; a secret is told once."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests import clients, makers
from tests.faults.forms import forms_of
from tests.seen import if_match
from verification import services, tasks
from verification.models import Delivery, Webhook
from verification.states import DeliveryStatus

pytestmark = pytest.mark.django_db
URL = "https://newsroom.example/hook"
ALL = ["fact_check.published", "fact_check.corrected", "fact_check.withdrawn"]


@pytest.fixture
def editor() -> Client:
    return clients.signed_in(makers.make_editor())


def test_a_webhook_is_made_and_its_secret_told_once(editor: Any) -> None:
    made = editor.post("/api/v1/webhooks/", {"name": "Newsroom", "url": URL}, format="json")
    assert (made.status_code, made.json()["events"], made.json()["status"]) == (201, ALL, "active")
    assert made.json()["secret"] == Webhook.objects.get().secret
    again = editor.get(f"/api/v1/webhooks/{made.json()['id']}/").json()
    assert "secret" not in again
    assert again["name"] == "Newsroom"


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"url": "http://127.0.0.1/hook"}, "url"),
        ({"url": "https://me:pass@newsroom.example/"}, "url"),
        ({"url": "ftp://newsroom.example/"}, "url"),
        ({"url": "nothing"}, "url"),
        ({"name": ""}, "name"),
        ({"events": ["fact_check.read"]}, "events.0"),
    ],
)
def test_what_cannot_be_is_told_beside_its_field(editor: Any, facts: dict[str, Any], field: str) -> None:
    refused = editor.post("/api/v1/webhooks/", {"name": "Newsroom", "url": URL} | facts, format="json")
    assert refused.status_code == 422
    assert [error["field"] for error in refused.json()["errors"]] == [field]


def test_a_name_is_given_once(editor: Any) -> None:
    makers.make_webhook(name="Newsroom")
    refused = editor.post("/api/v1/webhooks/", {"name": "Newsroom", "url": URL}, format="json")
    assert refused.status_code == 422


def test_it_is_changed_paused_and_goes_on(editor: Any) -> None:
    hook = makers.make_webhook()
    address = f"/api/v1/webhooks/{hook.pk}/"
    assert editor.patch(address, {"events": ALL[:1]}, format="json", **if_match(hook)).json()["events"] == ALL[:1]
    assert editor.post(f"{address}pause/").json()["status"] == "paused"
    assert editor.post(f"{address}pause/").status_code == 409
    assert editor.post(f"{address}resume/").json()["status"] == "active"
    before = Webhook.objects.get().secret
    renewed = editor.post(f"{address}secret/", **if_match(hook)).json()["secret"]
    assert renewed == Webhook.objects.get().secret != before


def test_deliveries_are_listed_and_tried_again(editor: Any, settings: Any) -> None:
    settings.WEBHOOK_ATTEMPTS = 1
    hook = makers.make_webhook("https://no-such-host.invalid/")
    makers.make_published_check()
    tasks.deliver(Delivery.objects.get().pk)
    [told] = editor.get(f"/api/v1/deliveries/?status=failed&webhook={hook.pk}").json()["results"]
    assert (told["problem"], told["revision"]) == ("There is no host no-such-host.invalid.", 1)
    assert told["message_id"].startswith("msg_")
    again = editor.post(f"/api/v1/deliveries/{told['id']}/retry/")
    assert (again.status_code, again.json()["status"]) == (202, "pending")
    assert editor.post(f"/api/v1/deliveries/{told['id']}/retry/").status_code == 409


def test_the_admin_makes_one_and_shows_its_secret_once(client: Client) -> None:
    client.force_login(makers.make_editor())
    facts = {"name": "Newsroom", "url": URL, "events": ALL}
    made = client.post(reverse("admin:verification_webhook_add"), facts, follow=True).content.decode()
    hook = Webhook.objects.get()
    assert hook.secret in made
    page = reverse("admin:verification_webhook_change", args=[hook.pk])
    assert hook.secret not in client.get(page).content.decode()
    renewed = client.post(page, facts | {"name": "Paper", "new_secret": "on"}, follow=True).content.decode()
    after = Webhook.objects.get()
    assert (after.name, after.secret in renewed, after.secret != hook.secret) == ("Paper", True, True)
    refused = client.post(page, facts | {"url": "http://10.0.0.1/"}).content.decode()
    assert "10.0.0.1 is not on the open internet." in refused


def test_the_admin_has_a_delivery_sent_again(client: Client) -> None:
    client.force_login(makers.make_editor())
    makers.make_webhook()
    makers.make_published_check()
    attempt = services.begin_delivery(delivery_id=Delivery.objects.get().pk)
    assert attempt
    delivery = Delivery.objects.get()
    services.outbox._end(delivery, to=DeliveryStatus.FAILED, problem="Nobody is there.")
    page = reverse("admin:verification_delivery_change", args=[delivery.pk])
    assert "Nobody is there." in client.get(page).content.decode()
    address = reverse("admin:verification_delivery_retry", args=[delivery.pk])
    [form] = [one for one in forms_of(address, client.get(address).content.decode()) if one.action == address]
    client.post(address, form.values)
    assert Delivery.objects.get().status == DeliveryStatus.PENDING
