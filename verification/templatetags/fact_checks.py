"""How fact-checks stand, in lists."""

from __future__ import annotations

from django import template

from verification import presenting

register = template.Library()
register.filter("status_label", presenting.label)
