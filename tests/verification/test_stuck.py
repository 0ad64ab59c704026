"""What was put aside is seen by editors and leads, who have it tried again."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models.functions import Now
from django.test import Client
from django.urls import reverse

from claims import services as claim_services
from claims.errors import Conflict, Forbidden
from claims.models import Article, Embedding, Event, Import, Page, User
from tests import makers
from verification import queries, services
from verification.models import Check, Delivery
from verification.services import Stuck
from verification.states import DeliveryStatus

pytestmark = pytest.mark.django_db
REASON = "3 attempts were interrupted."


def put_aside(desk: Any = None) -> dict[Stuck, Any]:
    """One row of each kind, put aside."""
    makers.make_webhook(name="Newsroom")
    makers.make_published_check(desk)
    check = makers.make_check(desk)
    article = makers.make_article(title="The harbour")
    aside = {"quarantined_at": Now(), "attempts": 3}
    Check.objects.filter(pk=check.pk).update(waiting_why=REASON, **aside)
    Article.objects.filter(pk=article.pk).update(problem=REASON, **aside)
    embedding = Embedding.objects.get(claim=check.claim)
    Embedding.objects.filter(pk=embedding.pk).update(problem=REASON, **aside)
    file = makers.make_import()
    claim_services.start_import(file=file, actor=makers.make_editor())
    Import.objects.filter(pk=file.pk).update(**aside)
    source = claim_services.ask_for_page(url="https://register.example/cranes")
    begun = claim_services.begin_reading(page_id=source.pk)
    assert begun
    claim_services.fail_page(page=begun, problem=REASON)
    Page.objects.update(attempts=3)
    Delivery.objects.update(status=DeliveryStatus.FAILED, ended_at=Now(), problem=REASON, attempts=3)
    return {
        Stuck.CHECK: check,
        Stuck.ARTICLE: article,
        Stuck.COMPARISON: embedding,
        Stuck.DELIVERY: Delivery.objects.get(),
        Stuck.IMPORT: file,
        Stuck.PAGE: source,
    }


def page(user: User) -> str:
    client = Client()
    client.force_login(user)
    return client.get(reverse("stuck")).content.decode()


def events_of(kind: Stuck, row: Any) -> list[str]:
    name = type(row).__name__.lower()
    return list(Event.objects.filter(subject_type=name, subject_id=row.pk).order_by("pk").values_list("why", flat=True))


def test_an_editor_sees_each_row_with_its_reason_and_how_often_it_was_tried() -> None:
    rows, told = put_aside(), page(makers.make_editor())
    assert told.count("3 attempts</span>") == len(Stuck)
    # Of a file its own page tells why.
    assert told.count(REASON) == len(Stuck) - 1
    assert "fact_check.published to Newsroom" in told
    for kind, row in rows.items():
        assert reverse("retry-stuck", args=[kind, row.pk]) in told


def test_where_nothing_is_stuck_the_page_says_so() -> None:
    told = page(makers.make_editor())
    assert told.count('class="empty"') == len(Stuck)
    assert "Try again" not in told


@pytest.mark.parametrize("kind", list(Stuck))
def test_the_button_gives_it_a_fresh_set_of_attempts_and_says_so_in_the_log(client: Client, kind: Stuck) -> None:
    editor = makers.make_editor()
    client.force_login(editor)
    row = put_aside()[kind]
    address = reverse("retry-stuck", args=[kind, row.pk])
    assert "It is tried again." in client.post(address, follow=True).content.decode()
    row.refresh_from_db()
    assert row.attempts == 0
    assert getattr(row, "quarantined_at", None) is None
    assert events_of(kind, row)[-1] in ("Tried again.", "Routed again.")
    logged = len(events_of(kind, row))
    assert "not put aside any more" in client.post(address, follow=True).content.decode()
    assert len(events_of(kind, row)) == logged
    assert address not in page(editor)


def test_a_lead_sees_and_retries_the_checks_of_their_desk_alone() -> None:
    desk = makers.make_desk()
    rows = put_aside(desk)
    lead = makers.make_reviewer(desk, lead=True).user
    stranger = makers.make_reviewer(makers.make_desk(), lead=True).user
    assert "Articles that could not be read" not in page(lead)
    assert page(lead).count(REASON) == 1
    assert REASON not in page(stranger)
    for actor, kind in ((stranger, Stuck.CHECK), (lead, Stuck.ARTICLE), (lead, Stuck.DELIVERY)):
        with pytest.raises(Forbidden):
            services.retry_stuck(kind=kind, pk=rows[kind].pk, actor=actor)
    services.retry_stuck(kind=Stuck.CHECK, pk=rows[Stuck.CHECK].pk, actor=lead)
    assert REASON not in page(lead)


def test_a_source_that_could_not_be_read_long_ago_holds_nobody_up() -> None:
    source = put_aside()[Stuck.PAGE]
    assert queries.count_stuck()["page"] == 1
    Page.objects.filter(pk=source.pk).update(read_at=Now() - timedelta(days=31))
    assert queries.count_stuck()["page"] == 0
    with pytest.raises(Conflict):
        services.retry_stuck(kind=Stuck.PAGE, pk=source.pk, actor=makers.make_editor())


def test_each_kind_has_its_list() -> None:
    assert set(queries.put_aside()) == set(Stuck)


def test_a_kind_that_does_not_exist_is_not_there(client: Client) -> None:
    client.force_login(makers.make_editor())
    assert client.post(reverse("retry-stuck", args=["verdict", 1])).status_code == 404


def test_the_desk_and_the_admin_lead_there(client: Client) -> None:
    client.force_login(makers.make_editor())
    for address in (reverse("desk"), reverse("admin:index")):
        assert f'href="{reverse("stuck")}"' in client.get(address).content.decode()
    client.force_login(makers.make_reviewer(makers.make_desk()).user)
    assert reverse("stuck") not in client.get(reverse("desk")).content.decode()


@pytest.mark.django_db(transaction=True)
def test_many_clicks_at_once_are_one_try() -> None:
    rows, editor = put_aside(), makers.make_editor()
    done: list[bool] = []
    gate = threading.Barrier(6)

    def click() -> None:
        gate.wait()
        try:
            services.retry_stuck(kind=Stuck.ARTICLE, pk=rows[Stuck.ARTICLE].pk, actor=editor)
            done.append(True)
        except Conflict:
            done.append(False)
        finally:
            connection.close()

    threads = [threading.Thread(target=click) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == [False] * 5 + [True]
    assert events_of(Stuck.ARTICLE, rows[Stuck.ARTICLE]).count("Tried again.") == 1
