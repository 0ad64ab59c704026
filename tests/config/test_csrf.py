"""A form of a page that is older than the session, or sent without one: nothing is done, and no word is lost."""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from django import forms
from django.test import Client

from claims.models import Article, Event, KeptAnswer, User
from tests import makers
from tests.faults.forms import Form, forms_of
from verification.models import Assignment, Draft, FactCheck, Verdict

pytestmark = pytest.mark.django_db
WORDS = 'What <b>the</b> harbour "said" & meant,\nin two lines.'


@dataclass(frozen=True, slots=True)
class Written:
    """What ``user`` writes into the form that goes to ``sent_to`` on ``page``."""

    user: User
    page: str
    sent_to: str
    typed: Mapping[str, str]


def verdict() -> Written:
    [assignment] = makers.make_assignments(makers.make_check(makers.make_desk(verdicts_needed=1)))
    page = f"/desk/assignments/{assignment.pk}/"
    typed = {"rating": "half", "reasoning": WORDS} | sources(3)
    return Written(assignment.reviewer.user, page, page, typed)


def beside_the_verdict(act: str, **typed: str) -> Callable[[], Written]:
    def make() -> Written:
        written = verdict()
        return Written(written.user, written.page, f"{written.page}{act}/", {"why": WORDS, **typed})

    return make


def adjudication() -> Written:
    check = makers.make_disputed_check()
    typed = {"rating": "false", "reasoning": WORDS} | sources(2)
    return Written(makers.make_editor(), f"/desk/checks/{check.pk}/", f"/desk/checks/{check.pk}/adjudicate/", typed)


def act(check: Callable[[], Any], name: str, **typed: str) -> Callable[[], Written]:
    def make() -> Written:
        page = f"/desk/checks/{check().pk}/"
        return Written(makers.make_editor(), page, f"{page}{name}/", typed)

    return make


def correction(name: str, **typed: str) -> Callable[[], Written]:
    def make() -> Written:
        check = makers.make_check()
        page = f"/desk/checks/{check.pk}/correct-claim/"
        return Written(makers.make_editor(), page, f"/desk/checks/{check.pk}/{name}/", typed)

    return make


def article() -> Written:
    typed = {"text": WORDS, "title": "The harbour", "language": "en", "published_at": "2025-06-18T10:30"}
    return Written(makers.make_editor(), "/desk/articles/add/", "/desk/articles/add/", typed)


def added_claim() -> Written:
    page = f"/desk/articles/{makers.make_article(WORDS).pk}/"
    return Written(makers.make_editor(), page, f"{page}claims/", {"exact": WORDS})


def account() -> Written:
    return Written(makers.make_user(), "/account/", "/account/", {"time_zone": "Asia/Kolkata"})


def sources(rows: int) -> dict[str, str]:
    told = {"title": "The register", "quote": WORDS, "stance": "refutes", "kind": "primary"}
    filled = {f"form-{number}-{name}": value for number in range(rows) for name, value in told.items()}
    addresses = {f"form-{number}-url": f"https://register.example/{number}" for number in range(rows)}
    return filled | addresses | {"form-TOTAL_FORMS": str(rows)}


FORMS: dict[str, Callable[[], Written]] = {
    "verdict": verdict,
    "give back": beside_the_verdict("release"),
    "put off": beside_the_verdict("defer", hours="7"),
    "ask for help": beside_the_verdict("help"),
    "adjudicate": adjudication,
    "publish": act(makers.make_agreed_check, "publish", headline="No, it did not", summary=WORDS),
    "correct": act(makers.make_published_check, "correct", headline="No", summary=WORDS, note=WORDS),
    "send back": act(makers.make_agreed_check, "send_back", why=WORDS),
    "withdraw": act(makers.make_published_check, "withdraw", why=WORDS),
    "re-open": act(makers.make_published_check, "reopen", why=WORDS),
    "priority": act(makers.make_check, "priority", priority="17"),
    "article": article,
    "claim added": added_claim,
    "claim corrected": correction("correct-claim", text=WORDS, figures="five | 5 | 5 | cranes"),
    "claim split": correction("split-claim", parts=WORDS),
    "no claim": correction("not-a-claim", why=WORDS),
    "account": account,
}


def browser(user: User) -> Client:
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    return client


def sign_out(client: Client) -> None:
    """As when a session has run out."""
    client.cookies.pop("sessionid")


def sign_in(client: Client, user: User) -> None:
    """As in another tab."""
    client.cookies.pop("sessionid", None)
    form = forms_of("/login/", client.get("/login/").content.decode())[0].values
    client.post("/login/", form | {"username": [user.username], "password": [makers.PASSWORD]})
    assert "sessionid" in client.cookies


