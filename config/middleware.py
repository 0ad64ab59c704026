"""What every request passes: a limit on its size, and the clock and the language of the person who reads the answer."""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from csp.constants import SELF, UNSAFE_EVAL, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.contrib.auth import middleware as auth
from django.contrib.messages import middleware as messages
from django.contrib.sessions import middleware as sessions
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.middleware import locale
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.deprecation import MiddlewareMixin
from django.utils.translation import gettext_lazy as _

from claims.errors import ClaimdeskError
from config import problems
from verification.errors import SessionRenewed

NOT_DONE = _("This was not done")
TITLES = {
    400: _("Not understood"),
    401: _("Signed out"),
    403: _("Not for you"),
    404: _("Nothing here"),
    409: NOT_DONE,
    422: _("Not understood"),
}
GetResponse = Callable[[HttpRequest], HttpResponseBase]


class CharactersMiddleware:
    """Keep from everything behind it what no row can hold and no page shows.

    A NUL in the address of a page is left out, as it is in a row; a cookie that holds one was not set here and is not
    read. The API names the parameter with the NUL instead.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "%00" in request.META.get("QUERY_STRING", "") and not problems.is_api(request):
            request.GET = _without_nul(request.GET)  # type: ignore[assignment]
        for name in [name for name, value in request.COOKIES.items() if "\x00" in value]:
            del request.COOKIES[name]
        return self.get_response(request)


def _without_nul(values: QueryDict) -> QueryDict:
    found = QueryDict(mutable=True)
    for name, each in values.lists():
        found.setlist(name.replace("\x00", ""), [value.replace("\x00", "") for value in each])
    return found


class BodyLimitMiddleware:
    """Answer 413 before a body over ``MAX_BODY_BYTES`` is read, and 411 to one that does not say how long it is.

    Django takes a body without a length for none: a batch would be acknowledged, and nothing of it stored.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.META.get("HTTP_TRANSFER_ENCODING") and not request.META.get("CONTENT_LENGTH"):
            return problems.without_length()
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isascii() and length.isdecimal() and int(length) > settings.MAX_BODY_BYTES:
            return problems.too_large(settings.MAX_BODY_BYTES)
        return self.get_response(request)


def with_key(request: HttpRequest) -> bool:
    """Whether a program asks: it has no session, no form, no language and no clock."""
    return request.path_info.startswith("/api/") and request.META.get("HTTP_AUTHORIZATION", "").startswith("Bearer ")


class OfPages(MiddlewareMixin):
    """A middleware that a program's request passes by: together they take longer than most of its questions."""

    def __call__(self, request: HttpRequest) -> Any:
        return self.get_response(request) if with_key(request) else super().__call__(request)


class SessionMiddleware(OfPages, sessions.SessionMiddleware):
    """As Django's."""


class LocaleMiddleware(OfPages, locale.LocaleMiddleware):
    """As Django's; programs read English."""

    def __call__(self, request: HttpRequest) -> Any:
        if with_key(request):
            # The thread may have answered somebody else before.
            translation.activate(settings.LANGUAGE_CODE)
        return super().__call__(request)


class AuthenticationMiddleware(OfPages, auth.AuthenticationMiddleware):
    """As Django's."""


class MessageMiddleware(OfPages, messages.MessageMiddleware):
    """As Django's."""


class ContentPolicyMiddleware(OfPages, CSPMiddleware):
    """The site's Content-Security-Policy, and one as strict as django-unfold allows under /admin/.

    Alpine evaluates the expressions in its attributes, and the theme's colours stand in the page; scripts in the page
    run nowhere, and nothing comes from elsewhere.
    """

    ADMIN = "/admin/"
    IN_THE_ADMIN = {"script-src": [SELF, UNSAFE_EVAL], "style-src": [SELF, UNSAFE_INLINE]}

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts: PolicyParts = super().get_policy_parts(request, response, report_only)
        if request.path_info.startswith(self.ADMIN):
            parts.replace = {**(parts.replace or {}), **self.IN_THE_ADMIN}
        return parts


class EnglishAdminMiddleware:
    """Show the admin in English, whatever language the reader has chosen.

    Its columns are named by the models, in English; with Django's own words in another language beside them every page
    would be half in one and half in the other.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info.startswith(ContentPolicyMiddleware.ADMIN):
            translation.activate(settings.LANGUAGE_CODE)
        return self.get_response(request)


class DomainErrorMiddleware:
    """Tell an error of the domain on a page, with the status that the API would give it.

    So is a value that the database cannot take; whatever else was done in the same transaction is undone.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        error = problems.of_domain(error, request.path)
        return problem_page(request, error) if isinstance(error, ClaimdeskError) else None


def problem_page(request: HttpRequest, error: ClaimdeskError) -> HttpResponse:
    """What went wrong, with what somebody had written."""
    status = problems.status_of(error)
    title = NOT_DONE if isinstance(error, SessionRenewed) else TITLES.get(status, HTTPStatus(status).phrase)
    return render(request, "problem.html", {"title": title, "error": error}, status=status)


class TimeZoneMiddleware:
    """Show times on the clock of the signed-in person."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if with_key(request) or not request.user.is_authenticated:
            return self.get_response(request)
        try:
            zone = zoneinfo.ZoneInfo(request.user.time_zone)
        except (zoneinfo.ZoneInfoNotFoundError, ValueError):
            return self.get_response(request)
        with timezone.override(zone):
            return self.get_response(request)
