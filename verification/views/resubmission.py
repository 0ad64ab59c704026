"""A form that was sent and not done: what stood in it, to be read, and to be sent again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from django import forms
from django.http import HttpRequest
from django.utils.http import escape_leading_slashes

from verification.errors import SessionRenewed, SignedOut

# What a browser sends with a form and nobody typed, and what nobody wants to read again.
_UNSEEN = re.compile(r"_FORMS|token|password|secret|^(initial-|_|(action|index|select_across|seen)$|seen-)", re.I)
_SECRET = re.compile(r"^csrfmiddlewaretoken$|password|secret", re.I)
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
    return [(name, value) for name, value in posted if not _SECRET.search(name)]


def typed_words(request: HttpRequest, asked: Asked) -> list[tuple[str, str]]:
    """What somebody wrote or chose, each with its label, in the order of the form."""
    posted = [(name, str(value)) for name, values in request.POST.lists() for value in values if value]
    return _words_in_the_admin(request, posted) if asked is None else list(_words(posted, asked))


def _words(posted: Sequence[tuple[str, str]], asked: Sequence[type[forms.Form]]) -> Iterator[tuple[str, str]]:
    """Of fields that people see, with the number of the row ("form-0-url"); a row left as it was shown has none."""
    fields = {name: field for form in reversed(asked) for name, field in form.base_fields.items()}
    read = [(_ROW.fullmatch(name), name, value) for name, value in posted]
    rows = {row[1] for row, _name, value in read if row and row[2] in fields and value != str(fields[row[2]].initial)}
    for row, name, value in read:
        field = fields.get(row[2] if row else name)
        if field is None or field.widget.is_hidden or (row and row[1] not in rows):
            continue
        label = f"{field.label} {int(row[1]) + 1}" if row else str(field.label)
        yield label, _chosen(field, value)


def _chosen(field: forms.Field, value: str) -> str:
    """A choice as it is shown."""
    choices = field.widget.choices if isinstance(field.widget, forms.Select) else ()
    return next((str(shown) for key, shown in choices if str(key) == value), value)


def _words_in_the_admin(request: HttpRequest, posted: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Under the names of the fields, which are English as the admin is. Its addresses are named "app_model_change"."""
    match = request.resolver_match
    model = (match.url_name or "").rpartition("_")[0].rpartition("_")[2] if match else ""
    # A row that is there already tells its number and that of the one that it belongs to.
    number = re.compile(rf".+-\d+-(id|{re.escape(model)})")
    return [
        (name.replace("_", " ").replace("-", " ").capitalize(), "yes" if value == "on" else value)
        for name, value in posted
        if not _UNSEEN.search(name) and not number.fullmatch(name)
    ]