def form_on(written: Written, page: Any) -> Form:
    return next(form for form in forms_of(written.page, page.content.decode()) if form.action == written.sent_to)


def filled_in(written: Written, client: Client) -> dict[str, Any]:
    return form_on(written, client.get(written.page)).values | dict(written.typed)


def words(text: str) -> str:
    return text.replace("\r\n", "\n")


@pytest.mark.parametrize("make", FORMS.values(), ids=FORMS.keys())
def test_a_form_of_an_older_session_comes_back_as_it_was_typed_and_is_then_sent(make: Callable[[], Written]) -> None:
    written = make()
    client = browser(written.user)
    form = filled_in(written, client)
    # Signed out and in again in another tab.
    sign_in(client, written.user)
    events, rows = Event.objects.count(), [Verdict.objects.count(), Draft.objects.count(), Article.objects.count()]
    page = client.post(written.sent_to, form)
    assert page.status_code == 403
    assert "before you signed in again" in page.content.decode()
    assert "CSRF" not in page.content.decode()
    back = form_on(written, page).values
    shown = {name: words(back[name][0]) for name in written.typed if name != "rating"}
    assert shown == {name: value for name, value in written.typed.items() if name != "rating"}
    assert back["csrfmiddlewaretoken"] != form["csrfmiddlewaretoken"]
    assert [Verdict.objects.count(), Draft.objects.count(), Article.objects.count()] == rows
    assert Event.objects.count() == events
    assert not KeptAnswer.objects.exists()
    sent = client.post(written.sent_to, {**form, "csrfmiddlewaretoken": back["csrfmiddlewaretoken"]})
    assert sent.status_code == 302, html.unescape(sent.content.decode())


@pytest.mark.parametrize("make", FORMS.values(), ids=FORMS.keys())
def test_without_a_session_what_was_typed_is_given_back_under_its_labels_and_sent_again(
    make: Callable[[], Written],
) -> None:
    written = make()
    client = browser(written.user)
    form = filled_in(written, client)
    sign_out(client)
    page = client.post(written.sent_to, form)
    told = page.content.decode()
    listed = html.unescape(told[told.index("<dl") : told.index("</dl>")])
    assert page.status_code == 401
    assert [name for name in ("form-", "_FORMS", "token", "csrf") if name in listed] == []
    long = [value for name, value in written.typed.items() if name in ("why", "reasoning", "summary", "text")]
    assert [value for value in long if value not in words(listed)] == []
    again = form_on(written, page)
    sign_in(client, written.user)
    back = form_on(written, client.post(again.action, again.values)).values
    assert {name: words(back[name][0]) for name in written.typed if name != "rating"} == {
        name: value for name, value in written.typed.items() if name != "rating"
    }


def test_hidden_fields_are_neither_labels_nor_words() -> None:
    written = verdict()
    client = browser(written.user)
    form = filled_in(written, client)
    form |= {"form-3-url": "", "form-3-stance": "context", "form-3-kind": "secondary", "form-TOTAL_FORMS": "4"}
    sign_out(client)
    told = client.post(written.sent_to, form).content.decode()
    labels = [part.split("</dt>")[0].split(">")[-1].strip() for part in told.split("<dt")[1:]]
    assert {"Rating", "Reasoning", "Address 1", "Quote 3", "Stance 2"} <= set(labels)
    # A fourth row that stands as it was shown.
    assert not [label for label in labels if label.endswith("4")]
    assert "speaks against it" in told


def test_a_form_of_somebody_else_is_not_done_in_the_name_of_who_is_signed_in_now() -> None:
    written = verdict()
    client = browser(written.user)
    form = filled_in(written, client)
    other = makers.make_reviewer(Assignment.objects.get().check_row.desk)
    sign_in(client, other.user)
    page = client.post(written.sent_to, form)
    assert page.status_code == 403
    assert f"signed in as {other.user}" in page.content.decode()
    assert html.escape(WORDS.splitlines()[0]) in page.content.decode()
    assert [one for one in forms_of(written.page, page.content.decode()) if one.action == written.sent_to] == []
    assert not Verdict.objects.exists()
    assert not Draft.objects.exists()


def test_a_button_alone_is_offered_again() -> None:
    check = makers.make_check(makers.make_desk(verdicts_needed=1))
    reviewer = makers.make_reviewer(check.desk)
    client = browser(reviewer.user)
    written = Written(reviewer.user, f"/desk/checks/{check.pk}/", f"/desk/checks/{check.pk}/take/", {})
    form = filled_in(written, client)
    sign_in(client, reviewer.user)
    page = client.post(written.sent_to, form)
    assert page.status_code == 403
    assert not Assignment.objects.exists()
    assert client.post(written.sent_to, form_on(written, page).values).status_code == 302
    assert Assignment.objects.exists()


