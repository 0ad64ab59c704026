"""Who may open which page of the desk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from claims.access import Scope
from claims.models import User
from verification.errors import SignedOut
from verification.forms import ArticleForm, CorrectionForm, DeferForm, SourceForm, VerdictForm
from verification.models import Desk

# Those in which people write much.
FORMS = (VerdictForm, SourceForm, ArticleForm, CorrectionForm, DeferForm)
View = Callable[..., HttpResponse]


def needs(*scopes: Scope) -> Callable[[View], View]:
    """Let people in who have one of ``scopes``; others are refused, and who is not signed in may do so.

    Somebody whose session has run out while they wrote gets their words back instead of the way in alone.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                raise SignedOut(typed=_typed(request))
            if not any(person(request).may(scope) for scope in scopes):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        @wraps(view)
        def welcoming(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            is_part = request.method == "POST" or "HX-Request" in request.headers
            return guarded(request, *args, **kwargs) if is_part else invited(request, *args, **kwargs)

        invited = login_required(guarded)
        return welcoming

    return decorate


def person(request: HttpRequest) -> User:
    """The signed-in person of a guarded view."""
    return cast(User, request.user)


def desk_of(desks: Sequence[Desk], number: str) -> Desk:
    """The desk with this number of those the person may see; anything else is not there."""
    for desk in desks:
        if number == str(desk.pk):
            return desk
    raise Http404


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """What was written into a form that came without a session, each with its label."""
    hidden = ("csrfmiddlewaretoken", "token", "form-TOTAL_FORMS", "form-INITIAL_FORMS")
    return [(_label(name), str(value)) for name, value in request.POST.items() if value and not name.startswith(hidden)]


def _label(name: str) -> str:
    """That of a field of the desk's forms, with the number of its source ("form-0-url"); else the name itself."""
    row, _, field = name.removeprefix("form-").rpartition("-")
    label = next((form.base_fields[field].label for form in FORMS if field in form.base_fields), None) or name
    return f"{label} {int(row) + 1}" if row.isdecimal() else str(label)
