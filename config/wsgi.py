"""The web server's entry: `gunicorn config.wsgi`."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()
# Every view is loaded before the first request asks for one.
_ = get_resolver().url_patterns
# What is loaded now stays as long as the process does. To look through all of it for garbage takes a tenth of a second,
# in which every request of the process waits.
gc.collect()
gc.freeze()
