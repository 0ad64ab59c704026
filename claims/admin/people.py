"""People and their API keys: for administrators only."""

from __future__ import annotations

import zoneinfo
from copy import copy
from datetime import timedelta
from functools import partial
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from unfold.forms import AdminPasswordChangeForm, UserCreationForm
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
)

from claims import services
from claims.access import OF_KEYS, Role, Scope
from claims.actions import Action
from claims.admin import show
from claims.admin.acts import ActingAdmin
from claims.admin.base import ServiceAdmin, actor_of
from claims.admin.forms import ServiceForm
from claims.models import ApiKey, User
from claims.models.people import SCOPES
from claims.services.people import MAX_KEY_DAYS

PERSON = ("role", "first_name", "last_name", "time_zone")


def time_zone_field() -> forms.ChoiceField:
    names = sorted(zoneinfo.available_timezones())
    return forms.ChoiceField(choices=[(name, name) for name in names], initial="UTC", widget=UnfoldAdminSelectWidget())


class NewUserForm(UserCreationForm, ServiceForm):  # type: ignore[misc]
    """A person with a password, or a program (role client) without one."""

    time_zone = time_zone_field()


class PersonForm(ServiceForm):
    time_zone = time_zone_field()


class PasswordForm(AdminPasswordChangeForm):  # type: ignore[misc]
    """A new password, or none at all, set through the service by ``actor``."""

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor

    def save(self, commit: bool = True) -> User:
        usable = self.cleaned_data.get("set_usable_password", True)
        password = self.cleaned_data["password1"] if usable else None
        services.set_password(user=self.user, password=password, actor=self.actor)
        self.user.refresh_from_db()
        user: User = self.user
        return user


@admin.register(User)
class PeopleAdmin(ServiceAdmin, UserAdmin):  # type: ignore[misc,type-arg]
    reads: ClassVar[Scope] = Scope.PEOPLE_WRITE
    adds = changes = Scope.PEOPLE_WRITE
    form = PersonForm
    add_form = NewUserForm
    change_password_form = PasswordForm
    list_display = ("username", "first_name", "last_name", "role", "is_active", "last_login")
    list_filter = ("role", "is_active")
    search_fields = ("username__unaccent", "first_name__unaccent", "last_name__unaccent", "email")
    ordering = ("username",)
    filter_horizontal = ()
    readonly_fields = ("username", "password_link", "last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("username", "password_link", *PERSON, "email", "is_active")}),
        ("On record", {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (None, {"fields": ("username", *PERSON)}),
        ("Password", {"fields": ("usable_password", "password1", "password2")}),
    )

    @admin.display(description="Password")
    def password_link(self, user: User) -> str:
        told = "Set a new password" if user.has_usable_password() else "None is set: give one"
        return show.link_to("admin:auth_user_password_change", user.pk, text=told)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        """With a form that knows who sets the password."""
        own = copy(self)
        own.change_password_form = partial(PasswordForm, actor=actor_of(request))  # type: ignore[assignment]
        answer: HttpResponse = super(PeopleAdmin, own).user_change_password(request, id, form_url)
        return answer

    def create(self, request: HttpRequest, form: Any) -> User:
        said = form.cleaned_data
        password = said.get("password1") if said.get("set_usable_password", True) else None
        facts = {name: said[name] for name in ("first_name", "last_name", "time_zone")}
        return services.create_user(
            username=said["username"],
            role=Role(said["role"]),
            password=password or None,
            actor=actor_of(request),
            **facts,
        )

    def update(self, request: HttpRequest, row: User, form: ServiceForm) -> User:
        return services.update_user(user=row, actor=actor_of(request), **form.changes)


class KeyForm(ServiceForm):
    """What the key of a program may do, and for how long."""

    scopes = forms.MultipleChoiceField(
        choices=[(scope, scope) for scope, _ in SCOPES if scope in OF_KEYS],
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text="No more than the role of its owner, and than you yourself, may do.",
    )
    days = forms.IntegerField(
        label="Valid for days",
        required=False,
        min_value=1,
        max_value=MAX_KEY_DAYS,
        widget=UnfoldAdminIntegerFieldWidget,
        help_text=f"{MAX_KEY_DAYS} at most. Empty: {settings.API_KEY_DAYS}.",
    )


@admin.register(ApiKey)
class ApiKeyAdmin(ActingAdmin):
    reads = adds = acts_with = Scope.PEOPLE_WRITE
    form = KeyForm
    list_display = ("name", "user", "token_key", "scopes", "created", "expiry")
    list_select_related = ("user",)
    search_fields = ("name__unaccent", "user__username__unaccent", "token_key")
    ordering = ("-created",)
    autocomplete_fields = ("user",)
    acts = (
        Action(
            code="revoke",
            label="Revoke",
            past="revoked",
            service=lambda key, actor, _values: services.revoke_api_key(key=key, actor=actor),
            explanation="Programs that use the key are refused from now on. This cannot be taken back.",
            dangerous=True,
            ends=True,
        ),
    )

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        shown = ("user", "name", "scopes", "token_key", "created", "expiry") if obj else _ASKED
        return ((None, {"fields": shown}),)

    def named(self, row: ApiKey) -> str:
        return str(row)

    def create(self, request: HttpRequest, form: Any) -> ApiKey:
        said = form.cleaned_data
        lasts = timedelta(days=said["days"]) if said["days"] else None
        facts = {name: said[name] for name in ("user", "name", "scopes")}
        key, secret = services.create_api_key(actor=actor_of(request), lasts=lasts, **facts)
        messages.warning(request, f"The key, shown this once: {secret}")
        return key

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: Any = None) -> HttpResponseBase:
        return HttpResponseRedirect(reverse("admin:claims_apikey_changelist"))


_ASKED = ("user", "name", "scopes", "days")
