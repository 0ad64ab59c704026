"""How work reaches the workers. Apart from the tasks, so that those who hand work on load no language model."""

from __future__ import annotations

import logging
import time
from functools import partial
from typing import Any, cast

import redis
from celery import current_app
from django.db import transaction
from django.db.models import QuerySet
from kombu.exceptions import LimitExceeded, OperationalError
from kombu.pools import producers
from redis.backoff import NoBackoff
from redis.retry import Retry

logger = logging.getLogger(__name__)
# Who hands work on waits no longer than this for a broker that does not answer, such as one behind a broken network.
# Workers, who listen, have longer times of their own.
PATIENCE = {"socket_connect_timeout": 0.5, "socket_timeout": 0.5}
# Whatever Celery is set to: every further try would take as long.
ONCE = {"max_retries": 1, "interval_start": 0, "interval_step": 0, "interval_max": 0}
# A broker that did not answer is not asked again for so long by this process: nobody else waits for it meanwhile.
LEFT_ALONE_SECONDS = 2.0
# Workers drop what a sweep found and they did not come to in this time: later sweeps have found it again.
HINT_SECONDS = 120.0
# So many messages keep workers busy until the next sweep: while they wait, what sweeps add is what waits already.
ENOUGH = 500
# Of each kind at any rate, so that none is kept away by what there is very much of.
LEAST = 50
_left_alone_until: dict[str, float] = {}


def enqueue(task_name: str, *args: int) -> None:
    """Hand work to the broker once the rows that it is about are committed: at once, outside a transaction."""
    transaction.on_commit(partial(send, task_name, *args))


def hint_each(task_name: str, due: QuerySet[Any]) -> int:
    """Hand on what a sweep found due, the first first, until enough waits for the workers; returns how many it was."""
    return sum(hint(task_name, pk) for pk in due.values_list("pk", flat=True)[: _room()])


def hint(task_name: str, *args: int) -> bool:
    """Hand on what a sweep found, for HINT_SECONDS: behind slow workers it would pile up with every sweep."""
    return send(task_name, *args, expires=HINT_SECONDS)


def send(task_name: str, *args: int, expires: float | None = None) -> bool:
    """Hand work to the broker if it is there; the sweep finds what it does not get. Never raises for the broker."""
    broker = str(current_app.conf.broker_write_url)
    if time.monotonic() < _left_alone_until.get(broker, 0.0):
        return False
    try:
        _send(task_name, args, expires)
    except (OperationalError, LimitExceeded) as error:
        _left_alone_until[broker] = time.monotonic() + LEFT_ALONE_SECONDS
        logger.warning("%s%s was not enqueued, the sweep will find it: %s", task_name, args, error)
        return False
    return True


def _room() -> int:
    """How many more messages the workers could do with, and LEAST where the broker does not say."""
    patience = Retry(NoBackoff(), 0)
    try:
        with redis.Redis.from_url(str(current_app.conf.broker_write_url), retry=patience, **PATIENCE) as broker:
            return max(LEAST, ENOUGH - cast(int, broker.llen(current_app.conf.task_default_queue)))
    except redis.RedisError:
        return LEAST


def _send(task_name: str, args: tuple[int, ...], expires: float | None) -> None:
    connection = current_app.connection_for_write(transport_options=PATIENCE | ONCE)
    with producers[connection].acquire(block=True, timeout=PATIENCE["socket_timeout"]) as producer:
        current_app.send_task(task_name, args=args, producer=producer, expires=expires, retry=False)
