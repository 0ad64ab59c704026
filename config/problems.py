"""Errors of the domain and of the framework as HTTP answers: `application/problem+json` (RFC 9457), in one place."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, JsonResponse
from rest_framework import exceptions
from rest_framework.response import Response

from claims.api.rendering import flatten
from claims.errors import ClaimdeskError, Conflict, Forbidden, Invalid, Stale, VersionMissing
from verification.errors import NothingToReview, SessionRenewed, SignedOut

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


def status_of(error: ClaimdeskError) -> int:
    """The HTTP status of the nearest class that has one."""
    return next(STATUS_OF[kind] for kind in type(error).__mro__ if kind in STATUS_OF)


def handle(error: Exception, context: dict[str, Any]) -> Response | None:
    """Django REST framework's exception handler. Unknown errors return None and become a 500."""
    if isinstance(error, ClaimdeskError):
        fields = error.fields if isinstance(error, Invalid) else None
        answer = _answer(status_of(error), error.code, error.detail, fields=fields)
        if isinstance(error, Stale):
            answer.data["current"] = dict(error.current)
        return answer
    if isinstance(error, Http404):
        return _answer(404, "not_found", "There is nothing here, or nothing that you may see.")
    if isinstance(error, PermissionDenied):
        return _answer(403, "forbidden", str(error) or "You may not do this.")
    if isinstance(error, exceptions.ValidationError):
        return _answer(422, "invalid", "The input cannot be used.", fields=flatten(error.detail))
    if isinstance(error, exceptions.APIException):
        return _framework_error(error)
    return None


def _framework_error(error: exceptions.APIException) -> Response:
    code = error.get_codes() if isinstance(error.get_codes(), str) else error.default_code
    response = _answer(error.status_code, str(code), str(error.detail))
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


def not_found(request: HttpRequest) -> JsonResponse:
    """What any other address under /api/ answers."""
    return JsonResponse(body(404, "not_found", "There is nothing here."), status=404, content_type=CONTENT_TYPE)


def refused(detail: str) -> JsonResponse:
    told = body(403, "forbidden", detail)
    return JsonResponse(told, status=403, content_type=CONTENT_TYPE)


def too_large(limit: int) -> JsonResponse:
    told = body(413, "too_large", f"The request is larger than {limit:,} bytes.")
    return JsonResponse(told, status=413, content_type=CONTENT_TYPE)


def _answer(status: int, code: str, detail: str, *, fields: dict[str, list[str]] | None = None) -> Response:
    return Response(body(status, code, detail, fields=fields), status=status, content_type=CONTENT_TYPE)
