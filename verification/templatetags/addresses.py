"""Addresses and names as readers are told them."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _

from claims.models import Article
from verification import appearances

register = template.Library()
register.filter("public_url", appearances.public_url)


@register.filter
def public_name(article: Article) -> str:
    """A public article's title, else its address where that is of the open web, else its number."""
    named = appearances.public_title(article.title) or appearances.public_url(article.url)
    return named or _("Article %(number)s") % {"number": article.pk}
