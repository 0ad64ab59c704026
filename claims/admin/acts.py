"""What an editor does to rows, one or many: a page that asks first, a service for each row, a line for each result."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from unfold.dataclasses import UnfoldAction
from unfold.enums import ActionVariant
from unfold.widgets import (
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from claims.access import Scope
from claims.admin.base import ServiceAdmin, actor_of, may
from claims.admin.forms import fingerprint
from claims.errors import ClaimdeskError, Conflict
from claims.models import User
from claims.queueing import enqueue

MOST_AT_ONCE = 200


def always(row: Any) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Act:
    """One thing to be done to a row.

    ``does`` calls the service; ``done`` is the word for the result ("queued"); ``fits`` says whether a row's page
    offers it (the service has the last word); ``then`` names the task that goes on with the row; ``many`` False:
    only from a row's own page; ``ends``: the row is gone afterwards.
    """

    name: str
    label: str
    done: str
    does: Callable[[Any, User, dict[str, Any]], object]
    form: type[forms.Form] = forms.Form
    explained: str = ""
    fits: Callable[[Any], bool] = always
    then: str = ""
    many: bool = True
    danger: bool = False
    ends: bool = False


@dataclass(slots=True)
class Results:
    """The rows by name: those done, and those refused with the reason."""

    done: list[str] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


class ActingAdmin(ServiceAdmin):
    """Rows on which editors with the scope ``acts_with`` act."""

    acts: ClassVar[Sequence[Act]] = ()
    acts_with: ClassVar[Scope]

    def has_act_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request, self.acts_with)

    # --- Where acts are offered -------------------------------------------------------------------------------
    @property
    def actions_detail(self) -> list[str]:
        return [act.name for act in self.acts]

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        if not self.has_act_permission(request):
            return {}
        return {act.name: (partial(_act_on_many, act), act.name, act.label) for act in self.acts if act.many}

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[UnfoldAction]:
        row = self.get_object(request, unquote(str(object_id)))
        if row is None or not self.has_act_permission(request):
            return []
        return [self.get_unfold_action(act.name) for act in self.acts if act.fits(row)]

    def get_unfold_action(self, action: str) -> UnfoldAction:
        act = next(act for act in self.acts if act.name == action)

        def view(request: HttpRequest, object_id: str) -> HttpResponseBase:
            return self.act_on_one(request, act, unquote(object_id))

        method: Any = view
        method.attrs = {}
        return UnfoldAction(
            action_name=f"{self.opts.app_label}_{self.opts.model_name}_{act.name}",
            method=method,
            description=act.label,
            path=act.name.replace("_", "-"),
            attrs={},
            variant=ActionVariant.DANGER if act.danger else ActionVariant.DEFAULT,
        )

    # --- The page that asks, and what comes of it -------------------------------------------------------------
    def act_on_one(self, request: HttpRequest, act: Act, object_id: str) -> HttpResponseBase:
        if not self.has_act_permission(request):
            raise PermissionDenied
        row = self.get_object(request, object_id)
        if row is None:
            raise Http404
        pages = f"admin:{self.opts.app_label}_{self.opts.model_name}"
        back = reverse(f"{pages}_changelist") if act.ends else reverse(f"{pages}_change", args=[quote(row.pk)])
        return self._ask_or_act(request, act, [row], back=back, confirmed=request.method == "POST")

    def act_on_many(self, request: HttpRequest, act: Act, queryset: models.QuerySet[Any]) -> HttpResponseBase | None:
        if not self.has_act_permission(request):
            raise PermissionDenied
        if (count := queryset.count()) > MOST_AT_ONCE:
            messages.error(request, f"{count:,} rows are selected; at most {MOST_AT_ONCE} can be changed at once.")
            return None
        rows = list(queryset)
        back = request.get_full_path()
        return self._ask_or_act(request, act, rows, back=back, confirmed="confirmed" in request.POST)

    def _ask_or_act(
        self, request: HttpRequest, act: Act, rows: list[Any], *, back: str, confirmed: bool
    ) -> HttpResponseBase:
        form = dressed(act.form(request.POST if confirmed else None))
        if not confirmed or not form.is_valid():
            return self._ask(request, act, rows, form, back)
        moved = [row for row in rows if request.POST.get(f"seen-{row.pk}") not in (None, self._mark(row))]
        results = self._act(act, [row for row in rows if row not in moved], actor_of(request), form.cleaned_data)
        results.refused += [(self.named(row), Conflict().detail) for row in moved]
        self._tell(request, act, results)
        return HttpResponseRedirect(back)

    def _mark(self, row: Any) -> str:
        """What the page told of the row; where it would tell something else now, nobody agreed to act on that."""
        return fingerprint({"told": self.described(row)})

    def _ask(self, request: HttpRequest, act: Act, rows: list[Any], form: forms.Form, back: str) -> HttpResponseBase:
        context = {
            **self.admin_site.each_context(request),
            "title": act.label,
            "opts": self.opts,
            "act": act,
            "rows": [(row.pk, self.described(row), self._mark(row)) for row in rows],
            "form": form,
            "back": back,
            "checkbox_name": ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "claims/admin/act.html", context)

    def _act(self, act: Act, rows: list[Any], actor: User, told: dict[str, Any]) -> Results:
        results = Results()
        for row in rows:
            name = self.named(row)
            try:
                # In a transaction of its own each: what one row refuses is no matter of the others.
                with transaction.atomic():
                    act.does(row, actor, told)
                    if act.then:
                        transaction.on_commit(partial(enqueue, act.then, row.pk))
            except ClaimdeskError as error:
                results.refused.append((name, error.detail))
            else:
                results.done.append(name)
        return results

    def _tell(self, request: HttpRequest, act: Act, results: Results) -> None:
        for name in results.done:
            messages.success(request, f"{name}: {act.done}.")
        for name, why in results.refused:
            messages.error(request, f"{name}: not {act.done}. {why}")

    def described(self, row: Any) -> str:
        """What the page that asks tells of a row."""
        status = getattr(row, "status", "").replace("_", " ")
        return f"{row} ({status})" if status else str(row)

    def named(self, row: Any) -> str:
        """What a row is called in messages."""
        return f"{str(self.opts.verbose_name).capitalize()} {row.pk} ({row})"


def _act_on_many(act: Act, admin: ActingAdmin, request: HttpRequest, queryset: Any) -> HttpResponseBase | None:
    return admin.act_on_many(request, act, queryset)


def dressed(form: forms.Form) -> forms.Form:
    """The same form in the widgets of the admin."""
    for shown in form.fields.values():
        if isinstance(shown.widget, forms.Textarea):
            shown.widget = UnfoldAdminTextareaWidget(attrs={"rows": shown.widget.attrs.get("rows", 4)})
        elif isinstance(shown, forms.ChoiceField):
            shown.widget = UnfoldAdminSelectWidget(choices=shown.choices)
        elif isinstance(shown, forms.IntegerField):
            shown.widget = UnfoldAdminIntegerFieldWidget(attrs=shown.widget_attrs(shown.widget))
        elif isinstance(shown, forms.CharField):
            shown.widget = UnfoldAdminTextInputWidget(attrs=shown.widget_attrs(shown.widget))
    return form
