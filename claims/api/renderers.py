"""How answers are written."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from rest_framework.renderers import JSONRenderer as FrameworkJSONRenderer

from claims.core.public_addresses import is_public_address
from claims.permissions import viewer_of

# A value that is nothing but an address.
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,30}:(?://|\\\\)\S+")


class JSONRenderer(FrameworkJSONRenderer):
    """JSON; where half of a surrogate pair that somebody sent is told back to them, it is escaped as they sent it.

    Addresses that cannot be opened from outside are empty for readers and clients.
    """

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> Any:
        request = (renderer_context or {}).get("request")
        if request is not None and data is not None and not viewer_of(request).is_of_the_house:
            data = without_inside_addresses(data, own=(settings.SITE_URL, request.build_absolute_uri("/")[:-1]))
        try:
            return super().render(data, accepted_media_type, renderer_context)
        except UnicodeEncodeError:
            return json.dumps(data, cls=self.encoder_class, allow_nan=not self.strict).encode()


def without_inside_addresses(told: Any, *, own: Sequence[str]) -> Any:
    """The same, with each value that is an address inside the house empty; ``own``: where this site itself stands."""
    if isinstance(told, str):
        return told if _may_be_told(told, own) else ""
    if isinstance(told, Mapping):
        return {name: without_inside_addresses(value, own=own) for name, value in told.items()}
    if isinstance(told, list | tuple):
        return [without_inside_addresses(value, own=own) for value in told]
    return told


def _may_be_told(value: str, own: Sequence[str]) -> bool:
    if not _ADDRESS.fullmatch(value.strip()):
        return True
    return is_public_address(value.strip()) or any(value == site or value.startswith(f"{site}/") for site in own)
