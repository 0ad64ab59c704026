"""Values of columns as people write them, in the language of who reads them."""

from __future__ import annotations

import re

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

KINDS = {"primary": gettext_lazy("primary source"), "secondary": gettext_lazy("secondary source")}
STANCES = {
    "supports": gettext_lazy("supports the claim"),
    "refutes": gettext_lazy("speaks against the claim"),
    "context": gettext_lazy("gives context"),
}
STATES = {
    "triage": gettext_lazy("triage"),
    "queued": gettext_lazy("queued"),
    "in_review": gettext_lazy("in review"),
    "disputed": gettext_lazy("disputed"),
    "agreed": gettext_lazy("agreed"),
    "published": gettext_lazy("published"),
    "withdrawn": gettext_lazy("withdrawn"),
    "dropped": gettext_lazy("dropped"),
    "matched": gettext_lazy("matched"),
    "received": gettext_lazy("received"),
    "extracted": gettext_lazy("extracted"),
    "unreadable": gettext_lazy("unreadable"),
    "open": gettext_lazy("open"),
    "submitted": gettext_lazy("submitted"),
    "released": gettext_lazy("released"),
    "expired": gettext_lazy("expired"),
    "recalled": gettext_lazy("recalled"),
    "internal": gettext_lazy("internal"),
    "embargoed": gettext_lazy("embargoed"),
    "public": gettext_lazy("public"),
    # What an article shows of claims that are on their way.
    "unchecked": gettext_lazy("unchecked"),
    "in_progress": gettext_lazy("in progress"),
    "true": pgettext_lazy("what a claim was found to be", "true"),
    "not_true": pgettext_lazy("what a claim was found to be", "not true"),
    "unproven": pgettext_lazy("what a claim was found to be", "not proven"),
}
SUBJECTS = {
    "check": pgettext_lazy("in the log of a claim", "check"),
    "assignment": pgettext_lazy("in the log of a claim", "assignment"),
    "release": pgettext_lazy("in the log of an article", "release"),
}
# Those that the machine tells apart; a desk may have others, which stay as they are written.
TOPICS = {
    "defence": pgettext_lazy("a topic", "defence"),
    "world": pgettext_lazy("a topic", "world"),
    "politics": pgettext_lazy("a topic", "politics"),
    "economy": pgettext_lazy("a topic", "economy"),
    "health": pgettext_lazy("a topic", "health"),
    "science": pgettext_lazy("a topic", "science"),
    "climate": pgettext_lazy("a topic", "climate"),
    "crime": pgettext_lazy("a topic", "crime"),
    "technology": pgettext_lazy("a topic", "technology"),
    "sport": pgettext_lazy("a topic", "sport"),
    "education": pgettext_lazy("a topic", "education"),
    "migration": pgettext_lazy("a topic", "migration"),
}


def topic_in_words(topic: str) -> str:
    return str(TOPICS.get(topic, topic))


def state_in_words(status: str) -> str:
    """ "in_review" or "in-review" as "in review"; what is no state as it is."""
    return str(STATES.get(status.replace("-", "_"), status))


_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_DAY = re.compile(rf"\b(?:{'|'.join(_DAYS)})\b")
# As `WorkingHours` tells them: "Mon, Tue 09:00–17:00 (Europe/Berlin) but for holidays of DE".
_HOURS = re.compile(
    r"(?:[A-Z][a-z]{2}(?:, [A-Z][a-z]{2}){0,6} )?(?:\d\d:\d\d–\d\d:\d\d )?\([\w/+-]{1,64}\)(?: but .{1,40})?"
)


def hours_in_words(hours: str) -> str:
    """Working hours with their days; what are no hours as it is."""
    if not _HOURS.fullmatch(hours):
        return hours
    with_days = _DAY.sub(lambda found: str(WEEKDAYS_ABBR[_DAYS.index(found.group())]), hours)
    return with_days.replace(" but for holidays of ", gettext(" but for holidays of "))
