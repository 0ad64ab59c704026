"""/metrics tells what stands in the rows, to whoever has the token."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import F
from django.db.models.functions import Now
from django.test import Client
from django.test.utils import CaptureQueriesContext
from prometheus_client.openmetrics.parser import text_string_to_metric_families as parse_open
from prometheus_client.parser import text_string_to_metric_families as parse

from claims.models import Article, Embedding
from claims.tasks import sweep as sweep_claims
from tests import makers
from verification import queries, services, tasks
from verification.models import Assignment, Check

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
Samples = dict[tuple[str, tuple[str, ...]], float]


def scrape(client: Client, settings: Any, **headers: str) -> str:
    answer = client.get("/metrics", headers={"Authorization": f"Bearer {settings.METRICS_TOKEN}", **headers})
    assert answer.status_code == 200
    return answer.content.decode()


def read(client: Client, settings: Any) -> Samples:
    """Values by name and by what their labels say."""
    families = parse(scrape(client, settings))
    return {(one.name, tuple(one.labels.values())): one.value for family in families for one in family.samples}


# --- Who may --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("sent", ["", "Bearer", "Bearer wrong", "Basic a-token-for-tests-alone", "Bearer é"])
def test_without_the_token_nothing_is_told(client: Client, sent: str) -> None:
    answer = client.get("/metrics", headers={"Authorization": sent})
    assert (answer.status_code, answer.content, answer["WWW-Authenticate"]) == (401, b"", "Bearer")


def test_where_no_token_is_set_there_is_no_such_page(client: Client, settings: Any) -> None:
    settings.METRICS_TOKEN = ""
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


def test_it_can_be_read_as_open_metrics_too(client: Client, settings: Any) -> None:
    makers.make_check()
    told = scrape(client, settings, Accept="application/openmetrics-text; version=1.0.0")
    assert "claimdesk_lease_expiries" in {family.name for family in parse_open(told)}  # type: ignore[no-untyped-call]


# --- What it tells --------------------------------------------------------------------------------------------
def test_depth_and_age_by_desk(client: Client, settings: Any) -> None:
    water, fire = makers.make_desk(name="Water"), makers.make_desk(name="Fire “and” smoke")
    for desk in (water, water, fire):
        makers.make_check(desk)
    Check.objects.filter(desk=water).update(created_at=F("created_at") - 2 * HOUR)
    found = read(client, settings)
    assert found["claimdesk_checks", ("Water", "queued")] == 2
    assert found["claimdesk_checks", ("Fire “and” smoke", "queued")] == 1
    assert round(found["claimdesk_oldest_check_age_seconds", ("Water", "queued")] / 3600) == 2
    assert ("claimdesk_checks", ("Water", "published")) not in found


def test_what_waits_and_what_was_put_aside(client: Client, settings: Any) -> None:
    makers.make_webhook()
    makers.make_published_check()
    makers.make_assignments(makers.make_check())
    makers.make_check()
    makers.make_article()
    Article.objects.update(next_attempt_at=Now() - HOUR)
    found = read(client, settings)
    assert found["claimdesk_waiting_rows", ("extraction",)] == 1
    assert found["claimdesk_waiting_rows", ("comparing",)] == 3
    assert found["claimdesk_waiting_rows", ("routing",)] == 1
    assert found["claimdesk_waiting_rows", ("outbox",)] == 1
    assert round(found["claimdesk_oldest_due_seconds", ("extraction",)] / 3600) == 1
    for rows in (Article, Check, Embedding):
        rows._default_manager.update(quarantined_at=Now())
    found = read(client, settings)
    assert {kind: found["claimdesk_quarantined", (kind,)] for kind in queries.put_aside()} == {
        "article": 1,
        "check": 3,
        "comparison": 3,
        "delivery": 0,
        "import": 0,
        "page": 0,
    }
    assert found["claimdesk_waiting_rows", ("extraction",)] == 0
    assert found["claimdesk_waiting_rows", ("routing",)] == 0


def test_lease_expiries_are_counted_in_the_rows(client: Client, settings: Any) -> None:
    makers.make_assignments(makers.make_check())
    Assignment.objects.update(lease_until=Now() - HOUR)
    services.expire_leases()
    assert read(client, settings)["claimdesk_lease_expiries_total", ()] == 2


def test_sweeps_and_what_they_had_to_hand_on(client: Client, settings: Any, broker: str) -> None:
    makers.make_check()
    makers.make_article()
    for _ in range(2):
        tasks.sweep()
        sweep_claims()
    found = read(client, settings)
    assert found["claimdesk_sweeps_total", ("outbox",)] == 2
    assert found["claimdesk_sweep_enqueued_tasks_total", ("extraction",)] == 2
    assert found["claimdesk_sweep_enqueued_tasks_total", ("routing",)] == 2
    assert found["claimdesk_sweep_enqueued_tasks_total", ("outbox",)] == 0
    assert found["claimdesk_broker_up", ()] == 1


def test_a_broker_that_is_away_is_told_and_nothing_counts_as_handed_on(client: Client, settings: Any) -> None:
    makers.make_check()
    tasks.sweep()
    found = read(client, settings)
    assert found["claimdesk_broker_up", ()] == 0
    assert found["claimdesk_sweep_enqueued_tasks_total", ("routing",)] == 0


# --- Routing time ---------------------------------------------------------------------------------------------
def hours_waited() -> list[int]:
    return sorted(round(wait / 3600) for wait in queries.routing_times())


def shift_events(check: Check, hours: float) -> None:
    """As if the check had been opened that much earlier; the trigger that forbids it is asked to look away."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        of_check = "subject_type = 'check' AND subject_id = %s"
        moved = f"UPDATE claims_event SET at = at - make_interval(secs => %s) WHERE {of_check}"
        cursor.execute(moved, [hours * 3600, check.pk])
        cursor.execute("SET LOCAL session_replication_role = origin")


