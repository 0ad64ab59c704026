"""Errors of the domain and of the framework as HTTP answers: `application/problem+json` (RFC 9457), in one place."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any

import psycopg
from django.core.exceptions import PermissionDenied
from django.db import DataError, transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import Resolver404, resolve
from django.views import defaults
from django.views.decorators.csrf import csrf_exempt
from rest_framework import exceptions

from claims.api.rendering import flatten
from claims.errors import ClaimdeskError, Conflict, Forbidden, Invalid, Stale, Unstorable, VersionMissing
from verification.errors import NothingToReview, SessionRenewed, SignedOut

logger = logging.getLogger(__name__)
CONTENT_TYPE = "application/problem+json"
STATUS_OF: dict[type[ClaimdeskError], int] = {
    Invalid: 422,
    Stale: 412,
    VersionMissing: 428,
    Conflict: 409,
    Forbidden: 403,
    NothingToReview: 404,
    SignedOut: 401,
    SessionRenewed: 403,
    ClaimdeskError: 400,
}


def is_api(request: HttpRequest) -> bool:
    """Whether a program asks, or somebody who asks as programs do: every problem is told as JSON."""
    return request.path_info == "/api" or request.path_info.startswith("/api/")


def of_domain(error: Exception, path: str) -> Exception:
    """Unstorable where the database could make nothing of a value, and its transaction is undone; else ``error``."""
    kinds = (DataError, UnicodeEncodeError)
    if not isinstance(error, kinds) and not isinstance(error.__cause__, psycopg.errors.StatementTooComplex):
        return error
    logger.warning("%s: %s", path, error)
    if transaction.get_connection().in_atomic_block:
        transaction.set_rollback(True)
    return Unstorable()


def status_of(error: ClaimdeskError) -> int:
    """The HTTP status of the nearest class that has one."""
    return next(STATUS_OF[kind] for kind in type(error).__mro__ if kind in STATUS_OF)


def handle(error: Exception, context: dict[str, Any]) -> HttpResponse | None:
    """Django REST framework's exception handler. Unknown errors return None and become a 500."""
    error = of_domain(error, context["request"].path)
    if isinstance(error, ClaimdeskError):
        fields = error.fields if isinstance(error, Invalid) else None
        more = {"current": dict(error.current)} if isinstance(error, Stale) else {}
        return _problem(status_of(error), error.code, error.detail, fields=fields, **more)
    if isinstance(error, Http404):
        return _problem(404, "not_found", "There is nothing here, or nothing that you may see.")
    if isinstance(error, PermissionDenied):
        return _problem(403, "forbidden", str(error) or "You may not do this.")
    if isinstance(error, exceptions.ValidationError):
        return _problem(422, "invalid", "The input cannot be used.", fields=flatten(error.detail))
    if isinstance(error, exceptions.APIException):
        return _framework_error(error)
    return None


def _framework_error(error: exceptions.APIException) -> HttpResponse:
    code = error.get_codes() if isinstance(error.get_codes(), str) else error.default_code
    response = _problem(error.status_code, str(code), str(error.detail))
    if challenge := getattr(error, "auth_header", None):
        response["WWW-Authenticate"] = challenge
    if wait := getattr(error, "wait", None):
        response["Retry-After"] = str(int(wait) + 1)
    return response


def body(status: int, code: str, detail: str, *, fields: dict[str, list[str]] | None = None) -> dict[str, Any]:
    """The members of a problem: type, title, status, detail, code, and ``errors`` a field where there are any."""
    told: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": detail,
    }
    if fields:
        told["errors"] = [{"field": field, "messages": messages} for field, messages in fields.items()]
    return told


# Programs send no token; nothing is done here that one would guard.
@csrf_exempt
def not_found(request: HttpRequest) -> JsonResponse:
    """What any other address under /api/ answers; one that lacks the final slash is told which one is meant."""
    slashed = f"{request.path_info}/"
    told = f"There is nothing here. Did you mean {slashed}?" if _leads_to_view(slashed) else "There is nothing here."
    return _problem(404, "not_found", told)


def _leads_to_view(path: str) -> bool:
    try:
        return resolve(path).func is not not_found
    except Resolver404:
        return False


def refused(detail: str) -> JsonResponse:
    return _problem(403, "forbidden", detail)


def without_length() -> JsonResponse:
    told = "Say how long the body is, in the header Content-Length; it is not read in chunks."
    return _problem(411, "length_required", told)


def too_large(limit: int) -> JsonResponse:
    return _problem(413, "too_large", f"The request is larger than {limit:,} bytes.")


# --- What Django answers where no view does: a page, or a problem under /api/ ----------------------------------------
def page_bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if is_api(request):
        return _problem(400, "bad_request", "The request cannot be understood.")
    return defaults.bad_request(request, exception)


def page_forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    if is_api(request):
        return _problem(403, "forbidden", "You may not do this.")
    return defaults.permission_denied(request, exception)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return not_found(request) if is_api(request) else defaults.page_not_found(request, exception)


def page_error(request: HttpRequest) -> HttpResponse:
    if is_api(request):
        return _problem(500, "error", "Something went wrong here. It is in our log.")
    return defaults.server_error(request)


def _problem(
    status: int, code: str, detail: str, *, fields: dict[str, list[str]] | None = None, **more: Any
) -> JsonResponse:
    """JSON whatever else the view can write; ``more`` are further members."""
    told = body(status, code, detail, fields=fields) | more
    return JsonResponse(told, status=status, content_type=CONTENT_TYPE)
