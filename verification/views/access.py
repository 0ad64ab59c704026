"""Who may open which page of the desk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, cast

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from claims.access import Scope
from claims.models import User
from verification.models import Desk
from verification.views import resubmission

View = Callable[..., HttpResponse]


def needs(*scopes: Scope, forms: Sequence[type[forms.Form]] = ()) -> Callable[[View], View]:
    """Let people in who have one of ``scopes`` (anybody where there is none); who is not signed in may do so.

    Somebody whose session has run out while they wrote gets their words back instead of the way in alone. ``forms``:
    what the view asks for. It shows them again, and does nothing, where they cannot be used.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                raise resubmission.signed_out(request, forms)
            if scopes and not any(person(request).may(scope) for scope in scopes):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        @wraps(view)
        def welcoming(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            is_part = request.method == "POST" or "HX-Request" in request.headers
            return guarded(request, *args, **kwargs) if is_part else invited(request, *args, **kwargs)

        invited = login_required(guarded)
        welcoming.forms = forms  # type: ignore[attr-defined]
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
