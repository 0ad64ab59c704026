"""How a program shows who it is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string
from drf_spectacular.contrib.knox_auth_token import KnoxTokenScheme
from knox.auth import TokenAuthentication
from knox.crypto import hash_token
from rest_framework.exceptions import AuthenticationFailed

from claims.columns import Columns, ask_for_one, cut
from claims.models import ApiKey, User

KEY = Columns(ApiKey, "api_key")
PERSON = Columns(User, "person", but_not={"password", "last_login", "date_joined"})


@dataclass(frozen=True, slots=True)
class Beside:
    """A row about a person that comes in the question for their key, because what they ask will want it next.

    ``join`` brings it to the row of the "person", or nothing; it is found as ``name`` among what the person has.
    """

    name: str
    columns: Columns[Any]
    join: str


@cache
def _beside() -> Beside:
    """What the settings name: this package knows nothing of those who come after it."""
    found: Beside = import_string(settings.BESIDE_KEYS)
    return found


@cache
def _opens_for() -> str:
    return f"""
    SELECT {KEY.sql}, {PERSON.sql}, {_beside().columns.sql}
    FROM claims_apikey AS api_key JOIN claims_user AS person ON person.id = api_key.user_id
    {_beside().join}
    WHERE api_key.digest = %(digest)s
    """  # noqa: S608


class KeyAuthentication(TokenAuthentication):  # type: ignore[misc]
    """A bearer key, found by its digest in one query. Knox reads all keys of the person at each request instead, and
    deletes those that have expired; here they stay, and open nothing, until somebody revokes them.
    """

    def authenticate_credentials(self, token: bytes) -> tuple[User, ApiKey]:
        try:
            digest = hash_token(token.decode())
        except UnicodeDecodeError as error:
            raise AuthenticationFailed("Invalid token.") from error
        key = _key_of(digest)
        if key is None or _has_expired(key):
            raise AuthenticationFailed("Invalid token.")
        found: Any = self.validate_user(key)
        return found  # type: ignore[no-any-return]


def _key_of(digest: str) -> ApiKey | None:
    """The key with its person; written out, because every request of a program begins with it."""
    values = ask_for_one(_opens_for(), {"digest": digest})
    if values is None:
        return None
    key: ApiKey
    key, key.user, found = cut(values, KEY, PERSON, _beside().columns)
    setattr(key.user, _beside().name, found)
    return key


def _has_expired(key: ApiKey) -> bool:
    return key.expiry is not None and key.expiry < timezone.now()


class KeyScheme(KnoxTokenScheme):  # type: ignore[no-untyped-call]
    """What the schema says of it."""

    target_class = "claims.authentication.KeyAuthentication"