def test_a_slot_is_free_from_when_its_check_is_queued(client: Client, settings: Any) -> None:
    check = makers.make_check()
    Check.objects.update(created_at=Now() - 9 * HOUR)
    shift_events(check, 3)
    makers.make_assignments(check)
    assert hours_waited() == [3, 3]
    found = read(client, settings)
    assert found["claimdesk_routing_time_seconds_bucket", ("3600",)] == 0
    assert found["claimdesk_routing_time_seconds_bucket", ("14400",)] == 2
    assert found["claimdesk_routing_time_seconds_bucket", ("+Inf",)] == 2
    assert found["claimdesk_routing_time_seconds_gcount", ()] == 2
    assert round(found["claimdesk_routing_time_seconds_gsum", ()] / 3600) == 6


def test_a_slot_given_back_is_free_from_then(client: Client) -> None:
    check = makers.make_check(makers.make_desk(verdicts_needed=1))
    shift_events(check, 5)
    [first] = makers.make_assignments(check)
    services.recall(assignment_id=first.pk, actor=makers.make_editor(), why="Needs a specialist.")
    Assignment.objects.update(ended_at=Now() - HOUR)
    makers.make_reviewer(check.desk)
    services.route_check(check_id=check.pk)
    assert hours_waited() == [1, 5]


def test_time_in_triage_does_not_count(client: Client) -> None:
    check = makers.make_check(makers.make_desk(worthiness_threshold=0.5), worthiness=0.1)
    Check.objects.update(created_at=Now() - 9 * HOUR)
    shift_events(check, 9)
    services.queue(check=check, actor=makers.make_editor())
    makers.make_assignments(Check.objects.get())
    assert hours_waited() == [0, 0]


# --- How dear it is -------------------------------------------------------------------------------------------
def test_its_questions_do_not_grow_with_the_rows(client: Client, settings: Any) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            scrape(client, settings)
        return len(captured)

    makers.make_assignments(makers.make_check())
    few = asked()
    for _ in range(5):
        makers.make_assignments(makers.make_check(makers.make_desk()))
    assert asked() == few <= 25
