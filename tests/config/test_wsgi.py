"""The web process has everything loaded, and out of the garbage collector's way, before the first request."""

from __future__ import annotations

import subprocess
import sys

from tests.processes import ROOT, clean_environment

ASKED = "import config.wsgi, gc, sys; print('verification.api.checks' in sys.modules, gc.get_freeze_count() > 100_000)"


def test_what_was_loaded_is_never_looked_through_for_garbage() -> None:
    env = clean_environment(CLAIMDESK_EMBEDDED="1")
    done = subprocess.run([sys.executable, "-c", ASKED], cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "True"]
