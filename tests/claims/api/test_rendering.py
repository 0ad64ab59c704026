"""Rows are told and values are read as the serializers do it, only quicker."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from rest_framework import serializers

from claims import queries as claim_queries
from claims.api import rendering
from claims.api.serializers import ArticleIn, ArticleOut, ClaimDetail, ClaimIn, ClaimOut, EventOut, MeOut, SpeakerOut
from claims.models import Article, Claim, Event, Speaker
from tests import makers
from verification import queries
from verification.api.serializers.assignments import AssignmentOut, VerdictIn
from verification.api.serializers.checks import CheckOut, SlotOut, WhyIn
from verification.api.serializers.desks import DeskOut, ReviewerOut
from verification.api.serializers.fact_checks import FactCheckIn
from verification.api.serializers.matches import DecisionOut
from verification.api.serializers.verdicts import JudgementIn, VerdictOut
from verification.models import Assignment, Desk, Reviewer, Verdict

BERLIN = ZoneInfo("Europe/Berlin")


def articles() -> Any:
    return claim_queries.with_release(Article.objects.all())


OUT = [
    (ClaimOut, claim_queries.claims_list), (ClaimDetail, Claim.objects.all), (SpeakerOut, Speaker.objects.all),
    (ArticleOut, articles), (EventOut, Event.objects.all), (CheckOut, queries.checks_to_list),
    (AssignmentOut, Assignment.objects.all), (SlotOut, Assignment.objects.all), (VerdictOut, Verdict.objects.all),
    (DecisionOut, claim_queries.matches), (DeskOut, Desk.objects.all), (ReviewerOut, Reviewer.objects.all),
]  # fmt: skip


@pytest.fixture
def newsroom() -> None:
    """Rows with much in them, and others with as little as there may be."""
    makers.make_published_check(said_at=datetime(2025, 3, 2, 10, tzinfo=UTC), speaker_name="Mira Falk", topics=["a"])
    Claim.objects.update(via=[{"name": "The port authority", "role": ""}])
    makers.make_check()
    makers.make_match()
    makers.make_article()


@pytest.mark.django_db
@pytest.mark.usefixtures("newsroom")
@pytest.mark.parametrize("zone", [UTC, BERLIN])
@pytest.mark.parametrize(("serializer", "rows"), OUT)
def test_a_row_is_told_as_its_serializer_tells_it(serializer: Any, rows: Any, zone: Any) -> None:
    found = list(rows())
    assert found
    with timezone.override(zone):
        assert rendering.told_all(serializer, found) == [dict(serializer(row).data) for row in found]


@pytest.mark.django_db
def test_what_is_no_row_of_the_model_is_told_as_well() -> None:
    known = {"id": 7, "name": "Mira Falk", "role": "", "aliases": ["M. Falk"], "same_as": ""}
    assert rendering.told(SpeakerOut, known) == known
    assert rendering.told(MeOut, makers.make_editor(username="mira"))["username"] == "mira"


texts = st.one_of(
    st.text(max_size=9), st.sampled_from(["", " ", "en", "en-GB", "x\x00", "a\ud800", "false", " on time ", "x" * 5001])
)
moments = st.one_of(
    st.datetimes(timezones=st.sampled_from([UTC, BERLIN])).map(str),
    st.sampled_from(["2025-03-02", "2025-03-02T10:00Z", "9999-12-31T23:59:59-05:00", "2025-02-30", "20250302"]),
)
numbers = st.one_of(st.integers(-3, 3), st.floats(), st.booleans(), st.just(10**400))
anything = st.recursive(
    st.one_of(st.none(), texts, moments, numbers),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(texts, inner, max_size=3)),
    max_leaves=4,
)


def outcome(serializer: type[serializers.Serializer[Any]], values: Any, *, quickly: bool) -> Any:
    """What is read, with the kind of each value, or what is told of the mistakes."""
    try:
        found = rendering.read(serializer, values) if quickly else serializer().run_validation(values)
    except serializers.ValidationError as error:
        return rendering.flatten(error.detail)
    return {name: (type(value), repr(value)) for name, value in found.items()}


@pytest.mark.parametrize("serializer", [ClaimIn, ArticleIn, VerdictIn, JudgementIn, WhyIn, FactCheckIn])
def test_values_are_read_as_the_serializer_reads_them(serializer: type[serializers.Serializer[Any]]) -> None:
    names = list(serializer().fields)
    fields = st.dictionaries(st.sampled_from([*names, "unknown"]), anything, max_size=len(names))
    right = {"text": "The lake is deep.", "why": "late", "token": 3, "rating": "false", "reasoning": "It is not."}

    # A busy machine is slow to make values up.
    @settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(fields, anything, st.sampled_from([UTC, BERLIN]))
    @example({"said_at": "2025-03-02T10:00:00+00:00", "worthiness": 1, "topics": ["a"], "language": "en"}, None, UTC)
    @example({"said_at": None, "speaker_name": "", "topics": [], "worthiness": 0.5}, [], BERLIN)
    def same(values: dict[str, Any], other: Any, zone: Any) -> None:
        with timezone.override(zone):
            for given_values in (values, right | values, other):
                assert outcome(serializer, given_values, quickly=True) == outcome(
                    serializer, given_values, quickly=False
                )

    same()


def test_what_is_right_is_read_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else nothing would be gained, and no other test would tell."""
    values = {"text": " A. ", "said_at": "2025-03-02T10:00:00Z", "topics": ["a"], "worthiness": 1, "language": "en"}
    first = rendering.read(ClaimIn, values)
    monkeypatch.setattr(ClaimIn, "run_validation", lambda *_: pytest.fail("The serializer was asked."))
    assert rendering.read(ClaimIn, values) == first
    assert (first["text"], first["said_at"]) == ("A.", datetime(2025, 3, 2, 10, tzinfo=UTC))


def test_one_that_cannot_be_read_does_not_end_the_reading() -> None:
    first, wrong, last = rendering.read_each(WhyIn, [{"why": "late"}, {"why": ""}, {"why": "early"}])
    assert (first, last) == ({"why": "late"}, {"why": "early"})
    assert isinstance(wrong, serializers.ValidationError)


class Loud(serializers.Serializer[Any]):
    """A serializer with a rule of its own, which is left to itself."""

    why = serializers.CharField()

    def validate_why(self, why: str) -> str:
        return why.upper()


def test_a_serializer_with_rules_of_its_own_keeps_them() -> None:
    assert rendering.read(Loud, {"why": "late"}) == {"why": "LATE"}
