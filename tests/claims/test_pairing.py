"""Rows as matching compares them: what extraction found comes back as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from claims import tasks
from claims.extraction.pipeline import extract
from claims.extraction.statements import DateRange, Quantity, QuantityKind
from claims.models import Embedding
from claims.pairing import subject_of
from claims.services.facts import date_row, quantity_row
from tests import makers

pytestmark = pytest.mark.django_db
TEXT = "The port of Aldburgh handled up to 90 ships of 40 metres on 3 May 2024."
QUANTITY = Quantity("up to 40 metres", 0, 0, None, 40.0, "metre", QuantityKind.MEASURE, True, None, 40.0, "metre")
DATE = DateRange("3 May 2024 at 9", 0, 0, date(2024, 5, 3), date(2024, 5, 3), time(9), time(9), "PT1H", "P1Y")


def test_figures_and_days_come_back_from_a_row_as_they_were_found() -> None:
    claim = makers.make_claim(f"{TEXT} {QUANTITY.text}, {DATE.text}")
    tasks.compare()
    type(claim).objects.filter(pk=claim.pk).update(quantities=[quantity_row(QUANTITY)], dates=[date_row(DATE)])
    found = subject_of(Embedding.objects.get(claim=claim))
    (quantity,), (day,) = found.quantities, found.dates
    assert (claim.text[quantity.start : quantity.end], claim.text[day.start : day.end]) == (QUANTITY.text, DATE.text)
    assert replace(quantity, start=0, end=0) == QUANTITY
    assert replace(day, start=0, end=0) == DATE


def test_what_is_read_in_a_bare_claim_is_what_extraction_reads() -> None:
    makers.make_claim(TEXT, said_at=datetime(2024, 6, 1, tzinfo=UTC))
    tasks.compare()
    (statement,) = extract(TEXT, published=datetime(2024, 6, 1, tzinfo=UTC))
    found = subject_of(Embedding.objects.get())
    assert [one.text for one in found.quantities] == [one.text for one in statement.quantities]
    assert [(one.first, one.last) for one in found.dates] == [(one.first, one.last) for one in statement.dates]


def test_a_row_from_before_quantities_had_kinds_is_read_too() -> None:
    claim = makers.make_claim(TEXT)
    tasks.compare()
    old = {"text": "90 ships", "low": 90.0, "high": 90.0, "unit": "ship"}
    type(claim).objects.filter(pk=claim.pk).update(quantities=[old], dates=[])
    assert subject_of(Embedding.objects.get()).quantities[0].kind == QuantityKind.NUMBER
