"""What is written is kept while it is written, whoever has the claim by then."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests import makers
from tests.verification.test_views import page, signed_in, verdict_form
from verification import services
from verification.models import Assignment, Draft, Verdict

pytestmark = pytest.mark.django_db
WORDS = "Not finished yet: the register says"


@pytest.fixture
def assignment() -> Assignment:
    return makers.make_assignments(makers.make_check())[0]


def save(assignment: Assignment, by: Client | None = None, values: dict[str, str] | None = None) -> int:
    client = by or signed_in(assignment.reviewer.user)
    form = verdict_form(assignment, reasoning=WORDS, rating="half") | (values or {})
    return client.post(reverse("save-draft", args=[assignment.pk]), form).status_code


def bench(assignment: Assignment) -> str:
    return page(signed_in(assignment.reviewer.user).get(reverse("assignment", args=[assignment.pk])))


def test_a_draft_is_back_when_the_claim_is_opened_again(assignment: Assignment) -> None:
    assert save(assignment) == 200
    told = bench(assignment)
    assert WORDS in told
    assert 'value="half" checked' in told
    assert "https://register.example/1" in told


def test_a_draft_keeps_the_fields_of_the_form_alone(assignment: Assignment) -> None:
    save(assignment, values={"csrfmiddlewaretoken": "secret", "unknown": "x", "form-0-quote": "bell \x00 rings"})
    kept = Draft.objects.get().values
    assert {"csrfmiddlewaretoken", "unknown", "token"}.isdisjoint(kept)
    assert kept["form-0-quote"] == "bell  rings"


def test_somebody_elses_draft_is_out_of_reach(assignment: Assignment) -> None:
    stranger = makers.make_reviewer(assignment.check_row.desk)
    assert save(assignment, signed_in(stranger.user)) == 404
    assert not Draft.objects.exists()


def test_words_are_kept_after_the_claim_is_gone_and_shown_to_their_author_alone(assignment: Assignment) -> None:
    services.recall(assignment_id=assignment.pk, actor=makers.make_editor(), why="Needs a specialist.")
    assert save(assignment) == 200
    url = reverse("check", args=[assignment.check_row_id])
    assert WORDS in page(signed_in(assignment.reviewer.user).get(url))
    assert WORDS not in page(signed_in(makers.make_editor()).get(url))


def test_who_gets_the_claim_again_goes_on_with_the_words(assignment: Assignment) -> None:
    save(assignment)
    Assignment.objects.filter(pk=assignment.pk).update(lease_until="2020-01-01T00:00Z")
    services.expire_leases()
    again = services.take(check_id=assignment.check_row_id, reviewer=assignment.reviewer)
    assert WORDS in bench(again)
    # The old address leads to the new page.
    response = signed_in(assignment.reviewer.user).get(reverse("assignment", args=[assignment.pk]))
    assert response["Location"] == reverse("assignment", args=[again.pk])


def test_without_javascript_a_button_keeps_the_draft(assignment: Assignment) -> None:
    client = signed_in(assignment.reviewer.user)
    form = verdict_form(assignment, reasoning=WORDS, save="1")
    response = client.post(reverse("assignment", args=[assignment.pk]), form, follow=True)
    assert "Your draft is kept." in page(response)
    assert WORDS in page(response)
    assert not Verdict.objects.exists()


def test_rows_that_are_left_empty_never_stand_in_the_way(assignment: Assignment) -> None:
    save(assignment)
    told = bench(assignment)
    assert 'name="form-INITIAL_FORMS" value="0"' in told
    form = verdict_form(assignment, **{"form-TOTAL_FORMS": "4", "form-2-stance": "context", "form-3-kind": "primary"})
    client = signed_in(assignment.reviewer.user)
    assert client.post(reverse("assignment", args=[assignment.pk]), form).status_code in (302, 422)


def test_a_session_that_has_run_out_costs_no_word(assignment: Assignment) -> None:
    form = verdict_form(assignment, reasoning=WORDS)
    response = Client().post(reverse("assignment", args=[assignment.pk]), form)
    assert response.status_code == 401
    assert WORDS in page(response)
    assert "https://register.example/1" in page(response)
    assert save(assignment, Client()) == 401


def test_final_verdicts_need_no_draft(assignment: Assignment) -> None:
    save(assignment)
    makers.judge(assignment)
    services.forget_drafts()
    assert not Draft.objects.exists()
