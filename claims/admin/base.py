"""What every page of the admin has in common: who may, and that every write goes through a service.

The admin is the room of editors. Reviewing is blind, and rows here tell who judged what, so a person who is no editor
sees nothing of it even with ``is_staff`` set; what an editor may do beyond looking is asked scope by scope.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Page, Paginator
from django.db import models, transaction
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from unfold.admin import ModelAdmin, TabularInline
from unfold.widgets import UnfoldAdminTextareaWidget

from claims.access import Scope
from claims.admin.forms import LinesField, ServiceForm
from claims.errors import ClaimdeskError, Invalid
from claims.models import User


def may(request: HttpRequest, scope: Scope | None) -> bool:
    """Whether the signed-in person is an editor with ``scope``; nobody has None."""
    user = request.user
    return scope is not None and isinstance(user, User) and user.is_editor and user.may(scope)


def actor_of(request: HttpRequest) -> User:
    """Who acts. Raises PermissionDenied for somebody who is not signed in."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


class KeysFirstPaginator(Paginator):  # type: ignore[type-arg]
    """Pages found by their keys alone: to pass over a hundred thousand rows is cheap if none is put together."""

    def page(self, number: Any) -> Page[Any]:
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        rows: Any = self.object_list
        keys = list(rows.values_list("pk", flat=True)[first : first + self.per_page])
        return Page(rows.filter(pk__in=keys), number, self)


class ServiceAdmin(ModelAdmin):  # type: ignore[misc]
    """Rows to look at with the scope ``reads``; ``adds`` and ``changes`` open forms, which call a service.

    A subclass with forms says in ``create`` and ``update`` which one. Nothing is deleted here.
    """

    reads: ClassVar[Scope]
    adds: ClassVar[Scope | None] = None
    changes: ClassVar[Scope | None] = None
    form = ServiceForm
    actions: Any = ()
    list_per_page = 50
    list_filter_submit = False
    paginator = KeysFirstPaginator
    # How many there are without the filter is counted for nobody.
    show_full_result_count = False
    compressed_fields = True
    formfield_overrides: ClassVar[Any] = {
        models.URLField: {"assume_scheme": "https"},
        ArrayField: {"form_class": LinesField, "widget": UnfoldAdminTextareaWidget(attrs={"rows": 3})},
    }

    # --- Who may ----------------------------------------------------------------------------------------------
    def has_module_permission(self, request: HttpRequest) -> bool:
        return may(request, self.reads)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request, self.reads)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may(request, self.adds)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request, self.changes)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """The row of that number or name, None where there is none; no row's name has a NUL."""
        return None if "\x00" in object_id else super().get_object(request, object_id, from_field)

    # --- Forms ------------------------------------------------------------------------------------------------
    def create(self, request: HttpRequest, form: Any) -> models.Model:
        """Make what the form says through a service, and return it."""
        raise PermissionDenied

    def update(self, request: HttpRequest, row: Any, form: Any) -> models.Model:
        """Change ``row`` as the form says through a service, and return it."""
        raise PermissionDenied

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Of a row that is there; of a new one everything is still to be said."""
        return self.readonly_fields if obj else ()

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        return type(form.__name__, (form,), {"refused": getattr(request, "refused", {})})

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The fields, and where a row can be changed the mark by which a change of somebody else's is noticed."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or not self.has_change_permission(request, obj):
            return fieldsets
        name, options = fieldsets[-1]
        return [*fieldsets[:-1], (name, {**options, "fields": (*options["fields"], ServiceForm.SEEN)})]

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponseBase:
        """Show what a service refuses beside its field, and what is no longer possible as a message."""
        try:
            # A row that is to be changed stays as it is from when it is compared with what was seen until it is saved.
            with transaction.atomic():
                if request.method == "POST" and object_id:
                    self._lock(object_id)
                return self._answer(request, object_id, form_url, extra_context)
        except Invalid as error:
            # The transaction around the view is rolled back; the second run stops at the form.
            request.refused = error.fields  # type: ignore[attr-defined]
            return self._answer(request, object_id, form_url, extra_context)
        except ClaimdeskError as error:
            messages.error(request, error.detail)
            return HttpResponseRedirect(request.get_full_path())

    def _lock(self, object_id: str) -> None:
        rows = self.model._base_manager.select_for_update(of=("self",))
        try:
            list(rows.filter(pk=unquote(object_id)).values_list("pk"))
        except (ValidationError, ValueError):
            # No key of a row: the page says that there is none.
            return

    def _answer(self, *args: Any) -> HttpResponseBase:
        answer: HttpResponseBase = super().changeform_view(*args)
        return answer

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        saved = self.update(request, obj, form) if change else self.create(request, form)
        obj.__dict__.update(saved.__dict__)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Nothing: the service has written what belongs to the row."""

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> Any:
        """Of the row alone: no form has saved what belongs to it."""
        return super().construct_change_message(request, form, [], add)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        raise PermissionDenied

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        raise PermissionDenied


class ShownInline(TabularInline):  # type: ignore[misc]
    """Rows that belong to the page's row, to be read; ``reads`` None: whoever may see the page."""

    reads: ClassVar[Scope | None] = None
    extra = 0
    can_delete = False
    hide_title = True

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.fields

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.reads is None or may(request, self.reads)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
