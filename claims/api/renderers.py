"""How answers are written."""

from __future__ import annotations

import json
from typing import Any

from rest_framework.renderers import JSONRenderer as FrameworkJSONRenderer


class JSONRenderer(FrameworkJSONRenderer):
    """JSON; where half of a surrogate pair that somebody sent is told back to them, it is escaped as they sent it."""

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> Any:
        try:
            return super().render(data, accepted_media_type, renderer_context)
        except UnicodeEncodeError:
            return json.dumps(data, cls=self.encoder_class, allow_nan=not self.strict).encode()
