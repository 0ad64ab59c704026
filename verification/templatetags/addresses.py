"""Addresses and names as readers are told them."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _

from claims.models import Article, User
from verification import appearances
from verification.models import Source

register = template.Library()
register.filter("public_url", appearances.public_url)


@register.filter
def public_name(article: Article) -> str:
    """A public article's title, else its address where that is of the open web, else its number."""
    named = appearances.public_title(article.title) or appearances.public_url(article.url)
    return named or _("Article %(number)s") % {"number": article.pk}


@register.filter
def url_for(url: str, user: User) -> str:
    """An address as ``user`` may see it: who reviews or edits works with those inside the house too."""
    return url if user.viewer.is_of_the_house else appearances.public_url(url)


@register.filter
def named_for(named: Article | Source, user: User) -> str:
    """An article or a source by its title, or by its address where ``user`` may see that."""
    if user.viewer.is_of_the_house:
        return str(named)
    if isinstance(named, Article):
        return public_name(named)
    shown = appearances.public_title(named.title) or appearances.public_url(named.url)
    return shown or _("A source that cannot be opened from outside")
