"""The admin of articles, claims and people. Django finds it here; each module registers what it is about."""

from claims.admin import articles, claims, events, people

__all__ = ["articles", "claims", "events", "people"]
