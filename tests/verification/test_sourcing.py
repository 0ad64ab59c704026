"""What is remarked on sources."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from tests import makers
from tests.verification.test_views import page, signed_in, verdict_form
from verification.models import Source
from verification.sourcing import Evidence, Remark, origin, remarks

ARCHIVED = "https://archive.example/1"


def source(url: str = "https://register.example/1", kind: str = "primary", **facts: object) -> Evidence:
    return Evidence(url, kind, **{"archived_url": ARCHIVED, **facts})  # type: ignore[arg-type]


def test_a_good_source_is_not_remarked_on() -> None:
    assert remarks([source(published_at=date(2025, 6, 1))], said_on=date(2025, 6, 18)) == []


@pytest.mark.parametrize(
    ("second", "words"),
    [
        (source("https://b.example", published_at=date(2025, 6, 19)), "It is dated after the claim was made."),
        (source("https://www.register.example/2"), "It comes from the same site as source 1."),
        (source("https://paper.example/2"), "It comes from the site that published the claim."),
        (source("https://b.example", archived_url=""), "There is no archived copy."),
    ],
)
def test_each_remark_names_its_source(second: Evidence, words: str) -> None:
    found = remarks([source(), second], said_on=date(2025, 6, 18), article_url="https://paper.example/a")
    assert found == [Remark(2, words)]


def test_only_secondary_sources_are_remarked_on_together() -> None:
    assert remarks([source(kind="secondary")]) == [Remark(0, "No source is a primary one.")]
    assert remarks([]) == []


def test_an_address_that_is_none_has_no_site() -> None:
    assert origin("https://[half") == ""
    assert origin("no address") == ""


@pytest.mark.django_db
def test_remarks_are_told_while_somebody_writes_and_refuse_nothing() -> None:
    assignment = makers.make_assignments(makers.make_check())[0]
    client = signed_in(assignment.reviewer.user)
    form = verdict_form(assignment, **{"form-0-kind": "secondary", "form-0-accessed_at": "2025-06-18"})
    told = page(client.post(reverse("save-draft", args=[assignment.pk]), form))
    assert "No source is a primary one." in told
    assert "There is no archived copy." in page(client.get(reverse("assignment", args=[assignment.pk])))
    assert client.post(reverse("assignment", args=[assignment.pk]), form).status_code == 302
    assert Source.objects.get().accessed_at.date().isoformat() == "2025-06-18"
