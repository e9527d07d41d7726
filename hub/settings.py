"""All settings, read from the environment; production is the default and refuses unsafe values."""

from pathlib import Path
from typing import Any

from bootstrap_wrapper import get_bootstrap_dir
from celery.schedules import crontab
from django.core.exceptions import ImproperlyConfigured

from hub import env

BASE_DIR = Path(__file__).resolve().parent.parent
RAPPORT_HOME = Path(env.text("RAPPORT_HOME", "var")).resolve()

# --- What kind of place this is ---------------------------------------------------------------

DEBUG = env.flag("DEBUG")
SECRET_KEY = env.text("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")
if len(SECRET_KEY) < 32:
    raise ImproperlyConfigured(
        "SECRET_KEY must have at least 32 characters: every token we sign rests on it."
    )
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS")
if not DEBUG and "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS must name the hosts: links in mail are built for them.")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
BASE_URL = env.text("BASE_URL", "http://127.0.0.1:8000").rstrip("/")
"""Where customers reach us; every link in a message begins with it, never with a request's Host."""
INSIDE_NETWORKS = env.networks("INSIDE_NETWORKS")
"""Networks of our own where webhooks may lead, also without TLS; elsewhere only to public addresses."""
IS_HTTPS = BASE_URL.startswith("https://")
LIVE_PORT = env.number("LIVE_PORT", 0)
"""Port of the live process when no proxy puts /live/ on our own origin; 0 means it does."""
ORGANISATION = env.text("ORGANISATION", "Hauptplatz Pharmacies")
CURRENCY = env.text("CURRENCY", "EUR")
TIME_ZONE = env.text("TIME_ZONE", "Europe/Vienna")
ERASURE_DAYS = env.number("ERASURE_DAYS", 14)
"""So long a customer can take back the wish to be erased."""
VIEWINGS_DAYS = env.number("VIEWINGS_DAYS", 730, at_least=1)
"""So long it is kept who looked at which customer."""

# --- Apps and the way of a request -----------------------------------------------------------

INSTALLED_APPS = [
    "hub",
    "campaigns",
    "channels",
    "customers",
    "allauth",
    "allauth.account",
    "allauth.idp.oidc",
    "django_htmx",
    "heroicons",
    "rest_framework",
    "drf_spectacular_sidecar",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "hub.apps.StaticConfig",
    "django.forms",
]
MIDDLEWARE = [
    "hub.public.head.without_body",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "hub.portal.languages.speak",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "hub.urls"
WSGI_APPLICATION = "hub.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "hub.console.shell.shell",
            ]
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- PostgreSQL keeps the truth; Redis or Valkey carries the bell and the cache ----------------

DATABASES: dict[str, Any] = {"default": env.database("DATABASE_URL")}
DATABASES["default"] |= {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}
DATABASES["default"]["OPTIONS"] = {
    # A server that vanishes says nothing: whoever talks to it must notice by themselves, within seconds.
    "connect_timeout": 5, "keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
    **DATABASES["default"].get("OPTIONS", {}),
    "prepare_threshold": 2**31,
}  # fmt: skip
"""Statements keep their plans where customers/asking.py says so, and no others."""
REDIS_URL = env.text("REDIS_URL")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"

CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 300,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_keepalive": True,
    "socket_timeout": 15,
    "socket_connect_timeout": 2,
    "max_retries": 0,  # nobody waits for a bell that cannot be rung: the sweep does it
    "health_check_interval": 5,
}
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACCEPT_CONTENT = ["json"]
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SOFT_TIME_LIMIT = 100
CELERY_TASK_TIME_LIMIT = 120
CELERY_TASK_DEFAULT_QUEUE = "conversational"
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_DB_REUSE_MAX = 1_000_000
"""Tasks for one database connection. Without it Celery opens a new one for each, whatever CONN_MAX_AGE says,
which costs a mailing a fifth of its pace; hub/celery.py lets go of those that broke."""
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = {
    "sweep": {
        "task": "channels.tasks.sweep",
        "schedule": 2.0,
        "options": {"queue": "critical", "expires": 10},
    },
    "read-mail": {
        "task": "channels.tasks.read_waiting",
        "schedule": 2.0,
        "options": {"queue": "critical", "expires": 10},
    },
    "read-callbacks": {
        "task": "channels.tasks.read_callbacks",
        "schedule": 2.0,
        "options": {"queue": "critical", "expires": 10},
    },
    "poll-imap": {"task": "channels.tasks.poll_imap", "schedule": 60.0, "options": {"expires": 60}},
    "plan": {
        "task": "campaigns.tasks.plan_waiting",
        "schedule": 2.0,
        "options": {"queue": "conversational", "expires": 10},
    },
    "take-answers": {"task": "hub.tasks.take_answers", "schedule": 1.0, "options": {"expires": 10}},
    "tell-webhooks": {"task": "hub.tasks.tell_webhooks", "schedule": 2.0, "options": {"expires": 10}},
    "forget-deliveries": {"task": "hub.tasks.forget_deliveries", "schedule": crontab(minute="10")},
    "forget-tokens": {"task": "hub.tasks.forget_tokens", "schedule": crontab(minute="25")},
    "forget-viewings": {"task": "hub.tasks.forget_viewings", "schedule": crontab(minute="40")},
    "keep-partitions": {"task": "customers.tasks.keep_partitions", "schedule": crontab(minute="55")},
    "tidy-worklist": {"task": "channels.tasks.tidy_worklist", "schedule": 60.0, "options": {"expires": 60}},
    "erase": {"task": "channels.tasks.erase_due", "schedule": 600.0, "options": {"expires": 600}},
}

