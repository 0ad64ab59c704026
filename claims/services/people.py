"""Users and API keys."""

from __future__ import annotations

import zoneinfo
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from claims.access import Role, Scope
from claims.errors import Invalid
from claims.models import ApiKey, User

IN_THE_ADMIN = (Role.EDITOR, Role.ADMINISTRATOR)


@transaction.atomic
def create_user(
    *,
    username: str,
    role: Role,
    password: str | None = None,
    first_name: str = "",
    last_name: str = "",
    time_zone: str = "UTC",
) -> User:
    """A person, or a program (role ``client``, no password). Editors and administrators may enter the admin.

    Raises Invalid where the name is taken or a field cannot be kept.
    """
    user = User(
        username=User.normalize_username(username),
        first_name=first_name,
        last_name=last_name,
        time_zone=time_zone,
        role=role.value,
        is_staff=role in IN_THE_ADMIN,
    )
    user.set_password(password)
    return _saved(user)


@transaction.atomic
def update_user(*, user: User, actor: User, **changes: Any) -> User:
    """``changes``: role, is_active, first_name, last_name, email, time_zone.

    Raises Invalid where a field cannot be kept, or where the actor would lock themselves out.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    for name, value in changes.items():
        setattr(user, name, value)
    user.is_staff = user.is_superuser or user.role in IN_THE_ADMIN
    if user == actor and not user.may(Scope.PEOPLE_WRITE):
        field = "role" if user.is_active else "is_active"
        raise Invalid({field: "You cannot take your own access away; another administrator has to."})
    return _saved(user)


@transaction.atomic
def choose_time_zone(*, user: User, time_zone: str) -> User:
    """What anybody sets for themselves. Raises Invalid where the zone is not known."""
    user = User.objects.select_for_update().get(pk=user.pk)
    user.time_zone = time_zone
    return _saved(user)


@transaction.atomic
def set_password(*, user: User, password: str | None) -> None:
    """``None``: nobody can sign in as this user with a password (a program, or somebody who left)."""
    user = User.objects.select_for_update().get(pk=user.pk)
    user.set_password(password)
    user.save(update_fields=["password"])


def _saved(user: User) -> User:
    try:
        user.full_clean(exclude=["password"])
        _require_time_zone(user.time_zone)
    except ValidationError as error:
        raise Invalid(error.message_dict) from error
    user.save()
    return user


def _require_time_zone(name: str) -> None:
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError) as error:
        raise Invalid({"time_zone": f"“{name}” is no known time zone."}) from error


@transaction.atomic
def create_api_key(
    *, user: User, name: str, scopes: Iterable[str], lasts: timedelta | None = None
) -> tuple[ApiKey, str]:
    """A key for ``user`` and its secret, which is shown this once: only a hash is kept.

    ``lasts`` None: until revoked. Raises Invalid for a scope that does not exist.
    """
    wanted = sorted(set(scopes))
    known = {scope.value for scope in Scope}
    if unknown := [scope for scope in wanted if scope not in known]:
        raise Invalid({"scopes": f"Unknown: {', '.join(unknown)}."})
    key, secret = ApiKey.objects.create(user=user, expiry=lasts, name=name, scopes=wanted)
    return key, secret


@transaction.atomic
def revoke_api_key(*, key: ApiKey) -> None:
    key.delete()
