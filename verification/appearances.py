"""Where a claim appeared and what its verdict cites, as far as readers are told. Pure.

A published revision keeps what it was made of, whatever becomes of the article. What is shown of that is decided when
somebody reads it: nothing of an article that is not public, and no address that is not of the open web.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from claims.core.public_addresses import is_public_address


@dataclass(frozen=True, slots=True)
class Appearance:
    """The article in which a claim stood; all of it is empty where readers are not to know of the article."""

    title: str = ""
    url: str = ""
    outlet: str = ""


def public_url(url: str) -> str:
    """The address where anybody may open it, else nothing."""
    return url if is_public_address(url) else ""


def public_title(title: str) -> str:
    """The title, unless it is an address that nobody may open."""
    return public_url(title) if "://" in title else title


def appearance(*, is_public: bool, title: str, url: str, outlet: str) -> Appearance:
    """What readers are told of an article; ``is_public``: whether they may know of it."""
    return Appearance(public_title(title), public_url(url), outlet) if is_public else Appearance()


def public_sources(sources: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each source as it was, without what names an address that readers cannot open."""
    return [
        source | {name: show(source[name]) for name, show in _SHOWN.items() if name in source} for source in sources
    ]


_SHOWN = {"url": public_url, "archived_url": public_url, "title": public_title}
