"""What Prometheus reads at /metrics. Everything is asked of the rows when it comes, so that no process keeps a count of
its own: any number of workers may start and die, and no counter goes back.
"""

from __future__ import annotations

import secrets
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, GaugeHistogramMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector

from claims.states import Queue
from config.health import ask_broker
from verification import queries

# Seconds: a worker's turn, a sweep's, the half minute after which routing looks again, and what people notice.
BUCKETS = (1.0, 5.0, 15.0, 60.0, 300.0, 900.0, 3600.0, 14_400.0, 86_400.0)


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """The figures, for whoever sends ``METRICS_TOKEN`` as a bearer token; where none is set there is nothing here."""
    if not settings.METRICS_TOKEN:
        raise Http404
    sent = request.headers.get("Authorization", "").encode()
    if not secrets.compare_digest(sent, f"Bearer {settings.METRICS_TOKEN}".encode()):
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
    registry = CollectorRegistry(auto_describe=False)
    registry.register(Figures())
    encode, content_type = choose_encoder(request.headers.get("Accept", ""))
    try:
        return HttpResponse(encode(registry), content_type=content_type)
    except (InterfaceError, OperationalError):
        return HttpResponse("The database does not answer.", status=503, content_type="text/plain")


class Figures(Collector):
    """The state of the desk as metrics, asked anew each time."""

    def describe(self) -> Iterable[Metric]:
        """Nothing: registering asks no question."""
        return []

    def collect(self) -> Iterator[Metric]:
        yield from depth()
        yield from waiting()
        yield from swept()
        yield from trouble()
        yield routing_time(queries.routing_times())


def depth() -> Iterator[Metric]:
    labels = ["desk", "status"]
    counts = GaugeMetricFamily("claimdesk_checks", "Unfinished checks by desk and status.", labels=labels)
    ages = GaugeMetricFamily(
        "claimdesk_oldest_check_age_seconds", "Age of the oldest check of a desk in a status.", labels=labels
    )
    for found in queries.depths_by_desk():
        counts.add_metric([found.desk, found.status], found.count)
        ages.add_metric([found.desk, found.status], found.oldest.total_seconds())
    yield counts
    yield ages


def waiting() -> Iterator[Metric]:
    yield by_queue("claimdesk_waiting_rows", "Rows that wait for a worker, now or later.", queries.rows_waiting())
    told = "How long the row that is due longest has waited for a worker; 0 where nothing is due."
    yield by_queue("claimdesk_oldest_due_seconds", told, {q: seconds(age) for q, age in queries.oldest_due().items()})


def swept() -> Iterator[Metric]:
    found = queries.sweeps()
    runs = CounterMetricFamily("claimdesk_sweeps", "Sweeps that finished.", labels=["queue"])
    enqueued = CounterMetricFamily(
        "claimdesk_sweep_enqueued_tasks",
        "Tasks that sweeps had to hand to workers: what was not enqueued, whose worker died, or was to be tried again.",
        labels=["queue"],
    )
    for queue, sweep in found.items():
        runs.add_metric([queue.value], sweep.runs)
        enqueued.add_metric([queue.value], sweep.enqueued)
    yield runs
    yield enqueued
    at = {queue: sweep.finished_at.timestamp() for queue, sweep in found.items()}
    yield by_queue("claimdesk_last_sweep_timestamp_seconds", "When the last sweep finished.", at)


def trouble() -> Iterator[Metric]:
    expired = CounterMetricFamily("claimdesk_lease_expiries", "Leases that ran out.")
    expired.add_metric([], queries.lease_expiries())
    yield expired
    aside = GaugeMetricFamily(
        "claimdesk_quarantined", "Rows put aside for editors because they failed too often.", labels=["kind"]
    )
    for kind, count in queries.count_stuck().items():
        aside.add_metric([kind], count)
    yield aside
    yield GaugeMetricFamily("claimdesk_broker_up", "Whether the broker answers.", value=int(ask_broker()))


def routing_time(found: Sequence[float]) -> Metric:
    """A distribution of what is now, not one since the start: the latest hand-outs, whoever made them."""
    at_most = [0] * (len(BUCKETS) + 1)
    for wait in found:
        at_most[bisect_left(BUCKETS, wait)] += 1
    cumulative = [sum(at_most[: place + 1]) for place in range(len(at_most))]
    names = [*(f"{bound:g}" for bound in BUCKETS), "+Inf"]
    told = "How long slots were free before somebody got them: the latest 1,000."
    family = GaugeHistogramMetricFamily("claimdesk_routing_time_seconds", told)
    family.add_metric([], list(zip(names, cumulative, strict=True)), gsum_value=sum(found))
    return family


def by_queue(name: str, told: str, values: Mapping[Queue, float]) -> Metric:
    family = GaugeMetricFamily(name, told, labels=["queue"])
    for queue, value in values.items():
        family.add_metric([queue.value], value)
    return family


def seconds(span: timedelta | None) -> float:
    return span.total_seconds() if span else 0.0
