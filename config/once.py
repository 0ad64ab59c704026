"""A form that is sent twice is done once, whatever it does and however quick the second click was."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from claims import services
from claims.admin.acts import Acted
from claims.models import KeptAnswer, User
from config.problems import is_api

GetResponse = Callable[[HttpRequest], HttpResponseBase]
# The hidden field of Django's forms. Each page that is shown has its own, masked anew.
TOKEN = "csrfmiddlewaretoken"  # noqa: S105


class FormsOnceMiddleware:
    """A form of one shown page, filled in one way, is one request: sent again, it leads where the first one led.

    What it does and that it was done are one transaction, in which a second click waits for the first. Only what ends
    in a redirect or in a page of results was done; a page that comes back to be corrected, or a heartbeat, may be sent
    again.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        # The API has the header `Idempotency-Key` for this.
        if request.method != "POST" or is_api(request):
            return self.get_response(request)
        if not isinstance(request.user, User) or TOKEN not in request.POST:
            return self.get_response(request)
        with transaction.atomic():
            return self._once(request, request.user)

    def _once(self, request: HttpRequest, user: User) -> HttpResponseBase:
        filled_in = _filled_in(request)
        name = f"form {hashlib.sha256(filled_in).hexdigest()}"
        answer = services.begin_answer(user=user, key=name, asked=filled_in)
        if answer.status:
            return _again(request, answer)
        response = self.get_response(request)
        if response.status_code >= 500 or transaction.get_rollback():
            transaction.set_rollback(True)
        elif 300 <= response.status_code < 400:
            location = response.headers["Location"]
            services.keep_answer(answer=answer, status=response.status_code, location=location)
        elif isinstance(response, Acted):
            content, kind = response.content.decode(), response.headers["Content-Type"]
            services.keep_answer(
                answer=answer, status=response.status_code, content=content, content_type=kind, location=""
            )
        else:
            services.drop_answer(answer=answer)
        return response


def _again(request: HttpRequest, answer: KeptAnswer) -> HttpResponse:
    if not answer.location:
        return HttpResponse(answer.content, status=answer.status, content_type=answer.content_type)
    messages.info(request, _("This form was sent twice; it was done once."))
    return HttpResponseRedirect(answer.location, status=answer.status)


def _filled_in(request: HttpRequest) -> bytes:
    """Where a form was sent and with what in it, as bytes that are the same for the same form."""
    files = [(field, [(one.name, one.size) for one in sent]) for field, sent in request.FILES.lists()]
    return json.dumps([request.get_full_path(), sorted(request.POST.lists()), files]).encode()
