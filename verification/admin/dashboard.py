"""The admin's first page: what wants an editor's eye, as on the board."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from claims.access import Scope
from claims.admin.base import may
from verification import board


def glance(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Named in the settings of django-unfold."""
    if not may(request, Scope.CHECKS_READ):
        return context
    return context | {"figures": board.main_figures()}
