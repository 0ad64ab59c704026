"""Whatever is published, corrected or withdrawn is told to each webhook once, and arrives whatever dies."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import F
from standardwebhooks.webhooks import Webhook as Verifier
from standardwebhooks.webhooks import WebhookVerificationError

from claims.errors import Conflict, IllegalMove, Invalid
from claims.models import Event
from claims.states import replay
from tests import makers
from tests.receiver import Receiver, receiving
from verification import queries, services, tasks
from verification.models import Check, Delivery, Webhook
from verification.services import DeliveryAttempt, FactCheckDraft
from verification.states import DELIVERY_MOVES, WEBHOOK_MOVES, CheckStatus, DeliveryStatus

pytestmark = pytest.mark.django_db
DRAFT = FactCheckDraft("No, it was not", "The register says otherwise.")


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    settings.ALLOW_PRIVATE_ADDRESSES = True
    with receiving() as found:
        yield found


def pass_time(hours: float) -> None:
    Delivery.objects.update(next_attempt_at=F("next_attempt_at") - timedelta(hours=hours))


def correct(check: Check) -> None:
    services.correct(check_id=check.pk, actor=makers.make_editor(), draft=DRAFT, note="The year was wrong.")


def withdraw(check: Check) -> None:
    services.withdraw(check_id=check.pk, actor=makers.make_editor(), why="The source was forged.")


# --- What is written ------------------------------------------------------------------------------------------
def test_each_publication_is_addressed_once_to_each_webhook() -> None:
    hooks = [makers.make_webhook(), makers.make_webhook()]
    check = makers.make_published_check()
    correct(check)
    withdraw(check)
    for hook in hooks:
        told = [(one.event.split(".")[1], one.revision.number) for one in hook.deliveries.order_by("pk")]
        assert told == [("published", 1), ("corrected", 2), ("withdrawn", 2)]


def test_what_is_not_published_after_all_is_told_to_nobody() -> None:
    makers.make_webhook()
    check, editor = makers.make_agreed_check(), makers.make_editor()

    @transaction.atomic
    def publish_and_fail() -> None:
        services.publish(check_id=check.pk, actor=editor, draft=DRAFT)
        assert Delivery.objects.exists()
        raise Conflict

    with pytest.raises(Conflict):
        publish_and_fail()
    assert not Delivery.objects.exists()


def test_a_webhook_hears_of_its_desk_and_of_what_it_wants() -> None:
    desk = makers.make_desk()
    mine, other = makers.make_webhook(desk=desk), makers.make_webhook(desk=makers.make_desk())
    picky = makers.make_webhook(events=["fact_check.withdrawn"])
    check = makers.make_published_check(desk)
    assert set(Delivery.objects.values_list("webhook", flat=True)) == {mine.pk}
    withdraw(check)
    assert [one.event for one in picky.deliveries.all()] == ["fact_check.withdrawn"]
    assert not other.deliveries.exists()


def test_a_paused_webhook_is_told_nothing_new_and_what_waited_goes_on_afterwards(receiver: Receiver) -> None:
    editor, hook = makers.make_editor(), makers.make_webhook(receiver.url)
    check = makers.make_published_check()
    services.pause_webhook(webhook=hook, actor=editor)
    correct(check)
    tasks.deliver(Delivery.objects.get().pk)
    assert not receiver.received
    services.resume_webhook(webhook=hook, actor=editor)
    tasks.deliver(Delivery.objects.get().pk)
    assert len(receiver.received) == 1


def test_checked_again_is_a_publication_with_the_next_revision() -> None:
    makers.make_webhook()
    check = makers.make_published_check()
    services.reopen(check_id=check.pk, actor=makers.make_editor(), why="New figures.")
    check.refresh_from_db()
    for assignment in makers.make_assignments(check):
        makers.judge(assignment)
    for _ in range(check.slots - check.assignments.filter(round=2).count()):
        makers.make_reviewer(check.desk)
    for assignment in services.route_check(check_id=check.pk):
        makers.judge(assignment)
    services.publish(check_id=check.pk, actor=makers.make_editor(), draft=DRAFT)
    assert [one.payload["data"]["revision"] for one in Delivery.objects.order_by("pk")] == [1, 2]


# --- What arrives ---------------------------------------------------------------------------------------------
def test_a_message_is_signed_and_says_what_readers_see(receiver: Receiver) -> None:
    hook, check = makers.make_webhook(receiver.url), makers.make_published_check()
    tasks.deliver(Delivery.objects.get().pk)
    [got] = receiver.received
    told = Verifier(hook.secret).verify(got.body, got.headers)
    assert told["type"] == "fact_check.published"
    assert (told["data"]["status"], told["data"]["revision"]) == ("published", 1)
    assert told["data"]["claim_review"]["claimReviewed"] == check.claim.text
    assert told["data"]["url"] == told["data"]["claim_review"]["url"]
    assert Delivery.objects.get().status == DeliveryStatus.DELIVERED


def test_another_secret_or_another_body_does_not_fit_the_signature(receiver: Receiver) -> None:
    """The negative control of the one before."""
    hook = makers.make_webhook(receiver.url)
    makers.make_published_check()
    tasks.deliver(Delivery.objects.get().pk)
    [got] = receiver.received
    with pytest.raises(WebhookVerificationError):
        Verifier(hook.secret).verify(got.body.replace(b"published", b"withdrawn"), got.headers)
    with pytest.raises(WebhookVerificationError):
        Verifier(makers.make_webhook().secret).verify(got.body, got.headers)


def test_a_withdrawal_says_so_and_holds_no_markup(receiver: Receiver) -> None:
    makers.make_webhook(receiver.url, events=["fact_check.withdrawn"])
    withdraw(makers.make_published_check())
    tasks.deliver(Delivery.objects.get().pk)
    data = json.loads(receiver.received[0].body)["data"]
    assert (data["status"], data["claim_review"]) == (CheckStatus.WITHDRAWN, {})


def test_an_attempt_that_fails_is_made_again_later_with_the_same_message(receiver: Receiver) -> None:
    makers.make_webhook(receiver.url)
    makers.make_published_check()
    receiver.answers = [500, 302, 204]
    for _ in range(3):
        tasks.deliver(Delivery.objects.get().pk)
        tasks.deliver(Delivery.objects.get().pk)
        pass_time(1)
    assert len(receiver.received) == 3
    assert len({(got.headers["webhook-id"], got.body) for got in receiver.received}) == 1
    delivery = Delivery.objects.get()
    assert (delivery.status, delivery.attempts, delivery.problem) == (DeliveryStatus.DELIVERED, 3, "")


def test_a_private_address_is_not_asked_unless_a_setting_says_so(receiver: Receiver, settings: Any) -> None:
    makers.make_webhook(receiver.url)
    makers.make_published_check()
    settings.ALLOW_PRIVATE_ADDRESSES = False
    tasks.deliver(Delivery.objects.get().pk)
    assert not receiver.received
    assert "not on the open internet" in Delivery.objects.get().problem
    with pytest.raises(Invalid):
        makers.make_webhook(receiver.url)


def test_what_never_arrives_is_put_aside_until_an_editor_has_it_tried_again(receiver: Receiver, settings: Any) -> None:
    settings.WEBHOOK_ATTEMPTS = 2
    makers.make_webhook(receiver.url)
    makers.make_published_check()
    receiver.answers = [503, 503]
    for _ in range(3):
        tasks.deliver(Delivery.objects.get().pk)
        pass_time(10)
    delivery = Delivery.objects.get()
    assert (delivery.status, delivery.problem) == (DeliveryStatus.FAILED, "The receiver answered 503.")
    assert len(receiver.received) == 2
    services.retry_delivery(delivery=delivery, actor=makers.make_editor())
    tasks.deliver(delivery.pk)
    assert len(receiver.received) == 3
    with pytest.raises(IllegalMove):
        services.retry_delivery(delivery=Delivery.objects.get(), actor=makers.make_editor())


# --- Whatever dies --------------------------------------------------------------------------------------------
def test_a_worker_that_died_is_followed_by_another_when_its_time_is_over(receiver: Receiver) -> None:
    makers.make_webhook(receiver.url)
    makers.make_published_check()
    delivery = Delivery.objects.get()
    assert services.begin_delivery(delivery_id=delivery.pk)
    assert services.begin_delivery(delivery_id=delivery.pk) is None
    assert not queries.deliveries_due().exists()
    pass_time(0.1)
    tasks.deliver(delivery.pk)
    assert len(receiver.received) == 1


def test_what_kills_its_worker_each_time_is_put_aside_by_the_sweep(settings: Any) -> None:
    settings.WEBHOOK_ATTEMPTS = 2
    makers.make_webhook()
    makers.make_published_check()
    for _ in range(2):
        assert services.begin_delivery(delivery_id=Delivery.objects.get().pk)
        pass_time(10)
    tasks.sweep()
    delivery = Delivery.objects.get()
    assert (delivery.status, delivery.problem) == (DeliveryStatus.FAILED, "2 attempts were interrupted.")


def test_the_answer_to_an_attempt_that_was_given_up_changes_nothing() -> None:
    makers.make_webhook()
    makers.make_published_check()
    delivery = Delivery.objects.get()
    first = services.begin_delivery(delivery_id=delivery.pk)
    pass_time(10)
    second = services.begin_delivery(delivery_id=delivery.pk)
    assert first
    assert second
    services.fail_delivery(attempt=first, problem="Too late to matter.")
    assert Delivery.objects.get().problem == ""
    services.close_delivery(attempt=second)
    with pytest.raises(Conflict):
        services.close_delivery(attempt=first)


def test_the_log_replays_to_where_things_stand(receiver: Receiver, settings: Any) -> None:
    settings.WEBHOOK_ATTEMPTS = 1
    hook, editor = makers.make_webhook(receiver.url), makers.make_editor()
    makers.make_published_check()
    receiver.answers = [500]
    tasks.deliver(Delivery.objects.get().pk)
    services.retry_delivery(delivery=Delivery.objects.get(), actor=editor)
    services.update_webhook(webhook=hook, actor=editor, name="Renamed")
    services.renew_secret(webhook=hook, actor=editor)
    services.pause_webhook(webhook=hook, actor=editor)
    for row, moves in ((Delivery.objects.get(), DELIVERY_MOVES), (Webhook.objects.get(), WEBHOOK_MOVES)):
        events = Event.objects.filter(subject_type=type(row).__name__.lower(), subject_id=row.pk).order_by("pk")
        assert replay(moves, [(event.from_status, event.to_status) for event in events]) == row.status


def test_a_webhook_that_moved_gets_what_waited_at_once() -> None:
    hook = makers.make_webhook()
    makers.make_published_check()
    delivery = Delivery.objects.get()
    services.begin_delivery(delivery_id=delivery.pk)
    services.update_webhook(webhook=hook, actor=makers.make_editor(), url="https://elsewhere.example/")
    assert queries.deliveries_due().get() == delivery


@pytest.mark.django_db(transaction=True)
def test_many_workers_at_once_send_a_message_once(receiver: Receiver) -> None:
    makers.make_webhook(receiver.url)
    makers.make_published_check()
    delivery_id = Delivery.objects.get().pk
    together(lambda: tasks.deliver(delivery_id))
    assert len(receiver.received) == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_row_that_says_who_has_begun_it_is_sent_many_times(receiver: Receiver) -> None:
    """The negative control: the same crowd, each sending what it reads without counting an attempt first."""
    makers.make_webhook(receiver.url)
    makers.make_published_check()
    delivery_id = Delivery.objects.get().pk

    def send_unguarded() -> None:
        found = Delivery.objects.select_related("webhook").get(pk=delivery_id)
        if found.status == DeliveryStatus.PENDING:
            tasks._send(attempt_of(found))

    together(send_unguarded)
    assert len(receiver.received) > 1


def attempt_of(found: Delivery) -> DeliveryAttempt:
    hook = found.webhook
    return DeliveryAttempt(found.pk, 1, hook.url, hook.secret, str(found.message_id), found.payload, queries.now())


def together(does: Any, count: int = 8) -> None:
    gate = threading.Barrier(count)

    def run() -> None:
        gate.wait()
        try:
            does()
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
