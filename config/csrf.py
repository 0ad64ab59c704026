"""Forms whose token is not of this session: from a page that was opened before somebody signed in again.

Nothing is done with them. They come back as they were typed, on the page on which they stood where its view can show
it, and whoever looks them over sends them again. What was sent from another site is refused, and not shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import REASON_NO_CSRF_COOKIE, get_token
from django.shortcuts import redirect, render
from django.urls import ResolverMatch
from django.utils.translation import gettext as _

from claims.errors import ClaimdeskError, Forbidden
from config import problems
from config.middleware import GetResponse, problem_page
from verification.forms import UnconfirmedData
from verification.views import resubmission

ADMIN = "admin"
IN_AND_OUT = frozenset({"login", "logout"})


class SignedOutAdminMiddleware:
    """Give back what was typed in the admin by who is signed out; Django leads to its way in and forgets the words."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        match = request.resolver_match
        is_asked = match and match.app_name == ADMIN and match.url_name not in IN_AND_OUT
        if request.method != "POST" or not is_asked or request.user.is_authenticated:
            return None
        return problem_page(request, resubmission.signed_out(request))


def refuse(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    """Django's ``CSRF_FAILURE_VIEW``. It never acts: what it shows is sent again with a token of this session."""
    if problems.is_api(request):
        return problems.refused("This request did not come from a page of this session.")
    if _is_from_elsewhere(request):
        told = {"exception": _("This was sent from another site.")}
        return render(request, "403.html", told, status=HTTPStatus.FORBIDDEN)
    match = request.resolver_match
    assert match  # noqa: S101
    if "HX-Request" in request.headers:
        return _part(request)
    if match.url_name in IN_AND_OUT:
        return _in_or_out(request, match, reason)
    if not request.user.is_authenticated:
        return problem_page(request, resubmission.signed_out(request, _asked(match)))
    return _again(request, match)


def _asked(match: ResolverMatch) -> Sequence[type[forms.Form]] | None:
    """The forms that a view of the desk asks for."""
    return None if match.app_name == ADMIN else getattr(match.func, "forms", ())


def _is_from_elsewhere(request: HttpRequest) -> bool:
    """A browser names the page from which a form was sent."""
    page = request.headers.get("Origin") or request.headers.get("Referer")
    if page is None:
        return False
    here = {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}
    sent_from = urlsplit(page)
    return f"{sent_from.scheme}://{sent_from.netloc}" not in here


def _part(request: HttpRequest) -> HttpResponse:
    """For a script of an open page: whose session this is, and a token with which that person's page goes on."""
    if not request.user.is_authenticated:
        return HttpResponse(status=HTTPStatus.UNAUTHORIZED)
    renewed = {"X-CSRFToken": get_token(request), "X-Signed-In-As": str(request.user.pk)}
    return HttpResponse(status=HTTPStatus.FORBIDDEN, headers=renewed)


def _in_or_out(request: HttpRequest, match: ResolverMatch, reason: str) -> HttpResponseBase:
    """Signed in or out already, in another tab: that is what was wanted. Else the way in once more."""
    is_in = match.url_name == "login"
    if is_in == request.user.is_authenticated or match.app_name == ADMIN:
        return redirect(request.get_full_path() if is_in else settings.LOGOUT_REDIRECT_URL)
    if not is_in:
        return _again(request, match)
    if reason == REASON_NO_CSRF_COOKIE:
        messages.warning(request, _("Your browser sends no cookies, and without them nobody can sign in here."))
    else:
        messages.warning(request, _("This page was open for too long. Please sign in once more."))
    form = AuthenticationForm(request, initial={"username": request.POST.get("username", "")})
    told = {"form": form, "next": request.POST.get("next", "")}
    return render(request, "registration/login.html", told, status=HTTPStatus.FORBIDDEN)


def _again(request: HttpRequest, match: ResolverMatch) -> HttpResponseBase:
    """The page with its form as it was typed; else what was typed, with a button that sends it."""
    asked = _asked(match)
    sent = request.POST
    try:
        page = _page_with(request, match) if asked else None
        is_theirs = True
    except (Http404, PermissionDenied, ClaimdeskError) as error:
        page, is_theirs = None, isinstance(error, ClaimdeskError) and not isinstance(error, Forbidden)
    if page is not None and not 300 <= page.status_code < 400:
        page.status_code = HTTPStatus.FORBIDDEN
        return page
    request.POST = sent
    return problem_page(request, resubmission.session_renewed(request, asked, is_theirs=is_theirs))


def _page_with(request: HttpRequest, match: ResolverMatch) -> HttpResponseBase:
    """What the view shows of a form that cannot be used. It can write nothing, whatever it does."""
    told = _("This page was opened before you signed in again as %(user)s. Nothing was done: look it over and send it.")
    request.POST = UnconfirmedData.of(request.POST, told % {"user": request.user})  # type: ignore[assignment]
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION READ ONLY")
        page: HttpResponseBase = match.func(request, *match.args, **match.kwargs)
        transaction.set_rollback(True)
    return page
