"""Values as people write them."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.template.defaultfilters import floatformat
from django.utils.translation import gettext as _

from verification import sayings
from verification.wording import KINDS, STANCES, STATES, SUBJECTS, topic_in_words

register = template.Library()
register.filter("said", sayings.said)
register.filter("recorded", sayings.recorded)
register.filter("topic", topic_in_words)


@register.filter
def all_said(texts: Iterable[str]) -> str:
    """Reasons in a row, in the reader's language."""
    return sayings.all_said(texts)


@register.filter
def words(status: str) -> str:
    """ "in_review" as "in review", in the reader's language."""
    return str(STATES.get(status.replace("-", "_"), status.replace("_", " ")))


@register.simple_tag
def worth(worthiness: float) -> str:
    """How much a claim is worth checking. A tag, because a template for each row would take a long list longer."""
    return _("worth %(worth)s") % {"worth": floatformat(worthiness, 2)}


@register.filter
def subject(kind: str) -> str:
    """What the log tells of, in the reader's language."""
    return str(SUBJECTS.get(kind, kind))


@register.filter
def source_kind(kind: str) -> str:
    """What a source is."""
    return str(KINDS.get(kind, kind))


@register.filter
def source_stance(stance: str) -> str:
    """What a source says of the claim."""
    return str(STANCES.get(stance, stance))
