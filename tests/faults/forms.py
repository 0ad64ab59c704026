"""Forms as a browser without scripts sends them: read from the page, filled in, clicked on, perhaps twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urljoin

from django.test import Client

from claims.models import User
from tests.faults.racing import Outcome, at_once


@dataclass(slots=True)
class Form:
    """Where a form is sent, and what stands in its fields (a list a name) before anybody fills them in."""

    action: str
    values: dict[str, list[str]] = field(default_factory=dict)


class _Reader(HTMLParser):
    """Collects the forms of a page that are posted."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.forms: list[Form] = []
        self.form: Form | None = None
        self.name = ""
        self.is_text = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag == "form" and (told.get("method") or "").lower() == "post":
            self.form = Form(urljoin(self.address, told.get("action") or self.address))
            self.forms.append(self.form)
        elif self.form is None:
            return
        elif tag == "input":
            self._input(told)
        elif tag in ("textarea", "select"):
            self.name, self.is_text = told.get("name") or "", tag == "textarea"
        elif tag == "option" and self.name and "selected" in told:
            self._put(self.name, told.get("value") or "")

    def handle_data(self, data: str) -> None:
        if self.form and self.name and self.is_text:
            self._put(self.name, data.removeprefix("\n"))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        if tag in ("textarea", "select"):
            self.name, self.is_text = "", False

    def _input(self, told: dict[str, str | None]) -> None:
        is_sent = told.get("type") not in ("submit", "button", "file", "checkbox", "radio") or "checked" in told
        if is_sent and told.get("name"):
            self._put(str(told["name"]), told.get("value") or "")

    def _put(self, name: str, value: str) -> None:
        assert self.form
        self.form.values.setdefault(name, []).append(value)


def forms_of(address: str, page: str) -> list[Form]:
    """The forms of a page that are posted."""
    reader = _Reader(address)
    reader.feed(page)
    return reader.forms


@dataclass(frozen=True, slots=True)
class Click:
    """Somebody opens ``page``, fills ``data`` into the form that goes to ``sent_to`` (the page itself where it is
    empty) and clicks. Where ``asked`` is given the page is the one that comes after that has been posted.
    """

    user: User
    page: str
    sent_to: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    asked: Mapping[str, Any] | None = None

    def times(self, clicks: int) -> list[Outcome]:
        """The answers to ``clicks`` clicks at once on the same button of the same page."""
        form, cookies = self._open()

        def click() -> Any:
            # A file is read by whoever gets it, so that each click sends one of its own.
            filled_in = {name: value() if callable(value) else value for name, value in self.data.items()}
            return _browser(cookies).post(form.action, form.values | filled_in)

        return at_once(*[click] * clicks)

    def _open(self) -> tuple[Form, dict[str, str]]:
        browser = Client(enforce_csrf_checks=True)
        browser.force_login(self.user)
        page = browser.get(self.page)
        if self.asked is not None:
            page = browser.post(self.page, self._form(page, self.page).values | dict(self.asked))
        cookies = {name: morsel.value for name, morsel in browser.cookies.items()}
        return self._form(page, self.sent_to or self.page), cookies

    def _form(self, page: Any, action: str) -> Form:
        assert page.status_code == 200, f"{self.page}: {page.status_code}"
        forms = forms_of(self.page, page.content.decode())
        found = [form for form in forms if form.action == action]
        assert found, f"{self.page} has forms for {[form.action for form in forms]}, none for {action}"
        return found[0]


def _browser(cookies: Mapping[str, str]) -> Client:
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = SimpleCookie(dict(cookies))
    return browser
