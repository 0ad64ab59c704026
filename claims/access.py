"""Who may do what: roles of people, scopes of API keys, and the one table that joins them. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Role(StrEnum):
    READER = "reader"
    CLIENT = "client"
    REVIEWER = "reviewer"
    EDITOR = "editor"
    ADMINISTRATOR = "administrator"


class Scope(StrEnum):
    ARTICLES_READ = "articles:read"
    ARTICLES_WRITE = "articles:write"
    CLAIMS_READ = "claims:read"
    CLAIMS_WRITE = "claims:write"
    CHECKS_READ = "checks:read"
    CHECKS_WRITE = "checks:write"
    REVIEWS_READ = "reviews:read"
    REVIEWS_WRITE = "reviews:write"
    DESKS_READ = "desks:read"
    DESKS_WRITE = "desks:write"
    FACT_CHECKS_READ = "fact-checks:read"
    FACT_CHECKS_WRITE = "fact-checks:write"
    PEOPLE_WRITE = "people:write"


_READING = frozenset(
    {Scope.ARTICLES_READ, Scope.CLAIMS_READ, Scope.CHECKS_READ, Scope.DESKS_READ, Scope.FACT_CHECKS_READ}
)
_EDITING = frozenset(Scope) - {Scope.PEOPLE_WRITE}

ROLE_SCOPES: dict[Role, frozenset[Scope]] = {
    Role.READER: _READING,
    Role.CLIENT: _READING | {Scope.ARTICLES_WRITE, Scope.CLAIMS_WRITE},
    Role.REVIEWER: _READING | {Scope.REVIEWS_READ, Scope.REVIEWS_WRITE},
    Role.EDITOR: _EDITING,
    Role.ADMINISTRATOR: frozenset(Scope),
}


# What a key may carry at most: people, and keys themselves, are looked after by somebody who has signed in.
OF_KEYS = frozenset(Scope) - {Scope.PEOPLE_WRITE}


def roles_with(scope: Scope) -> frozenset[str]:
    """The roles that may do this."""
    return frozenset(role.value for role, scopes in ROLE_SCOPES.items() if scope in scopes)


def scopes_of(role: str, key_scopes: Iterable[str] | None = None) -> frozenset[str]:
    """What somebody with ``role`` may do; with an API key only what the key says too (``None``: no key in use), and
    never what no key may.
    """
    allowed: frozenset[str] = ROLE_SCOPES[Role(role)]
    return allowed if key_scopes is None else allowed & OF_KEYS & frozenset(key_scopes)
