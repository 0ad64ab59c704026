"""The web server's entry: `gunicorn config.wsgi`."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()
# What is loaded now stays as long as the process does, and need not be looked through again and again.
gc.collect()
gc.freeze()
