"""The admin of articles, claims and people. Django finds it here; each module registers what it is about."""

from django.contrib import admin

from claims.admin import articles, claims, events, imports, matches, people

admin.site.index_title = "What there is"

__all__ = ["articles", "claims", "events", "imports", "matches", "people"]
