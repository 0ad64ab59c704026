"""A form that was sent and not done: what stood in it, to be read, and to be sent again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from django import forms
from django.http import HttpRequest
from django.utils.http import escape_leading_slashes

from verification.errors import SessionRenewed, SignedOut

# What a browser sends with a form and nobody typed, and what nobody wants to read again.
_UNSEEN = re.compile(r".*(_FORMS|token|password|secret).*|initial-.*|_.*|action|index|select_across|seen-.*", re.I)
_SECRET = re.compile(r"csrfmiddlewaretoken|.*(password|secret).*", re.I)
_ROW = re.compile(r"form-(\d{1,4})-(.+)")
# The forms that a view asks for; None for those of the admin.
Asked = Sequence[type[forms.Form]] | None


def signed_out(request: HttpRequest, asked: Asked = None) -> SignedOut:
    """That nobody is signed in; ``asked`` are the forms of the view, None where they are the admin's."""
    return SignedOut(typed=typed_words(request, asked), address=_address(request), fields=_fields(request))


def session_renewed(request: HttpRequest, asked: Asked, *, is_theirs: bool) -> SessionRenewed:
    """That the page is older than the session. What is not the person's to do (``is_theirs``) is not sent again."""
    address = _address(request) if is_theirs else ""
    return SessionRenewed(typed=typed_words(request, asked), address=address, fields=_fields(request))


def _address(request: HttpRequest) -> str:
    return escape_leading_slashes(request.get_full_path())


def _fields(request: HttpRequest) -> list[tuple[str, str]]:
    """Everything that was posted but passwords and the token of the page."""
    posted = [(name, str(value)) for name, values in request.POST.lists() for value in values]
    return [(name, value) for name, value in posted if not _SECRET.fullmatch(name)]


def typed_words(request: HttpRequest, asked: Asked) -> list[tuple[str, str]]:
    """What somebody wrote or chose, each with its label, in the order of the form."""
    return [
        (label, words)
        for name, values in request.POST.lists()
        for value in values
        if value
        for label, words in ([_in_the_admin(name, str(value))] if asked is None else _read(asked, name, str(value)))
        if label
    ]


def _read(asked: Sequence[type[forms.Form]], name: str, value: str) -> Iterator[tuple[str, str]]:
    """The label of a field that people see, with the number of its row ("form-0-url"), and what was chosen as shown."""
    row = _ROW.fullmatch(name)
    name = row[2] if row else name
    field = next((form.base_fields[name] for form in asked if name in form.base_fields), None)
    if field is None or field.widget.is_hidden:
        return
    if isinstance(field.widget, forms.Select):
        value = next((str(shown) for key, shown in field.widget.choices if str(key) == value), value)
    yield f"{field.label} {int(row[1]) + 1}" if row else str(field.label), value


def _in_the_admin(name: str, value: str) -> tuple[str, str]:
    if _UNSEEN.fullmatch(name):
        return "", ""
    return name.replace("_", " ").replace("-", " ").capitalize(), "yes" if value == "on" else value
