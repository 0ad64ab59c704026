"""The web server's entry: `gunicorn config.wsgi`."""

from __future__ import annotations

import gc
import os
import re
from collections.abc import Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
_CHARSET = re.compile(r"charset\s*=\s*\"?([^\s\";]*)", re.IGNORECASE)
_UTF_8 = re.compile(r"(?:utf-?8|us-ascii|ascii)?", re.IGNORECASE)
_answer = get_wsgi_application()


def is_utf_8(content_type: str) -> bool:
    """Whether a Content-Type names no other encoding, nor anything in RFC 2231's notation, which may hide one."""
    return "*" not in content_type and all(map(_UTF_8.fullmatch, _CHARSET.findall(content_type)))


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Django's, for text in UTF-8: with another encoding it reads the address too, and ends with an error in those that
    Python has for other things than text, before anything of ours is asked. A body in one is of no type that is known.
    """
    if not is_utf_8(environ.get("CONTENT_TYPE", "")):
        environ["CONTENT_TYPE"] = "application/octet-stream"
    return _answer(environ, start_response)


# Every view is loaded before the first request asks for one.
_ = get_resolver().url_patterns
# What is loaded now stays as long as the process does. To look through all of it for garbage takes a tenth of a second,
# in which every request of the process waits.
gc.collect()
gc.freeze()
