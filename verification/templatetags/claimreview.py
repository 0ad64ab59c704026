"""Structured data in a page."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import json_script
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def json_ld(value: dict[str, Any]) -> SafeString:
    """A JSON-LD block; what could end the script early is escaped by Django's own json_script."""
    return SafeString(json_script(value).replace('type="application/json"', 'type="application/ld+json"', 1))
