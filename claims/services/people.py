"""Users and API keys. Whoever changes what somebody may do stands in the log."""

from __future__ import annotations

import zoneinfo
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction

from claims.access import OF_KEYS, Role, Scope
from claims.core.text import clean_line
from claims.errors import Forbidden, Invalid
from claims.models import ApiKey, User
from claims.services.events import record

IN_THE_ADMIN = (Role.EDITOR, Role.ADMINISTRATOR)
# No key is valid for longer, whoever makes it.
MAX_KEY_DAYS = 366
# What decides what somebody may do.
POWERS = ("role", "is_active")


@transaction.atomic
def create_user(
    *,
    username: str,
    role: Role,
    password: str | None = None,
    first_name: str = "",
    last_name: str = "",
    time_zone: str = "UTC",
    actor: User | None = None,
) -> User:
    """A person, or a program (role ``client``, no password). Editors and administrators may enter the admin.

    Where an ``actor`` makes them the log says so. Raises Invalid where the name is taken or a field cannot be kept.
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
    user = _saved(user)
    if actor:
        record(row=user, before="", after=_status(user), actor=actor, data={"role": user.role})
    return user


@transaction.atomic
def update_user(*, user: User, actor: User, **changes: Any) -> User:
    """``changes``: role, is_active, first_name, last_name, email, time_zone.

    The keys of a program that becomes a person end: somebody else has them. Raises Invalid where a field cannot be
    kept, or where the actor would lock themselves out.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    was_program, status, powers = user.is_program, _status(user), _powers(user)
    for name, value in changes.items():
        setattr(user, name, value)
    user.is_staff = user.is_superuser or user.role in IN_THE_ADMIN
    if user == actor and not user.may(Scope.PEOPLE_WRITE):
        field = "role" if user.is_active else "is_active"
        raise Invalid({field: "You cannot take your own access away; another administrator has to."})
    user = _saved(user)
    if _powers(user) != powers:
        record(row=user, before=status, after=_status(user), actor=actor, data={"was": powers, "is": _powers(user)})
    if was_program and not user.is_program:
        for key in ApiKey.objects.filter(user=user):
            revoke_api_key(key=key, actor=actor)
    return user


@transaction.atomic
def choose_time_zone(*, user: User, time_zone: str) -> User:
    """What anybody sets for themselves. Raises Invalid where the zone is not known."""
    user = User.objects.select_for_update().get(pk=user.pk)
    user.time_zone = time_zone
    return _saved(user)


@transaction.atomic
def set_password(*, user: User, password: str | None, actor: User) -> None:
    """``None``: nobody can sign in as this user with a password (a program, or somebody who left)."""
    user = User.objects.select_for_update().get(pk=user.pk)
    user.set_password(password)
    user.save(update_fields=["password"])
    _note(user, actor=actor, why="A new password was set." if password else "The password was taken away.")


def _powers(user: User) -> dict[str, Any]:
    return {name: getattr(user, name) for name in POWERS}


def _status(user: User) -> str:
    return "active" if user.is_active else "inactive"


def _note(user: User, *, actor: User | None, why: str, data: dict[str, Any] | None = None) -> None:
    record(row=user, before=_status(user), after=_status(user), actor=actor, why=why, data=data)


def _saved(user: User) -> User:
    for name in ("first_name", "last_name", "email"):
        setattr(user, name, clean_line(getattr(user, name), field=name))
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
    *, user: User, name: str, scopes: Iterable[str], actor: User | None, lasts: timedelta | None = None
) -> tuple[ApiKey, str]:
    """A key for ``user`` and its secret, which is shown this once: only a hash is kept.

    ``actor`` None: somebody at the command line; anybody else makes keys for themselves and for programs, with no more
    scopes than their own. ``lasts`` None: as long as the site's setting says. Raises Invalid by field, Forbidden.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    wanted, lasts = sorted(set(scopes)), lasts or timedelta(days=settings.API_KEY_DAYS)
    _require_owner(user, actor)
    _require_scopes(wanted, user, actor)
    if not timedelta() < lasts <= timedelta(days=MAX_KEY_DAYS):
        raise Invalid({"days": f"Choose a number from 1 to {MAX_KEY_DAYS}."})
    key, secret = ApiKey.objects.create(user=user, expiry=lasts, name=name, scopes=wanted)
    _note(user, actor=actor, why="An API key was made.", data=_described(key))
    return key, secret


@transaction.atomic
def revoke_api_key(*, key: ApiKey, actor: User) -> None:
    """From now on it opens nothing."""
    key.delete()
    _note(key.user, actor=actor, why="An API key was revoked.", data=_described(key))


def _require_owner(user: User, actor: User | None) -> None:
    if not user.is_active:
        raise Invalid({"user": f"{user} has no access any more."})
    if actor is None:
        return
    if not actor.may(Scope.PEOPLE_WRITE):
        raise Forbidden("Only an administrator makes keys.")
    if user != actor and not user.is_program:
        raise Invalid({"user": "A key is made for yourself or for a program, and for no other person."})


def _require_scopes(wanted: list[str], user: User, actor: User | None) -> None:
    known = {scope.value for scope in Scope}
    if unknown := [scope for scope in wanted if scope not in known]:
        raise Invalid({"scopes": f"Unknown: {', '.join(unknown)}."})
    if barred := sorted(set(wanted) - OF_KEYS):
        raise Invalid({"scopes": f"No key may have {', '.join(barred)}."})
    if beyond := sorted(set(wanted) - user.scopes()):
        raise Invalid({"scopes": f"The role {user.effective_role} does not cover {', '.join(beyond)}."})
    if actor and (beyond := sorted(set(wanted) - actor.scopes())):
        raise Invalid({"scopes": f"You may not do this yourself: {', '.join(beyond)}."})


def _described(key: ApiKey) -> dict[str, Any]:
    """What the log keeps of a key: by no part of it anything can be opened."""
    expires = key.expiry.isoformat() if key.expiry else None
    return {"key": key.token_key, "name": key.name, "scopes": key.scopes, "expires_at": expires}
