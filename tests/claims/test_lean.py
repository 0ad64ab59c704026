"""Rows of long lists are ordinary rows with few columns."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims import queries as claim_queries
from claims.models import Claim, Speaker
from claims.models.lean import Shape, lean
from tests import makers
from verification import queries
from verification.models import Check

pytestmark = pytest.mark.django_db


def test_a_row_has_what_was_read_and_asks_for_the_rest() -> None:
    makers.make_claim("The lake is 40 metres deep.", language="de", speaker_name="Mira Falk")
    row = lean(Claim, Shape(["id", "text", "speaker_id"])).get()
    assert row.get_deferred_fields() == {
        column.attname for column in Claim._meta.concrete_fields if column.attname not in ("id", "text", "speaker_id")
    }
    assert (row.text, row.language, str(row.speaker)) == ("The lake is 40 metres deep.", "de", "Mira Falk")
    assert row == Claim.objects.get()


def test_a_row_can_be_written() -> None:
    makers.make_claim("The lake is 40 metres deep.", language="de")
    row = lean(Claim, Shape(["id", "text"])).get()
    row.language = "en"
    row.save(update_fields=["language"])
    assert Claim.objects.get().language == "en"


def test_rows_are_filtered_ordered_and_cut() -> None:
    made = [makers.make_claim(worthiness=part / 10) for part in range(5)]
    found = lean(Claim, Shape(["id"])).filter(worthiness__gt=0.15).order_by("-worthiness")[:2]
    assert [row.pk for row in found] == [made[4].pk, made[3].pk]


def test_what_is_beside_and_what_is_shared_comes_with_the_page() -> None:
    desk = makers.make_desk()
    makers.make_check(desk, speaker_name="Mira Falk")
    makers.make_check(desk, speaker_name="Jon Aas")
    makers.make_check(desk)
    with CaptureQueriesContext(connection) as asked:
        rows = list(queries.checks_to_list().order_by("pk"))
        told = [(str(row.desk), row.claim.text, row.claim.speaker and row.claim.speaker.role) for row in rows]
    assert told == [(str(desk), check.claim.text, check.claim.speaker and "") for check in Check.objects.order_by("pk")]
    # The page, and the speakers of it once.
    assert len(asked) == 2


def test_an_empty_page_asks_for_nothing_more() -> None:
    with CaptureQueriesContext(connection) as asked:
        assert list(queries.checks_to_list()) == []
        assert list(claim_queries.claims_to_tell()) == []
    assert len(asked) == 2


def test_who_is_shared_is_one_row() -> None:
    for _ in range(2):
        makers.make_claim(speaker_name="Mira Falk")
    one, other = claim_queries.claims_to_tell()
    assert one.speaker is other.speaker
    assert one.speaker == Speaker.objects.get()
