"""Tasks hand on what is to be done next, once."""

from __future__ import annotations

from typing import Any

import pytest
import redis

from config.celery import app as celery_app
from tests import makers
from verification import tasks
from verification.models import Check

pytestmark = pytest.mark.django_db


def test_whoever_opens_the_waiting_claims_hands_only_those_on(
    broker: str, django_capture_on_commit_callbacks: Any
) -> None:
    """Each claim handed in asks for this: were all that wait handed on each time, their number would be squared."""
    makers.make_desk()
    with redis.Redis.from_url(broker) as client:
        client.delete("celery")
        for _ in range(3):
            makers.make_claim()
            makers.make_claim()
            with django_capture_on_commit_callbacks(execute=True):
                tasks.open_checks()
        assert Check.objects.count() == 6
        assert client.llen("celery") == 6


def test_what_follows_extraction_and_a_claim_are_tasks_that_exist(settings: Any) -> None:
    celery_app.loader.import_default_modules()
    assert {*settings.TASKS_AFTER_EXTRACTION, *settings.TASKS_AFTER_CLAIM} <= set(celery_app.tasks)
