"""`config.settings`, whatever stands in the environment and the `.env` and `var/` of the person who runs the tests."""

from __future__ import annotations

import os

_NOWHERE = os.path.join(os.path.dirname(__file__), "no-such-folder")
for _name in ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "SITE_URL", "ALLOWED_HOSTS", "DEBUG", "CLAIMDESK_EMBEDDED"):
    os.environ.pop(_name, None)
os.environ |= {"CLAIMDESK_ENV": os.path.join(_NOWHERE, ".env"), "CLAIMDESK_VAR": os.path.join(_NOWHERE, "var")}

from config.settings import *  # noqa: E402, F403

# One round is enough to tell one password from another.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Nobody listens there: without the `broker` fixture nothing is ever enqueued, as when the broker is away.
REDIS_URL = CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
# A verdict counts at once; tests of taking it back set their own time.
UNDO_SECONDS = 0
METRICS_TOKEN = "a-token-for-tests-alone"
