"""Whatever is typed is shown as text or refused beside its field, and comes back to who typed it."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django import forms
from django.test import Client
from django.urls import reverse

from claims.errors import Invalid
from claims.intake import required_text
from claims.models import Article, User
from tests import makers
from tests.seen import seen
from verification import services
from verification.forms import ArticleForm, CorrectionForm, SourceForm
from verification.models import Assignment, FactCheck, Source, Verdict

pytestmark = pytest.mark.django_db
SCRIPT = "<script>alert('x')</script>\"><img src=x onerror=alert(1)>"
UNICODE = {
    "right to left": "قال الوزير إن الميناء فقد أربع رافعات",
    "override": "a \u202egnp.exe\u202c b",
    "marks piled up": "z\u0335\u0321\u0327\u0316" + "\u0301" * 50,
    "joined emoji": "👩‍👩‍👧‍👦 🏴󠁧󠁢󠁳󠁣󠁴󠁿",
    "beyond the plane": "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 𠜎",
    "private and unassigned": "\ue000 \U0010fffd",
    "nothing to see": "a\u200b\u2060\ufeffb\u00adc",
    "no break": "w" * 300,
}


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def shown(answer: Any) -> str:
    return html.unescape(answer.content.decode())


@pytest.fixture
def assignment() -> Assignment:
    return makers.make_assignments(makers.make_check(makers.make_desk(verdicts_needed=1)))[0]


def verdict_form(assignment: Assignment, sources: int = 1, **values: str) -> dict[str, str]:
    rows = {
        f"form-{number}-{name}": value
        for number in range(sources)
        for name, value in {
            "url": f"https://register.example/{number}",
            "title": f"Register {number}",
            "stance": "refutes",
            "kind": "primary",
        }.items()
    }
    asked = {"token": str(assignment.token), "rating": "false", "reasoning": "As the register says."}
    return asked | {"form-TOTAL_FORMS": str(sources), "form-INITIAL_FORMS": "0"} | rows | values


def submit(assignment: Assignment, values: dict[str, str]) -> Any:
    return signed_in(assignment.reviewer.user).post(reverse("assignment", args=[assignment.pk]), values)


def test_a_megabyte_of_reasoning_is_refused_beside_the_field_and_comes_back_whole(assignment: Assignment) -> None:
    reasoning = "The register says 'no' & more. " * 33_000
    answer = submit(assignment, verdict_form(assignment, reasoning=reasoning))
    told = answer.content.decode()
    assert answer.status_code == 422
    assert re.search(r'id="id_reasoning_error">.{0,200}at most 100000 characters', told, re.S)
    assert reasoning.strip() in shown(answer)
    assert not Verdict.objects.exists()


def test_the_browser_is_not_told_to_cut_a_text_that_is_pasted(assignment: Assignment) -> None:
    told = signed_in(assignment.reviewer.user).get(reverse("assignment", args=[assignment.pk])).content.decode()
    assert "maxlength" not in " ".join(re.findall(r"<textarea[^>]*>", told))


def test_two_hundred_sources_are_refused_and_every_one_comes_back(assignment: Assignment) -> None:
    answer = submit(assignment, verdict_form(assignment, 200))
    assert answer.status_code == 422
    assert "at most 100" in shown(answer)
    assert [n for n in range(200) if f'value="https://register.example/{n}"' not in shown(answer)] == []
    assert not Verdict.objects.exists()


def test_a_hundred_sources_are_kept(assignment: Assignment) -> None:
    assert submit(assignment, verdict_form(assignment, 100)).status_code == 302
    assert Source.objects.count() == 100


def test_one_row_more_loses_none_of_two_hundred(assignment: Assignment) -> None:
    answer = submit(assignment, verdict_form(assignment, 200) | {"add": "1"})
    assert 'value="https://register.example/199"' in shown(answer)


@pytest.mark.parametrize("total", ["9" * 5_000, "-1", "²", ""])
def test_a_number_of_rows_that_is_none_breaks_nothing(assignment: Assignment, total: str) -> None:
    values = verdict_form(assignment) | {"form-TOTAL_FORMS": total, "add": "1"}
    assert submit(assignment, values).status_code == 200


@pytest.mark.parametrize("text", UNICODE.values(), ids=UNICODE.keys())
def test_any_writing_is_kept_and_shown_as_it_was_typed(assignment: Assignment, text: str) -> None:
    values = verdict_form(assignment, reasoning=text) | {"form-0-title": text, "form-0-quote": text}
    assert submit(assignment, values).status_code == 302
    assert Verdict.objects.get().reasoning == text
    editor = signed_in(makers.make_editor())
    act = reverse("act", args=[assignment.check_row_id, "publish"])
    assert editor.post(act, {"headline": text, "summary": text} | seen(assignment.check_row)).status_code == 302
    fact_check = FactCheck.objects.get()
    assert shown(Client().get(fact_check.get_absolute_url())).count(text) >= 4
    assert text in shown(Client().get("/fact-checks/"))
    for feed in ("/fact-checks/feed.atom", "/fact-checks/feed.json"):
        assert Client().get(feed).status_code == 200


@pytest.mark.parametrize("text", ["bell \x07", "nul \x00", "escape \x1b[31m"])
def test_what_no_text_has_is_refused_beside_the_field_and_the_rest_comes_back(
    assignment: Assignment, text: str
) -> None:
    answer = submit(assignment, verdict_form(assignment, reasoning=text) | {"form-0-quote": "A long quotation."})
    assert answer.status_code == 422
    assert 'id="id_reasoning_error"' in answer.content.decode()
    assert "A long quotation." in shown(answer)


def test_script_in_every_field_of_a_verdict_is_text_again_when_it_comes_back(assignment: Assignment) -> None:
    every = {f"form-0-{name}": SCRIPT for name in SourceForm.base_fields}
    answer = submit(assignment, verdict_form(assignment, reasoning=SCRIPT, rating=SCRIPT) | every)
    assert answer.status_code == 422
    assert_harmless(answer)
    assert shown(answer).count(SCRIPT) >= len(_texts(SourceForm)) + 1


def test_script_in_every_field_of_an_article_is_text_again_when_it_comes_back() -> None:
    answer = signed_in(makers.make_editor()).post(
        reverse("add-article"), dict.fromkeys(ArticleForm.base_fields, SCRIPT)
    )
    assert answer.status_code == 422
    assert_harmless(answer)
    assert not Article.objects.exists()


def test_script_in_every_field_of_a_correction_is_text_on_the_public_page() -> None:
    check = makers.make_published_check(text=f"{SCRIPT} is a claim.", speaker_name=SCRIPT, speaker_role=SCRIPT)
    act = reverse("act", args=[check.pk, "correct"])
    answer = signed_in(makers.make_editor()).post(act, dict.fromkeys(CorrectionForm.base_fields, SCRIPT) | seen(check))
    assert answer.status_code == 302
    for path in (FactCheck.objects.get().get_absolute_url(), "/fact-checks/", "/corrections/"):
        answer = Client().get(path)
        assert SCRIPT in shown(answer)
        assert_harmless(answer)


@pytest.mark.parametrize("name", ["q", "rating", "topic", "speaker", "page"])
def test_script_in_the_address_of_a_list_is_text(name: str) -> None:
    makers.make_published_check()
    assert_harmless(Client().get("/fact-checks/", {name: SCRIPT}))


def assert_harmless(answer: Any) -> None:
    told = answer.content.decode()
    assert "<script>alert" not in told
    assert "<img src=x" not in told


def _texts(form: type[forms.Form]) -> list[str]:
    """The fields whose value is shown again whatever it is; a choice is not."""
    return [name for name, field in form.base_fields.items() if not isinstance(field, forms.ChoiceField)]


@pytest.mark.parametrize("nothing", ["", " \n", "\u200b", "\u00ad \u2060", "\u200e\ufeff"])
def test_a_reason_that_nobody_sees_is_none(nothing: str) -> None:
    check = makers.make_published_check()
    with pytest.raises(Invalid):
        services.withdraw(check_id=check.pk, actor=makers.make_editor(), why=nothing)
    with pytest.raises(Invalid):
        required_text(nothing)
