"""The house of the bench of pages is as it is meant to be, and every page that is measured answers."""

from __future__ import annotations

import pytest
from django.db.models import Max, Min
from django.test import Client

from tests import makers
from tests.bench import newsroom, pages
from verification.models import Assignment, Check

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.timeout(600)]


@pytest.fixture
def assignment() -> Assignment:
    newsroom.fill(400)
    return pages.newest_lent()


@pytest.mark.usefixtures("assignment")
def test_claims_come_in_over_all_its_days() -> None:
    came_in = Check.objects.aggregate(first=Min("created_at"), last=Max("created_at"))
    assert (came_in["last"] - came_in["first"]).days == newsroom.DAYS - 1


def test_every_page_answers(assignment: Assignment) -> None:
    reader, reviewer, editor = Client(), Client(), Client()
    reviewer.force_login(assignment.reviewer.user)
    editor.force_login(makers.make_administrator())
    asked = [(reader, address) for address in pages.pages_of_readers()]
    asked += [(reviewer, address) for address in pages.pages_of_reviewer(assignment)]
    asked += [(editor, address) for address in pages.pages_of_editor(assignment)]
    answers = {address: client.get(address).status_code for client, address in asked}
    assert {address: status for address, status in answers.items() if status != 200} == {}