# --- Mail -------------------------------------------------------------------------------------

EMAIL_URL = env.text("EMAIL_URL", "")
"""smtp://, smtp+tls:// or smtps://user:password@host:port; several, with blanks between, are tried in that
order. Empty: no mail leaves."""
PROVIDER_RATES = env.rates("PROVIDER_RATES")
DOMAIN_RATES = env.rates("DOMAIN_RATES")
"""At most so many messages by a route, or to a mail domain, in any second, minute or hour."""
MAIL_DOMAIN = env.text("MAIL_DOMAIN", "mail.rapport.example")
"""The domain of our reply and bounce addresses and of every Message-ID."""
MAIL_CONNECTIONS = env.number("MAIL_CONNECTIONS", 4, at_least=1)
WEBHOOK_SECRETS = env.words("WEBHOOK_SECRET")
"""user:password, several with commas: what an email provider that does not sign its callbacks must know."""
IMAP_URL = env.text("IMAP_URL", "")
"""imaps://user:password@host/mailbox?done=folder: a mailbox that is emptied into ours; empty: none."""
INBOUND_HOST = env.text("INBOUND_HOST", "127.0.0.1")
INBOUND_PORT = env.number("INBOUND_PORT", 8025)

# --- SMS --------------------------------------------------------------------------------------

SMS_URL = env.text("SMS_URL", "")
"""twilio://SID:TOKEN@host/?from=+43… or gateway+https://host/path; empty: no SMS leaves."""
SMS_GATEWAY = env.text("SMS_GATEWAY", "")
"""JSON: how a gateway+https:// is spoken to; docs/channels.md."""
SMS_HELP = env.text("SMS_HELP", "")
"""What we answer to HELP; empty: words of ours in the customer's language."""
SMS_COST = env.text("SMS_COST", "")
"""What a part costs, "EUR 0.08 +43=0.065": shown while a text is written; empty: no cost is shown."""
SMS_CONNECTIONS = env.number("SMS_CONNECTIONS", 16, at_least=1)

# --- Push -------------------------------------------------------------------------------------

PUSH_VAPID_KEY = env.text("PUSH_VAPID_KEY", "")
"""Our private key for Web Push, as `manage.py make_vapid_key` prints it; empty: no browser is offered it."""
PUSH_TRUSTED_ORIGINS = env.words("PUSH_TRUSTED_ORIGINS")
"""Push services besides the public ones over https: the town's, or one inside a network of one's own."""
PUSH_FCM_ACCOUNT = env.text("PUSH_FCM_ACCOUNT", "")
"""JSON of a Google service account that may send for Firebase; empty: nothing goes to Android apps."""
PUSH_FCM_URL = env.text("PUSH_FCM_URL", "https://fcm.googleapis.com")
PUSH_APNS_URL = env.text("PUSH_APNS_URL", "")
"""apns://KEY_ID:TEAM_ID@api.push.apple.com/?topic=com.example.app; empty: nothing goes to Apple's apps."""
PUSH_APNS_KEY = env.text("PUSH_APNS_KEY", "")
"""The .p8 key that KEY_ID names, as PEM."""
PUSH_CONNECTIONS = env.number("PUSH_CONNECTIONS", 8, at_least=1)

# --- Letters ----------------------------------------------------------------------------------

LETTER_URL = env.text("LETTER_URL", "")
"""file:///folder that a print room or post house empties; empty: no letter leaves."""
LETTER_SENDER = env.text("LETTER_SENDER", "")
"""Who sends and where returns go, between commas, the country last: House, Street 1, 8010 Graz, AT."""

# --- Who may come in ---------------------------------------------------------------------------

AUTH_USER_MODEL = "hub.Staff"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "hub.console.entrance.StaffAdapter"
ACCOUNT_FORMS = {
    "login": "hub.console.entrance.LoginForm",
    "change_password": "hub.console.entrance.PasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "console:home"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
IDP_OIDC_ADAPTER = "hub.api.oauth_adapter.OAuthAdapter"
IDP_OIDC_REFRESH_TOKEN_EXPIRES_IN = 90 * 24 * 3600
IDP_OIDC_DEVICE_CODE_EXPIRES_IN = 600

# --- What a browser may do -----------------------------------------------------------------------

LIVE_ORIGINS = [f"http://*:{LIVE_PORT}"] if LIVE_PORT else []
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "connect-src": ["'self'", *LIVE_ORIGINS],
        "img-src": ["'self'", "data:"],
        "frame-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("TRUST_PROXY") else None
SECURE_SSL_REDIRECT = IS_HTTPS and not DEBUG
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31536000 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = IS_HTTPS
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_HTTPONLY = True

# --- Files, words, logs ----------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = RAPPORT_HOME / "static"
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("map", "png", "gz", "br", "woff2")
STATICFILES_DIRS = [("bootstrap", get_bootstrap_dir())]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
USE_TZ = True
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "Deutsch")]
LOCALE_PATHS = [BASE_DIR / "locale"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
LOG_LEVEL = env.text("LOG_LEVEL", "INFO")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {
        # "Not yet, tell again" is an answer that we meant, unlike /readyz's that something is missing.
        "meant": {
            "()": "django.utils.log.CallbackFilter",
            "callback": lambda record: (
                getattr(record, "status_code", 0) != 503
                or getattr(getattr(record, "request", None), "path", "") == "/readyz"
            ),
        }
    },
    "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["out"], "level": LOG_LEVEL},
    "loggers": {
        "django.request": {"filters": ["meant"]},
        "django.server": {"level": "WARNING"},
        "celery.beat": {"level": "WARNING"},
        "mail.log": {"level": "WARNING"},
    },
}
