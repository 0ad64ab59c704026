"""POSTs that are done once however often they arrive: the header ``Idempotency-Key``."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response

from claims import services
from claims.api import versions
from claims.api.strict import StrictView
from claims.errors import KnownAlready
from claims.models import KeptAnswer, User

HEADER = "Idempotency-Key"
PROBLEM = "application/problem+json"
# What every refusal holds, in RFC 9457's words and two of ours.
_PROBLEM = {
    "type": "object",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "field": {"type": "string"},
                    "messages": {"type": "array", "items": {"type": "string"}},
                },
                "required": ["field", "messages"],
            },
        },
        "current": {"type": "object", "description": "how it stands now, where it has changed since"},
    },
    "required": ["type", "title", "status", "detail", "code"],
}
# Says that this answer was given before.
REPLAYED = "Idempotency-Replayed"


class AnsweredBefore(Exception):
    """This very request was done."""

    def __init__(self, answer: KeptAnswer) -> None:
        super().__init__()
        self.answer = answer


class Once(StrictView):
    """A POST with a key is one transaction: what it does, and its answer. Who sends it again gets the same answer.

    What was refused has done nothing and is not kept: it may be tried again under its key. A view whose answers hold
    secrets sets ``keeps_answers`` to False; then a second request is a Conflict.
    """

    keeps_answers = True
    answer: KeptAnswer | None = None

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method != "POST" or HEADER not in request.headers:
            return super().dispatch(request, *args, **kwargs)
        with transaction.atomic():
            response = super().dispatch(request, *args, **kwargs)
            if self.answer is None or not 200 <= response.status_code < 300:
                transaction.set_rollback(True)
            elif not self.answer.status:
                self._keep(self.answer, response)
        return response

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Ask for the key once it is known who sends it, and that they may."""
        super().initial(request, *args, **kwargs)
        if request.method != "POST" or HEADER not in request.headers or not isinstance(request.user, User):
            return
        sent = request._request
        asked = b"\n".join([sent.get_full_path().encode(), (sent.content_type or "").encode(), sent.body])
        self.answer = services.begin_answer(user=request.user, key=request.headers[HEADER], asked=asked)
        if self.answer.status:
            raise AnsweredBefore(self.answer)

    def handle_exception(self, exc: Exception) -> Response:
        if not isinstance(exc, AnsweredBefore):
            return super().handle_exception(exc)
        if not self.keeps_answers:
            told = "This was done already. Its answer held a secret and was not kept."
            return super().handle_exception(KnownAlready(told))
        return _again(exc.answer)  # type: ignore[return-value]

    def _keep(self, answer: KeptAnswer, response: Any) -> None:
        response.render()
        services.keep_answer(
            answer=answer,
            status=response.status_code,
            content=response.content.decode() if self.keeps_answers else "",
            content_type=response.headers.get("Content-Type", ""),
            location=response.headers.get("Location", ""),
            etag=response.headers.get(versions.ETAG, ""),
        )


def _again(answer: KeptAnswer) -> HttpResponse:
    response = HttpResponse(answer.content, status=answer.status, content_type=answer.content_type)
    response.headers[REPLAYED] = "true"
    kept = {"Location": answer.location, versions.ETAG: answer.etag}
    for name in filter(kept.get, kept):
        response.headers[name] = kept[name]
    return response


class OnceSchema(AutoSchema):
    """Tells of the headers wherever they are heeded; a view names in ``conditional`` what wants a version."""

    def get_override_parameters(self) -> list[Any]:
        told = "A name of your own for this request: sent again within a day, it is done once and answered the same."
        once = OpenApiParameter(HEADER, str, OpenApiParameter.HEADER, description=told)
        is_once = self.method == "POST" and isinstance(self.view, Once)
        return [once] * is_once + [versions.DESCRIBED] * self._is_conditional()

    def get_operation(self, *args: Any, **kwargs: Any) -> Any:
        operation = super().get_operation(*args, **kwargs)
        if operation:
            refusals = {"default": "It was refused, and nothing was done."}
            refusals |= versions.REFUSALS if self._is_conditional() else {}
            operation["responses"] |= {
                status: {"description": told, "content": {PROBLEM: {"schema": _PROBLEM}}}
                for status, told in refusals.items()
            }
        return operation

    def _is_conditional(self) -> bool:
        return getattr(self.view, "action", None) in getattr(self.view, "conditional", ())
