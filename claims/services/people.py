"""Users and API keys."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction

from claims.access import Role, Scope
from claims.errors import Invalid
from claims.models import ApiKey, User


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
    """A person, or a program (role ``client``, no password). Editors and administrators may enter the admin."""
    return User.objects.create_user(
        username=username,
        password=password,
        first_name=first_name,
        last_name=last_name,
        time_zone=time_zone,
        role=role.value,
        is_staff=role in (Role.EDITOR, Role.ADMINISTRATOR),
    )


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
