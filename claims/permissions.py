"""Scopes at the door of the API."""

from __future__ import annotations

from typing import Any

from rest_framework.exceptions import MethodNotAllowed
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from claims.access import scopes_of
from claims.articles.release import Viewer
from claims.models import ApiKey, User

PUBLIC = "public"


def scopes_for(request: Request) -> frozenset[str]:
    """What the sender of ``request`` may do: their role, and the key's scopes where a key is used."""
    user = request.user
    if not isinstance(user, User):
        return frozenset()
    if isinstance(request.auth, ApiKey):
        return scopes_of(user.effective_role, request.auth.scopes) if user.is_active else frozenset()
    return user.scopes()


def viewer_of(request: Request) -> Viewer:
    """The sender of ``request`` as one who looks."""
    return Viewer(request.user.pk, scopes_for(request))


class HasScope(BasePermission):
    """A view names the scope of each action in ``scopes``; what is not named is refused.

    A view without actions uses the lower-case method name; ``PUBLIC`` opens an action to everybody.
    """

    message = "You may not do this."

    def has_permission(self, request: Request, view: Any) -> bool:
        if request.method not in view.allowed_methods and self._knows_of(request, view):
            raise MethodNotAllowed(request.method or "")
        action = getattr(view, "action", None) or (request.method or "").lower()
        if action in ("metadata", "options"):
            return bool(request.user and request.user.is_authenticated)
        needed = getattr(view, "scopes", {}).get(action)
        if action == "head":
            needed = getattr(view, "scopes", {}).get("get")
        return needed == PUBLIC or (needed is not None and needed in scopes_for(request))

    def _knows_of(self, request: Request, view: Any) -> bool:
        """Whether it may be told what can be done here: to who is signed in, and to all where something is public."""
        return request.user.is_authenticated or PUBLIC in getattr(view, "scopes", {}).values()
