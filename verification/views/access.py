"""Who may open which page of the desk."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from claims.access import Scope
from claims.models import User

View = Callable[..., HttpResponse]


def needs(*scopes: Scope) -> Callable[[View], View]:
    """Let people in who have one of ``scopes``; others are refused, and who is not signed in may do so."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not any(person(request).may(scope) for scope in scopes):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return cast(View, login_required(guarded))

    return decorate


def person(request: HttpRequest) -> User:
    """The signed-in person of a guarded view."""
    return cast(User, request.user)
