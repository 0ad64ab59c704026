"""What people set for themselves."""

from __future__ import annotations

import zoneinfo
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from claims import services as claim_services
from claims.errors import Invalid
from verification.forms import Form, show_errors
from verification.views.access import needs, person


class AccountForm(Form):
    """Where somebody lives, as far as their clock goes."""

    time_zone = forms.ChoiceField(label=gettext_lazy("Time zone"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["time_zone"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [(name, name.replace("_", " ")) for name in sorted(zoneinfo.available_timezones())]


@require_http_methods(["GET", "POST"])
@needs(forms=[AccountForm])
def account(request: HttpRequest) -> HttpResponse:
    """The clock on which somebody reads times."""
    form = AccountForm(request.POST or None, initial={"time_zone": person(request).time_zone})
    if request.method == "POST" and form.is_valid():
        try:
            claim_services.choose_time_zone(user=person(request), time_zone=form.cleaned_data["time_zone"])
        except Invalid as error:
            show_errors(error, form)
        else:
            messages.success(request, _("Saved."))
            return redirect("account")
    context = {"form": form, "site_zone": settings.TIME_ZONE}
    return render(request, "verification/account.html", context, status=422 if form.errors else 200)
