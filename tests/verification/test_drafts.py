"""What is written is kept while it is written, whoever has the claim by then."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests import makers
from tests.faults.forms import Form, forms_of
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


# --- Two open pages ------------------------------------------------------------------------------------------


class OpenPage:
    """The verdict form of a page that was opened and stays open, as a browser without scripts has it."""

    def __init__(self, assignment: Assignment, query: str = "") -> None:
        self.address = reverse("assignment", args=[assignment.pk])
        self.client = signed_in(assignment.reviewer.user)
        self.told = ""
        self._read(self.client.get(self.address + query))

    def _read(self, response: Any) -> None:
        self.told = page(response)
        self.form: Form = next(one for one in forms_of(self.address, self.told) if one.action == self.address)

    def write(self, reasoning: str) -> OpenPage:
        self.form.values["reasoning"] = [reasoning]
        return self

    @property
    def reasoning(self) -> str:
        return self.form.values["reasoning"][0]

    def send(self, **button: str) -> int:
        """Click a button, and go on from the page that comes back."""
        response = self.client.post(self.address, self.form.values | button)
        shown = self.client.get(response["Location"]) if response.status_code == 302 else response
        if response.status_code != 302 or self.address in response["Location"]:
            self._read(shown)
        return response.status_code

    def autosave(self) -> str:
        """What the desk answers; the page goes on from that, as its script has it."""
        response = self.client.post(f"{self.address}draft/", self.form.values, headers={"HX-Request": "true"})
        answer = page(response)
        for name in ("draft", "draft_version", "draft_page"):
            found = re.search(rf'name="{name}" value="([^"]*)"', answer)
            assert found
            self.form.values[name] = [found[1]]
        return answer


CLASH = "Another page of yours"


def kept() -> set[str]:
    return {draft.values["reasoning"] for draft in Draft.objects.all()}


def test_two_pages_keep_two_texts_and_tell_of_each_other(assignment: Assignment) -> None:
    one, other = OpenPage(assignment), OpenPage(assignment)
    assert CLASH not in one.write("The tide was out.").autosave()
    told = other.write("The tide was in.").autosave()
    assert CLASH in told
    assert "The tide was out." in told
    assert kept() == {"The tide was out.", "The tide was in."}
    told = one.write("The tide was out, twice.").autosave()
    assert "The tide was in." in told
    # What was told once is not told again while the other page rests.
    assert CLASH not in one.write("The tide was out, thrice.").autosave()
    assert kept() == {"The tide was out, thrice.", "The tide was in."}
    later = OpenPage(assignment)
    assert later.reasoning == "The tide was out, thrice."
    assert "The tide was in." in later.told


def test_an_older_page_does_not_write_over_what_was_kept_since(assignment: Assignment) -> None:
    OpenPage(assignment).write("First.").autosave()
    older = OpenPage(assignment)
    OpenPage(assignment).write("Second.").autosave()
    assert kept() == {"Second."}
    assert CLASH in older.write("First and a half.").autosave()
    assert kept() == {"Second.", "First and a half."}


def test_one_page_after_the_other_has_one_text(assignment: Assignment) -> None:
    for words in ("One.", "One. Two.", "One. Two. Three."):
        assert CLASH not in OpenPage(assignment).write(words).autosave()
    assert kept() == {"One. Two. Three."}
    # The same text is no other, however a browser ends its lines.
    stale = OpenPage(assignment)
    OpenPage(assignment).write("One.\nTwo.").autosave()
    assert CLASH not in stale.write("One.\r\nTwo.").autosave()
    assert Draft.objects.count() == 1


def test_an_answer_that_never_arrived_is_no_clash(assignment: Assignment) -> None:
    one = OpenPage(assignment).write("The tide")
    before = dict(one.form.values)
    one.autosave()
    one.form.values = before
    assert CLASH not in one.write("The tide was out.").autosave()
    assert kept() == {"The tide was out."}


def test_a_verdict_from_an_older_page_is_held_until_both_texts_were_seen(assignment: Assignment) -> None:
    older, newer = OpenPage(assignment), OpenPage(assignment)
    newer.write("The tide was in.").autosave()
    older.form.values |= {"rating": ["half"], "form-0-url": ["https://tides.example"], "form-TOTAL_FORMS": ["1"]}
    assert older.write("The tide was out.").send(submit="1") == 409
    assert not Verdict.objects.exists()
    assert older.reasoning == "The tide was out."
    assert "The tide was in." in older.told
    older.form.values["rating"] = ["half"]
    assert older.send(submit="1") == 302
    assert Verdict.objects.get().reasoning == "The tide was out."
    assert "The tide was in." in kept()


def test_without_javascript_the_button_keeps_both_and_either_is_taken_up(assignment: Assignment) -> None:
    older, newer = OpenPage(assignment), OpenPage(assignment)
    newer.write("The tide was in.").send(save="1")
    assert older.write("The tide was out.").send(save="1") == 302
    assert (older.reasoning, kept()) == ("The tide was out.", {"The tide was out.", "The tide was in."})
    assert "The tide was in." in older.told
    other = Draft.objects.get(values__reasoning="The tide was in.")
    assert older.write("The tide was out, twice.").send(use=str(other.pk)) == 302
    assert older.reasoning == "The tide was in."
    assert "The tide was out, twice." in older.told
    mine = Draft.objects.exclude(pk=other.pk).get()
    assert older.send(drop=str(mine.pk)) == 302
    assert kept() == {"The tide was in."}
    assert CLASH not in older.told


def test_a_text_that_arrives_after_its_own_verdict_does_not_undo_it(assignment: Assignment) -> None:
    one = OpenPage(assignment).write("The tide was")
    late = dict(one.form.values)
    one.form.values |= {"rating": ["half"], "form-0-url": ["https://tides.example"], "form-TOTAL_FORMS": ["1"]}
    assert one.write("The tide was out.").send(submit="1") == 302
    one.form.values = late
    one.autosave()
    assert kept() == {"The tide was out."}
    OpenPage.autosave(one)
    other = {"reasoning": "From another page."}
    assert save(assignment, values=other) == 200
    assert kept() == {"The tide was out.", "From another page."}


def test_a_page_of_a_lease_that_ended_clashes_with_that_of_the_new_one(assignment: Assignment) -> None:
    old = OpenPage(assignment).write("With the old lease.")
    old.autosave()
    Assignment.objects.filter(pk=assignment.pk).update(lease_until="2020-01-01T00:00Z")
    services.expire_leases()
    again = services.take(check_id=assignment.check_row_id, reviewer=assignment.reviewer)
    new = OpenPage(again)
    assert new.reasoning == "With the old lease."
    new.write("With the new lease.").autosave()
    assert CLASH in old.write("With the old lease, later.").autosave()
    assert kept() == {"With the new lease.", "With the old lease, later."}
    assert "With the old lease, later." in OpenPage(again).told


def test_all_texts_of_a_claim_that_is_gone_are_shown_to_their_author(assignment: Assignment) -> None:
    one, other = OpenPage(assignment), OpenPage(assignment)
    one.write("The tide was out.").autosave()
    other.write("The tide was in.").autosave()
    services.recall(assignment_id=assignment.pk, actor=makers.make_editor(), why="Needs a specialist.")
    told = page(signed_in(assignment.reviewer.user).get(reverse("check", args=[assignment.check_row_id])))
    assert "The tide was out." in told
    assert "The tide was in." in told


@pytest.mark.parametrize("told", ["", "-1", "9" * 50, "²", "<b>"])
def test_a_page_that_says_nonsense_of_itself_has_shown_nothing(assignment: Assignment, told: str) -> None:
    save(assignment)
    values = {"draft": told, "draft_version": told, "draft_page": told, "reasoning": "Other words.", "drop": told}
    assert save(assignment, values=values) == 200
    assert kept() == {WORDS, "Other words."}
    client = signed_in(assignment.reviewer.user)
    address = reverse("assignment", args=[assignment.pk])
    assert client.post(address, verdict_form(assignment, **values)).status_code == 302
    assert kept() == {WORDS, "Other words."}


def test_nobody_drops_or_opens_what_somebody_else_wrote(assignment: Assignment) -> None:
    save(assignment)
    stranger = makers.make_assignments(makers.make_check(assignment.check_row.desk))[0]
    draft = Draft.objects.get()
    opened = OpenPage(stranger, f"?draft={draft.pk}")
    assert WORDS not in opened.told
    assert opened.send(drop=str(draft.pk)) == 302
    assert WORDS in kept()
