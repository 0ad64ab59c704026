"""The admin of checks, verdicts and desks. Django finds it here; each module registers what it is about."""

from verification.admin import assignments, checks, desks, events, fact_checks, navigation, webhooks

__all__ = ["assignments", "checks", "desks", "events", "fact_checks", "navigation", "webhooks"]
