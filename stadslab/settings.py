"""Settings of every installation; the differences come from the environment (env.py)."""

import hashlib
from datetime import timedelta
from typing import Any
from urllib.parse import unquote

from django.utils.csp import CSP

from stadslab import env
from stadslab.logs import without_needless_traceback

BASE_DIR = env.BASE_DIR
VAR_DIR = env.VAR_DIR
DEBUG = env.DEBUG
SECRET_KEY = env.SECRET_KEY
PUBLIC_ORIGINS = env.PUBLIC_ORIGINS
ALLOWED_HOSTS = env.ALLOWED_HOSTS + (["localhost", "127.0.0.1", "[::1]"] if DEBUG else [])
CSRF_TRUSTED_ORIGINS = PUBLIC_ORIGINS
IS_HTTPS = PUBLIC_ORIGINS[0].startswith("https://")

INSTALLED_APPS = [
    "daphne",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "servestatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",  # the tables of second factors
    "django_tasks_db",  # mails of before decisions/0050 may wait in its table: notifications/old_tasks.py
    "stadslab",
    "common",
    "realtime",
    "accounts",
    "audit",
    "notifications",
    "labs",
    "ideas",
    "places",
    "challenges",
    "answers",
    "events",
    "evenings",
    "moderation",
    "front",
    "demo",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "stadslab.headers.permissions_policy",
    "stadslab.static_files.StaticFiles",
    "stadslab.packed.Packed",
    "front.reach.fail_at_once",
    "common.page_cache.keep_pages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "stadslab.large.refuse_large",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.devices.note_devices",
    "common.preferences.profile_language",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "front.errors.page_for_presses",
]
ROOT_URLCONF = "stadslab.urls"
ASGI_APPLICATION = "stadslab.asgi.application"
KEPT_TEMPLATES = [("common.line_breaks.Kept", ["django.template.loaders.filesystem.Loader"])]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "loaders": ["common.line_breaks.Fresh"] if DEBUG else KEPT_TEMPLATES,
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "common.preferences.look",
            ],
        },
    }
]

# Databases: SQLite for one process, PostgreSQL for more. No atomic() around reads: on SQLite that locks out writers.
DATABASES = {"default": {**env.DATABASE, "CONN_MAX_AGE": 0, "ATOMIC_REQUESTS": False}}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"] |= {
        "ENGINE": "stadslab.sqlite",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA cache_size=-16000",
        },
    }
else:
    DATABASES["default"]["OPTIONS"] |= {
        # seconds: a request without a connection fails after `timeout`; a server that came back is found in
        # `reconnect_timeout`
        "pool": {"min_size": 1, "max_size": 20, "timeout": 5, "reconnect_timeout": 5},
        "options": "-c lock_timeout=3000 -c idle_in_transaction_session_timeout=30000",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Live updates (realtime/): the doorbell between processes; a single process needs none
REDIS_URL = env.REDIS_URL
LIVE_SOCKETS = env.LIVE_SOCKETS
LIVE_SOCKETS_PER_PERSON = env.LIVE_SOCKETS_PER_PERSON
LIVE_SOCKETS_PER_ADDRESS = env.LIVE_SOCKETS_PER_ADDRESS
METRICS_TOKEN = env.METRICS_TOKEN
DOORBELL = {"address": REDIS_URL, "socket_connect_timeout": 1, "health_check_interval": 10}
CHANNEL_LAYERS = {
    "doorbell": {"BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer", "CONFIG": {"hosts": [DOORBELL]}}
    if REDIS_URL
    else {"BACKEND": "channels.layers.InMemoryChannelLayer"}
}

# How long a request may take to arrive (stadslab/deadlines.py): slow Wi-Fi passes, one byte at a time doesn't
HEADERS_SECONDS = 20
BODY_SECONDS = 60
BODY_BYTES_PER_SECOND = 1000

# Retention: how long after a gathering we keep guests' data and what people needed
GATHERING_DETAILS_KEPT = timedelta(days=7)
NEWS_KEPT = timedelta(days=183)  # what a person was told on their page

# People
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "accounts.backends.Backend",
    "allauth.account.auth_backends.AuthenticationBackend",  # for older sessions: 60 days (decisions/0047)
]
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
MFA_ADAPTER = "accounts.adapters.FactorAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # the code is the proof: docs/decisions/0015
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_RATE_LIMITS = False  # allauth counts in a cache per process; our quotas: common/rate_limits.py and SignInCode
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "dashed": False, "length": 6}
ALLAUTH_TRUSTED_PROXY_COUNT = env.TRUSTED_PROXIES
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "/"

# Cookies: all ports share them, so each clone uses its own names
CLONE = hashlib.sha256(str(BASE_DIR).encode()).hexdigest()[:6] if DEBUG else "lab"
SESSION_COOKIE_NAME = f"session_{CLONE}"
CSRF_COOKIE_NAME = f"csrf_{CLONE}"
LANGUAGE_COOKIE_NAME = "language"
KNOWN_COOKIE_NAME = f"known_{CLONE}"  # the mailboxes that this browser signed in to: accounts/known.py
TICKET_COOKIE_NAME = f"ticket_{CLONE}"  # of a person without an account: realtime/tickets.py
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 60
SESSION_ENGINE = "stadslab.sessions"

# Headers
SECURE_SSL_REDIRECT = False  # the proxy in front redirects
SILENCED_SYSTEM_CHECKS = ["security.W008"]  # for the same reason
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.TRUSTED_PROXIES else None
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = IS_HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
}
X_FRAME_OPTIONS = "DENY"
SECURITY_CONTACT = env.SECURITY_CONTACT
CSRF_FAILURE_VIEW = "front.errors.csrf_failure"
MESSAGE_TAGS = {20: "info", 25: "good", 30: "warn", 40: "bad"}  # the four classes of components/_remark.html

# Language and time
LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "stadslab" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Amsterdam"

# Files
STATIC_URL = "/static/"
SERVESTATIC_ALLOW_ALL_ORIGINS = False
SERVESTATIC_MINIFY = True
STATIC_ROOT = VAR_DIR / "static"
MEDIA_ROOT = VAR_DIR / "media"
MEDIA_URL = "/media/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "stadslab.static_files.Collected"
    },
}
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 512 * 1024  # a form without its files; for a whole request see stadslab/large.py

# Mail
MAILERS: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "OPTIONS": {"file_path": env.MAIL.path},
    }
    if env.MAIL.scheme == "file"
    else {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": env.MAIL.hostname,
            "port": env.MAIL.port or 25,
            "username": unquote(env.MAIL.username or ""),
            "password": unquote(env.MAIL.password or ""),
            "use_tls": env.MAIL.scheme == "smtp+tls",
            "use_ssl": env.MAIL.scheme == "smtps",
            "timeout": 10,
        },
    }
}
MAIL_IS_SENT = env.MAIL.scheme != "file"  # otherwise mails are files to read, as in bin/dev
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.MAIL_FROM

# Logs: each record once, to stderr; daphne and Django add their own handlers only when there are none
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "filters": {"short": {"()": "django.utils.log.CallbackFilter", "callback": without_needless_traceback}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["short"]}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO"},
        "daphne": {"level": "WARNING"},
    },
}
