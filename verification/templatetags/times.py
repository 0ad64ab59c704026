"""Days and times: on public pages on the site's clock and saying so, the same for every reader; at the desk short."""

from __future__ import annotations

from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

register = template.Library()


@register.simple_tag
def day(at: date) -> SafeString:
    """A day, or that of a moment, as <time>."""
    return _day(at.astimezone(timezone.get_default_timezone()).date() if isinstance(at, datetime) else at)


@register.simple_tag
def iso_day(told: str) -> SafeString:
    """A day that is kept as text, such as "2025-06-18", as <time>."""
    return _day(date.fromisoformat(told))


@register.simple_tag
def moment(at: datetime) -> SafeString:
    """The minute of ``at`` with the name of its zone, as <time>."""
    there = at.astimezone(timezone.get_default_timezone())
    told = date_format(there, "DATETIME_FORMAT")
    return format_html('<time datetime="{}">{} {}</time>', there.isoformat(), told, zone_of(there))


def zone_of(moment: datetime) -> str:
    """The name of its zone; an offset where it has no name of letters."""
    name = moment.tzname() or "UTC"
    return name if name[0].isalpha() else f"UTC{name}"


@register.filter(expects_localtime=True)
def short_moment(at: datetime) -> str:
    """Day and minute without the year, for what is of these days."""
    return date_format(at, pgettext("format of a time in these days", "j M H:i"))


@register.filter
def weekday(found: date) -> str:
    """A day of these weeks with its weekday."""
    return date_format(found, pgettext("format of a day with its weekday", "D j M"))


def _day(found: date) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', found.isoformat(), date_format(found, "DATE_FORMAT"))
