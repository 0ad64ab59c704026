"""What an editor does to rows, one or many: a page that asks first, a service for each row, a line for each result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
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
from claims.actions import Action
from claims.admin.base import ServiceAdmin, actor_of, may
from claims.admin.forms import fingerprint
from claims.errors import ClaimdeskError, Stale
from claims.models import User
from claims.queueing import enqueue

MOST_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """A row on the page that asks: what the page tells of it, the mark of what was seen, its own part of the form."""

    row: Any
    described: str
    mark: str
    form: forms.Form


@dataclass(frozen=True, slots=True)
class Result:
    """What happened to a row; ``refused``: why nothing did, empty where it was done; ``typed``: what was written for
    it then, each label with its words; ``is_stale``: it was no longer what somebody had seen.
    """

    row: Any
    name: str
    refused: str = ""
    typed: Sequence[tuple[str, str]] = ()
    is_stale: bool = False


class Acted(TemplateResponse):
    """A page that tells what was done: when its form is sent again, it is told again and nothing is done."""


class ActingAdmin(ServiceAdmin):
    """Rows on which editors with the scope ``acts_with`` act."""

    acts: ClassVar[Sequence[Action]] = ()
    acts_with: ClassVar[Scope]

    def has_act_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request, self.acts_with)

    # --- Where acts are offered -------------------------------------------------------------------------------
    @property
    def actions_detail(self) -> list[str]:
        return [act.code for act in self.acts]

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        if not self.has_act_permission(request):
            return {}
        return {act.code: (partial(_act_on_many, act), act.code, str(act.label)) for act in self.acts if act.bulk}

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[UnfoldAction]:
        row = self.get_object(request, unquote(str(object_id)))
        if row is None or not self.has_act_permission(request):
            return []
        return [self.get_unfold_action(act.code) for act in self.offered(row, actor_of(request))]

    def offered(self, row: Any, user: User) -> Sequence[Action]:
        """What the row's page offers to ``user``."""
        return [act for act in self.acts if act.allowed(row, user)]

    def get_unfold_action(self, action: str) -> UnfoldAction:
        act = next(act for act in self.acts if act.code == action)

        def view(request: HttpRequest, object_id: str) -> HttpResponseBase:
            return self.act_on_one(request, act, unquote(object_id))

        method: Any = view
        method.attrs = {}
        return UnfoldAction(
            action_name=f"{self.opts.app_label}_{self.opts.model_name}_{act.code}",
            method=method,
            description=str(act.label),
            path=act.code.replace("_", "-"),
            attrs={},
            variant=ActionVariant.DANGER if act.dangerous else ActionVariant.DEFAULT,
        )

    # --- The page that asks, and what comes of it -------------------------------------------------------------
    def act_on_one(self, request: HttpRequest, act: Action, object_id: str) -> HttpResponseBase:
        if not self.has_act_permission(request):
            raise PermissionDenied
        row = self.get_object(request, object_id)
        if row is None:
            raise Http404
        if act.page:
            return HttpResponseRedirect(reverse(act.page, args=[row.pk]))
        pages = f"admin:{self.opts.app_label}_{self.opts.model_name}"
        back = reverse(f"{pages}_changelist") if act.ends else reverse(f"{pages}_change", args=[quote(row.pk)])
        form, asked = self._asked(request, act, [row], confirmed=request.method == "POST", prefix="")
        if request.method == "POST" and self._is_stale(act, asked[0]):
            return self._ask_again(request, act, object_id, back)
        if not _are_valid(form, asked):
            return self._ask(request, act, asked, form, back)
        [result] = self._act(request, act, asked, form)
        if result.is_stale:
            return self._ask_again(request, act, object_id, back)
        self._tell(request, act, result)
        return HttpResponseRedirect(back)

    def _ask_again(self, request: HttpRequest, act: Action, object_id: str, back: str) -> HttpResponseBase:
        """About a row that has become another one meanwhile, with what was typed."""
        row = self.get_object(request, object_id)
        form, [one] = self._asked(request, act, [row], confirmed=True, prefix="")
        seen = replace(one, mark=self.mark(row))
        return self._ask(request, act, [seen], form, back, changed=self.changed(row, actor_of(request)))

    def act_on_many(self, request: HttpRequest, act: Action, queryset: models.QuerySet[Any]) -> HttpResponseBase | None:
        if not self.has_act_permission(request):
            raise PermissionDenied
        if (count := queryset.count()) > MOST_AT_ONCE:
            messages.error(request, f"{count:,} rows are selected; at most {MOST_AT_ONCE} can be changed at once.")
            return None
        back, confirmed = request.get_full_path(), "confirmed" in request.POST
        form, asked = self._asked(request, act, list(queryset), confirmed=confirmed, prefix="row")
        if not _are_valid(form, asked):
            return self._ask(request, act, asked, form, back)
        return self._tell_all(request, act, self._act(request, act, asked, form), back)

    def _asked(
        self, request: HttpRequest, act: Action, rows: Sequence[Any], *, confirmed: bool, prefix: str
    ) -> tuple[forms.Form, list[Asked]]:
        """What is asked once and of each row; nothing of it is valid before somebody has seen it.

        A page that comes back to be corrected goes on with the marks that it had.
        """
        given = request.POST if confirmed else None
        begun = act.initial(rows)
        asked = []
        for row in rows:
            mine = act.row_form(given, initial=begun.get(row.pk), prefix=f"{prefix}-{row.pk}" if prefix else None)
            described = self.described(row)
            mark = request.POST.get(f"seen-{row.pk}", "") if confirmed else self.mark(row)
            asked.append(Asked(row, described, mark, dressed(mine)))
        alone = begun.get(rows[0].pk) if len(rows) == 1 else None
        return dressed(act.form(given, initial=alone)), asked

    def _ask(
        self,
        request: HttpRequest,
        act: Action,
        asked: Sequence[Asked],
        form: forms.Form,
        back: str,
        *,
        changed: str = "",
    ) -> HttpResponseBase:
        context = {
            **self.admin_site.each_context(request),
            "title": act.label,
            "opts": self.opts,
            "act": act,
            "rows": asked,
            "form": form,
            "back": back,
            "changed": changed,
            "checkbox_name": ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "claims/admin/act.html", context, status=412 if changed else 200)

    def _act(self, request: HttpRequest, act: Action, asked: Sequence[Asked], form: forms.Form) -> list[Result]:
        actor = actor_of(request)
        return [self._act_on(act, one, actor, form) for one in asked]

    def _act_on(self, act: Action, one: Asked, actor: User, form: forms.Form) -> Result:
        row, name = one.row, self.named(one.row)
        if self._is_stale(act, one):
            return Result(row, name, self.changed(row, actor), _typed(form, one.form), is_stale=True)
        try:
            # In a transaction of its own each: what one row refuses is no matter of the others.
            with transaction.atomic():
                act.service(row, actor, form.cleaned_data | one.form.cleaned_data)
                if act.task:
                    enqueue(act.task, act.task_key(row))
        except Stale:
            return Result(row, name, Stale({}).detail, _typed(form, one.form), is_stale=True)
        except ClaimdeskError as error:
            return Result(row, name, error.detail, _typed(form, one.form))
        return Result(row, name)

    def _is_stale(self, act: Action, one: Asked) -> bool:
        """Whether the row is no longer what the page told: nobody agreed to act on that.

        What has a version is acted on by its version alone; of anything else a page may say nothing.
        """
        if not act.decides or not (one.mark or hasattr(one.row, "version")):
            return False
        return one.mark != self.mark(one.row)

    def mark(self, row: Any) -> str:
        """What tells a row as somebody saw it from what it becomes: its version, or else what is told of it."""
        return str(row.version) if hasattr(row, "version") else fingerprint({"told": self.described(row)})

    def changed(self, row: Any, user: User) -> str:
        """What ``user`` is told of a row that has become another one since they saw it."""
        return f"{Stale({}).detail} It is now: {self.described(row)}."

    def _tell(self, request: HttpRequest, act: Action, result: Result) -> None:
        if result.refused:
            messages.error(request, f"{result.name}: not {act.past}. {result.refused}")
        else:
            messages.success(request, f"{result.name}: {act.past}.")

    def _tell_all(self, request: HttpRequest, act: Action, results: Sequence[Result], back: str) -> HttpResponseBase:
        """A page with a line for each row; those that somebody has to look at again come first."""
        context = {
            **self.admin_site.each_context(request),
            "title": act.label,
            "opts": self.opts,
            "act": act,
            "results": sorted(results, key=lambda result: not result.refused),
            "done": sum(not result.refused for result in results),
            "refused": sum(bool(result.refused) for result in results),
            "back": back,
        }
        return Acted(request, "claims/admin/acted.html", context)

    def described(self, row: Any) -> str:
        """What the page that asks tells of a row."""
        status = getattr(row, "status", "").replace("_", " ")
        return f"{row} ({status})" if status else str(row)

    def named(self, row: Any) -> str:
        """What a row is called in messages."""
        return f"{str(self.opts.verbose_name).capitalize()} {row.pk} ({row})"


def _are_valid(form: forms.Form, asked: Sequence[Asked]) -> bool:
    """Every part is looked at, so that every error is told at once."""
    return all([form.is_valid(), *(one.form.is_valid() for one in asked)])


def _typed(*parts: forms.Form) -> list[tuple[str, str]]:
    """What was written into valid forms: each label with its words."""
    return [(str(part[name].label), str(value)) for part in parts for name, value in part.cleaned_data.items() if value]


def _act_on_many(act: Action, admin: ActingAdmin, request: HttpRequest, queryset: Any) -> HttpResponseBase | None:
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
