"""Two clicks on one button, at once and without any script in between: one effect."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.db.models import Model
from django.test import Client

from claims.models import Event
from tests import makers
from tests.faults.clicks import CLICKS, forms_of_the_admin, forms_of_the_desk
from tests.faults.counts import Counts
from tests.faults.report import Report
from tests.faults.rows import found_violations
from verification.models import Assignment, Check

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]
AT_ONCE = 2
# What a form can do a second time where neither the state nor the version of a row would speak against it.
DOUBLED_UNGUARDED = ("take-next", "act route", "add ApiKey", "ask-for-help")


def rows() -> Counter[str]:
    """How many rows there are of every kind, of checks and slots in each status."""
    ours = (apps.get_app_config("claims"), apps.get_app_config("verification"))
    models: list[type[Model]] = [LogEntry, *(model for app in ours for model in app.get_models())]
    found = Counter({model.__name__: model._default_manager.count() for model in models})
    for model in (Check, Assignment):
        found.update(f"{model.__name__} {status}" for status in model._default_manager.values_list("status", flat=True))
    return found


def effect(name: str, clicks: int) -> tuple[dict[str, int], list[int]]:
    """What ``clicks`` at once on a form changed, and what they were answered."""
    click = CLICKS[name]()
    before = rows()
    # Made outside: what a case stands on is no effect of the click.
    answers = click.times(clicks)
    after = rows()
    return _difference(before, after), [_status(outcome) for outcome in answers]


def _difference(before: Counter[str], after: Counter[str]) -> dict[str, int]:
    return {key: after[key] - before[key] for key in before | after if after[key] != before[key]}


def _status(outcome: Any) -> int:
    if outcome.error:
        raise outcome.error
    return int(outcome.answer.status_code)


def test_every_form_is_clicked_on() -> None:
    """A new form fails here until there is a click for it."""
    client = Client()
    client.force_login(makers.make_administrator())
    request = client.get("/admin/").wsgi_request
    assert set(CLICKS) >= forms_of_the_desk() | set(forms_of_the_admin(request))


@pytest.mark.timeout(900)
def test_two_clicks_at_once_have_the_effect_of_one(report: Report, counts: Counts) -> None:
    wrong: dict[str, Any] = {}
    names = list(CLICKS)[:: counts.times("forms")]
    for name in names:
        once, answers = effect(name, 1)
        twice, more = effect(name, AT_ONCE)
        if {*answers, *more} not in ({302}, {200}) or once != twice or "KeptAnswer" not in once:
            wrong[name] = {"once": (answers, once), "twice": (more, twice)}
    found = found_violations()
    report.add("two clicks on each form at once", injected=len(names), found=found)
    assert not wrong, "\n".join(f"{name}: {told}" for name, told in wrong.items())
    assert not found
    assert Event.objects.exists()


@pytest.mark.parametrize("name", DOUBLED_UNGUARDED)
def test_without_the_guard_two_clicks_have_two_effects(settings: Any, name: str) -> None:
    """The negative control."""
    settings.MIDDLEWARE = [one for one in settings.MIDDLEWARE if "Once" not in one]
    assert effect(name, 1)[0] != effect(name, AT_ONCE)[0]
