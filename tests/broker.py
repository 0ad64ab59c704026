"""What waits in a broker for workers."""

from __future__ import annotations

import base64
import json
from typing import Any, cast

import redis


def waiting(client: redis.Redis) -> list[tuple[str, list[Any]]]:
    """The tasks that were handed on and their arguments, the first one first."""
    messages = [json.loads(one) for one in reversed(cast(list[bytes], client.lrange("celery", 0, -1)))]
    return [(one["headers"]["task"], json.loads(base64.b64decode(one["body"]))[0]) for one in messages]
