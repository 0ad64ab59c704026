"""What programs of readers fetch: feeds, cards to embed, and what is here to be found."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve, reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext_lazy

from claims.core.isolation import each
from claims.core.text import xml_text
from verification import presenting, queries
from verification.models import FactCheck
from verification.views.caching import public_page

IN_FEED = 50
# A page of these is made in a sixth of a second; the protocol allows 50,000.
IN_SITEMAP = 2_000
CARD_WIDTH, CARD_HEIGHT = 600, 240
TITLE = gettext_lazy("Fact-checks")
SUBTITLE = gettext_lazy("What was said, and whether it is true.")


class PlainAtom(Atom1Feed):
    """Atom whose texts are text: what stands between < and > in them is no markup (RFC 4287, section 3.1)."""

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item | {"description": None})
        handler.addQuickElement("summary", item["description"], {"type": "text"})


class FactCheckFeed(Feed):  # type: ignore[type-arg]
    """What was published, corrected or taken back last, as Atom: so whoever kept an entry learns what became of it."""

    feed_type = PlainAtom
    title = TITLE
    subtitle = SUBTITLE

    def link(self) -> str:
        return str(settings.SITE_URL) + reverse("fact-checks")

    def feed_url(self) -> str:
        return str(settings.SITE_URL) + reverse("feed")

    def author_name(self) -> str:
        return str(settings.SITE_NAME)

    def author_link(self) -> str:
        return str(settings.SITE_URL)

    def items(self) -> list[FactCheck]:
        return presenting.presentable(queries.changed_fact_checks()[:IN_FEED])

    def item_link(self, item: FactCheck) -> str:
        """Its address on this site, by whatever name the feed was asked for: it is the name of the entry as well."""
        return presenting.published(item).url

    def item_title(self, item: Any) -> str:
        return xml_text(presenting.title(item))

    def item_description(self, item: Any) -> str:
        return xml_text(presenting.body(item))

    def item_pubdate(self, item: FactCheck) -> Any:
        return presenting.published(item).published_at

    def item_updateddate(self, item: FactCheck) -> Any:
        return item.changed_at


atom = public_page(FactCheckFeed())


@public_page
def json_feed(request: HttpRequest) -> HttpResponse:
    """The same as JSON Feed 1.1 (jsonfeed.org)."""
    told = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": str(TITLE),
        "description": str(SUBTITLE),
        "home_page_url": settings.SITE_URL + reverse("fact-checks"),
        "feed_url": settings.SITE_URL + reverse("json-feed"),
        "authors": [{"name": settings.SITE_NAME, "url": settings.SITE_URL}],
        "items": each(queries.changed_fact_checks()[:IN_FEED], _item),
    }
    return _open_json(told, content_type="application/feed+json")


def _item(fact_check: FactCheck) -> dict[str, Any]:
    published, label = presenting.published(fact_check), presenting.label(fact_check)
    return {
        "id": published.url,
        "url": published.url,
        "title": presenting.title(fact_check),
        "content_text": presenting.body(fact_check),
        "summary": published.claim_text,
        "date_published": published.published_at.isoformat(),
        "date_modified": fact_check.changed_at.isoformat(),
        "tags": [label, *fact_check.check_row.claim.topics],
    }


@public_page
def oembed(request: HttpRequest) -> HttpResponse:
    """A fact-check as a card for other people's pages (oembed.com): plain markup, no script and no frame."""
    if request.GET.get("format", "json") != "json":
        return HttpResponse("Only JSON is given.", status=HTTPStatus.NOT_IMPLEMENTED, content_type="text/plain")
    fact_check = get_object_or_404(queries.fact_checks(), slug=_slug_at(request.GET.get("url", "")))
    published = presenting.published(fact_check)
    card = {
        "version": "1.0",
        "type": "rich",
        "title": presenting.title(fact_check),
        "provider_name": settings.SITE_NAME,
        "provider_url": settings.SITE_URL,
        "cache_age": 3600,
        "width": _at_most(request.GET.get("maxwidth"), CARD_WIDTH),
        "height": _at_most(request.GET.get("maxheight"), CARD_HEIGHT),
        "html": render_to_string(
            "verification/_card.html",
            {
                "fact_check": fact_check,
                "label": presenting.label(fact_check),
                "published": published,
                "site_name": settings.SITE_NAME,
            },
        ),
    }
    return _open_json(card)


def _slug_at(url: str) -> str:
    """The slug of the fact-check at an address of this site. Raises Http404."""
    try:
        parts = urlsplit(url)
        found = resolve(parts.path)
    except (ValueError, Resolver404) as error:
        raise Http404 from error
    if f"{parts.scheme}://{parts.netloc}" != settings.SITE_URL or found.url_name != "fact-check":
        raise Http404
    return str(found.kwargs["slug"])


def _at_most(asked: str | None, size: int) -> int:
    return min(size, int(asked)) if asked and asked.isascii() and asked.isdigit() and len(asked) < 6 else size


def _open_json(told: dict[str, Any], **options: Any) -> JsonResponse:
    """For pages of any site to read: there is nothing in it that is not public."""
    return JsonResponse(told, headers={"Access-Control-Allow-Origin": "*"}, **options)


class FactCheckSitemap(Sitemap):  # type: ignore[type-arg]
    """Every fact-check that stands, some on each page."""

    limit = IN_SITEMAP

    def items(self) -> QuerySet[FactCheck]:
        return queries.fact_checks_to_find()

    def lastmod(self, item: Any) -> Any:
        return item.changed_at

    def get_latest_lastmod(self) -> datetime | None:
        """Without reading each."""
        return queries.last_change_for_readers()


class PageSitemap(Sitemap):  # type: ignore[type-arg]
    """The pages that are always there."""

    def items(self) -> list[str]:
        return ["home", "fact-checks", "ratings", "methodology", "corrections"]

    def location(self, item: str) -> str:
        return reverse(item)


@public_page
def robots(request: HttpRequest) -> HttpResponse:
    """Where programs that gather pages need not go, and where the list of pages is."""
    kept_out = "".join(f"Disallow: {path}\n" for path in ("/desk/", "/admin/", "/api/", "/account/"))
    told = f"User-agent: *\n{kept_out}\nSitemap: {settings.SITE_URL}{reverse('sitemap')}\n"
    return HttpResponse(told, content_type="text/plain; charset=utf-8")
