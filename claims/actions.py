"""What can be done to a row, declared once for every place that offers it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django import forms

from claims.models import User

Values = Mapping[str, Any]
# Of every row (by its key): what its part of a form begins with.
Initial = Callable[[Sequence[Any]], Mapping[Any, dict[str, Any]]]


def always(row: Any, user: User) -> bool:
    return True


def empty(rows: Sequence[Any]) -> Mapping[Any, dict[str, Any]]:
    return {}


@dataclass(frozen=True, kw_only=True)
class Action:
    """One thing that can be done to a row.

    ``label`` is a verb, ``past`` the word for the result ("queued"), ``explanation`` a sentence or two. ``service``
    takes the row as its maker saw it, the actor and the values of ``form`` (one for all rows) and ``row_form`` (one for
    each row); ``initial`` says what a form begins with. ``allowed`` says whether it is offered; the service has the
    last word. ``task`` goes on afterwards with the key that ``task_key`` names. ``bulk`` False: one row at a time;
    ``ends``: the row is gone afterwards; ``decides`` False: it may be done whatever the row has become meanwhile.
    ``page``: the name of the address, by the row's key, where its form stands if
    it is too large for any other place.
    """

    code: str
    label: Any
    past: str
    service: Callable[[Any, User, Values], object]
    form: type[forms.Form] = forms.Form
    row_form: type[forms.Form] = forms.Form
    initial: Initial = empty
    explanation: Any = ""
    allowed: Callable[[Any, User], bool] = always
    task: str = ""
    task_key: Callable[[Any], int] = attrgetter("pk")
    bulk: bool = True
    dangerous: bool = False
    ends: bool = False
    decides: bool = True
    page: str = ""

    @property
    def single_form(self) -> type[forms.Form]:
        """The form where one row is acted on."""
        return self.row_form if self.row_form.base_fields else self.form
