"""Clients of the API as tests use them."""

from __future__ import annotations

from rest_framework.test import APIClient

from claims.access import OF_KEYS, Role
from claims.models import User
from tests import makers


def signed_in(user: User) -> APIClient:
    client = APIClient()
    client.force_login(user)
    return client


def with_key(*scopes: str, role: Role = Role.CLIENT) -> APIClient:
    """A program with an API key of those scopes (all that it may have, if none are named)."""
    user = makers.make_user(role, password=None)
    client = APIClient()
    key = makers.make_key(user, *(scopes or user.scopes() & OF_KEYS))
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {key}")
    return client
