"""Clients of the API as tests use them."""

from __future__ import annotations

from rest_framework.test import APIClient

from claims.access import Role, Scope
from claims.models import User
from tests import makers


def signed_in(user: User) -> APIClient:
    client = APIClient()
    client.force_login(user)
    return client


def with_key(*scopes: str, role: Role = Role.CLIENT) -> APIClient:
    """A program with an API key of those scopes (all, if none are named)."""
    user = makers.make_user(role, password=None)
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {makers.make_key(user, *(scopes or tuple(Scope)))}")
    return client