@pytest.mark.parametrize("is_signed_in", [True, False])
def test_a_form_of_the_admin_is_given_back_without_its_machinery(is_signed_in: bool) -> None:
    editor = makers.make_editor()
    desk = makers.make_desk()
    makers.make_reviewer(desk)
    page = f"/admin/verification/desk/{desk.pk}/change/"
    client = browser(editor)
    written = Written(editor, page, page, {"name": "Harbour & coast"})
    form = filled_in(written, client)
    sign_in(client, editor) if is_signed_in else sign_out(client)
    answer = client.post(page, form)
    told = answer.content.decode()
    listed = told[told.index("<dl") : told.index("</dl>")]
    assert answer.status_code == (403 if is_signed_in else 401)
    assert "Harbour &amp; coast" in listed
    assert [name for name in ("FORMS", "csrf", "initial-", "Seen", " id<", " 0 desk<") if name in listed] == []
    sign_in(client, editor)
    for _ in range(2):
        answer = client.post(page, form_on(written, answer).values)
        if answer.status_code == 302:
            break
    assert answer.status_code == 302


def test_passwords_are_not_given_back() -> None:
    client = browser(makers.make_administrator())
    told = client.post("/admin/claims/user/add/", {"username": "anna", "password1": "hush-hush", "password2": "x"})
    assert "anna" in told.content.decode()
    assert "hush-hush" not in told.content.decode()


@pytest.mark.parametrize("header", [{"origin": "https://elsewhere.example"}, {"origin": "null"}])
def test_what_another_site_sends_is_not_shown(header: dict[str, str]) -> None:
    written = verdict()
    for client in (browser(written.user), Client(enforce_csrf_checks=True)):
        told = client.post(written.sent_to, {"reasoning": WORDS}, headers=header)
        assert told.status_code == 403
        assert "harbour" not in told.content.decode()


def test_a_page_in_a_script_learns_whose_session_it_is_and_goes_on() -> None:
    written = verdict()
    client = browser(written.user)
    form = filled_in(written, client)
    sign_in(client, written.user)
    address = f"{written.page}draft/"
    refused = client.post(address, form, headers={"HX-Request": "true"})
    assert (refused.status_code, refused.content) == (403, b"")
    assert refused["X-Signed-In-As"] == str(written.user.pk)
    form["csrfmiddlewaretoken"] = refused["X-CSRFToken"]
    assert client.post(address, form, headers={"HX-Request": "true"}).status_code == 200
    sign_out(client)
    assert client.post(address, form, headers={"HX-Request": "true"}).status_code == 401


def test_who_signs_in_in_two_tabs_is_in() -> None:
    user = makers.make_editor()
    client = Client(enforce_csrf_checks=True)
    form = forms_of("/login/", client.get("/login/?next=/desk/articles/").content.decode())[0].values
    form |= {"username": [user.username], "password": ["not right"]}
    client.cookies["csrftoken"] = "x" * 32
    page = client.post("/login/", form)
    assert page.status_code == 403
    assert f'value="{user.username}"' in page.content.decode()
    assert "not right" not in page.content.decode()
    sign_in(client, user)
    answer = client.post("/login/?next=/desk/articles/", form, follow=True)
    assert answer.redirect_chain[-1][0] == "/desk/articles/"


def test_under_api_a_refusal_is_a_problem() -> None:
    answer = Client(enforce_csrf_checks=True).post("/api/nowhere")
    assert answer["Content-Type"] == "application/problem+json"


def test_nothing_that_breaks_out_of_its_field_is_markup() -> None:
    written = verdict()
    evil = '"><script>alert(1)</script>'
    form = {"reasoning": evil, f"form-0-{evil}": evil, evil: evil, "form-TOTAL_FORMS": "2"}
    for client in (browser(written.user), Client(enforce_csrf_checks=True)):
        assert "<script>alert" not in client.post(f"{written.sent_to}?x={evil}", form).content.decode()


def test_nothing_is_published_by_a_view_that_forgets_to_ask_its_form(monkeypatch: pytest.MonkeyPatch) -> None:
    written = FORMS["publish"]()
    client = browser(written.user)
    form = filled_in(written, client)
    sign_in(client, written.user)
    client.raise_request_exception = False
    with monkeypatch.context() as broken:
        broken.setattr("verification.forms.Form.full_clean", forms.Form.full_clean)
        assert client.post(written.sent_to, form).status_code == 500
    assert not FactCheck.objects.exists()
