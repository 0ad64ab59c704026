"""The one settings file. Everything that differs between machines comes from the environment.

Two ways to run: with ``DATABASE_URL`` set (production, compose, CI) every secret must be given; without it the
embedded servers under ``var/`` are meant, and what they need stands in ``var/embedded.env``, written by
``config.embedded`` (see there). A malformed value stops the boot.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

import environ
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent


class _Env(environ.Env):  # type: ignore[misc]
    """The environment and the files beside it, in a copy: what a file says is not handed on to child processes."""

    ENVIRON = dict(os.environ)


env = _Env()
_Env.read_env(env.str("CLAIMDESK_ENV", default=str(BASE_DIR / ".env")))
VAR_DIR = Path(env.str("CLAIMDESK_VAR", default=str(BASE_DIR / "var"))).resolve()
# What somebody set, and `quickstart` therefore neither starts nor makes up.
_MADE_UP = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "SITE_URL")
GIVEN = {name: env.ENVIRON[name] for name in _MADE_UP if name in env}
# `quickstart` asks for it by name (see manage.py), so that one of the two may be given and the other embedded.
EMBEDDED = env.bool("CLAIMDESK_EMBEDDED", default="DATABASE_URL" not in env)
if EMBEDDED:
    _Env.read_env(VAR_DIR / "embedded.env")

# --- Secrets and hosts ---------------------------------------------------------------------------------------
DEBUG = env.bool("DEBUG", default=False)
# Without servers (extract, evaluate, makemigrations) nothing is signed that outlives the process.
SECRET_KEY = env.str("SECRET_KEY", default=secrets.token_urlsafe(50)) if EMBEDDED else env.str("SECRET_KEY")
if len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("SECRET_KEY is too short: at least 50 characters are needed.")
# Whoever sends it may read /metrics; without one there is no such page.
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
if METRICS_TOKEN and len(METRICS_TOKEN) < 20:
    raise ImproperlyConfigured("METRICS_TOKEN is too short: at least 20 characters are needed.")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"] if EMBEDDED else [])
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000" if EMBEDDED else environ.Env.NOTSET).rstrip("/")
SITE_NAME = env.str("SITE_NAME", default="Claimdesk")
CSRF_TRUSTED_ORIGINS = [SITE_URL]

# --- Applications --------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "config",
    "verification",
    "claims",
    "unfold",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "csp",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "knox",
    "rest_framework",
]
MIDDLEWARE = [
    "config.middleware.CharactersMiddleware",
    "config.middleware.BodyLimitMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.ContentPolicyMiddleware",
    "config.middleware.SessionMiddleware",
    "config.middleware.LocaleMiddleware",
    "config.middleware.EnglishAdminMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "config.middleware.AuthenticationMiddleware",
    "config.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "config.middleware.TimeZoneMiddleware",
    "config.once.FormsOnceMiddleware",
    "config.middleware.DomainErrorMiddleware",
    "config.csrf.SignedOutAdminMiddleware",
]
CSRF_FAILURE_VIEW = "config.csrf.refuse"
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context.site",
            ],
        },
    },
]

# --- Rows: the truth -----------------------------------------------------------------------------------------
_SERVER = "postgresql://claimdesk@127.0.0.1:5432/claimdesk"
DATABASES = {"default": env.db("DATABASE_URL", default=_SERVER, engine="config.postgresql")}
DATABASES["default"].update(
    CONN_MAX_AGE=env.int("CONN_MAX_AGE", default=60),
    CONN_HEALTH_CHECKS=True,
)
DATABASES["default"].setdefault("OPTIONS", {}).update(
    connect_timeout=5,
    # What is asked often is planned once a connection: PostgreSQL then spends a third less on it. A pooler that gives
    # each transaction another connection wants 0 here, unless it knows prepared statements (PgBouncer since 1.21).
    server_side_binding=True,
    prepare_threshold=env.int("PREPARE_THRESHOLD", default=5) or None,
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "claims.User"
# Its only table is one that `claims.ApiKey` stands for.
MIGRATION_MODULES = {"knox": None}

# --- Celery: a hint ------------------------------------------------------------------------------------------
REDIS_URL = env.str("REDIS_URL", default="redis://127.0.0.1:6379/0" if EMBEDDED else environ.Env.NOTSET)
SWEEP_SECONDS = env.float("SWEEP_SECONDS", default=5.0)
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = env.int("TASK_TIME_LIMIT", default=300)
CELERY_TASK_SOFT_TIME_LIMIT = env.int("TASK_SOFT_TIME_LIMIT", default=240)
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# What one process of a worker may allocate; one that has come to use more than half of it is replaced after its task.
WORKER_MEMORY_MB = env.int("WORKER_MEMORY_MB", default=4096)
CELERY_WORKER_MAX_MEMORY_PER_CHILD = WORKER_MEMORY_MB * 1024 // 2
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A web request never waits for the broker: the sweep finds what could not be enqueued.
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_CONNECTION_TIMEOUT = 1.0
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_connect_timeout": 1.0,
    "socket_timeout": 5.0,
    "visibility_timeout": 600,
    # Without these a refused connection is tried again for two seconds.
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0,
    "interval_max": 0,
}
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = {
    "claims-sweep": {"task": "claims.sweep", "schedule": SWEEP_SECONDS, "options": {"expires": 60}},
    "verification-sweep": {"task": "verification.sweep", "schedule": SWEEP_SECONDS, "options": {"expires": 60}},
    "verification-agreement": {"task": "verification.refresh_agreement", "schedule": 600.0, "options": {"expires": 60}},
}
# What should happen next, and whose row comes with a key, is named here, because claims may not import verification.
TASKS_AFTER_EXTRACTION = ["verification.open_checks"]
BESIDE_KEYS = "verification.queries.people.BESIDE_KEYS"
TASKS_AFTER_CLAIM = ["claims.compare", "verification.open_checks"]

# --- Limits --------------------------------------------------------------------------------------------------
MAX_BODY_BYTES = env.int("MAX_BODY_BYTES", default=10 * 1024 * 1024)
DATA_UPLOAD_MAX_MEMORY_SIZE = MAX_BODY_BYTES
FILE_UPLOAD_MAX_MEMORY_SIZE = MAX_BODY_BYTES
# A verdict with hundreds of sources has thousands of fields, and is told what is wrong with it and not thrown away.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
MAX_ATTEMPTS = env.int("MAX_ATTEMPTS", default=3)
# How long an API key is valid where its maker says nothing: a year and a day at most.
API_KEY_DAYS = min(env.int("API_KEY_DAYS", default=90), 366)
WEBHOOK_ATTEMPTS = env.int("WEBHOOK_ATTEMPTS", default=8)
# What people name is asked on the open internet alone, unless receivers stand in the newsroom's own network.
ALLOW_PRIVATE_ADDRESSES = env.bool("ALLOW_PRIVATE_ADDRESSES", default=False)
# How long a verdict given at the desk can be taken back; until then it settles nothing.
UNDO_SECONDS = 10

# --- People --------------------------------------------------------------------------------------------------
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

# --- Transport security: on whenever the site is served over TLS ----------------------------------------------
_TLS = SITE_URL.startswith("https://")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _TLS else None
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=_TLS)
# Health checks and Prometheus come from inside, over plain HTTP.
SECURE_REDIRECT_EXEMPT = [r"^health/", r"^metrics$"]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _TLS
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000 if _TLS else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = _TLS
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    # Under /admin/ config.middleware replaces what the scripts of django-unfold need.
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "font-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}

# --- API -----------------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "claims.authentication.KeyAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["claims.permissions.HasScope"],
    "DEFAULT_RENDERER_CLASSES": ["claims.api.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["claims.api.parsers.JSONParser"],
    "DEFAULT_FILTER_BACKENDS": ["claims.api.filtering.Filters"],
    "DEFAULT_PAGINATION_CLASS": "claims.pagination.Pages",
    "DEFAULT_SCHEMA_CLASS": "claims.api.once.OnceSchema",
    "EXCEPTION_HANDLER": "config.problems.handle",
}
REST_KNOX = {
    "AUTH_HEADER_PREFIX": "Bearer",
    "TOKEN_MODEL": "claims.ApiKey",
    "TOKEN_TTL": None,
    "AUTO_REFRESH": False,
}
KNOX_TOKEN_MODEL = "claims.ApiKey"  # noqa: S105
SPECTACULAR_SETTINGS = {
    "TITLE": "Claimdesk API",
    "DESCRIPTION": "Articles in, claims out, checks routed, verdicts recorded, fact-checks published.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_NAME_OVERRIDES": {
        "ArticleStatus": "claims.models.articles.STATUSES",
        "CheckStatus": "verification.models.checks.CHECK_STATUSES",
        "WebhookStatus": "verification.models.webhooks.WEBHOOK_STATUSES",
        "DeliveryStatus": "verification.models.webhooks.DELIVERY_STATUSES",
        "Happening": "verification.models.webhooks.HAPPENINGS",
        "AssignmentStatus": "verification.models.checks.ASSIGNMENT_STATUSES",
        "StatementKind": "claims.models.claims.KINDS",
        "MatchStatus": "claims.models.matching.MATCH_STATUSES",
        "Relation": "claims.models.matching.RELATIONS",
        "SourceKind": "verification.models.Source.Kind",
        "AssignmentKind": "verification.models.Assignment.Kind",
    },
}
UNFOLD = {
    "SITE_TITLE": SITE_NAME,
    "SITE_HEADER": SITE_NAME,
    "SITE_URL": "/",
    "SITE_SYMBOL": "fact_check",
    "SHOW_HISTORY": False,
    "SHOW_VIEW_ON_SITE": False,
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": "verification.admin.navigation.favicon"}],
    "STYLES": ["verification.admin.navigation.stylesheet"],
    "DASHBOARD_CALLBACK": "verification.admin.dashboard.glance",
    "SCRIPTS": ["verification.admin.navigation.script"],
    # The site's own blue-green: as text it is read easily on the light ground (600) and on the dark one (500).
    "COLORS": {
        "primary": {
            "50": "#eef6f8",
            "100": "#d6eaef",
            "200": "#b3d8e2",
            "300": "#8cc8d9",
            "400": "#5fb0c6",
            "500": "#45a0b8",
            "600": "#1f6478",
            "700": "#1b4d5c",
            "800": "#173f4b",
            "900": "#12333d",
            "950": "#0b2129",
        }
    },
    "SIDEBAR": {"navigation": "verification.admin.navigation.sidebar"},
}

# --- Words, times, files -------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
# Each by its own name. What is not here is not offered, so that no page is half in one language and half in another.
LANGUAGES = [("en", "English"), ("de", "Deutsch")]
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = _TLS
LOCALE_PATHS = [BASE_DIR / "config" / "locale"]
FORMAT_MODULE_PATH = ["config.formats"]
TIME_ZONE = env.str("TIME_ZONE", default="UTC")
USE_I18N = True
USE_TZ = True
STATIC_URL = "static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(BASE_DIR / "staticfiles")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # `collectstatic` leaves a compressed copy beside each file, which whitenoise sends.
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = EMBEDDED

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
}
