"""The web process has everything loaded, and out of the garbage collector's way, before the first request."""

from __future__ import annotations

import subprocess
import sys

from tests.processes import ROOT, clean_environment

# What Django ends with an error in, a name that it does not know, and what everybody sends.
KINDS = [
    "text/plain; charset=hex",
    "text/plain; charset=idna",
    "application/json; Charset = undefined",
    "text/plain; charset*=utf-8''a%00b",
    "text/plain; x*=nonsense''a",
    "text/plain; charset=utf-16",
    'application/json; charset="UTF-8"',
    "application/json",
    "",
]
SENT = f"""
import io, os
os.environ["ALLOWED_HOSTS"] = "testserver"
from config.wsgi import application
from django.test import RequestFactory
for kind in {KINDS!r}:
    request = RequestFactory().post("/api/v1/nothing/?q=a", b"a", content_type="x")
    request.environ.update({{"CONTENT_TYPE": kind, "wsgi.input": io.BytesIO(b"a")}})
    application(request.environ, lambda status, headers: print(status[:3], request.environ["CONTENT_TYPE"] == kind))
"""
ASKED = "import config.wsgi, gc, sys; print('verification.api.checks' in sys.modules, gc.get_freeze_count() > 100_000)"


def test_what_was_loaded_is_never_looked_through_for_garbage() -> None:
    env = clean_environment(CLAIMDESK_EMBEDDED="1")
    done = subprocess.run([sys.executable, "-c", ASKED], cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "True"]


def test_no_encoding_that_is_named_breaks_the_server() -> None:
    env = clean_environment(CLAIMDESK_EMBEDDED="1")
    done = subprocess.run([sys.executable, "-c", SENT], cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["404 False"] * 6 + ["404 True"] * 3
