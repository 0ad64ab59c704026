"""How pages for everybody travel: compressed, with a tag, and kept for a minute by caches."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import conditional_page, require_safe

View = Callable[..., HttpResponseBase]
# A correction is seen everywhere after this many seconds.
FRESH_SECONDS = 60


def public_page(view: View) -> View:
    """Let everybody read ``view``; caches shared by many keep it only where nobody is signed in.

    Nothing secret stands in what is compressed: who is not signed in gets no token, and who is gets no shared copy.
    """

    @wraps(view)
    def cached(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if request.user.is_authenticated:
            patch_cache_control(response, private=True, no_cache=True)
        else:
            patch_cache_control(response, public=True, max_age=FRESH_SECONDS)
        return response

    return gzip_page(conditional_page(require_safe(cached)))
