"""Checks: their way from triage to published, and what can be done to them."""
