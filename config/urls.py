"""Every address of the site."""

from __future__ import annotations

from csp.constants import UNSAFE_INLINE
from csp.decorators import csp_update
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.views import LoginView, LogoutView
from django.urls import include, path, re_path
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import RedirectView
from django.views.i18n import set_language
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

import claims.api.urls
import verification.api.urls
import verification.urls
from config import health, metrics, problems

# An address is compared with these in turn: what reviewers ask for all day comes first.
api = [*verification.api.urls.urlpatterns, *claims.api.urls.urlpatterns]

# It has nothing to tell of itself but the page.
docs_view = SpectacularSwaggerSplitView.as_view(permission_classes=[], http_method_names=["get", "head"])
# Swagger sets styles on its own elements.
docs = csp_update({"style-src": [UNSAFE_INLINE]})(docs_view)

handler400 = problems.page_bad_request
handler403 = problems.page_forbidden
handler404 = problems.page_not_found
handler500 = problems.page_error

NAMED = {"site_name": settings.SITE_NAME}
urlpatterns = [
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    path("metrics", metrics.metrics, name="metrics"),
    path("api/v1/", include((api, "v1"))),
    path("api/schema/", SpectacularAPIView.as_view(permission_classes=[]), name="schema"),
    path("api/docs/", docs, name="docs"),
    re_path("^api(?:/|$)", problems.not_found),
    # The view has a name of its own for the site, which is that of the host.
    path("login/", LoginView.as_view(redirect_authenticated_user=True, extra_context=NAMED), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    # No token: it would make every page another one to caches, to guard what harms nobody.
    path("language/", csrf_exempt(set_language), name="set_language"),
    path("favicon.ico", RedirectView.as_view(url="/static/favicon.svg", permanent=True)),
    path("admin/", admin.site.urls),
    path("", include(verification.urls)),
]
